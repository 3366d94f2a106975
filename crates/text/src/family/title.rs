//! Short titles: *the United Nations* and *the UN*.
//!
//! A letter takes the short form only where it uses it itself. All mentions in a sentence change
//! together. Never inside a longer name (`U.S. Army`).

use super::grammar::{is_bound, is_finite, is_preposition, is_sign};
use super::{Draft, Manner, Passage};
use crate::choice::{Kind, Place};

/// Full titles in lower-case words, and the short forms with and without dots.
const TITLES: [(&[&str], &[&str]); 4] = [
    (&["united", "states"], &["u.s.", "us"]),
    (&["united", "nations"], &["u.n.", "un"]),
    (&["soviet", "union"], &["ussr", "u.s.s.r."]),
    (&["united", "kingdom"], &["u.k.", "uk"]),
];

/// Capitalised words that may follow without making a longer name.
const FOLLOWERS: [&str; 4] = ["government", "embassy", "ambassador", "delegation"];

/// Proposes the other form, once for each sentence and title.
pub(crate) fn find(passage: &Passage, manner: &Manner, out: &mut Vec<Draft>) {
    for (full, shorts) in TITLES {
        let own =
            manner.short_titles.iter().find(|used| shorts.contains(&used.to_lowercase().as_str()));
        let usual = (!manner.is_letter).then(|| shorts[0].to_uppercase());
        let Some(short) = own.cloned().or(usual) else { continue };
        for sentence in &passage.sentences {
            if names_another(passage, sentence.clone(), full) {
                continue;
            }
            let mut places: Vec<Place> = Vec::new();
            let (mut has_full, mut has_short) = (false, false);
            for i in sentence.clone() {
                let is_full = passage.has(i, full);
                let source = &passage.text[passage.tokens[i].range.clone()];
                let is_short = shorts.contains(&passage.lower(i)) && is_short_title(source);
                has_full |= is_full;
                has_short |= is_short;
                let length = if is_full { full.len() } else { 1 };
                let fits = stands_alone(passage, i, length) && !beside_another(passage, i, full);
                if !(is_full || is_short) || passage.sealed[i] || !fits {
                    continue;
                }
                let long: Vec<String> = full.iter().map(|word| capital(word)).collect();
                let other = if is_full { short.clone() } else { long.join(" ") };
                places.push(super::place_of(passage.text, passage.bytes(i..i + length), &[&other]));
            }
            let is_mixed = has_full && has_short;
            if !places.is_empty() && !is_mixed {
                out.push(Draft { family: "short-title", kind: Kind::Safe, places });
            }
        }
    }
}

/// Whether the sentence names another of the titles: an editor would have both short or both long.
fn names_another(passage: &Passage, mut sentence: std::ops::Range<usize>, title: &[&str]) -> bool {
    sentence.any(|i| {
        let source = &passage.text[passage.tokens[i].range.clone()];
        TITLES.iter().filter(|(full, _)| *full != title).any(|(full, shorts)| {
            passage.has(i, full) || shorts.contains(&passage.lower(i)) && is_short_title(source)
        })
    })
}

/// What is American when the country's government holds it.
const HELD: [&str; 44] = [
    "action",
    "actions",
    "aid",
    "aircraft",
    "assistance",
    "bases",
    "commitment",
    "commitments",
    "delegation",
    "economic",
    "embassy",
    "expenditures",
    "forces",
    "government",
    "intentions",
    "interest",
    "interests",
    "military",
    "naval",
    "nuclear",
    "objectives",
    "officials",
    "participation",
    "personnel",
    "planes",
    "policies",
    "policy",
    "position",
    "presence",
    "prestige",
    "program",
    "programs",
    "proposal",
    "proposals",
    "representative",
    "representatives",
    "role",
    "security",
    "ships",
    "side",
    "support",
    "troops",
    "views",
    "weapons",
];

/// Proposes *American* and the memo's short form of *United States* before what the government holds.
pub(crate) fn find_adjectives(passage: &Passage, manner: &Manner, out: &mut Vec<Draft>) {
    let shorts = TITLES[0].1;
    let Some(short) =
        manner.short_titles.iter().find(|used| shorts.contains(&used.to_lowercase().as_str()))
    else {
        return;
    };
    for i in 1..passage.len().saturating_sub(1) {
        let held = passage.after(i, 1);
        let before = passage.before(i, 1);
        let fits = passage.lower(i) == "american"
            && HELD.binary_search(&held).is_ok()
            && !passage.is_name(i - 1);
        if !fits
            || passage.sealed[i]
            || passage.is_name(i + 1)
            || matches!(before, "a" | "an" | "-" | "" | "," | "and" | "or")
            || passage.has_any(passage.sentence(i), &["united", "u.s.", "us"])
        {
            continue;
        }
        let place = super::place_of(passage.text, passage.tokens[i].range.clone(), &[short]);
        out.push(Draft::single("american", Kind::Safe, place));
    }
}

/// Countries whose government is called by either name, and by no third: nothing that was divided in two.
pub(super) const COUNTRIES: [(&str, &str); 40] = [
    ("Argentine", "Argentina"),
    ("Australian", "Australia"),
    ("Austrian", "Austria"),
    ("Belgian", "Belgium"),
    ("Brazilian", "Brazil"),
    ("Bulgarian", "Bulgaria"),
    ("Burmese", "Burma"),
    ("Canadian", "Canada"),
    ("Danish", "Denmark"),
    ("Egyptian", "Egypt"),
    ("Ethiopian", "Ethiopia"),
    ("Finnish", "Finland"),
    ("French", "France"),
    ("Greek", "Greece"),
    ("Hungarian", "Hungary"),
    ("Indian", "India"),
    ("Indonesian", "Indonesia"),
    ("Iranian", "Iran"),
    ("Iraqi", "Iraq"),
    ("Israeli", "Israel"),
    ("Italian", "Italy"),
    ("Japanese", "Japan"),
    ("Jordanian", "Jordan"),
    ("Lebanese", "Lebanon"),
    ("Libyan", "Libya"),
    ("Mexican", "Mexico"),
    ("Moroccan", "Morocco"),
    ("Norwegian", "Norway"),
    ("Polish", "Poland"),
    ("Portuguese", "Portugal"),
    ("Romanian", "Romania"),
    ("Spanish", "Spain"),
    ("Swedish", "Sweden"),
    ("Swiss", "Switzerland"),
    ("Syrian", "Syria"),
    ("Thai", "Thailand"),
    ("Tunisian", "Tunisia"),
    ("Turkish", "Turkey"),
    ("Venezuelan", "Venezuela"),
    ("Yugoslav", "Yugoslavia"),
];

/// Proposes *the Government of Norway* for *the Norwegian Government*, and back.
pub(crate) fn find_governments(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    let source =
        |i: usize| passage.tokens.get(i).map_or("", |token| &passage.text[token.range.clone()]);
    for i in 2..passage.len() {
        if passage.before(i, 1) != "the" {
            continue;
        }
        let by_people = COUNTRIES
            .iter()
            .find(|(people, _)| *people == source(i) && source(i + 1) == "Government");
        let by_land = COUNTRIES.iter().find(|(_, land)| {
            source(i) == "Government" && passage.after(i, 1) == "of" && *land == source(i + 2)
        });
        let (end, other) = match (by_people, by_land) {
            (Some((_, land)), _) => (i + 2, format!("Government of {land}")),
            (_, Some((people, _))) => (i + 3, format!("{people} Government")),
            _ => continue,
        };
        let next = passage.lower(end);
        let alone =
            !passage.is_name(end) && !matches!(next, "'" | "\u{2019}" | "-" | "/" | "and" | "or");
        let range = passage.bytes(i..end);
        if alone
            && !passage.sealed[i..end].contains(&true)
            && !passage.text[range.clone()].contains('\n')
        {
            out.push(Draft::single(
                "short-title",
                Kind::Safe,
                super::place_of(passage.text, range, &[&other]),
            ));
        }
    }
}

/// Proposes *the Soviet Union* for *the Soviets* behind a preposition, where no verb shows the plural.
pub(crate) fn find_soviets(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    for i in 2..passage.len() {
        let next = passage.after(i, 1);
        let object = passage.before(i, 1) == "the" && is_preposition(passage.before(i, 2));
        let ends = is_sign(next) && !matches!(next, "'" | "\u{2019}" | "-") || is_preposition(next);
        let far = !passage
            .has_any(passage.sentence(i), &["union", "ussr", "u.s.s.r.", "they", "them", "their"]);
        if passage.lower(i) == "soviets" && object && ends && far && !passage.sealed[i] {
            let place =
                super::place_of(passage.text, passage.tokens[i].range.clone(), &["Soviet Union"]);
            out.push(Draft::single("short-title", Kind::Safe, place));
        }
    }
}

/// Proposes the other order of *the Department of State* and *the State Department*.
pub(crate) fn find_department(passage: &Passage, _: &Manner, out: &mut Vec<Draft>) {
    for i in 1..passage.len() {
        let (length, other) = if passage.has(i, &["department", "of", "state"]) {
            (3, "State Department")
        } else if passage.has(i, &["state", "department"]) {
            (2, "Department of State")
        } else {
            continue;
        };
        let end = i + length;
        let capital = passage.tokens[i].is_capital && passage.tokens[end - 1].is_capital;
        let alone = passage.before(i, 1) == "the"
            && !passage.is_name(end)
            && !passage.sealed[i..end].contains(&true);
        let genitive = matches!(passage.lower(end), "'" | "\u{2019}")
            || passage.text[passage.bytes(i..end)].contains('\n');
        if capital && alone && !genitive && (i..end - 1).all(|k| passage.is_spaced(k)) {
            let place = super::place_of(passage.text, passage.bytes(i..end), &[other]);
            out.push(Draft::single("short-title", Kind::Safe, place));
        }
    }
}

/// Short titles that `passage` uses, as written.
pub(crate) fn short_titles(passage: &Passage) -> Vec<String> {
    let is_short = |lower: &str| TITLES.iter().any(|(_, shorts)| shorts.contains(&lower));
    let tokens = passage.tokens.iter().enumerate();
    tokens
        .filter(|(i, token)| is_short(&token.lower) && !passage.sealed[*i])
        .map(|(_, token)| passage.text[token.range.clone()].to_owned())
        .filter(|source| is_short_title(source))
        .collect()
}

/// All capitals: `us` is a pronoun.
fn is_short_title(source: &str) -> bool {
    !source.chars().any(char::is_lowercase)
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// How near another of these titles may stand, in tokens: one long and one short in a row would look careless.
const ANOTHER_TOKENS: usize = 5;

/// Whether one of the other titles stands beside token `i`.
fn beside_another(passage: &Passage, i: usize, full: &[&str]) -> bool {
    let sentence = passage.sentence(i);
    let near =
        sentence.start.max(i.saturating_sub(ANOTHER_TOKENS))..sentence.end.min(i + ANOTHER_TOKENS);
    let others = TITLES.iter().filter(|(other, _)| *other != full);
    let mut all = others.flat_map(|(other, shorts)| shorts.iter().chain(other.last()));
    all.any(|word| passage.has_any(near.clone(), &[*word]))
}

/// Whether the title is no part of a longer name and either form fits the words around it.
fn stands_alone(passage: &Passage, i: usize, length: usize) -> bool {
    let last = i + length - 1;
    let next = passage.after(last, 1);
    let before = passage.before(i, 1);
    let ends_with_stop = passage.lower(last).ends_with('.');
    // A stop that also ends the sentence, or a genitive, belongs to one form only.
    if next == "'" || next == "\u{2019}" || next == "-" || next == "of" || next == "/" {
        return false;
    }
    if next == "."
        || next.is_empty()
        || (ends_with_stop && !passage.is_spaced(last) && next != "," && next != ")")
    {
        return false;
    }
    if (passage.is_name(last + 1) && !FOLLOWERS.contains(&next))
        || (before != "the" && i > 0 && passage.is_name(i - 1) && passage.is_spaced(i - 1))
        || (i > 0 && matches!(before, "-" | "/" | "(" | "\u{2013}"))
    {
        return false;
    }
    let is_adjective = !is_bound(next) && !is_finite(next) && passage.is_word(last + 1);
    // "the Soviet Union position" is no English.
    let only_noun = matches!(passage.lower(i), "soviet" | "ussr" | "u.s.s.r.");
    if only_noun && is_adjective {
        return false;
    }
    before == "the"
        || (is_adjective && before != "an" && !before.is_empty() && passage.is_word(i - 1))
}

#[cfg(test)]
mod tests {
    use crate::family::passage::tests::drafts;

    /// The short form is offered only to a memo that uses it, and changes everywhere in the sentence.
    #[test]
    fn both_forms_must_be_the_memos_own() {
        let text = "The UN met. The delegation left the United Nations before the United Nations had voted.";
        let found = drafts(super::find, text);
        let places: usize = found.iter().map(|draft| draft.places.len()).sum();
        assert_eq!(places, 3);
        assert!(
            drafts(
                super::find,
                "Dear Minister:\n\nHe left the United Nations before it had voted."
            )
            .is_empty()
        );
    }

    /// A longer name, a genitive or a stop at the end would break.
    #[test]
    fn longer_names_are_left_alone() {
        for text in [
            "The UN Charter was read by all of them.",
            "He spoke of the U.N. The others were silent.",
            "This is for them and not for us today.",
        ] {
            assert!(drafts(super::find, text).is_empty(), "{text}");
        }
    }
}
