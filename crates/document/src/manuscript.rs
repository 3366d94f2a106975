//! The visible text of a file, and the way back from it to the file's bytes.

use crate::Format;
use std::fmt;
use std::ops::Range;
use text::memo::Edit;

/// Why a copy could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// Two edits overlap, or they are not in text order.
    Overlap {
        /// Where the second starts.
        at: usize,
    },
    /// An edit spans markup, which splicing would tear.
    SpansMarkup {
        /// The visible text of the edit.
        text: String,
    },
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Overlap { at } => write!(f, "two edits overlap at byte {at}"),
            WriteError::SpansMarkup { text } => write!(f, "the choice `{text}` spans markup"),
        }
    }
}

impl std::error::Error for WriteError {}

/// A stretch of visible text and the bytes it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    text: Range<usize>,
    source: Range<usize>,
    /// Byte for byte the same, so that it can be cut anywhere.
    literal: bool,
}

/// A file as people see it.
#[derive(Clone, Debug)]
pub struct Manuscript {
    format: Format,
    text: String,
    protected: Vec<Range<usize>>,
    segments: Vec<Segment>,
    source: String,
    /// Where the notice goes, in bytes of the file.
    notice_at: usize,
}

impl Manuscript {
    /// A file whose visible text is the file itself.
    pub(crate) fn plain(format: Format, source: &str, protected: Vec<Range<usize>>) -> Self {
        let all = 0..source.len();
        let segments = vec![Segment { text: all.clone(), source: all, literal: true }];
        let notice_at = source.len();
        Manuscript {
            format,
            text: source.into(),
            protected,
            segments,
            source: source.into(),
            notice_at,
        }
    }

    /// An empty text of an HTML file, to be filled by [`Manuscript::push`].
    pub(crate) fn builder(source: &str) -> Self {
        Manuscript {
            format: Format::Html,
            text: String::new(),
            protected: Vec::new(),
            segments: Vec::new(),
            source: source.into(),
            notice_at: source.len(),
        }
    }

    /// Adds visible text that stands for `source`.
    pub(crate) fn push(&mut self, text: &str, source: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        let literal = self.source[source.clone()] == *text;
        if let Some(last) = self.segments.last_mut()
            && last.literal
            && literal
            && last.source.end == source.start
            && last.text.end == start
        {
            last.text.end = self.text.len();
            last.source.end = source.end;
            return;
        }
        self.segments.push(Segment { text: start..self.text.len(), source, literal });
    }

    /// Adds visible text that has no bytes of its own, such as the gap between two blocks.
    pub(crate) fn push_break(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Closes a stretch of text that must not change.
    pub(crate) fn protect(&mut self, from: usize) {
        if from < self.text.len() {
            self.protected.push(from..self.text.len());
        }
    }

    pub(crate) fn set_notice_at(&mut self, at: usize) {
        self.notice_at = at;
    }

    /// Format of the file.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The visible text. For plain text and Markdown it is the file itself.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Ranges of the visible text that are structure, not prose.
    pub fn protected(&self) -> &[Range<usize>] {
        &self.protected
    }

    /// Bytes of the file behind a range of the visible text; `None` where it spans markup or lies between blocks.
    pub fn source_range(&self, range: Range<usize>) -> Option<Range<usize>> {
        let first = self.segments.partition_point(|s| s.text.end <= range.start);
        let mut out: Option<Range<usize>> = None;
        for segment in &self.segments[first..] {
            let part = range.start.max(segment.text.start)..range.end.min(segment.text.end);
            if out.is_some() && part.start >= range.end {
                break;
            }
            if part.start > part.end || segment.text.start > range.start && out.is_none() {
                return None;
            }
            let source = segment.cut(part)?;
            match &mut out {
                None => out = Some(source),
                Some(whole) if whole.end == source.start => whole.end = source.end,
                Some(_) => return None,
            }
            if segment.text.end >= range.end {
                break;
            }
        }
        out
    }

    /// The file with these edits, in text order, and the notice as a paragraph of its own at the end.
    pub fn write(&self, edits: &[Edit], notice: Option<&str>) -> Result<Vec<u8>, WriteError> {
        let mut out = String::with_capacity(self.source.len() + 256);
        let mut at = 0;
        // The notice is one more edit, at a place that no choice can stand at.
        let mut notice = notice;
        for edit in edits {
            let source = self.source_range(edit.range.clone()).ok_or_else(|| {
                WriteError::SpansMarkup { text: self.text[edit.range.clone()].to_string() }
            })?;
            if source.start < at {
                return Err(WriteError::Overlap { at: edit.range.start });
            }
            if source.start >= self.notice_at
                && let Some(notice) = notice.take()
            {
                out.push_str(&self.source[at..self.notice_at]);
                self.push_notice(&mut out, notice);
                at = self.notice_at;
            }
            out.push_str(&self.source[at..source.start]);
            self.push_text(&mut out, &edit.replacement);
            at = source.end;
        }
        if let Some(notice) = notice {
            out.push_str(&self.source[at..self.notice_at]);
            self.push_notice(&mut out, notice);
            at = self.notice_at;
        }
        out.push_str(&self.source[at..]);
        Ok(out.into_bytes())
    }

    fn push_text(&self, out: &mut String, text: &str) {
        if self.format == Format::Html {
            html_escape::encode_text_to_string(text, out);
        } else {
            out.push_str(text);
        }
    }

    fn push_notice(&self, out: &mut String, notice: &str) {
        if self.format == Format::Html {
            out.push_str("\n<p class=\"countermark-notice\">");
            html_escape::encode_text_to_string(notice, out);
            out.push_str("</p>\n");
            return;
        }
        let line = if self.source.contains("\r\n") { "\r\n" } else { "\n" };
        if !out.ends_with('\n') {
            out.push_str(line);
        }
        out.push_str(line);
        out.push_str(notice);
        out.push_str(line);
    }
}

impl Segment {
    /// The source of a part of this segment's text; a segment that is not literal has no parts.
    fn cut(&self, part: Range<usize>) -> Option<Range<usize>> {
        if part == self.text {
            return Some(self.source.clone());
        }
        let offset = |at: usize| self.source.start + (at - self.text.start);
        self.literal.then(|| offset(part.start)..offset(part.end))
    }
}
