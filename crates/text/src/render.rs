//! One copy of a memo, as plain text, with the way back from it to the memo.

use crate::choice::{Choice, Place};
use std::ops::Range;

/// The text of one wording.
pub struct Spliced {
    /// The text.
    pub text: String,
    /// Stretches that all wordings share: where they start here, and in the memo; with their length.
    shared: Vec<(usize, usize, usize)>,
}

impl Spliced {
    /// The text of a memo with these readings of its choices.
    ///
    /// # Panics
    /// Where `word` does not have one reading for each choice.
    pub fn new(memo: &str, choices: &[Choice], word: &[u8]) -> Spliced {
        assert_eq!(choices.len(), word.len(), "a word has one reading for each choice");
        let mut places: Vec<(&Place, usize)> = choices
            .iter()
            .zip(word)
            .flat_map(|(choice, reading)| choice.places.iter().map(|p| (p, usize::from(*reading))))
            .collect();
        places.sort_by_key(|(place, _)| (place.range.start, place.range.end));
        let text = String::with_capacity(memo.len() + memo.len() / 16);
        let mut out = Spliced { text, shared: Vec::new() };
        let mut at = 0;
        for (place, reading) in places {
            out.share(memo, at..place.range.start);
            out.text.push_str(&place.readings[reading]);
            at = place.range.end;
        }
        out.share(memo, at..memo.len());
        out
    }

    fn share(&mut self, memo: &str, range: Range<usize>) {
        self.shared.push((self.text.len(), range.start, range.len()));
        self.text.push_str(&memo[range]);
    }

    /// Bytes of the memo behind bytes of this text; `None` where a choice stands among them.
    pub fn to_memo(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let after = self.shared.partition_point(|(here, ..)| *here <= range.start);
        let (here, memo, length) = *self.shared.get(after.checked_sub(1)?)?;
        let start = range.start - here;
        (range.end - here <= length).then(|| memo + start..memo + range.end - here)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choice::Kind;

    fn choice(memo: &str, first: &str, second: &str) -> Choice {
        let start = memo.find(first).unwrap();
        let readings = vec![first.to_string(), second.to_string()];
        Choice {
            family: "author".into(),
            kind: Kind::Author,
            places: vec![Place { range: start..start + first.len(), readings }],
        }
    }

    /// A gap keeps its mark whatever stands before it, and has none where a choice may take it away.
    #[test]
    fn gaps_lead_back_to_the_memo() {
        let memo = "The cabinet was weak on Monday.";
        let choices = [choice(memo, "was weak", "had no strength left")];
        let spliced = Spliced::new(memo, &choices, &[1]);
        assert_eq!(spliced.text, "The cabinet had no strength left on Monday.");
        let gap = |words: &str| {
            let at = spliced.text.find(words).unwrap() + words.find(' ').unwrap();
            spliced.to_memo(&(at..at + 1))
        };
        assert_eq!(gap("on Monday"), Some(23..24));
        assert_eq!(gap("left on"), Some(20..21));
        assert_eq!(gap("no strength"), None);
        assert_eq!(gap("The cabinet"), Some(3..4));
    }
}
