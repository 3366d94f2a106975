//! Inflection of the lexicon's own words: regular rules and a short list of exceptions, never guesses about the memo's.

/// Forms of a verb, in the order of [`verb_forms`].
pub(crate) const FORMS: usize = 5;

/// Past, participle and `-ing` of verbs that are not regular.
const IRREGULAR_VERBS: [(&str, &str, &str, &str); 30] = [
    ("be", "was", "been", "being"),
    ("begin", "began", "begun", "beginning"),
    ("bring", "brought", "brought", "bringing"),
    ("choose", "chose", "chosen", "choosing"),
    ("come", "came", "come", "coming"),
    ("commit", "committed", "committed", "committing"),
    ("concur", "concurred", "concurred", "concurring"),
    ("feel", "felt", "felt", "feeling"),
    ("find", "found", "found", "finding"),
    ("get", "got", "got", "getting"),
    ("give", "gave", "given", "giving"),
    ("go", "went", "gone", "going"),
    ("hold", "held", "held", "holding"),
    ("keep", "kept", "kept", "keeping"),
    ("lead", "led", "led", "leading"),
    ("make", "made", "made", "making"),
    ("occur", "occurred", "occurred", "occurring"),
    ("permit", "permitted", "permitted", "permitting"),
    ("plan", "planned", "planned", "planning"),
    ("put", "put", "put", "putting"),
    ("refer", "referred", "referred", "referring"),
    ("say", "said", "said", "saying"),
    ("see", "saw", "seen", "seeing"),
    ("seek", "sought", "sought", "seeking"),
    ("set", "set", "set", "setting"),
    ("show", "showed", "shown", "showing"),
    ("submit", "submitted", "submitted", "submitting"),
    ("take", "took", "taken", "taking"),
    ("tell", "told", "told", "telling"),
    ("think", "thought", "thought", "thinking"),
];

/// Base, `-s`, past, participle and `-ing` of a verb; of several words the first is inflected.
pub(crate) fn verb_forms(verb: &str) -> [String; FORMS] {
    let (head, tail) =
        verb.split_once(' ').map_or((verb, String::new()), |(h, t)| (h, format!(" {t}")));
    let irregular = IRREGULAR_VERBS.iter().find(|forms| forms.0 == head);
    let (past, participle, ing) = irregular.map_or_else(
        || (regular_past(head), regular_past(head), regular_ing(head)),
        |forms| (forms.1.into(), forms.2.into(), forms.3.into()),
    );
    [head.to_owned(), with_s(head), past, participle, ing].map(|form| form + &tail)
}

/// Singular and plural of a noun; of several words the last is inflected.
pub(crate) fn noun_forms(noun: &str) -> [String; 2] {
    [noun.to_owned(), with_s(noun)]
}

fn ends_in_consonant_y(word: &str) -> bool {
    let mut last = word.chars().rev();
    last.next() == Some('y') && last.next().is_some_and(|before| !"aeiou".contains(before))
}

fn with_s(word: &str) -> String {
    if ends_in_consonant_y(word) {
        format!("{}ies", &word[..word.len() - 1])
    } else if word.ends_with(['s', 'x', 'z'])
        || word.ends_with("ch")
        || word.ends_with("sh")
        || word == "go"
    {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

fn regular_past(verb: &str) -> String {
    if ends_in_consonant_y(verb) {
        format!("{}ied", &verb[..verb.len() - 1])
    } else if verb.ends_with('e') {
        format!("{verb}d")
    } else {
        format!("{verb}ed")
    }
}

fn regular_ing(verb: &str) -> String {
    match verb.strip_suffix('e') {
        Some(stem) if !verb.ends_with("ee") => format!("{stem}ing"),
        _ => format!("{verb}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A wrong form in one copy would be a mark that everybody sees.
    #[test]
    fn forms_are_english() {
        assert_eq!(
            verb_forms("carry out")[1..],
            ["carries out", "carried out", "carried out", "carrying out"]
        );
        assert_eq!(verb_forms("begin")[1..], ["begins", "began", "begun", "beginning"]);
        assert_eq!(verb_forms("state")[1..], ["states", "stated", "stated", "stating"]);
        assert_eq!(verb_forms("stress")[1], "stresses");
        assert_eq!(verb_forms("agree")[4], "agreeing");
        assert_eq!(noun_forms("difficulty")[1], "difficulties");
    }
}
