//! What a trace found, as data: the terminal, the HTML page and `--json` show nothing that is not in here.
//!
//! Absent on purpose: codewords and keys. The evidence of unnamed copies appears only as an unlabelled histogram, since
//! a list of it would give their words away.

use serde::{Deserialize, Serialize};

pub(crate) mod build;
pub mod figure;
pub mod html;
pub mod passage;
mod visible;
pub mod words;

pub use visible::visible;

/// A finding, as people see it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// What the trace may answer.
    pub outcome: Outcome,
    /// `A`, `B` or `L` (one machine); empty where nothing was logged.
    pub grade: String,
    /// α as fixed in DEAL; null where no memo was found.
    pub alpha: Option<f64>,
    /// α_i of this inquiry.
    pub alpha_inquiry: Option<f64>,
    /// What N·p was compared with, .85·α_i.
    pub alpha_tier: Option<f64>,
    /// Number of this inquiry into the memo, the largest where several are tied.
    pub inquiry: Option<u32>,
    /// Copies among which the bound holds.
    pub n: Option<u32>,
    /// N·p_min of the reading; above α_i's tier nothing can be named.
    pub floor: Option<f64>,
    /// The memo, or the memos that share the leaked wording.
    pub memos: Vec<MemoPart>,
    /// Wording shared with other memos that was too short to read.
    pub shared: Vec<Shared>,
    /// The named copies, or the shortlist; best first.
    pub copies: Vec<CopyPart>,
    /// log10 E of all copies without labels, and the limit from which a copy is named; only where the codebook was opened.
    pub histogram: Option<Histogram>,
    /// What the finding says, in the fixed words.
    pub sentence: String,
    /// What it does not say, and what was not checked.
    pub cautions: Vec<String>,
    /// What was compared, for the record.
    pub leaks: Vec<LeakPart>,
    /// Indices in the log.
    pub log: LogPart,
    /// Earlier inquiries and what is left: one line for the terminal and the page.
    pub budget: String,
}

/// Answers that a trace can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// At least one copy is named.
    Named,
    /// At least one of a group of copies; with the coalition tiers.
    Group,
    /// Above the floor, no copy named, some stand out.
    Shortlist,
    /// The reading holds too little to name any copy.
    CannotName,
    /// No memo, or no evidence that any copy was a source.
    NoFinding,
}

impl Outcome {
    /// As `--json` writes it.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Named => "named",
            Outcome::Group => "group",
            Outcome::Shortlist => "shortlist",
            Outcome::CannotName => "cannot_name",
            Outcome::NoFinding => "no_finding",
        }
    }
}

/// One memo of the inquiry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MemoPart {
    /// Its id, 32 hex digits.
    pub memo: String,
    /// Its title.
    pub title: String,
    /// Its copies, all batches.
    pub candidates: u32,
    /// Where leak and memo agree.
    pub passages: Vec<Passage>,
    /// Its wording marks in catalogue order, and what was seen of them.
    pub marks: Vec<Mark>,
    /// Its layout marks: how many there are in all copies together, and how many were read.
    #[serde(default)]
    pub layout: LayoutPart,
    /// Pages of the leak whose spacing was measured.
    #[serde(default)]
    pub pages: Vec<PagePart>,
}

/// Counts of layout marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutPart {
    /// Slots of the catalogue; about every second one moves something in any one copy.
    pub slots: usize,
    /// Slots that were read.
    pub read: usize,
}

/// A page of the leak whose spacing was measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PagePart {
    /// Name of the file.
    pub leak: String,
    /// Number of the page or picture in that file, from 1.
    pub leak_page: u32,
    /// The memo's page that it shows, from 1.
    pub memo_page: u32,
    /// How it was found: by `words`, by `blocks` of text, or by the `positions` that a PDF states.
    pub route: String,
    /// Words that the page should show and words that were measured.
    pub words: (usize, usize),
    /// Pixels an inch; null where positions were stated.
    pub dpi: Option<f64>,
    /// Median standard error of a word's shift, in points.
    pub sigma_pt: f64,
    /// Shift of a word in the copies, in points.
    pub shift_pt: f64,
    /// Width and height of what `shifts` are drawn on.
    pub size: (f64, f64),
    /// The picture, JPEG in base64; null where the words of the page are drawn instead.
    pub view: Option<String>,
    /// Words of the page, where there is no picture: left end, baseline, size, signs.
    pub drawn: Vec<(f64, f64, f64, String)>,
    /// What was measured.
    pub shifts: Vec<ShiftPart>,
}

/// The measured shift of a word, or of a line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShiftPart {
    /// The word; empty for a line.
    pub word: String,
    /// Corners of the word in the view, clockwise from its own upper left; null for a line.
    pub place: Option<[[f64; 2]; 4]>,
    /// To the right, or down, in points.
    pub r_pt: f64,
    /// Standard error, in points.
    pub sigma_pt: f64,
    /// ln of how many times more probable this is for right (down) than for left (up); null for an erasure.
    pub nats: Option<f64>,
}

/// A stretch of the leak beside the stretch of the original that it quotes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Bytes of the leak's text.
    pub leak: (usize, usize),
    /// Bytes of the original's text.
    pub memo: (usize, usize),
    /// The leak's words there.
    pub leak_text: String,
    /// The original's words there.
    pub memo_text: String,
}

/// A mark and what was seen of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// Family, such as `verb` or `author`.
    pub family: String,
    /// `author`, `safe` or `suggested`.
    pub kind: String,
    /// Where it stands in the original, first place first.
    pub places: Vec<Place>,
    /// What all its places together say.
    pub seen: Seen,
}

/// One place of a mark.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Place {
    /// Bytes of the original's text.
    pub memo: (usize, usize),
    /// Bytes of the leak's text that were compared with it; null where nothing was.
    pub leak: Option<(usize, usize)>,
    /// What may stand here.
    pub readings: Vec<String>,
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// Not in the leak, or not certain.
    Erased,
    /// This reading.
    Reading(u8),
    /// Rather reading 1 (positive) or 0 (negative), in nats.
    Soft(f64),
}

/// A memo that shares wording too short to be read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Shared {
    /// Its id.
    pub memo: String,
    /// Its title.
    pub title: String,
    /// The shared words, as the leak has them.
    pub words: String,
    /// Why they were not read.
    pub why: String,
}

/// A copy that is named or on the shortlist.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CopyPart {
    /// Memo id.
    pub memo: String,
    /// Number of the copy, from 1 through all batches.
    pub copy: u32,
    /// Where it was issued to.
    pub office: String,
    /// log10 E.
    pub log10_evidence: f64,
    /// Upper bound of its p-value; null on a shortlist.
    pub p_upper: Option<f64>,
    /// Share of the posterior, if exactly one copy leaked; null for a named copy.
    pub posterior: Option<f64>,
    /// Its key left in an earlier bundle, so that it can never be named.
    pub disclosed: bool,
}

/// Counts of copies by log10 E, from `from` in steps of `step`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Lower edge of the first bin.
    pub from: f64,
    /// Width of a bin.
    pub step: f64,
    /// Copies in each bin.
    pub counts: Vec<u32>,
    /// log10 E from which a copy is named; null where no reachable E suffices.
    pub limit: Option<f64>,
}

/// One file of the leak.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LeakPart {
    /// Its name as given.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256, hex.
    pub sha256: String,
}

/// Where in the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPart {
    /// Index of READING.
    pub reading: Option<u64>,
    /// Index of OPEN.
    pub open: Option<u64>,
    /// Index of FINDING.
    pub finding: Option<u64>,
    /// Log key, for whoever verifies.
    pub key: String,
}
