//! Finding: the right memo along every reading, ties as one inquiry, nothing where nothing was leaked.

use std::time::Instant;

use text::align::align;
use text::find::{Index, Posting, PostingError, find};

use crate::marked::{MEMO, copy, parse, readings};

const OTHER: &str = "\
The orchard committee met on the first frost and heard that the cider presses stand idle. Its chairman proposes a new \
road to the mill, to be paid by a levy on barrels, and warns that the miller will object as loudly as he did about the \
weir. Nobody spoke for the beekeepers, whose hives were moved without notice in the harvest week.";

fn index(memos: &[(u32, &str)]) -> Index {
    Index::assemble(memos.iter().map(|&(key, marked)| {
        let (memo, choices) = parse(marked);
        (key, Posting::make(&memo, &choices))
    }))
}

/// Marks stand every ten words or so: whatever a copy says, its quotation must be found.
#[test]
fn a_quotation_of_any_copy_is_found() {
    let index = index(&[(7, MEMO), (9, OTHER)]);
    let (memo, choices) = parse(MEMO);
    for n in 0..50 {
        let text = copy(&memo, &choices, &readings(&choices, n));
        let from = text.find("The engineers report").expect("a sentence of the memo");
        let quoted: Vec<&str> = text[from..].split_whitespace().take(16).collect();
        let article =
            format!("The board was told on Monday that “{}”, a guest said.", quoted.join(" "));
        let found = find(&index, &article);
        assert_eq!(found.inquiries(), [[7]], "{article}");
        assert!(found.accepted[0].is_quoted && found.within(9).is_empty());
        assert!(article[found.accepted[0].leak.clone()].contains("sluice gates"));
        assert!(memo[found.accepted[0].original.clone()].contains("sluice gates"));
    }
}

/// A tied set is one inquiry, decided before anything is read.
#[test]
fn memos_that_share_the_quoted_words_are_tied() {
    let shared = format!(
        "{OTHER}\n\nThe lighthouse keeper counted seventeen wrecks last autumn and expects fewer this year."
    );
    let index = index(&[(1, MEMO), (2, &shared), (3, OTHER)]);
    let both = "They wrote that \"The lighthouse keeper counted seventeen wrecks last autumn and expects fewer this year.\"";
    assert_eq!(find(&index, both).inquiries(), [[1, 2]]);
    // What only one of them holds decides.
    let (memo, _) = parse(MEMO);
    assert_eq!(find(&index, &memo).inquiries()[0], [1]);
}

/// Innocent texts: summaries, and scraps that anybody might write.
#[test]
fn paraphrases_and_scraps_find_nothing() {
    let index = index(&[(7, MEMO)]);
    for innocent in [
        "The board heard that the gates would last two winters and that a culvert to the north had cracked.",
        "“The lighthouse keeper counted,” he said; “expects fewer this year” was all they heard.",
        "In the course of a dry season the treasurer, in my judgement, may also pay for night work.",
        "",
    ] {
        assert!(find(&index, innocent).accepted.is_empty(), "{innocent}");
    }
    assert!(find(&Index::assemble([]), MEMO).accepted.is_empty());
}

/// The registry stores postings: what it reads back is what was made, and damage is an error.
#[test]
fn postings_survive_storage() {
    let (memo, choices) = parse(MEMO);
    let posting = Posting::make(&memo, &choices);
    let bytes = posting.to_bytes();
    assert_eq!(Posting::from_bytes(&bytes), Ok(posting));
    assert!(bytes.len() < 12 * memo.split_whitespace().count(), "{} bytes", bytes.len());
    let empty = Posting::make("", &[]);
    assert_eq!(Posting::from_bytes(&empty.to_bytes()), Ok(empty));
    assert_eq!(Posting::from_bytes(&[9, 0, 0]), Err(PostingError::Version(9)));
    for cut in 0..bytes.len() {
        assert_eq!(Posting::from_bytes(&bytes[..cut]), Err(PostingError::Damaged));
    }
}

/// Leaks of many words repeated are cheap to send: time must stay in proportion to their length.
#[test]
fn hostile_repetition_takes_bounded_time() {
    let (memo, choices) = parse(MEMO);
    let index = index(&[(7, MEMO), (8, MEMO), (9, OTHER)]);
    let pieces = [
        "the ",
        "the the of the ",
        "\"",
        "“a «b ",
        "( , ; ",
        "U.S.",
        ". . ",
        "\u{300}",
        "ﷺ",
        "the eastern basin has obtained a depth of ",
        "the pilots may also also may bring ",
        "The lighthouse keeper counted seventeen wrecks last autumn \"and expects. ",
    ];
    for piece in pieces {
        let leak = piece.repeat((64 << 10) / piece.len());
        let start = Instant::now();
        let found = find(&index, &leak);
        let seen = align(&memo, &choices, &leak, &found.within(7));
        let words = text::find::striking_words(&memo, &choices, &leak);
        // Some hundredths of a second each; quadratic time would be minutes.
        let seconds = start.elapsed().as_secs_f64();
        assert!(seconds < 20.0, "{piece:?}: {seconds} s, {} {}", seen.passages.len(), words.len());
    }
}

proptest::proptest! {
    /// Stored bytes may be damaged on disk or by hand: an error or a posting, never a panic, also when searched.
    #[test]
    fn damaged_postings_end_nothing(at in 0..4000_usize, to in 0..=255_u8) {
        let (memo, choices) = parse(MEMO);
        let mut bytes = Posting::make(&memo, &choices).to_bytes();
        let at = at % bytes.len();
        bytes[at] = to;
        if let Ok(posting) = Posting::from_bytes(&bytes) {
            find(&Index::assemble([(1, posting)]), &memo);
        }
    }

    /// No text may end the finder.
    #[test]
    fn any_leak_is_searched(leak in "\\PC{0,300}|(the|of|basin|\"|“|. |, ){0,200}") {
        let index = index(&[(7, MEMO)]);
        let found = find(&index, &leak);
        for region in found.accepted.iter().chain(&found.shared) {
            proptest::prop_assert!(leak.get(region.leak.clone()).is_some());
        }
    }
}
