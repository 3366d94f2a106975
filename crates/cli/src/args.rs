//! The command line, typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Individually marked copies of confidential memos: issue them, and read a leak back with a proven bound on naming
/// an uninvolved copy.
#[derive(Debug, Parser)]
#[command(name = "countermark", version, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "Exit status: 0 done or a finding, 1 no finding, 2 an error.")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Global {
    /// Folder of the registry
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "COUNTERMARK_REGISTRY",
        default_value = "registry"
    )]
    pub(crate) registry: PathBuf,
    /// Print one JSON document on stdout, nothing else
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a new registry: database, log key, custodians
    Init,
    /// Show where a memo can be said two ways, and what each paragraph and the whole can tell
    Check(Check),
    /// Write one marked copy for each office
    Issue(Issue),
    /// Find the memo of a leak, read its marks, and name the copy where the bound allows it
    Trace(Trace),
    /// Recompute a finding, offline, from its bundle alone
    Verify(Verify),
    /// Recompute every hash, proof, copy and state of the registry
    Audit,
    /// Show the log
    Log,
    /// Show a memo, its copies and its inquiries
    Show {
        /// Memo id, or the first digits of one
        memo: String,
    },
    /// List the memos that were issued
    List,
}

/// Typefaces that are part of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Font {
    /// Libertinus Serif, a book face
    Libertinus,
    /// New Computer Modern
    ComputerModern,
    /// DejaVu Sans Mono, a typewriter's look
    Mono,
}

/// Sizes of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Paper {
    /// 210 × 297 mm
    A4,
    /// 8.5 × 11 in
    UsLetter,
}

/// Where pages name their copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PrintCopy {
    /// Nowhere
    None,
    /// At the head
    Header,
    /// At the foot
    Footer,
}

/// How far choices go out unreviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Accept {
    /// Only those the author wrote into the memo
    Author,
    /// And those without a change of meaning, tone or emphasis
    Safe,
    /// And the suggested ones: the author's yes to all of them
    Suggested,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The memo: .txt, .md or .html
    pub(crate) memo: PathBuf,
    /// Roster, for the number of copies (20 without it)
    #[arg(long, value_name = "ROSTER")]
    pub(crate) to: Option<PathBuf>,
    /// Bound on naming any uninvolved copy
    #[arg(long, default_value = "0.001", value_name = "ALPHA")]
    pub(crate) alpha: String,
    /// How far choices go out unreviewed
    #[arg(long, value_enum, default_value = "safe")]
    pub(crate) accept: Accept,
    /// Decide on each choice in its sentence; decisions are kept in MEMO.choices.toml
    #[arg(long, conflicts_with = "json")]
    pub(crate) review: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Issue {
    /// The memo: .txt, .md or .html
    pub(crate) memo: PathBuf,
    /// CSV with a column `office`, and if wanted `email`, `name`, `age`
    #[arg(long, value_name = "ROSTER")]
    pub(crate) to: PathBuf,
    /// Folder for the copies and certificates
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Formats of the copies: txt, md, html, pdf (default: that of MEMO, and pdf)
    #[arg(long, value_delimiter = ',', value_name = "FORMAT")]
    pub(crate) format: Vec<String>,
    /// Bound on naming any uninvolved copy, fixed for this memo
    #[arg(long, default_value = "0.001", value_name = "ALPHA")]
    pub(crate) alpha: String,
    /// How far choices go out unreviewed
    #[arg(long, value_enum, default_value = "safe")]
    pub(crate) accept: Accept,
    /// Add a late batch to a memo issued before
    #[arg(long, value_name = "MEMO_ID")]
    pub(crate) batch_of: Option<String>,
    /// The visible line on each copy
    #[arg(long, value_name = "TEXT", default_value = countermark::NOTICE)]
    pub(crate) notice: String,
    #[command(flatten)]
    pub(crate) page: Page,
}

/// How the pages of PDF copies look, the same for all.
#[derive(Debug, Args)]
#[command(next_help_heading = "Pages of PDF copies")]
pub(crate) struct Page {
    /// How far a word moves left or right, in points: .15 is discreet, .25 reads better in photographs
    #[arg(long, default_value = "0.20", value_name = "POINTS")]
    pub(crate) layout_shift: String,
    /// Typeface
    #[arg(long, value_enum, default_value = "libertinus")]
    pub(crate) font: Font,
    /// Paper
    #[arg(long, value_enum, default_value = "a4")]
    pub(crate) paper: Paper,
    /// The sender, above the memo; `\n` parts its lines
    #[arg(long, value_name = "LINES")]
    pub(crate) letterhead: Option<String>,
    /// Classification, at the head and foot of each page
    #[arg(long, value_name = "TEXT")]
    pub(crate) classification: Option<String>,
    /// Date of the memo, as 2031-03-14
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
    /// The sender's reference, on each page
    #[arg(long, value_name = "TEXT")]
    pub(crate) reference: Option<String>,
    /// Where each page names the office and the number of its copy
    #[arg(long, value_enum, default_value = "none", value_name = "PLACE")]
    pub(crate) print_copy: PrintCopy,
}

#[derive(Debug, Args)]
pub(crate) struct Trace {
    /// The leak: text, web page, PDF, or pictures of pages (.png, .jpg, .tif), all of one source; `-` for text on stdin
    #[arg(required = true)]
    pub(crate) leak: Vec<PathBuf>,
    /// Search only this memo (id, or its first digits)
    #[arg(long, value_name = "ID")]
    pub(crate) memo: Option<String>,
    /// Do not open the codebook where nothing can be named
    #[arg(long)]
    pub(crate) no_shortlist: bool,
    /// Write the report to FILE.html
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Write the bundle for `verify`; it discloses the keys of the named copies, which are never named again
    #[arg(long, value_name = "FILE.cmk")]
    pub(crate) bundle: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// A bundle (.cmk) or a recipient's certificate
    pub(crate) file: PathBuf,
    /// Require this log key
    #[arg(long, value_name = "KEY")]
    pub(crate) log_key: Option<String>,
}
