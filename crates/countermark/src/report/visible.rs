//! Text from elsewhere, without what would move a cursor or reorder a line.

use std::borrow::Cow;

/// Replaces control characters, directional overrides and invisible characters by U+FFFD, and every line end by `\n`.
///
/// Whoever reads a report must see what the leak says, and no leak may say anything else to their terminal. Joiners stay:
/// some scripts cannot be written without them.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_visible) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    Cow::Owned(
        text.chars()
            .map(|c| match c {
                '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
                c if is_visible(c) => c,
                _ => char::REPLACEMENT_CHARACTER,
            })
            .collect(),
    )
}

/// Unicode 17: general categories Cc and Zl, Zp but for line feed and tab, and the default-ignorable format characters
/// apart from the two joiners.
fn is_visible(c: char) -> bool {
    match c {
        '\n' | '\t' => true,
        c if c.is_control() => false,
        _ => !matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An escape sequence could retitle a terminal, an override could show "not" where there is none.
    #[test]
    fn nothing_moves_the_cursor_or_reorders_the_line() {
        assert_eq!(visible("\u{1b}]0;owned\u{7}"), "\u{fffd}]0;owned\u{fffd}");
        assert_eq!(visible("\u{9b}31m"), "\u{fffd}31m");
        assert_eq!(visible("a\u{202e}b\u{200b}c"), "a\u{fffd}b\u{fffd}c");
        assert_eq!(visible("one\r\ntwo\rthree\u{2028}four"), "one\ntwo\nthree\nfour");
    }

    #[test]
    fn ordinary_text_is_untouched() {
        assert!(matches!(visible("Zürich — “naïve”\n\tα ≤ 10⁻³"), Cow::Borrowed(_)));
    }
}
