//! Single striking words in a press report: the memo's are read, every other speaker's are not.

use std::path::PathBuf;

use text::find::{Index, Posting, find, striking_words};

use crate::marked::parse;

/// Our own words around the marks of the press case, and marks on words that other speakers in the report use.
const MEMO: &str = "\
The new administration is {inept|clumsy|out of its depth} in its dealings with the capital, its staff {incompetent|unequal \
to the task|overtaxed} and its leader {insecure|unsure of himself|thin-skinned}. It would be {foolish|unwise} to expect a \
change, or to call the mood {wacky|odd}. The {mess|muddle} in the press office is of {vital|lasting} importance to us, \
and a {disrespectful|rude} reply was {impossible|out of reach}. It is a {matter of great regret|pity}, and their \
envoys are {pompous|vain} to a man; frank advice {certainly|surely} helps, and nobody is {politicised|partisan} here.";

fn read(leak: &str) -> Vec<(String, String)> {
    let (memo, choices) = parse(MEMO);
    let word = |s: text::align::Sighting| {
        let text::align::Seen::Reading(reading) = s.seen else { panic!("a striking word is hard") };
        let place = &choices[s.choice].places[s.place];
        (place.readings[reading as usize].clone(), leak[s.leak].to_owned())
    };
    striking_words(&memo, &choices, leak).into_iter().map(word).collect()
}

/// The real report: three words are the memo's, one of them without its closing mark.
#[test]
fn the_press_report_shows_three_words() {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("COUNTERMARK_DATA").map_or(beside, PathBuf::from);
    let Ok(report) = std::fs::read_to_string(folder.join("press_report.txt")) else {
        eprintln!("skipped: no press_report.txt in $COUNTERMARK_DATA or ../shared/data");
        return;
    };
    let words: Vec<String> = read(&report).into_iter().map(|word| word.0).collect();
    assert_eq!(words, ["inept", "incompetent", "insecure"]);
    // Without the operator's word for it no memo is found, and nothing is read.
    let (memo, choices) = parse(MEMO);
    let index = Index::assemble([(1, Posting::make(&memo, &choices))]);
    assert!(find(&index, &report).accepted.is_empty());
}

/// A fictional report of the same kind, which runs everywhere.
#[test]
fn words_tied_to_the_leak_are_read_and_others_are_not() {
    let report = "The leaked cables described the new staff as \"clumsy\", \"overtaxed\" and \"thin-skinned. On Friday \
        the president called the envoy \"foolish\" and his paper \"wacky\" following the leaked cables. Ms Orr said the \
        leaks had made it \"impossible\". In the leaked memo, the envoy called the press office a “muddle”.";
    let words: Vec<String> = read(report).into_iter().map(|word| word.0).collect();
    assert_eq!(words, ["clumsy", "overtaxed", "thin-skinned", "muddle"]);
}

/// Two readings of one mark in one report: one of them is not the memo's, and nobody can say which.
#[test]
fn rival_readings_erase_each_other() {
    let report = "The leaked memo described them as \"clumsy\". The leaked memo called them \"inept\" and \"overtaxed\".";
    let words: Vec<String> = read(report).into_iter().map(|word| word.0).collect();
    assert_eq!(words, ["overtaxed"]);
}

/// A word that stands elsewhere in the memo could have been quoted from there.
#[test]
fn a_word_that_stands_twice_is_not_read() {
    let (memo, choices) = parse(
        "A {brittle|fragile} peace holds. The brittle ice does too, and {glacial|slow} talks.",
    );
    let leak = "The leaked memo described the peace as \"brittle\" and \"glacial\".";
    let seen: Vec<usize> =
        striking_words(&memo, &choices, leak).into_iter().map(|sighting| sighting.choice).collect();
    assert_eq!(seen, [1]);
}
