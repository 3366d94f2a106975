//! Words and phrases from the two reviewed lists: closed classes (`data/closed.tsv`) and content words
//! (`data/content.tsv`).
//!
//! A line is `family ⇥ class ⇥ readings ⇥ guards`. The readings are apart by ` / ` and inflected together by their
//! class: `v` verb (its first word), `n` noun, `x` as it stands. `~` marks a reading that is only offered, `^` one that
//! is only met. Guards (see [`guard`]) name the neighbours under which all readings say the same.

use super::grammar::{
    is_adverb, is_be, is_determiner, is_function, is_have, is_modal, is_nominative, is_preposition,
    takes_an,
};
use super::inflect::{FORMS, noun_forms, verb_forms};
use super::{Draft, Manner, Passage, capitalised_like};
use crate::choice::{Kind, Place};
use crate::sentence::Shape;
use guard::Guard;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

mod guard;

const CLOSED: &str = include_str!("../../data/closed.tsv");
const CONTENT: &str = include_str!("../../data/content.tsv");

/// Words to each side in which an offered word must not stand already: half a sentence of common length.
const REPEAT_TOKENS: usize = 10;

/// Longest word, in letters, that may be repeated without notice.
const REPEAT_LETTERS_MIN: usize = 4;

/// What kind of word a line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Verb,
    Noun,
    Fixed,
}

/// A reading of a line, in all its forms.
#[derive(Debug)]
struct Reading {
    forms: Vec<String>,
    /// Whether it is looked for, and whether it is offered.
    is_met: bool,
    is_offered: bool,
}

/// A line of a list.
#[derive(Debug)]
struct Row {
    family: &'static str,
    kind: Kind,
    class: Class,
    readings: Vec<Reading>,
    guards: Vec<Guard>,
}

/// A form that is looked for.
#[derive(Debug)]
struct Trigger {
    row: usize,
    reading: usize,
    form: usize,
    words: Vec<String>,
}

#[derive(Debug)]
struct Lexicon {
    rows: Vec<Row>,
    /// By first word; longer triggers first.
    triggers: BTreeMap<String, Vec<Trigger>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let rows = rows(CLOSED, Kind::Safe).chain(rows(CONTENT, Kind::Suggested)).collect();
    Lexicon::index(rows)
});

/// Proposes the other readings of each listed word.
pub(crate) fn find(passage: &Passage, manner: &Manner, out: &mut Vec<Draft>) {
    for i in 0..passage.len() {
        let Some(triggers) = LEXICON.triggers.get(passage.lower(i)) else { continue };
        out.extend(triggers.iter().filter_map(|trigger| propose(passage, manner, i, trigger)));
    }
}

fn rows(list: &'static str, kind: Kind) -> impl Iterator<Item = Row> {
    let lines = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(move |line| row(line, kind))
}

/// Reads a line; the lists are part of the program, so a bad line is a bug that the tests find.
fn row(line: &'static str, kind: Kind) -> Row {
    let mut fields = line.split('\t');
    let mut field = || fields.next().unwrap_or("").trim();
    let (family, class, readings, guards) = (field(), field(), field(), field());
    let class = match class {
        "v" => Class::Verb,
        "n" => Class::Noun,
        _ => Class::Fixed,
    };
    let readings = readings.split(" / ").map(|reading| read_reading(reading, class)).collect();
    let guards = guards.split_whitespace().map(Guard::parse).collect();
    Row { family, kind, class, readings, guards }
}

fn read_reading(reading: &str, class: Class) -> Reading {
    let word = reading.trim_start_matches(['~', '^']);
    let forms = match class {
        Class::Verb => verb_forms(word).to_vec(),
        Class::Noun => noun_forms(word).to_vec(),
        Class::Fixed => vec![word.to_owned()],
    };
    Reading { forms, is_met: !reading.starts_with('~'), is_offered: !reading.starts_with('^') }
}

impl Lexicon {
    fn index(rows: Vec<Row>) -> Lexicon {
        let mut triggers: BTreeMap<String, Vec<Trigger>> = BTreeMap::new();
        for (number, row) in rows.iter().enumerate() {
            for (reading, met) in
                row.readings.iter().enumerate().filter(|(_, reading)| reading.is_met)
            {
                for (form, surface) in met.forms.iter().enumerate() {
                    // A participle that looks like the past is met as the past.
                    if met.forms[..form].contains(surface) {
                        continue;
                    }
                    let words: Vec<String> = surface.split(' ').map(str::to_owned).collect();
                    let first = words[0].clone();
                    triggers.entry(first).or_default().push(Trigger {
                        row: number,
                        reading,
                        form,
                        words,
                    });
                }
            }
        }
        for same_start in triggers.values_mut() {
            same_start.sort_by_key(|trigger| {
                (usize::MAX - trigger.words.len(), trigger.row, trigger.reading)
            });
        }
        Lexicon { rows, triggers }
    }
}

fn propose(passage: &Passage, manner: &Manner, i: usize, trigger: &Trigger) -> Option<Draft> {
    let row = &LEXICON.rows[trigger.row];
    let end = i + trigger.words.len();
    let words: Vec<&str> = trigger.words.iter().map(String::as_str).collect();
    if !passage.has(i, &words)
        || !passage.is_open(i..end)
        || !(i..end - 1).all(|k| passage.is_spaced(k))
    {
        return None;
    }
    if !class_fits(passage, i, row.class, trigger.form)
        || !row.guards.iter().all(|g| g.holds(passage, manner, i..end))
    {
        return None;
    }
    let form = actual_form(passage, i, row, trigger);
    let others: Vec<&str> = (row.readings.iter().enumerate())
        .filter(|(reading, offered)| *reading != trigger.reading && offered.is_offered)
        .map(|(_, offered)| offered.forms[form].as_str())
        .filter(|other| !repeats(passage, i..end, other))
        .collect();
    if others.is_empty() {
        return None;
    }
    Some(Draft::single(row.family, row.kind, with_article(passage, i..end, &others)))
}

/// Whether the neighbours let the word be of its class.
fn class_fits(passage: &Passage, i: usize, class: Class, form: usize) -> bool {
    let near = passage.before(i, 1);
    let before = if is_adverb(near) { passage.before(i, 2) } else { near };
    let takes_base =
        |word: &str| is_modal(word) || matches!(word, "to" | "do" | "does" | "did" | "not");
    match (class, form) {
        (Class::Fixed, _) => true,
        (Class::Verb, 0) => {
            takes_base(before)
                || takes_base(near)
                || is_nominative(before)
                || matches!(before, "you" | "help")
        }
        (Class::Verb, 1) => {
            matches!(before, "he" | "she" | "it" | "which" | "who")
                || (i > 0 && near == before && passage.is_name(i - 1))
        }
        (Class::Verb, _) => {
            !is_determiner(before) && (!is_preposition(before) || form == FORMS - 1)
        }
        (Class::Noun, _) => !takes_base(near) && !is_nominative(near) || near == "to" && form == 1,
    }
}

/// The form that the other readings take: a past that looks like a participle is told by its auxiliary.
fn actual_form(passage: &Passage, i: usize, row: &Row, trigger: &Trigger) -> usize {
    if row.class != Class::Verb || trigger.form != 2 {
        return trigger.form;
    }
    let forms = &row.readings[trigger.reading].forms;
    let has_auxiliary = (1..=3)
        .map(|back| passage.before(i, back))
        .take_while(|word| !word.is_empty() && word.chars().all(char::is_alphabetic))
        .any(|word| is_be(word) || is_have(word));
    if forms[2] == forms[3] && has_auxiliary { 3 } else { 2 }
}

/// Whether a content word of `other` stands nearby already.
fn repeats(passage: &Passage, at: Range<usize>, other: &str) -> bool {
    let from = at.start.saturating_sub(REPEAT_TOKENS);
    let to = passage.len().min(at.end + REPEAT_TOKENS);
    other.split(' ').filter(|word| word.len() >= REPEAT_LETTERS_MIN && !is_function(word)).any(
        |word| {
            let stem = &word[..(word.len() - 2).clamp(REPEAT_LETTERS_MIN, 6).min(word.len())];
            (from..at.start).chain(at.end..to).any(|k| {
                let token = &passage.tokens[k];
                token.shape == Shape::Word && !passage.is_name(k) && token.lower.starts_with(stem)
            })
        },
    ) || passage.before(at.start, 1) == other.split(' ').next().unwrap_or("")
        || Some(passage.lower(at.end)) == other.rsplit(' ').next()
}

/// The place with its readings, and with the article before it where some reading needs the other one.
fn with_article(passage: &Passage, at: Range<usize>, others: &[&str]) -> Place {
    let first = passage.lower(at.start);
    let article = at.start.checked_sub(1).filter(|&k| {
        matches!(passage.lower(k), "a" | "an") && passage.is_open(k..at.end) && passage.is_spaced(k)
    });
    let differs = others.iter().any(|other| takes_an(other) != takes_an(first));
    let Some(start) = article.filter(|_| differs) else {
        let others: Vec<String> =
            others.iter().map(|other| capitalised_like(&passage.tokens[at.start], other)).collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        return super::place_of(passage.text, passage.bytes(at), &others);
    };
    let put = |other: &&str| {
        let article = if takes_an(other) { "an" } else { "a" };
        capitalised_like(&passage.tokens[start], &format!("{article} {other}"))
    };
    let others: Vec<String> = others.iter().map(put).collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    super::place_of(passage.text, passage.bytes(start..at.end), &others)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::passage::tests::readings;
    use std::collections::BTreeSet;

    /// The lists are data that people edit: each line must mean something, and suggested ones stay few enough to review.
    #[test]
    fn lists_are_well_formed() {
        let mut seen = BTreeSet::new();
        for list in [CLOSED, CONTENT] {
            for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                let fields: Vec<&str> = line.split('\t').collect();
                assert!(fields.len() == 3 || fields.len() == 4, "{line}");
                assert!(["v", "n", "x"].contains(&fields[1]), "{line}");
                let readings: Vec<&str> = fields[2].split(" / ").collect();
                assert!((2..=4).contains(&readings.len()), "{line}");
                assert!(
                    readings.iter().all(|r| !r.is_empty() && r.trim() == *r && !r.contains("  ")),
                    "{line}"
                );
                assert!(seen.insert((fields[2], fields.get(3).copied())), "twice: {line}");
            }
        }
        assert!(
            CONTENT.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count()
                <= 200
        );
    }

    /// The article inside the place follows the reading, and a capital at the start of a sentence is kept.
    #[test]
    fn articles_and_capitals_follow() {
        let found = readings(find, "It rained. Although we saw an increasing danger, we went.");
        assert_eq!(found, ["Although|Though", "an increasing|a growing", "danger|risk"][..2]);
    }
}
