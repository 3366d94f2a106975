//! Classes of characters, and the text as an honest typist would hand it on.

use unicode_normalization::UnicodeNormalization;

/// The text as an honest typist would hand it on: NFKC, no format characters, straight quotes, every run of dashes
/// as one `-`, single spaces, paragraphs apart by one blank line.
pub fn sanitise(text: &str) -> String {
    let plain = text.chars().filter(|c| !is_format(*c)).map(plain_sign);
    let mut out = String::with_capacity(text.len());
    let (mut space, mut newlines) = (false, 0);
    for c in plain.nfkc().filter(|c| !is_format(*c)).map(plain_sign) {
        if c.is_whitespace() {
            space = true;
            newlines += if c == '\u{2029}' { 2 } else { u32::from(c == '\n') };
            continue;
        }
        if space && !out.is_empty() {
            out.push_str(if newlines > 1 { "\n\n" } else { " " });
        }
        if !(c == '-' && !space && out.ends_with('-')) {
            out.push(c);
        }
        (space, newlines) = (false, 0);
    }
    out
}

fn plain_sign(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    straight_quote(c).unwrap_or(if is_dash(c) { '-' } else { c })
}

/// Double and single quotation marks of all shapes as `"` and `'`; apostrophes and primes too.
pub(crate) fn straight_quote(c: char) -> Option<char> {
    match c {
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '〝' | '〞' | '〟' | '＂' => {
            Some('"')
        }
        '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '´' | 'ʼ' | 'ʹ' | '`' | '＇' => {
            Some('\'')
        }
        _ => None,
    }
}

pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐'..='―' | '⁃' | '−' | '⸺' | '⸻' | '﹘' | '﹣' | '－' | '︱' | '︲' | '➖')
}

/// Characters that print nothing: Unicode's default ignorables and the marks of direction and annotation.
pub(crate) fn is_format(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Latin letters that no decomposition folds.
pub(super) fn fold_letter(c: char) -> (char, Option<char>) {
    match c {
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ħ' => ('h', None),
        'ı' => ('i', None),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'ß' => ('s', Some('s')),
        'þ' => ('t', Some('h')),
        c => (c, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The retyped leak of every measurement is made by this function.
    #[test]
    fn sanitising_leaves_words_and_paragraphs_only() {
        let text = " “Yes”\u{a0}— he  said…\r\n\r\n It’s \u{200b}ﬁne -- 10 − 3\n";
        assert_eq!(sanitise(text), "\"Yes\" - he said...\n\nIt's fine - 10 - 3");
        assert_eq!(sanitise(&sanitise(text)), sanitise(text));
    }
}
