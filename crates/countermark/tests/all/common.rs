//! A small registry to test on: real database, real files, a fictional memo.

use countermark::Format;
use countermark::archive::Archive;
use countermark::compose::{Accept, Draft};
use countermark::entropy::SystemEntropy;
use countermark::find::Finder;
use countermark::issue::{CopyFormat, IssueOptions, Issued, issue};
use countermark::pages::PageOptions;
use countermark::report::Report;
use countermark::roster::Roster;
use countermark::trace::{Leak, TraceOptions, trace};
use countermark::worker::Worker;
use ledger::entry::Decimal;
use std::path::Path;
use tempfile::TempDir;

/// A memo of our own with enough of the author's choices to name one of four from a paragraph.
pub(crate) const MEMO: &str = "\
The harbour talks in Brevik

The talks in Brevik were {tense|strained|difficult|awkward} from the first morning, and the harbour master was \
{evasive|vague|silent|curt} whenever the dredging contract came up. His deputy seemed {nervous|anxious|uneasy|worried} \
about the auditors, who had been {delayed|detained|held up|kept away} at the border for two days.

The trade minister gave a {wooden|lifeless|hollow|flat} speech about the new pier, and the local press called it \
{shallow|thin|empty|bland} the next day. The unions remain {hostile|opposed|unfriendly|bitter} to the plan, yet their \
leader was {polite|courteous|civil|gracious} to our delegation throughout the evening.

We should expect a {stormy|rough|turbulent|heated} session of the council in May. The mayor is {proud|vain|stubborn|touchy} \
and will not accept advice that looks {foreign|imported|imposed|dictated}, so a visit by the envoy would be \
{premature|unwise|harmful|risky} before the vote.
";

/// Four offices.
pub(crate) const OFFICES: &str = "office\nOslo\nRome\nLima\nCairo\n";

/// A registry in a folder of its own.
pub(crate) struct Bench {
    pub(crate) dir: TempDir,
    pub(crate) archive: Archive,
}

impl Bench {
    pub(crate) async fn new() -> Bench {
        let dir = tempfile::tempdir().unwrap();
        let archive =
            Archive::create(&dir.path().join("registry"), &mut SystemEntropy).await.unwrap();
        Bench { dir, archive }
    }

    pub(crate) async fn issue(&self, memo: &str, offices: &str, out: &str) -> Issued {
        let options = options(&self.dir.path().join(out));
        let roster = Roster::parse(offices.as_bytes()).unwrap();
        issue(&self.archive, &draft(memo), &roster, &options, &mut SystemEntropy, 0, &mut |_| {})
            .await
            .unwrap()
    }

    pub(crate) async fn trace(&self, text: &str, options: &TraceOptions) -> Report {
        self.trace_file("leak.txt", text.as_bytes(), options).await
    }

    pub(crate) async fn trace_file(
        &self,
        name: &str,
        bytes: &[u8],
        options: &TraceOptions,
    ) -> Report {
        let worker = Worker::in_process();
        let leak = Leak::new(vec![(Some(name.into()), bytes.to_vec())]);
        let finder = Finder::open(&self.archive).await.unwrap();
        trace(&self.archive, &finder, &leak, options, &worker, &mut |_| {}).await.unwrap()
    }

    /// Number of entries in the log.
    pub(crate) async fn entries(&self) -> usize {
        countermark::show::log(&self.archive).await.unwrap().len()
    }
}

pub(crate) fn draft(memo: &str) -> Draft {
    Draft::new(Some("memo.txt"), memo.as_bytes().to_vec(), Accept::Author, None).unwrap()
}

/// Text copies, whose marks are in their wording.
pub(crate) fn options(out: &Path) -> IssueOptions {
    IssueOptions {
        formats: vec![CopyFormat::Words(Format::Text)],
        alpha: Decimal::new("0.001").unwrap(),
        notice: countermark::NOTICE.into(),
        page: PageOptions::default(),
        out: out.into(),
        batch_of: None,
    }
}

/// The text of one copy.
pub(crate) fn copy(issued: &Issued, number: usize) -> String {
    std::fs::read_to_string(&issued.copies[number - 1].files[0].1).unwrap()
}
