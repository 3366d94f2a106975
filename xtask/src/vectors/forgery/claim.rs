//! Forgeries of what a finding claims: its figures, its copies, their evidence and names.

use std::f64::consts::LN_10;

use evidence::math::exp;
use ledger::commit;
use ledger::entry::{Decimal, Floor, Grade, Outcome, Purpose, Real};

use super::{Forgery, bent, bundled, named};
use crate::vectors::bundle::{
    below_opened, burnt_leak, note_leaked, report_leaked, sampled_leak, second_inquiry, tied_memos,
};
use crate::vectors::scenes::{self, copy};
use crate::vectors::world::{Disclose, World};

pub(super) fn figures() -> Vec<Forgery> {
    vec![
        (6, "alpha-inquiry", "twice the α_i", || {
            bent(named(), |_, draft| {
                draft.finding.alpha_inquiry = Real::new(9e-4).expect("a number");
            })
        }),
        (6, "alpha-of-other", "the α of the memo with the larger budget", || {
            bent(tied_memos(), |_, draft| {
                draft.finding.alpha = Decimal::new("0.05").expect("a decimal");
            })
        }),
        (6, "floor-above", "a reading below the floor logged as above", || {
            bent(below_opened(), |_, draft| {
                draft.reading().floor = Floor::Above;
                draft.open().purpose = Purpose::Name;
                draft.finding.outcome = Outcome::NoFinding;
            })
        }),
        (6, "floor-below", "a reading above the floor logged as below", || {
            bent(note_leaked(Disclose::Nothing), |_, draft| {
                draft.reading().floor = Floor::Below;
                draft.open().purpose = Purpose::Shortlist;
                draft.finding.outcome = Outcome::CannotName;
                draft.finding.named.clear();
                draft.finding.log10_evidence.clear();
                draft.finding.p_upper.clear();
            })
        }),
        (10, "grade-a", "grade A with local custody", || {
            bent(named(), |_, draft| draft.finding.grade = Grade::A)
        }),
        (10, "grade-a-after-open", "grade A after an earlier opening", || {
            bent(second_inquiry(), |_, draft| draft.finding.grade = Grade::A)
        }),
    ]
}

pub(super) fn opened() -> Vec<Forgery> {
    vec![
        (7, "level-0-with-keys", "level 0, but a key is there", || {
            bent(named(), |_, draft| draft.body.level = 0)
        }),
        (7, "level-1-without-keys", "level 1, but no key is there", || {
            bent(note_leaked(Disclose::Nothing), |_, draft| draft.body.level = 1)
        }),
        (7, "other-copy-opened", "another copy is opened than is named", || {
            bent(note_leaked(Disclose::Keys), |world, draft| {
                draft.body.opened = vec![world.opened(&copy(&scenes::note(12), 7))];
            })
        }),
        (7, "swapped-leaf", "key and recipient of another copy", || {
            bent(note_leaked(Disclose::Keys), |world, draft| {
                let other = world.opened(&copy(&scenes::note(12), 7));
                let opened = &mut draft.body.opened[0];
                (opened.key, opened.id) = (other.key, other.id);
            })
        }),
        (7, "other-recipient", "another recipient", || {
            bent(note_leaked(Disclose::Keys), |_, draft| {
                draft.body.opened[0].id = commit::recipient(&[1; 32], "Harbour Authority");
            })
        }),
        (7, "swapped-files", "the files of another copy, with their path", || {
            bent(note_leaked(Disclose::Keys), |world, draft| {
                let other = world.opened(&copy(&scenes::note(12), 7));
                let opened = &mut draft.body.opened[0];
                (opened.file_leaf, opened.files_path) = (other.file_leaf, other.files_path);
            })
        }),
        (7, "other-file", "a file that was not issued", || {
            bent(note_leaked(Disclose::Keys), |_, draft| {
                let last = draft.body.opened[0].file_leaf.len() - 1;
                draft.body.opened[0].file_leaf[last] ^= 1;
            })
        }),
        (7, "burnt-named", "a copy is named whose key had been disclosed", || {
            bent(burnt_leak(), |world, draft| {
                let copy = copy(&scenes::note(12), 6);
                let figures = draft.figures(world, &copy);
                draft.name(world, copy, figures);
            })
        }),
    ]
}

pub(super) fn evidence() -> Vec<Forgery> {
    vec![
        (8, "evidence-raised", "log10 E larger by one", || {
            bent(named(), |_, draft| {
                let raised = draft.finding.log10_evidence[0].value() + 1.0;
                draft.finding.log10_evidence[0] = Real::new(raised).expect("a number");
            })
        }),
        (8, "p-lowered", "p smaller by a thousandth", || {
            bent(named(), |_, draft| {
                let lowered = draft.finding.p_upper[0].value() * 0.999;
                draft.finding.p_upper[0] = Real::new(lowered).expect("a number");
            })
        }),
        (8, "p-lowered-sampled", "a sampled p smaller by a thousandth", || {
            bent(sampled_leak(), |_, draft| {
                let lowered = draft.finding.p_upper[0].value() * 0.999;
                draft.finding.p_upper[0] = Real::new(lowered).expect("a number");
            })
        }),
        (8, "p-lowered-markov", "a p of 1/E smaller by a thousandth", || {
            bent(report_leaked((13, 0)), |_, draft| {
                let lowered = draft.finding.p_upper[0].value() * 0.999;
                draft.finding.p_upper[0] = Real::new(lowered).expect("a number");
            })
        }),
        (8, "p-markov-sampled", "1/E in place of a sampled p, above the limit", || {
            bent(sampled_leak(), |_, draft| {
                let ln_evidence = draft.finding.log10_evidence[0].value() * LN_10;
                draft.finding.p_upper[0] = Real::new(exp(-ln_evidence)).expect("a number");
            })
        }),
        (8, "innocent", "another copy named, with its own figures", || {
            bent(named(), |world, draft| {
                let copy = copy(&scenes::note(12), 2);
                let figures = draft.figures(world, &copy);
                draft.name(world, copy, figures);
            })
        }),
        (8, "framed", "another copy named, with the figures of the one that fits", || {
            bent(named(), |world, draft| {
                let figures = draft.figures(world, &copy(&scenes::note(12), 6));
                draft.name(world, copy(&scenes::note(12), 2), figures);
            })
        }),
        (8, "framed-keyless", "the same at level 0 with a p above the limit", || {
            bent(named(), |world, draft| {
                draft.name(world, copy(&scenes::note(12), 2), (7.0, 1e-4));
                draft.body.level = 0;
                draft.body.opened.clear();
            })
        }),
        (9, "renamed", "another office", || {
            bundled(named(), |_, bundle| {
                "Harbour Authority".clone_into(&mut bundle.names[0].office);
            })
        }),
        (9, "name-unopened", "the office of a copy that is not opened", || {
            bundled(named(), |_, bundle| {
                let mut name = bundle.names[0].clone();
                let memo = name.memo;
                (name.j, name.salt, name.office) = (7, World::salt(&memo, 0, 7), World::office(7));
                bundle.names.push(name);
            })
        }),
    ]
}
