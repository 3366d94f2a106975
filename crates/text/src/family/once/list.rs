//! The comma before *and* in a list of three single words or more.

use super::of_one_form;
use crate::choice::Place;
use crate::family::grammar::is_function;
use crate::family::{Passage, place_of};

/// Last commas of the one manner that the memo has.
pub(super) fn places(passages: &[Passage]) -> Vec<Place> {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for passage in passages {
        for i in 3..passage.len() {
            if !matches!(passage.lower(i), "and" | "or") || passage.sealed[i] {
                continue;
            }
            let comma = passage.lower(i - 1) == ",";
            let last = if comma { i - 2 } else { i - 1 };
            if !is_item(passage, last)
                || last < 2
                || passage.lower(last - 1) != ","
                || !is_item(passage, last - 2)
            {
                continue;
            }
            if !is_item(passage, i + 1) || passage.sealed[last - 2..=i + 1].contains(&true) {
                continue;
            }
            // "the most important, Venn and Carver" is no list of three.
            let alike = [last - 2, last, i + 1].map(|k| passage.tokens[k].is_capital);
            // "North Hale, North and South Venn" is none either: its first item is no single word.
            let long_first = last >= 3 && passage.is_name(last - 2) && passage.is_name(last - 3);
            if long_first || (alike.contains(&true) && alike.contains(&false)) {
                continue;
            }
            if comma {
                with.push(place_of(passage.text, passage.tokens[i - 1].range.clone(), &[""]));
            } else {
                let end = passage.tokens[last].range.end;
                without.push(Place { range: end..end, readings: vec![String::new(), ",".into()] });
            }
        }
    }
    of_one_form(with, without)
}

/// A word that can be a whole item of a list.
fn is_item(passage: &Passage, i: usize) -> bool {
    passage.is_word(i) && !is_function(passage.lower(i)) && !passage.lower(i).ends_with("ing")
}

#[cfg(test)]
mod tests {
    use crate::family::once::tests::once;

    /// A house has one rule for it, so one copy has one.
    #[test]
    fn last_commas_turn_together() {
        assert_eq!(once("serial-comma", "We need ships, crews, and time for it."), [",|"]);
        assert_eq!(once("serial-comma", "We need ships, crews and time for it."), ["|,"]);
        assert!(once("serial-comma", "He came, and they left, and we stayed on.").is_empty());
    }
}
