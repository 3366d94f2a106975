//! Fictional findings for the pages that people see.
//!
//! A memo is written with its marks, as `{how family:reading|reading}`; `how` says what the leak shows: a number for that
//! reading, `?` for a word that is none of them, `~` for a soft value, `-` where the leak does not have the place.
//! `family#name` makes places of the same name one mark.

use countermark::report::words::ONE_MACHINE;
use countermark::report::{
    CopyPart, Histogram, LayoutPart, LeakPart, LogPart, Mark, MemoPart, Outcome, Passage, Place,
    Report, Seen, Shared,
};

const HARBOUR: &str = include_str!("harbour.txt");
const FERRY: &str = include_str!("ferry.txt");

const MEMO: &str = "3f1c9a7e5b2d40868c11d0a4e7f2b935";
const OTHER: &str = "a04be8815d6743f2b0c9417de3528f6c";

/// Two passages, 49 marks, 41 read: copy 7 of 12 is named.
pub(crate) fn named() -> Report {
    Report {
        copies: vec![copy(MEMO, 7, "Embassy in Nordhavn", 12.43, Some(2.31e-12), None)],
        histogram: Some(Histogram {
            from: -9.0,
            step: 1.0,
            counts: [&[1, 0, 2, 3, 2, 1, 1, 0, 1][..], &[0; 12], &[1]].concat(),
            limit: Some(4.55),
        }),
        sentence: sentence("Embassy in Nordhavn", "2.6 × 10^12", 12),
        ..report(Outcome::Named, vec![memo(MEMO, "The harbour talks at Port Aldane", 12, HARBOUR)])
    }
}

/// Three striking words: below the floor, a shortlist of three.
pub(crate) fn cannot_name() -> Report {
    let text = "{- safe:While|Although} the talks went on, their chief negotiator was {2 author:unprepared|evasive|out of \
        his depth}, their figures {1 author:careless|invented|borrowed}, and the offer {0 \
        author:late|hollow|an afterthought}. {- that:We think that|We think} nothing will come of it.";
    // The leak quotes each word alone, so that there is no passage.
    let quoted = MemoPart {
        passages: Vec::new(),
        ..memo(MEMO, "The harbour talks at Port Aldane", 12, text)
    };
    let shared = |copy_no, office, share| copy(MEMO, copy_no, office, 1.2, None, Some(share));
    Report {
        floor: Some(0.444_5),
        copies: vec![
            shared(7, "Embassy in Nordhavn", 0.412),
            CopyPart { disclosed: true, ..shared(3, "Ministry of Fisheries", 0.301) },
            shared(11, "Harbour Authority, legal department", 0.244),
        ],
        histogram: Some(Histogram {
            from: -2.0,
            step: 0.25,
            counts: vec![1, 3, 0, 2, 0, 2, 0, 0, 1, 0, 0, 1, 1, 1],
            limit: None,
        }),
        sentence: "This reading cannot name a copy: too few marks were read. A shortlist holds if the leak came from \
            exactly one of these copies, unmanipulated; nobody outside can check it from this file."
            .into(),
        shared: vec![Shared {
            memo: OTHER.into(),
            title: "Winter timetable of the ferries".into(),
            words: "the Skerries line".into(),
            why: "three words are too few to read a mark from".into(),
        }],
        ..report(Outcome::CannotName, vec![quoted])
    }
}

/// A memo that shares a standing phrase, and no more.
pub(crate) fn no_finding() -> Report {
    let phrase = Shared {
        memo: MEMO.into(),
        title: "The harbour talks at Port Aldane".into(),
        words: "on the usual terms".into(),
        why: "four words are too few to read a mark from".into(),
    };
    Report {
        grade: String::new(),
        alpha: None,
        alpha_inquiry: None,
        alpha_tier: None,
        inquiry: None,
        n: None,
        floor: None,
        shared: vec![phrase],
        sentence:
            "No issued memo was found in this text. Nothing was logged and nothing was opened."
                .into(),
        cautions: vec![
            "A paraphrase, a translation or a very short quotation of a memo is not found.".into(),
        ],
        log: LogPart { key: LOG_KEY.into(), ..LogPart::default() },
        budget: String::new(),
        ..report(Outcome::NoFinding, Vec::new())
    }
}

/// Two memos that share a paragraph, read as one inquiry; no copy is close enough.
pub(crate) fn tie() -> Report {
    let memos = vec![
        memo(MEMO, "The harbour talks at Port Aldane", 12, HARBOUR),
        memo(OTHER, "Winter timetable of the ferries", 20, FERRY),
    ];
    Report {
        n: Some(32),
        inquiry: Some(3),
        alpha_inquiry: Some(0.000_075),
        alpha_tier: Some(0.000_063_75),
        copies: vec![
            copy(MEMO, 2, "Cabinet Office", 2.9, None, Some(0.61)),
            copy(OTHER, 15, "Coast Guard", 2.6, None, Some(0.34)),
        ],
        histogram: Some(Histogram {
            from: -6.0,
            step: 0.5,
            counts: vec![2, 0, 3, 5, 4, 6, 2, 3, 2, 1, 0, 1, 0, 1, 0, 0, 0, 2],
            limit: Some(5.7),
        }),
        sentence: "No copy is named. The reading points to copies of these memos, but to none strongly enough. A \
            shortlist holds if the leak came from exactly one of these copies, unmanipulated; nobody outside can check \
            it from this file."
            .into(),
        ..report(Outcome::Shortlist, memos)
    }
}

/// 300 marks of a long memo, 1,000 copies, two named.
pub(crate) fn large() -> Report {
    let text = [HARBOUR, FERRY].join("\n\n").repeat(5);
    let counts =
        (0..90_u32).map(|i| if i < 50 { i * (50 - i) / 20 } else { u32::from(i > 87) }).collect();
    Report {
        n: Some(1000),
        copies: vec![
            copy(MEMO, 481, "Directorate for Coastal Waters", 41.2, Some(4.4e-41), None),
            copy(MEMO, 502, "Regional Office North", 40.1, Some(6.1e-40), None),
        ],
        histogram: Some(Histogram { from: -49.0, step: 1.0, counts, limit: Some(6.42) }),
        sentence: [
            sentence("Directorate for Coastal Waters", "1.5 × 10^41", 1000),
            sentence("Regional Office North", "1.2 × 10^40", 1000),
        ]
        .join("\n\n"),
        ..Report {
            memos: vec![memo(
                MEMO,
                "The coast, the harbours and the ferries: a review",
                1000,
                &text,
            )],
            ..named()
        }
    }
}

/// What outsiders can put into a report, all of it hostile.
pub(crate) fn hostile() -> Report {
    let attack = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>\" onload=\"x' {{7*7}} \u{1b}[2J\u{202e}";
    let memo = MemoPart {
        title: attack.into(),
        passages: vec![Passage {
            leak: (0, attack.len()),
            memo: (0, attack.len()),
            leak_text: attack.into(),
            memo_text: attack.into(),
        }],
        marks: vec![Mark {
            family: attack.into(),
            kind: attack.into(),
            places: vec![Place {
                memo: (0, 8),
                leak: Some((0, 8)),
                readings: vec![attack.into(), attack.into()],
            }],
            seen: Seen::Reading(9),
        }],
        ..memo(MEMO, attack, 2, "x")
    };
    Report {
        grade: attack.into(),
        copies: vec![copy(attack, 1, attack, f64::NAN, Some(f64::NAN), Some(f64::INFINITY))],
        shared: vec![Shared {
            memo: attack.into(),
            title: attack.into(),
            words: attack.into(),
            why: attack.into(),
        }],
        histogram: Some(Histogram {
            from: f64::NAN,
            step: 0.0,
            counts: vec![1],
            limit: Some(f64::NAN),
        }),
        sentence: attack.into(),
        cautions: vec![attack.into()],
        leaks: vec![LeakPart { name: attack.into(), bytes: u64::MAX, sha256: attack.into() }],
        log: LogPart { finding: Some(u64::MAX), key: attack.into(), ..LogPart::default() },
        budget: attack.into(),
        ..report(Outcome::Named, vec![memo])
    }
}

const LOG_KEY: &str = "countermark-registry+5d1f09c2+AXk0c1bVt2m9h3Qq0yXnE4uJrW8aZfP6dLsG7oTiKvYB";

fn report(outcome: Outcome, memos: Vec<MemoPart>) -> Report {
    Report {
        outcome,
        grade: "L".into(),
        alpha: Some(0.001),
        alpha_inquiry: Some(0.000_45),
        alpha_tier: Some(0.000_382_5),
        inquiry: Some(1),
        n: Some(12),
        floor: Some(1.7e-13),
        memos,
        shared: Vec::new(),
        copies: Vec::new(),
        histogram: None,
        sentence: String::new(),
        cautions: vec![
            ONE_MACHINE.into(),
            "Unwitnessed.".into(),
            "Whether somebody else held or saw this copy, or read it in a mailbox or on paper, is not known here.".into(),
            "The bound holds for this memo alone; other memos have bounds of their own.".into(),
        ],
        leaks: vec![LeakPart {
            name: "evening-post.html".into(),
            bytes: 18_204,
            sha256: "9b0f6c1de3a2478590d1c77f3e64ab12f8051d9ce2b7a3460e9d5f81c4b27a63".into(),
        }],
        log: LogPart { reading: Some(4), open: Some(5), finding: Some(6), key: LOG_KEY.into() },
        budget: "Inquiry 1 into this memo; the next one would have α_i = 0.00015.".into(),
    }
}

fn sentence(office: &str, times: &str, copies: u32) -> String {
    format!(
        "The reading fits the copy issued to {office}. Under the published source model it is {times} times more probable \
         if that copy was among the sources than if it was not. Over all N = {copies} copies, this inquiry would name any \
         copy not among the sources with probability at most α_i + δ = 0.00045, whatever was done to the leak. This does \
         not say who leaked it. Anybody who held that copy, or the issuing system, could have made this leak."
    )
}

fn copy(
    memo: &str,
    copy: u32,
    office: &str,
    log10_evidence: f64,
    p: Option<f64>,
    share: Option<f64>,
) -> CopyPart {
    let (memo, office) = (memo.to_owned(), office.to_owned());
    CopyPart { memo, copy, office, log10_evidence, p_upper: p, posterior: share, disclosed: false }
}

/// A memo and what was seen of it, from its marked text. Each paragraph of which the leak has a mark is a passage.
fn memo(id: &str, title: &str, candidates: u32, marked: &str) -> MemoPart {
    let mut part = MemoPart {
        memo: id.into(),
        title: title.into(),
        candidates,
        passages: Vec::new(),
        marks: Vec::new(),
        layout: LayoutPart::default(),
        pages: Vec::new(),
    };
    let mut names = Vec::new();
    let (mut memo, mut leak) = (String::new(), String::new());
    for paragraph in marked.split("\n\n") {
        let start = (memo.len(), leak.len());
        let quoted =
            paragraph.contains("{0") || paragraph.contains("{1") || paragraph.contains("{2");
        let mut quote = String::new();
        let mut rest = paragraph;
        while let Some((words, tail)) = rest.split_once('{') {
            let (code, tail) = tail.split_once('}').expect("a mark ends");
            memo.push_str(words);
            quote.push_str(words);
            let at = (memo.len(), start.1 + quote.len());
            let (name, place, shown, seen) = place(code, at);
            memo.push_str(&place.readings[0]);
            quote.push_str(&shown);
            let known = names.iter().position(|n| *n == name).filter(|_| name.contains('#'));
            if let Some(known) = known {
                part.marks[known].places.push(place);
            } else {
                let family = name.split('#').next().unwrap_or_default().to_owned();
                let kind = if family == "author" { "author" } else { "safe" }.to_owned();
                names.push(name);
                part.marks.push(Mark { family, kind, places: vec![place], seen });
            }
            rest = tail;
        }
        memo.push_str(rest);
        quote.push_str(rest);
        if quoted {
            leak.push_str(&quote);
            part.passages.push(Passage {
                leak: (start.1, leak.len()),
                memo: (start.0, memo.len()),
                leak_text: quote,
                memo_text: memo[start.0..].to_owned(),
            });
            leak.push_str("\n\n");
        }
        memo.push_str("\n\n");
    }
    part
}

/// `how family:reading|reading` as a place of the original and of the leak.
fn place(code: &str, at: (usize, usize)) -> (String, Place, String, Seen) {
    let (how, code) = code.split_once(' ').expect("how, then the family");
    let (family, readings) = code.split_once(':').expect("a family, then the readings");
    let readings: Vec<String> = readings.split('|').map(str::to_owned).collect();
    let (shown, seen) = match how {
        "?" => ("[…]".to_owned(), Seen::Erased),
        "~" => (readings[1].clone(), Seen::Soft(1.0)),
        "-" => (readings[0].clone(), Seen::Erased),
        number => {
            let number: u8 = number.parse().expect("the number of a reading");
            (readings[usize::from(number)].clone(), Seen::Reading(number))
        }
    };
    let leak = (how != "-").then_some((at.1, at.1 + shown.len()));
    let memo = (at.0, at.0 + readings[0].len());
    (family.to_owned(), Place { memo, leak, readings }, shown, seen)
}
