//! Choices put into real memos, copies of them, and what leaks do to copies. All from fixed seeds.

use std::ops::Range;

use text::choice::{Choice, Kind, Place};
use text::find::english::word_bits8;
use text::word::Words;

/// Words rarer than 9 bits are content words, as in the measurements of finding.md.
const CONTENT_BITS8: u32 = 72;

/// SplitMix64: small, and the same everywhere.
pub(in crate::figures) struct Dice(pub(in crate::figures) u64);

impl Dice {
    pub(in crate::figures) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(in crate::figures) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// True in `percent` of 100 throws.
    pub(in crate::figures) fn falls(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Words to draw from: a text of another author.
pub(in crate::figures) struct Urn {
    content: Vec<String>,
    function: Vec<String>,
}

impl Urn {
    pub(in crate::figures) fn of(texts: &[&str]) -> Urn {
        let mut urn = Urn { content: Vec::new(), function: Vec::new() };
        for text in texts {
            let words = Words::read(text);
            for i in 0..words.len() {
                let is_content = word_bits8(words.number(i)) >= CONTENT_BITS8;
                let list = if is_content { &mut urn.content } else { &mut urn.function };
                list.push(words.get(i).to_owned());
            }
        }
        urn
    }

    fn draw(&self, dice: &mut Dice, content: bool, not: &str) -> String {
        let list = if content { &self.content } else { &self.function };
        loop {
            let word = &list[dice.below(list.len())];
            if word != not {
                return word.clone();
            }
        }
    }

    fn any(&self, dice: &mut Dice) -> String {
        let content = dice.falls(50);
        self.draw(dice, content, "")
    }
}

/// What a choice changes, for the columns of the table.
pub(in crate::figures) const SORTS: [&str; 5] =
    ["content", "function", "kept/dropped", "comma", "order"];

/// A choice every 11 words or so: 60 % content pairs and triples, 13 % function pairs, 13 % kept or dropped words, the
/// rest commas and reversed pairs of words. Returns the choices and the sort of each.
pub(in crate::figures) fn choices(
    memo: &str,
    urn: &Urn,
    dice: &mut Dice,
) -> (Vec<Choice>, Vec<usize>) {
    let words = Words::read(memo);
    let (mut choices, mut sorts) = (Vec::new(), Vec::new());
    let mut i = 3 + dice.below(8);
    while i + 3 < words.len() {
        let range = words.range(i);
        let word = &memo[range.clone()];
        let is_content = word_bits8(words.number(i)) >= CONTENT_BITS8;
        let after = words.range(i + 1);
        let between = &memo[range.end..after.start];
        let chance = dice.below(100);
        let (range, readings, sort) = if chance < 60 && is_content {
            let mut readings = vec![word.to_owned(), urn.draw(dice, true, words.get(i))];
            if dice.below(3) == 0 {
                readings.push(urn.draw(dice, true, words.get(i)));
            }
            (range, readings, 0)
        } else if chance < 73 && !is_content {
            (range, vec![word.to_owned(), urn.draw(dice, false, words.get(i))], 1)
        } else if (73..87).contains(&chance) && !is_content && between == " " {
            (range.start..after.start, vec![format!("{word} "), String::new()], 2)
        } else if between.starts_with(", ") {
            (range.end..after.start, vec![between.to_owned(), " ".to_owned()], 3)
        } else if chance > 94 && between == " " {
            let next = &memo[after.clone()];
            (range.start..after.end, vec![format!("{word} {next}"), format!("{next} {word}")], 4)
        } else {
            i += 1;
            continue;
        };
        let choice = Choice {
            family: SORTS[sort].into(),
            kind: Kind::Safe,
            places: vec![Place { range, readings }],
        };
        if text::align::can_tell(memo, &choice) {
            choices.push(choice);
            sorts.push(sort);
        }
        i += 7 + dice.below(9);
    }
    (choices, sorts)
}

/// One copy: a reading for each choice.
pub(in crate::figures) fn copy(choices: &[Choice], dice: &mut Dice) -> Vec<u8> {
    choices.iter().map(|choice| dice.below(choice.arity()) as u8).collect()
}

/// The part `bytes` of the memo in the words of a copy; `bytes` cuts no place.
pub(in crate::figures) fn render(
    memo: &str,
    choices: &[Choice],
    copy: &[u8],
    bytes: Range<usize>,
) -> String {
    let (mut out, mut at) = (String::new(), bytes.start);
    for (choice, &reading) in choices.iter().zip(copy) {
        let place = &choice.places[0];
        if place.range.start >= bytes.start && place.range.end <= bytes.end {
            out.push_str(&memo[at..place.range.start]);
            out.push_str(&place.readings[reading as usize]);
            at = place.range.end;
        }
    }
    out.push_str(&memo[at..bytes.end]);
    out
}

/// Changes `percent` of the words: a third replaced (half by another word, half by a slip), a third dropped, a third
/// followed by a word put in.
pub(in crate::figures) fn corrupt(
    text: &str,
    percent: usize,
    urn: &Urn,
    dice: &mut Dice,
) -> String {
    let mut out: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if !dice.falls(percent) {
            out.push(word.to_owned());
            continue;
        }
        match dice.below(3) {
            0 if dice.falls(50) => out.push(urn.any(dice)),
            0 => out.push(slip(word, dice)),
            1 => {}
            _ => out.extend([word.to_owned(), urn.any(dice)]),
        }
    }
    out.join(" ")
}

/// One letter changed, lost or put in.
fn slip(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = dice.below(letters.len());
    let letter = char::from(b'a' + dice.below(26) as u8);
    match dice.below(3) {
        0 => letters[at] = letter,
        1 => drop(letters.remove(at)),
        _ => letters.insert(at, letter),
    }
    letters.into_iter().collect()
}
