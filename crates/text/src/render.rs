//! One copy of a memo, as plain text.

use crate::choice::Choice;
use crate::memo::Memo;

/// The text of the copy that has these readings of `choices`, which are some of the memo's.
///
/// # Panics
/// Where `word` does not have one reading for each choice.
pub fn render(memo: &Memo, choices: &[Choice], word: &[u8]) -> String {
    assert_eq!(choices.len(), word.len(), "a word has one reading for each choice");
    let mut places: Vec<_> = (choices.iter().zip(word))
        .flat_map(|(choice, &reading)| {
            choice.places.iter().map(move |place| (place, usize::from(reading)))
        })
        .collect();
    places.sort_by_key(|(place, _)| (place.range.start, place.range.end));
    let mut out = String::with_capacity(memo.text.len() + memo.text.len() / 16);
    let mut at = 0;
    for (place, reading) in places {
        out.push_str(&memo.text[at..place.range.start]);
        out.push_str(&place.readings[reading]);
        at = place.range.end;
    }
    out.push_str(&memo.text[at..]);
    out
}
