//! The press report of 2019: three single words quoted from memos, among many quotations of other speakers.

use crate::common::{Bench, copy, options};
use countermark::compose::{Accept, Draft};
use countermark::entropy::SystemEntropy;
use countermark::issue::issue;
use countermark::report::{Outcome, Report, Seen};
use countermark::roster::Roster;
use countermark::trace::TraceOptions;
use ledger::entry::Decimal;

/// Marks on the three words that were quoted, and on words that only other speakers say.
const MEMO: &str = "\
We do not believe that the administration will become substantially more normal. The White House is {inept|clumsy|awkward|maladroit} \
in its dealings with Congress, and its staff are {incompetent|unequal|unfit|unskilled} in the face of a crisis of this kind.

The President appears {insecure|unsure|uneasy|brittle} in company that he has not chosen. His remarks on the talks were \
{foolish|rash|unwise|silly}, and his advisers think the approach {wacky|odd|eccentric|strange} but {vital|essential|crucial|necessary} to his base.
";

/// The words as the report quotes them, in the order of the memo's marks.
const QUOTED: [&str; 3] = ["inept", "incompetent", "insecure"];

/// Named by the operator, exactly three words are read, none of another speaker's; they name nobody among 12 or 50, and the
/// shortlist holds the copy that they are from. Not named, there is no finding.
#[tokio::test]
async fn three_words_of_a_press_report() {
    let data = std::env::var_os("COUNTERMARK_DATA").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        Into::into,
    );
    let Ok(article) = std::fs::read_to_string(data.join("press_report.txt")) else {
        println!("skipped: no press_report.txt in {}", data.display());
        return;
    };
    for offices in [12, 50] {
        let bench = Bench::new().await;
        let csv: String =
            (1..=offices).fold("office\n".into(), |csv, n| csv + &format!("Office {n}\n"));
        let mut options = options(&bench.dir.path().join("copies"));
        options.alpha = Decimal::new("0.05").unwrap();
        let draft = Draft::new(Some("memo.txt"), MEMO.into(), Accept::Author, None).unwrap();
        let roster = Roster::parse(csv.as_bytes()).unwrap();
        let issued =
            issue(&bench.archive, &draft, &roster, &options, &mut SystemEntropy, 0, &mut |_| {})
                .await
                .unwrap();
        let leak = as_quoted_from(&copy(&issued, 7), &article);
        let silent = bench.trace(&leak, &TraceOptions::default()).await;
        assert_eq!(silent.outcome, Outcome::NoFinding);
        let memo = Some(ledger::hash::to_hex(&issued.memo));
        let report = bench.trace(&leak, &TraceOptions { memo, shortlist: true }).await;
        assert_eq!(read(&report), [0, 1, 2], "which marks are read among {offices}");
        assert_eq!(report.outcome, Outcome::CannotName);
        assert!(report.copies.iter().any(|c| c.copy == 7), "the shortlist holds the copy");
    }
}

/// The article with the three words as this copy has them.
fn as_quoted_from(copy: &str, article: &str) -> String {
    let mut leak = article.to_owned();
    for (mark, quoted) in MEMO.split('{').skip(1).zip(QUOTED) {
        let readings = mark.split('}').next().unwrap().split('|');
        let word = readings.into_iter().find(|w| copy.contains(&format!(" {w} "))).unwrap();
        leak = leak.replace(&format!("\"{quoted}"), &format!("\"{word}"));
    }
    leak
}

fn read(report: &Report) -> Vec<usize> {
    let marks = &report.memos[0].marks;
    (0..marks.len()).filter(|i| marks[*i].seen != Seen::Erased).collect()
}
