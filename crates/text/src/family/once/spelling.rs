//! Spellings that are both correct in the memo's own variety of English: *-ise* and *-ize* in British, *adviser* and
//! *advisor* in American. Another country's spelling is never put: no official signs it.

use crate::choice::Place;
use crate::family::{Manner, Passage, capitalised_like, place_of};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use varcon::{Category, Tag, Type, VARCON};

/// Spellings by word: whether American and British readers take it as the first spelling, and its twins.
#[derive(Default)]
struct Entry {
    is_american: bool,
    is_british: bool,
    /// Spellings equal to it in American, and in British with the other of `-ise` and `-ize`.
    american_twin: Option<&'static str>,
    british_twin: Option<&'static str>,
}

static SPELLINGS: LazyLock<BTreeMap<&'static str, Entry>> = LazyLock::new(read_clusters);

fn is_first(types: &[Type], category: Category) -> bool {
    types.iter().any(|t| t.category == category && t.tag.is_none())
}

fn is_equal(types: &[Type], category: Category) -> bool {
    types.iter().any(|t| t.category == category && matches!(t.tag, None | Some(Tag::Eq)))
}

fn read_clusters() -> BTreeMap<&'static str, Entry> {
    let mut out: BTreeMap<&'static str, Entry> = BTreeMap::new();
    let entries = VARCON.iter().flat_map(|cluster| cluster.entries);
    // A word that is spelt differently in another sense ("program" of a computer) would be put wrong.
    for entry in entries
        .filter(|entry| entry.pos.is_none() && entry.description.is_none() && entry.note.is_none())
    {
        for variant in entry.variants {
            let other = |is_twin: &dyn Fn(&[Type]) -> bool| {
                let mut twins =
                    entry.variants.iter().filter(|v| v.word != variant.word && is_twin(v.types));
                twins.next().map(|twin| twin.word).filter(|_| twins.next().is_none())
            };
            let is_ise = is_first(variant.types, Category::BritishIse);
            let is_ize = is_first(variant.types, Category::BritishIze);
            let known = out.entry(variant.word).or_default();
            known.is_american |= is_first(variant.types, Category::American);
            known.is_british |= is_ise || is_ize;
            if is_equal(variant.types, Category::American) {
                known.american_twin = other(&|types| is_equal(types, Category::American));
            }
            if is_ise != is_ize {
                let wanted = if is_ise { Category::BritishIze } else { Category::BritishIse };
                known.british_twin = other(&|types| is_first(types, wanted));
            }
        }
    }
    out
}

/// Which variety the memo is written in: `None` where it shows neither or both.
pub(crate) fn is_british(passages: &[Passage]) -> Option<bool> {
    let mut seen = [false; 2];
    for token in passages.iter().flat_map(|passage| &passage.tokens) {
        if let Some(entry) = SPELLINGS.get(token.lower.as_str()) {
            seen[usize::from(entry.is_british)] |= entry.is_british != entry.is_american;
        }
    }
    match seen {
        [true, false] => Some(false),
        [false, true] => Some(true),
        _ => None,
    }
}

/// All words with a twin in the memo's variety; none where the memo has twins of both kinds.
pub(super) fn places(passages: &[Passage], manner: &Manner) -> Vec<Place> {
    let Some(is_british) = manner.is_british else { return Vec::new() };
    let mut places = Vec::new();
    let mut used: BTreeMap<&str, &str> = BTreeMap::new();
    for passage in passages {
        for i in (0..passage.len()).filter(|&i| passage.is_open(i..i + 1)) {
            let word = passage.lower(i);
            let Some(entry) = SPELLINGS.get(word) else { continue };
            let twin = if is_british { entry.british_twin } else { entry.american_twin };
            let Some(twin) = twin else { continue };
            if used.contains_key(twin) {
                return Vec::new();
            }
            used.insert(word, twin);
            let other = capitalised_like(&passage.tokens[i], twin);
            places.push(place_of(passage.text, passage.tokens[i].range.clone(), &[&other]));
        }
    }
    let ise = places.iter().filter(|place| place.readings[0].contains("is")).count();
    let is_mixed = is_british && ise > 0 && ise < places.len();
    if is_mixed { Vec::new() } else { places }
}

#[cfg(test)]
mod tests {
    use crate::family::once::tests::once;

    /// British memos choose between -ise and -ize for all their words at once; American ones never turn British.
    #[test]
    fn only_spellings_of_the_memos_own_variety() {
        let found = once("spelling", "The labour is organised here and will be recognised there.");
        assert_eq!(found, ["organised|organized", "recognised|recognized"]);
        let american = once("spelling", "The labor is organized here and the color is recognized.");
        assert!(
            american.iter().all(|reading| !reading.contains("ise") && !reading.contains("our"))
        );
        assert!(
            once("spelling", "The labour is organised here and will be recognized there.")
                .is_empty()
        );
    }
}
