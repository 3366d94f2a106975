//! Families chosen once for a whole copy, since a memo that mixes them looks careless: one choice, many places.
//!
//! Each is left out where the memo itself is mixed.

use super::{Draft, Manner, Passage};
use crate::choice::{Kind, Place};

mod date;
mod figure;
mod list;
mod spelling;

pub(crate) use spelling::is_british;

/// Their names.
pub(crate) const FAMILIES: [&str; 6] =
    ["date", "digits", "month", "percent", "serial-comma", "spelling"];

/// Proposes each family for the whole memo.
pub(crate) fn find(passages: &[Passage], manner: &Manner, out: &mut Vec<Draft>) {
    let places = [
        date::places(passages),
        figure::digits(passages),
        date::months(passages),
        figure::percent(passages),
        list::places(passages),
        spelling::places(passages, manner),
    ];
    for (family, places) in FAMILIES.into_iter().zip(places) {
        if !places.is_empty() {
            out.push(Draft { family, kind: Kind::Safe, places });
        }
    }
}

/// The places of the only form that the memo uses; none where it uses both.
fn of_one_form(first: Vec<Place>, second: Vec<Place>) -> Vec<Place> {
    match (first.is_empty(), second.is_empty()) {
        (false, true) => first,
        (true, false) => second,
        _ => Vec::new(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::memo::Memo;

    /// The readings of one family for a whole memo.
    pub(crate) fn once(family: &str, text: &str) -> Vec<String> {
        let memo = Memo::parse(text, &[]).unwrap();
        let passages: Vec<Passage> =
            memo.paragraphs.iter().map(|p| Passage::read(&memo, p, false)).collect();
        let manner = Manner::read(&memo, &passages);
        let mut out = Vec::new();
        find(&passages, &manner, &mut out);
        let places =
            out.into_iter().filter(|draft| draft.family == family).flat_map(|draft| draft.places);
        places.map(|place| place.readings.join("|")).collect()
    }
}
