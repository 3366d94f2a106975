//! The fixed words of a report: what page and terminal say of each outcome and of each figure.
//!
//! Words that a finding may never use are tested for in `tests/all/report.rs`: a reading fits a copy that was issued to
//! an office; it says nothing about a person.

use super::{CopyPart, Outcome, Report, Seen, figure};

/// Stands over every shortlist.
pub const SHORTLIST: &str = "A shortlist holds if the leak came from exactly one of these copies, \
    unmanipulated. It names nobody, and outsiders cannot verify a shortlist. The shares compare the \
    copies with one another under that condition alone.";

/// Grade L; `spec/finding.md` adds it to the sentence.
pub const ONE_MACHINE: &str = "One machine dealt, kept the keys and the copies, and read the leak; \
    the bound assumes that its operator did not use them.";

/// What a finding says of a log without witnesses; `spec/finding.md`.
const UNWITNESSED: &str = "Unwitnessed.";

/// Why the histogram names nobody.
pub const UNLABELLED: &str = "The bars carry no names on purpose: a list of the evidence of every \
    copy would give away how the copies were worded.";

/// A figure, its symbol, its value, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// As formulas write it; empty where there is none.
    pub symbol: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// One line for whoever meets it here first.
    pub meaning: String,
}

/// The outcome in plain words.
pub fn headline(report: &Report) -> String {
    match report.outcome {
        Outcome::Named => match &report.copies[..] {
            [copy] => format!("The reading fits the copy issued to {}", copy.office),
            copies => format!("The reading fits the copies issued to {}", offices(copies)),
        },
        Outcome::Group => "The reading fits at least one of a group of copies".to_owned(),
        Outcome::Shortlist | Outcome::CannotName => "No copy can be named".to_owned(),
        Outcome::NoFinding => "No finding".to_owned(),
    }
}

/// What the headline means, for whoever knows nothing of the method.
pub fn standfirst(report: &Report) -> &'static str {
    match report.outcome {
        Outcome::Named => {
            "Each copy of this memo was worded a little differently. The words read in the leak agree \
             with this finding more closely than chance allows within the limit that was fixed before \
             the copies went out."
        }
        Outcome::Group => {
            "Each copy of this memo was worded a little differently. The words read in the leak agree \
             with these copies taken together more closely than chance allows within the limit that \
             was fixed before the copies went out."
        }
        Outcome::Shortlist => {
            "Enough of the memo was read to name a copy, but the words read agree with none of them \
             closely enough. Some copies stand out; a shortlist names nobody."
        }
        Outcome::CannotName => {
            "The leak shows too few of the words in which the copies differ. Even if all of them agreed \
             with one copy, naming it would risk naming a copy that was not involved."
        }
        Outcome::NoFinding if report.memos.is_empty() => {
            "No issued memo shares enough wording with this text for its marks to be read."
        }
        Outcome::NoFinding => {
            "The text shares wording with a memo that was issued, but nothing read in it sets any \
             issued copy apart."
        }
    }
}

/// The sentence, a paragraph for each named copy.
pub fn sentence(report: &Report) -> Vec<String> {
    let paragraphs = report.sentence.split("\n\n").filter(|part| !part.trim().is_empty());
    paragraphs.map(figure::with_powers).collect()
}

/// Names of a few offices, or their number.
fn offices(copies: &[CopyPart]) -> String {
    match copies {
        [first, second] => format!("{} and {}", first.office, second.office),
        [first, second, third] => {
            format!("{}, {} and {}", first.office, second.office, third.office)
        }
        _ => figure::count(copies.len(), "office", "offices"),
    }
}

/// What the copies of a report are called.
pub fn copies_title(report: &Report) -> &'static str {
    match report.outcome {
        Outcome::Named => "What the reading fits",
        Outcome::Group => "At least one of these copies",
        Outcome::Shortlist | Outcome::CannotName | Outcome::NoFinding => "Shortlist",
    }
}

/// Whether the copies are a mere shortlist.
pub fn is_shortlist(report: &Report) -> bool {
    !matches!(report.outcome, Outcome::Named | Outcome::Group)
}

/// What the finding does not say: the report's own cautions, and that of grade L wherever nothing has said it yet.
pub fn cautions(report: &Report) -> Vec<String> {
    let mut cautions: Vec<String> = report.cautions.iter().map(|text| explained(text)).collect();
    let said = |text: &str| text.contains(ONE_MACHINE);
    if report.grade == "L" && !said(&report.sentence) && !cautions.iter().any(|text| said(text)) {
        cautions.push(ONE_MACHINE.to_owned());
    }
    cautions
}

/// A caution of one word says nothing to whoever meets it first.
fn explained(caution: &str) -> String {
    match caution {
        UNWITNESSED => format!(
            "{UNWITNESSED} Nobody outside has co-signed the log: compare its entries with those that \
             others were shown."
        ),
        _ => caution.to_owned(),
    }
}

/// What a grade means.
pub fn grade(grade: &str) -> Option<&'static str> {
    match grade {
        "A" => Some(
            "The leak was read, and the reading logged, before anybody had opened the codebook of this memo.",
        ),
        "B" => Some(
            "The codebook of this memo had been opened before this leak was read; the bound assumes \
             that nobody who had seen it shaped the leak or the reading.",
        ),
        "L" => Some(
            "One machine, no separation of duties: whoever operates it could have bent every step. \
             A and B need custodians elsewhere.",
        ),
        _ => None,
    }
}

/// The key figures, in the order in which an argument needs them.
pub fn facts(report: &Report) -> Vec<Fact> {
    let mut facts = bound(report);
    if let Some(floor) = report.floor {
        facts.push(Fact {
            symbol: "N·p_min",
            name: "Floor",
            value: figure::at_most(floor),
            meaning: floor_meaning(report, floor),
        });
    }
    if let (Outcome::Named, [copy]) = (report.outcome, &report.copies[..]) {
        facts.push(Fact {
            symbol: "E",
            name: "Evidence",
            value: figure::times(copy.log10_evidence),
            meaning:
                "How many times more probable the reading is if this copy was among the sources \
                than if it was not, under the published source model."
                    .to_owned(),
        });
        facts.extend(copy.p_upper.map(|p| Fact {
            symbol: "p",
            name: "p-value, upper bound",
            value: figure::at_most(p),
            meaning: tail_meaning(report, p),
        }));
    }
    facts.extend(grade(&report.grade).map(|meaning| Fact {
        symbol: "",
        name: "Grade",
        value: report.grade.clone(),
        meaning: meaning.to_owned(),
    }));
    facts
}

/// N, the number of the inquiry, and α with its two shares.
fn bound(report: &Report) -> Vec<Fact> {
    let fact = |symbol, name, value, meaning: String| Fact { symbol, name, value, meaning };
    let n = report.n.map(|n| {
        let meaning = "All copies of the memo issued before the leak was read. The bound holds over \
            all of them together.";
        fact("N", "Copies", figure::grouped(n.into()), meaning.to_owned())
    });
    let inquiry = report.inquiry.map(|i| {
        let meaning = match i {
            0 | 1 => "The first inquiry into this memo for which its codebook could be opened.".to_owned(),
            2 => "The codebook had been opened once before, which leaves a smaller share of α.".to_owned(),
            _ => format!(
                "The codebook had been opened {} times before; each opening leaves a smaller share of α.",
                figure::grouped(u64::from(i) - 1)
            ),
        };
        fact("i", "Inquiry", i.to_string(), meaning)
    });
    let alpha = report.alpha.map(|alpha| {
        let meaning = format!(
            "Fixed before any copy went out: the chance of ever naming a copy that was not among the \
             sources is at most {}, over all inquiries into this memo.",
            figure::one_in(alpha)
        );
        fact("α", "Bound for the memo", figure::probability(alpha), meaning)
    });
    let share = report.alpha_inquiry.map(|alpha| {
        let meaning =
            format!("The share of α that this inquiry may use: at most {}.", figure::one_in(alpha));
        fact("α_i", "Bound for this inquiry", figure::probability(alpha), meaning)
    });
    let tier = report.alpha_tier.map(|alpha| {
        let meaning =
            "The part of α_i kept for naming single copies. A copy is named only where N times \
            its p-value is at most this."
                .to_owned();
        fact(".85·α_i", "Limit for naming", figure::probability(alpha), meaning)
    });
    [n, alpha, inquiry, share, tier].into_iter().flatten().collect()
}

fn floor_meaning(report: &Report, floor: f64) -> String {
    let best = "N times the smallest p-value that any wording could reach with what was read";
    match report.alpha_tier {
        Some(tier) if floor > tier => {
            format!("{best}. It lies above the limit: nothing can be named.")
        }
        Some(_) => format!("{best}. It lies within the limit: a copy could be named."),
        None => format!("{best}."),
    }
}

fn tail_meaning(report: &Report, p: f64) -> String {
    let meaning =
        "How often a copy that was not among the sources would reach this evidence or more";
    match report.n {
        Some(n) => format!("{meaning}. N·p is at most {}.", figure::at_most(p * f64::from(n))),
        None => format!("{meaning}."),
    }
}

/// "Of 40 marks, 30 were read, …", one clause for each thing that happened.
pub fn tally(tally: &super::passage::Tally) -> String {
    let mut clauses = vec![format!("{} read", figure::grouped(tally.read as u64))];
    let mut add = |number: usize, what: &str| {
        if number > 0 {
            clauses.push(format!("{} {what}", figure::grouped(number as u64)));
        }
    };
    add(tally.leaning, "leaning to a reading");
    add(tally.uncertain, "in the leak but not certain");
    add(tally.absent, "not in the leak");
    format!("{}: {}.", figure::count(tally.all(), "mark", "marks"), clauses.join(", "))
}

/// What was read of a memo's spacing; empty where no page of the leak was measured.
pub fn layout(memo: &super::MemoPart) -> String {
    if memo.pages.is_empty() {
        return String::new();
    }
    format!(
        "Word and line spacing on {}: {} read.",
        figure::count(memo.pages.len(), "page", "pages"),
        figure::count(memo.layout.read, "mark", "marks"),
    )
}

/// Whether any mark leans, so that only reports that need the word explain it.
pub fn has_leaning(report: &Report) -> bool {
    report.memos.iter().flat_map(|memo| &memo.marks).any(|mark| matches!(mark.seen, Seen::Soft(_)))
}
