//! Lining up: every kind of choice is read, and what is doubtful is erased.

use text::align::{Seen, align, can_tell};
use text::choice::Choice;
use text::word::sanitise;

use crate::marked::{MEMO, copy, parse, readings};

/// The symbol that is seen, whether hard or soft.
fn symbol(seen: Seen) -> Option<u8> {
    match seen {
        Seen::Erased => None,
        Seen::Reading(reading) => Some(reading),
        Seen::Soft { nats_1024 } => Some(u8::from(nats_1024 > 0)),
    }
}

fn symbols(memo: &str, choices: &[Choice], leak: &str) -> Vec<Option<u8>> {
    align(memo, choices, leak, &[]).seen.into_iter().map(symbol).collect()
}

/// Index of the choice with this reading.
fn choice(choices: &[Choice], reading: &str) -> usize {
    let has = |choice: &Choice| choice.places[0].readings.iter().any(|other| other == reading);
    choices.iter().position(has).expect("the memo has this reading")
}

/// The promise of the carrier: a whole copy, retyped, gives back every reading it was given.
#[test]
fn a_retyped_copy_shows_all_its_readings() {
    let (memo, choices) = parse(MEMO);
    assert!(choices.iter().all(|choice| can_tell(&memo, choice)));
    for n in 0..200 {
        let dealt = readings(&choices, n);
        let given: Vec<Option<u8>> = dealt.iter().copied().map(Some).collect();
        let leak = copy(&memo, &choices, &dealt);
        assert_eq!(symbols(&memo, &choices, &leak), given, "copy {n}");
        assert_eq!(symbols(&memo, &choices, &sanitise(&leak)), given, "copy {n}, sanitised");
        assert_eq!(symbols(&memo, &choices, &leak.to_uppercase()), given, "copy {n}, in capitals");
    }
}

/// Scanners and hurried typists: a wrong reading is never seen, whichever word is lost, changed or put in.
#[test]
fn one_error_anywhere_never_flips_a_content_mark() {
    let (memo, choices) = parse(MEMO);
    let dealt = readings(&choices, 5);
    let leak = copy(&memo, &choices, &dealt);
    let words: Vec<&str> = leak.split_whitespace().collect();
    let soft = choice(&choices, "that ");
    // These words hold the signs of the marks of punctuation: whoever drops them drops the sign too.
    let is_sign = |word: &str| word.contains([',', ';', '.', '-', '(', ')']);
    for at in (0..words.len()).filter(|&at| !is_sign(words[at])) {
        for change in [vec![], vec![words[at], "moreover"], vec!["wholly"], vec!["thet"]] {
            let parts = [&words[..at], &change, &words[at + 1..]].concat();
            let seen = symbols(&memo, &choices, &parts.join(" "));
            for (i, (seen, given)) in seen.into_iter().zip(&dealt).enumerate() {
                let is_right = seen.is_none_or(|seen| seen == *given);
                assert!(is_right || i == soft, "{change:?} at `{}`, choice {i}", words[at]);
            }
        }
    }
}

/// An editor drops words too, so a dropped word is never as sure as a kept one in a short text.
#[test]
fn kept_and_dropped_words_are_soft() {
    let (memo, choices) = parse(MEMO);
    let that = choice(&choices, "that ");
    let mut dealt = vec![0; choices.len()];
    let kept = align(&memo, &choices, &copy(&memo, &choices, &dealt), &[]).seen[that];
    dealt[that] = 1;
    let dropped = align(&memo, &choices, &copy(&memo, &choices, &dealt), &[]).seen[that];
    assert_eq!(kept, Seen::Soft { nats_1024: -4096 });
    assert!(matches!(dropped, Seen::Soft { nats_1024: 2048 | 4096 }), "{dropped:?}");
}

/// Editors cut "at the present time" to "at present": a reading that is the rest of another is soft, too.
#[test]
fn a_reading_that_is_the_rest_of_another_is_soft() {
    let marked = "The keepers of the old tower are {at the present time|at present} unable to repair the winter stairs.";
    let (memo, choices) = parse(marked);
    let long = align(&memo, &choices, &copy(&memo, &choices, &[0]), &[]).seen[0];
    let short = align(&memo, &choices, &copy(&memo, &choices, &[1]), &[]).seen[0];
    assert_eq!(long, Seen::Soft { nats_1024: -4096 });
    assert_eq!(short, Seen::Soft { nats_1024: 2048 });
}

/// A leak that has lost its punctuation shows no commas: their absence must not read as the copy's choice.
#[test]
fn a_leak_without_signs_shows_no_choice_of_signs() {
    let (memo, choices) = parse(MEMO);
    let leak =
        copy(&memo, &choices, &vec![0; choices.len()]).replace([',', ';', '.', '(', ')'], "");
    let seen = symbols(&memo, &choices, &leak);
    assert_eq!(seen[choice(&choices, ",")], None);
    assert_eq!(seen[choice(&choices, "; however, the")], None);
    assert_eq!(seen[choice(&choices, "inept")], Some(0));
}

/// Places of a choice made once are one symbol; two copies pasted together must not be outvoted.
#[test]
fn places_that_disagree_are_erased() {
    let (memo, choices) = parse(MEMO);
    let metre = choice(&choices, "metre");
    assert_eq!(choices[metre].places.len(), 2);
    let one = copy(&memo, &choices, &vec![0; choices.len()]);
    let leak = one.replacen("eighty crowns a metre", "eighty crowns a meter", 1);
    assert_eq!(symbols(&memo, &choices, &one)[metre], Some(0));
    assert_eq!(symbols(&memo, &choices, &leak)[metre], None);
}

/// Two copies cut up, out of order, with an elision and an editor's brackets: each part is read as its own copy.
#[test]
fn parts_of_two_copies_in_any_order_are_read() {
    let (memo, choices) = parse(MEMO);
    let (mut first, mut second) = (vec![0; choices.len()], vec![1; choices.len()]);
    first[choice(&choices, "considers")] = 1;
    second[choice(&choices, "considers")] = 0;
    let (one, two) = (copy(&memo, &choices, &first), copy(&memo, &choices, &second));
    let part = |copy: &str, i: usize| copy.split("\n\n").nth(i).expect("a paragraph").to_owned();
    let late = part(&two, 2).replace("I recommend", "[the writer] recommend[s]");
    let early = part(&one, 1).replace("He would pay eighty crowns a metre for night work. ", "… ");
    let seen = symbols(&memo, &choices, &format!("It says: “{late}” and before that: “{early}”"));
    assert_eq!(seen[choice(&choices, "inept")], Some(1));
    assert_eq!(seen[choice(&choices, "considers")], Some(1));
    assert_eq!(seen[choice(&choices, "Wind and rain")], Some(0));
    assert_eq!(seen[choice(&choices, "adequate")], None, "this paragraph is not in the leak");
}

/// A slip is read only where no other reading is as near.
#[test]
fn a_slip_between_two_readings_is_erased() {
    let (memo, choices) = parse(
        "The keepers of the old tower agreed to {adopt|adapt} the winter rules of the guild.",
    );
    let leak = |word: &str| {
        format!("The keepers of the old tower agreed to {word} the winter rules of the guild.")
    };
    assert_eq!(symbols(&memo, &choices, &leak("adopt")), [Some(0)]);
    assert_eq!(symbols(&memo, &choices, &leak("adept")), [None]);
    assert_eq!(symbols(&memo, &choices, &leak("adoptt")), [Some(0)]);
}

/// Only what the finder accepted is read: the same words elsewhere in an article are somebody else's.
#[test]
fn only_the_given_ranges_are_read() {
    let (memo, choices) = parse(MEMO);
    let leak = copy(&memo, &choices, &readings(&choices, 3));
    let start = 0..60;
    let inside = align(&memo, &choices, &leak, std::slice::from_ref(&start));
    assert!(inside.matched_words > 5);
    let nothing = leak.len()..leak.len();
    let none = align(&memo, &choices, &leak, std::slice::from_ref(&nothing));
    assert!(none.passages.is_empty() && none.seen.iter().all(|seen| *seen == Seen::Erased));
}

/// Readings that nothing distinguishes on paper make no mark.
#[test]
fn readings_that_coincide_cannot_be_told() {
    for (marked, told) in [
        ("the {government|Government} of the day", false),
        ("a well{-|–}known man", false),
        ("a {well-known|well known} man", true),
        ("ten {per cent|percent} of it", true),
        ("he said, {“|\"}no", false),
        ("the {city's|city’s} wall", false),
        ("the wall of {the city|the city wall} fell", true),
    ] {
        let (memo, choices) = parse(marked);
        assert_eq!(can_tell(&memo, &choices[0]), told, "{marked}");
    }
}

proptest::proptest! {
    /// Leaks are hostile: no text may end the reader.
    #[test]
    fn any_leak_is_read(leak in "\\PC{0,300}|([a-z]{1,3}[ ,.\"“]){0,200}") {
        let (memo, choices) = parse(MEMO);
        let seen = align(&memo, &choices, &leak, &[]);
        proptest::prop_assert_eq!(seen.seen.len(), choices.len());
    }

    /// Catalogues come from files: choices that contradict the memo are never seen, and end nothing.
    #[test]
    fn any_place_is_taken(start in 0..1500_usize, length in 0..40_usize, reading in "\\PC{0,20}") {
        let (memo, mut choices) = parse(MEMO);
        choices[0].places[0].range = start..start + length;
        choices[0].places[0].readings[1] = reading;
        proptest::prop_assert_eq!(align(&memo, &choices, &memo, &[]).seen.len(), choices.len());
    }
}
