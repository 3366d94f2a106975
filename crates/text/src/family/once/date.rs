//! *March 3, 1960* and *3 March 1960*.

use super::of_one_form;
use crate::choice::Place;
use crate::family::grammar::is_bound;
use crate::family::{Passage, place_of};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// *August, 1960* and *August 1960*: months of the one form that the memo uses.
pub(super) fn months(passages: &[Passage]) -> Vec<Place> {
    let (mut with_comma, mut without) = (Vec::new(), Vec::new());
    for passage in passages {
        for i in 1..passage.len().saturating_sub(1) {
            if !MONTHS.contains(&source(passage, i)) || is_day(passage.before(i, 1)) {
                continue;
            }
            let month = source(passage, i);
            if passage.lower(i + 1) == ","
                && is_year(source(passage, i + 2))
                && is_plain(passage, i, i + 3)
            {
                let year = source(passage, i + 2);
                let place =
                    place_of(passage.text, passage.bytes(i..i + 3), &[&format!("{month} {year}")]);
                with_comma.push(place);
            } else if is_year(source(passage, i + 1))
                && is_plain(passage, i, i + 2)
                && is_bound(passage.lower(i + 2))
            {
                // Before a noun ("the August 1960 talks") there is no comma.
                let year = source(passage, i + 1);
                without.push(place_of(
                    passage.text,
                    passage.bytes(i..i + 2),
                    &[&format!("{month}, {year}")],
                ));
            }
        }
    }
    of_one_form(with_comma, without)
}

/// Dates of the one form that the memo uses.
pub(super) fn places(passages: &[Passage]) -> Vec<Place> {
    let (mut month_first, mut day_first) = (Vec::new(), Vec::new());
    for passage in passages {
        let mut i = 0;
        while i + 1 < passage.len() {
            if let Some((end, place)) = from_month(passage, i) {
                month_first.push(place);
                i = end;
            } else if let Some((end, place)) = from_day(passage, i) {
                day_first.push(place);
                i = end;
            } else {
                i += 1;
            }
        }
    }
    of_one_form(month_first, day_first)
}

fn source<'a>(passage: &'a Passage, i: usize) -> &'a str {
    passage.tokens.get(i).map_or("", |token| &passage.text[token.range.clone()])
}

fn is_day(word: &str) -> bool {
    word.len() <= 2 && word.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1000..=2999).contains(&year))
}

fn is_plain(passage: &Passage, from: usize, to: usize) -> bool {
    let bytes = passage.bytes(from..to);
    !passage.sealed[from..to].contains(&true) && !passage.text[bytes].contains('\n')
}

/// Whether token `at` makes a span of days, or a part of a longer name, of the dates beside it.
fn joins(passage: &Passage, at: usize) -> bool {
    match passage.lower(at) {
        "-" | "\u{2013}" | "\u{2014}" | "/" => true,
        "and" | "or" | "to" | "through" => is_day(source(passage, at + 1)),
        _ => false,
    }
}

fn from_month(passage: &Passage, i: usize) -> Option<(usize, Place)> {
    let (month, day) = (source(passage, i), source(passage, i + 1));
    if !MONTHS.contains(&month)
        || !is_day(day)
        || !passage.is_spaced(i)
        || is_day(passage.before(i, 1))
    {
        return None;
    }
    let year = source(passage, i + 3);
    let has_year = passage.lower(i + 2) == "," && is_year(year) && passage.is_spaced(i + 2);
    let end = if has_year { i + 4 } else { i + 2 };
    if joins(passage, end) || (i > 0 && joins(passage, i - 1)) || !is_plain(passage, i, end) {
        return None;
    }
    let other = if has_year { format!("{day} {month} {year}") } else { format!("{day} {month}") };
    Some((end, place_of(passage.text, passage.bytes(i..end), &[&other])))
}

fn from_day(passage: &Passage, i: usize) -> Option<(usize, Place)> {
    let (day, month) = (source(passage, i), source(passage, i + 1));
    if !is_day(day) || !MONTHS.contains(&month) || !passage.is_spaced(i) {
        return None;
    }
    let year = source(passage, i + 2);
    let has_year = is_year(year) && passage.is_spaced(i + 1);
    let end = if has_year { i + 3 } else { i + 2 };
    if joins(passage, end)
        || (i > 0 && joins(passage, i - 1))
        || is_day(year)
        || !is_plain(passage, i, end)
    {
        return None;
    }
    let other = if has_year { format!("{month} {day}, {year}") } else { format!("{month} {day}") };
    Some((end, place_of(passage.text, passage.bytes(i..end), &[&other])))
}

#[cfg(test)]
mod tests {
    use crate::family::once::tests::once;

    /// All dates of a memo turn together; a memo with both forms keeps both.
    #[test]
    fn dates_turn_together() {
        let found = once("date", "We met on March 3, 1960 and on April 12 in the hall.");
        assert_eq!(found, ["March 3, 1960|3 March 1960", "April 12|12 April"]);
        assert_eq!(
            once("date", "We met on 3 March 1960 in the hall."),
            ["3 March 1960|March 3, 1960"]
        );
        assert!(once("date", "We met on March 3 and then on 4 May in the hall.").is_empty());
        assert!(once("date", "We met on March 3-5 in the hall.").is_empty());
    }
}
