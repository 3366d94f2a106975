//! What in a Markdown file is structure and not prose.

use std::ops::Range;

/// Byte ranges no choice may touch: front matter, headings, code, tables, block quotations, HTML, link targets and
/// reference definitions, in text order.
pub(crate) fn protected(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut fence: Option<&str> = None;
    let mut front = text.starts_with("---\n") || text.starts_with("---\r\n");
    let mut previous: Option<Range<usize>> = None;
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let range = start..start + line.len();
        start = range.end;
        let body = line.trim();
        if front {
            front = number == 0 || body != "---";
            out.push(range);
        } else if let Some(mark) = fence {
            if body.starts_with(mark) {
                fence = None;
            }
            out.push(range);
        } else if body.starts_with("```") || body.starts_with("~~~") {
            fence = Some(if body.starts_with('`') { "```" } else { "~~~" });
            out.push(range);
        } else if is_structure(line, body) {
            out.push(range);
            previous = None;
            continue;
        } else if is_underline(body) {
            out.extend(previous.take());
            out.push(range);
        } else {
            inline(text, range.clone(), &mut out);
            previous = (!body.is_empty()).then_some(range);
            continue;
        }
        previous = None;
    }
    out
}

/// A heading, table row, block quotation, indented code, raw HTML or reference definition.
fn is_structure(line: &str, body: &str) -> bool {
    body.starts_with('#')
        || body.starts_with('|')
        || body.starts_with('>')
        || line.starts_with("    ")
        || line.starts_with('\t')
        || (body.starts_with('<') && body.ends_with('>'))
        || (body.starts_with('[') && body.contains("]:"))
}

/// The line under a setext heading, or a thematic break.
fn is_underline(body: &str) -> bool {
    body.len() >= 3 && (body.bytes().all(|b| b == b'=') || body.bytes().all(|b| b == b'-'))
}

/// Code spans, link targets, autolinks and inline HTML of one line.
fn inline(text: &str, line: Range<usize>, out: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut at = line.start;
    while at < line.end {
        let close = match bytes[at] {
            b'`' => find(bytes, at + 1..line.end, b'`'),
            b'<' if bytes
                .get(at + 1)
                .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/' || *b == b'!') =>
            {
                find(bytes, at + 1..line.end, b'>')
            }
            b'(' if at > line.start && bytes[at - 1] == b']' => find(bytes, at + 1..line.end, b')'),
            _ => None,
        };
        match close {
            Some(end) => {
                out.push(at..end + 1);
                at = end + 1;
            }
            None => at += 1,
        }
    }
}

fn find(bytes: &[u8], range: Range<usize>, wanted: u8) -> Option<usize> {
    let start = range.start;
    bytes[range].iter().position(|b| *b == wanted).map(|i| start + i)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing that is not prose may be reworded: a changed link or code span breaks the document.
    #[test]
    fn structure_is_protected_and_prose_is_not() {
        let text = "---\ntitle: x\n---\n# Head\n\nProse with `code` and [a link](http://x.example/a).\n\n| a | b |\n\n> quoted\n\n```\ncode\n```\n\nTitle\n=====\n\n- item of a list\n";
        let ranges = protected(text);
        let held = |needle: &str| {
            let at = text.find(needle).unwrap();
            ranges.iter().any(|r| r.contains(&at))
        };
        for needle in [
            "title: x", "# Head", "`code`", "http://x", "| a", "> quoted", "code\n`", "Title\n",
            "=====",
        ] {
            assert!(held(needle), "{needle} is open to change");
        }
        for needle in ["Prose", "and [", "item of"] {
            assert!(!held(needle), "{needle} is shut");
        }
    }
}
