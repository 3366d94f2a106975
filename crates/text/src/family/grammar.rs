//! Closed classes of English words, and the few guesses about the others that guards need.
//!
//! No tagger: a guard asks only what a word's class or ending can tell, and where it cannot tell, the family stays out.

/// Pronouns that can only be subjects.
pub(crate) const NOMINATIVES: [&str; 5] = ["he", "i", "she", "they", "we"];

/// Pronouns that can only be objects.
pub(crate) const ACCUSATIVES: [&str; 4] = ["him", "me", "them", "us"];

/// Modals; what follows is a base form.
pub(crate) const MODALS: [&str; 10] =
    ["can", "cannot", "could", "may", "might", "must", "shall", "should", "will", "would"];

/// Forms of *be*.
pub(crate) const BE: [&str; 8] = ["am", "are", "be", "been", "being", "is", "was", "were"];

/// Forms of *have*.
pub(crate) const HAVE: [&str; 4] = ["had", "has", "have", "having"];

/// Words that are finite verbs and nothing else.
const FINITE: [&str; 28] = [
    "am", "are", "became", "becomes", "can", "cannot", "could", "did", "do", "does", "had", "has",
    "have", "is", "knew", "may", "might", "must", "seemed", "seems", "shall", "should", "was",
    "went", "were", "will", "wished", "would",
];

/// Determiners and possessives.
const DETERMINERS: [&str; 24] = [
    "a", "all", "an", "another", "any", "both", "each", "every", "her", "his", "its", "my",
    "neither", "no", "our", "several", "some", "such", "that", "the", "their", "these", "this",
    "your",
];

/// Prepositions.
const PREPOSITIONS: [&str; 53] = [
    "about",
    "above",
    "across",
    "after",
    "against",
    "along",
    "amid",
    "among",
    "amongst",
    "around",
    "as",
    "at",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "besides",
    "between",
    "beyond",
    "by",
    "concerning",
    "despite",
    "during",
    "except",
    "for",
    "from",
    "in",
    "inside",
    "into",
    "like",
    "near",
    "of",
    "off",
    "on",
    "onto",
    "outside",
    "over",
    "regarding",
    "since",
    "than",
    "through",
    "throughout",
    "to",
    "toward",
    "towards",
    "under",
    "underneath",
    "upon",
    "via",
    "with",
    "within",
    "without",
];

/// Conjunctions.
const CONJUNCTIONS: [&str; 20] = [
    "although", "and", "because", "but", "except", "if", "lest", "nor", "once", "or", "since",
    "so", "than", "though", "till", "unless", "until", "when", "whereas", "while",
];

/// Words that ask or relate.
const WH: [&str; 13] = [
    "how", "that", "what", "whatever", "when", "where", "whereby", "whether", "which", "who",
    "whom", "whose", "why",
];

/// Adverbs without `-ly` that stand before a verb or an adjective.
const ADVERBS: [&str; 28] = [
    "again", "almost", "already", "also", "always", "even", "ever", "further", "here", "just",
    "later", "less", "more", "most", "much", "never", "not", "now", "often", "quite", "rather",
    "so", "still", "then", "there", "thus", "too", "very",
];

fn among(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

pub(crate) fn is_nominative(word: &str) -> bool {
    among(&NOMINATIVES, word)
}

pub(crate) fn is_modal(word: &str) -> bool {
    among(&MODALS, word)
}

pub(crate) fn is_be(word: &str) -> bool {
    among(&BE, word)
}

pub(crate) fn is_have(word: &str) -> bool {
    among(&HAVE, word)
}

pub(crate) fn is_finite(word: &str) -> bool {
    among(&FINITE, word)
}

pub(crate) fn is_determiner(word: &str) -> bool {
    among(&DETERMINERS, word) || word.ends_with("'s")
}

pub(crate) fn is_preposition(word: &str) -> bool {
    among(&PREPOSITIONS, word)
}

pub(crate) fn is_conjunction(word: &str) -> bool {
    among(&CONJUNCTIONS, word)
}

pub(crate) fn is_wh(word: &str) -> bool {
    among(&WH, word)
}

pub(crate) fn is_adverb(word: &str) -> bool {
    among(&ADVERBS, word)
        || (word.ends_with("ly")
            && !matches!(
                word,
                "only"
                    | "early"
                    | "likely"
                    | "friendly"
                    | "reply"
                    | "supply"
                    | "apply"
                    | "rely"
                    | "ally"
                    | "family"
                    | "assembly"
                    | "july"
            ))
}

/// Any pronoun that can be a subject.
pub(crate) fn is_subject(word: &str) -> bool {
    is_nominative(word) || matches!(word, "it" | "there" | "this" | "you")
}

/// A sign, or the end of the sentence.
pub(crate) fn is_sign(word: &str) -> bool {
    word.chars().next().is_none_or(|first| !first.is_alphanumeric())
}

/// Words after which a noun phrase is over.
pub(crate) fn is_bound(word: &str) -> bool {
    is_sign(word)
        || is_preposition(word)
        || is_conjunction(word)
        || is_finite(word)
        || is_wh(word)
        || is_subject(word)
        || is_determiner(word)
        || is_adverb(word)
}

/// Words of the classes above, which no noun can be.
pub(crate) fn is_function(word: &str) -> bool {
    is_bound(word) || is_be(word) || is_have(word) || among(&ACCUSATIVES, word)
}

/// Whether a word takes `an`: by its first letter, with the exceptions that the lexicon can meet.
pub(crate) fn takes_an(word: &str) -> bool {
    let lower = word.to_lowercase();
    let exception = ["hono", "hour", "heir", "honest"].iter().any(|head| lower.starts_with(head));
    let consonant_sound =
        ["uni", "use", "usu", "uti", "eu", "one", "once", "u.", "us", "uk", "un "]
            .iter()
            .any(|head| lower.starts_with(head));
    exception
        || (lower.starts_with(['a', 'e', 'i', 'o', 'u']) && !consonant_sound)
        || (consonant_sound
            && lower.starts_with("uni")
            && (lower.starts_with("unim") || lower.starts_with("unin")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Binary search finds nothing in a list out of order, and a guard that finds nothing lets everything through.
    #[test]
    fn lists_are_sorted() {
        for list in [
            &NOMINATIVES[..],
            &ACCUSATIVES,
            &MODALS,
            &BE,
            &HAVE,
            &FINITE,
            &DETERMINERS,
            &PREPOSITIONS,
            &CONJUNCTIONS,
            &WH,
            &ADVERBS,
        ] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    /// A wrong article betrays which reading was put in.
    #[test]
    fn articles_follow_the_sound() {
        assert!(takes_an("early") && takes_an("hour") && takes_an("unimportant"));
        assert!(
            !takes_an("useful") && !takes_an("united") && !takes_an("problem") && !takes_an("one")
        );
    }
}
