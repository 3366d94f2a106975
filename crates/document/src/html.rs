//! HTML to visible text, with every character's way back to its bytes.

use crate::{Manuscript, ReadError};
use lol_html::html_content::{Element, TextType};
use lol_html::{HtmlRewriter, Settings, doc_text, element};
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];
/// Elements whose words are not the author's prose.
const PROTECTED: &[&str] = &[
    "blockquote",
    "cite",
    "code",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "kbd",
    "pre",
    "q",
    "samp",
    "table",
];
/// Elements whose text nobody sees.
const HIDDEN: &[&str] = &["noscript", "script", "style", "template", "title"];

struct Reader {
    out: Manuscript,
    hidden: usize,
    /// Starts of the open protected elements.
    shut: Vec<usize>,
    body_end: Option<usize>,
}

/// Reads an HTML file.
pub(crate) fn read(source: &str) -> Result<Manuscript, ReadError> {
    let reader = Rc::new(RefCell::new(Reader {
        out: Manuscript::builder(source),
        hidden: 0,
        shut: Vec::new(),
        body_end: None,
    }));
    let (tags, texts) = (Rc::clone(&reader), Rc::clone(&reader));
    let settings = Settings::new()
        .with_strict(false)
        .append_element_content_handler(element!("*", |el| {
            open(&tags, el);
            Ok(())
        }))
        .append_document_content_handler(doc_text!(|chunk| {
            let shown = matches!(chunk.text_type(), TextType::Data | TextType::RCData);
            if shown && !chunk.as_str().is_empty() {
                texts.borrow_mut().text(source, chunk.source_location().bytes());
            }
            Ok(())
        }));
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    rewriter.write(source.as_bytes()).map_err(|e| ReadError::Html(e.to_string()))?;
    rewriter.end().map_err(|e| ReadError::Html(e.to_string()))?;
    drop((tags, texts));
    let reader = Rc::into_inner(reader).map(RefCell::into_inner);
    let Some(Reader { mut out, shut, body_end, .. }) = reader else {
        return Err(ReadError::Html("the parser kept the document".into()));
    };
    if let Some(start) = shut.first() {
        out.protect(*start);
    }
    if let Some(at) = body_end {
        out.set_notice_at(at);
    }
    if !out.text().chars().any(char::is_alphanumeric) {
        return Err(ReadError::Empty);
    }
    Ok(out)
}

/// A start tag; its end tag, where it has one, is registered here.
fn open(reader: &Rc<RefCell<Reader>>, el: &mut Element<'_, '_>) {
    let name = el.tag_name();
    let name = name.as_str();
    let block = BLOCKS.contains(&name);
    let (hides, shuts) = (HIDDEN.contains(&name), PROTECTED.contains(&name));
    {
        let mut state = reader.borrow_mut();
        if name == "br" {
            state.out.push_break("\n");
        }
        if block {
            state.paragraph();
        }
    }
    // A void element or a stray tag has no end: it opens nothing.
    let closing = Rc::clone(reader);
    let Some(handlers) = el.end_tag_handlers() else { return };
    let is_body = name == "body";
    handlers.push(Box::new(move |end| {
        let mut state = closing.borrow_mut();
        if hides {
            state.hidden = state.hidden.saturating_sub(1);
        }
        if shuts
            && let Some(start) = state.shut.pop()
            && state.shut.is_empty()
        {
            state.out.protect(start);
        }
        if block {
            state.paragraph();
        }
        if is_body {
            state.body_end = Some(end.source_location().bytes().start);
        }
        Ok(())
    }));
    let mut state = reader.borrow_mut();
    state.hidden += usize::from(hides);
    if shuts {
        let at = state.out.text().len();
        state.shut.push(at);
    }
}

impl Reader {
    fn paragraph(&mut self) {
        let text = self.out.text();
        if !text.is_empty() && !text.ends_with("\n\n") {
            self.out.push_break(if text.ends_with('\n') { "\n" } else { "\n\n" });
        }
    }

    /// A stretch of character data: white space runs become one space, character references what they stand for.
    fn text(&mut self, source: &str, range: Range<usize>) {
        if self.hidden > 0 {
            return;
        }
        let bytes = source.as_bytes();
        let mut at = range.start;
        while at < range.end {
            let start = at;
            match bytes[at] {
                b' ' | b'\t' | b'\n' | b'\r' | 0x0c => {
                    while at < range.end && bytes[at].is_ascii_whitespace() {
                        at += 1;
                    }
                    if !self.out.text().is_empty() && !self.out.text().ends_with([' ', '\n']) {
                        self.out.push(" ", start..at);
                    }
                }
                b'&' => {
                    // The longest named reference has 31 letters.
                    let stop = range.end.min(at + 34);
                    let end = bytes[at..stop]
                        .iter()
                        .position(|b| *b == b';')
                        .map_or(at + 1, |i| at + i + 1);
                    self.out.push(&html_escape::decode_html_entities(&source[at..end]), at..end);
                    at = end;
                }
                _ => {
                    while at < range.end && bytes[at] != b'&' && !bytes[at].is_ascii_whitespace() {
                        at += 1;
                    }
                    self.out.push(&source[start..at], start..at);
                }
            }
        }
    }
}
