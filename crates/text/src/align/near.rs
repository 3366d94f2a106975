//! How far apart two words are: what a slip of the finger or a scanner may do to one.

/// Words shorter than this are only equal or different.
const NEAR_LETTERS_MIN: usize = 4;
/// From this length two edits are still a slip.
const TWO_EDITS_LETTERS_MIN: usize = 8;
/// Words longer than this are only equal or different: keeps every comparison small.
const LETTERS_MAX: usize = 40;

/// Edits between two words, 0 to 2; `None` where they are different words. Figures are never near each other.
pub(crate) fn edits(a: &str, b: &str) -> Option<u8> {
    if a == b {
        return Some(0);
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let shorter = a.len().min(b.len());
    let longer = a.len().max(b.len());
    let ends_agree = a.first() == b.first() || a.last() == b.last();
    if shorter < NEAR_LETTERS_MIN || longer > LETTERS_MAX || longer - shorter > 2 || !ends_agree {
        return None;
    }
    if a.iter().chain(b).any(u8::is_ascii_digit) {
        return None;
    }
    let most = if shorter >= TWO_EDITS_LETTERS_MIN { 2 } else { 1 };
    let distance = distance(a, b);
    (distance <= most).then_some(distance)
}

/// Levenshtein's distance of two byte strings of at most [`LETTERS_MAX`].
fn distance(a: &[u8], b: &[u8]) -> u8 {
    let mut row = [0_u8; LETTERS_MAX + 1];
    row.iter_mut().zip(0..).for_each(|(cell, i)| *cell = i);
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i as u8 + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (diagonal + u8::from(x != y)).min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::edits;

    /// Slips and spelling are near; other words and other figures are not, however alike.
    #[test]
    fn slips_are_near_and_other_words_are_not() {
        assert_eq!(edits("harbour", "harbor"), Some(1));
        assert_eq!(edits("difficulty", "dificultly"), Some(2));
        assert_eq!(edits("plan", "plain"), Some(1));
        assert_eq!(edits("for", "far"), None);
        assert_eq!(edits("1961", "1962"), None);
        assert_eq!(edits("problem", "difficulty"), None);
    }
}
