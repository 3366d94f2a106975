//! How fast 2,000 marked memos are opened and one article is traced through them.

use std::path::Path;

use text::align::align;
use text::choice::Choice;
use text::find::{Index, Posting, find};
use text::word::Words;

use super::super::Figure;
use super::corpus::{Row, cpu_seconds, rows};
use super::leaks::{Dice, Urn, choices, copy, render};

/// Words of the article.
const ARTICLE_WORDS: usize = 1_000;
/// Articles traced.
const ARTICLES: usize = 100;

/// Sizes and times of the index over the dev memos, and of tracing.
pub(super) fn run(folder: &Path) -> Vec<Figure> {
    let memos = rows(folder, "memos_dev.jsonl");
    let news = rows(folder, "news.jsonl");
    let urn = Urn::of(&memos.iter().take(50).map(|memo| memo.text.as_str()).collect::<Vec<_>>());
    let marks = |key: usize| choices(&memos[key].text, &urn, &mut Dice(key as u64)).0;
    let marks: Vec<Vec<Choice>> = (0..memos.len()).map(marks).collect();
    let blobs: Vec<Vec<u8>> = memos
        .iter()
        .zip(&marks)
        .map(|(memo, marks)| Posting::make(&memo.text, marks).to_bytes())
        .collect();
    let start = cpu_seconds();
    let postings = blobs.iter().map(|blob| Posting::from_bytes(blob).expect("a sound posting"));
    let index = Index::assemble((0..).zip(postings));
    let opened = cpu_seconds() - start;
    let (mut seconds, mut wrong) = (0.0, 0);
    let mut dice = Dice(1);
    for i in 0..ARTICLES {
        let key = i * memos.len() / ARTICLES;
        let article = article(&memos[key], &marks[key], &news, &mut dice);
        let start = cpu_seconds();
        let found = find(&index, &article);
        let inquiry = found.inquiries().into_iter().next().unwrap_or_default();
        for &memo in &inquiry {
            let memo = memo as usize;
            align(&memos[memo].text, &marks[memo], &article, &found.within(memo as u32));
        }
        seconds += cpu_seconds() - start;
        wrong += usize::from(!inquiry.contains(&(key as u32)));
    }
    let bytes = blobs.iter().map(Vec::len).sum::<usize>() / blobs.len();
    let figure = |what: String, value: String, bound: &str, kept: bool| Figure {
        id: "trace speed",
        what,
        value,
        bound: bound.into(),
        limit: format!("{} memos, one core, CPU time", memos.len()),
        kept,
    };
    let trace_ms = 1e3 * seconds / ARTICLES as f64;
    vec![
        figure("index stored for a memo".into(), format!("{bytes} bytes"), "", true),
        figure(
            "index opened".into(),
            format!("{:.0} ms", 1e3 * opened),
            "≤ 1,000 ms",
            opened < 1.0,
        ),
        figure(
            format!(
                "article of {ARTICLE_WORDS} words with two quotations of 25: found and lined up"
            ),
            format!("{trace_ms:.1} ms; {wrong} of {ARTICLES} not found"),
            "≤ 50 ms",
            trace_ms <= 50.0,
        ),
    ]
}

/// Two paragraphs' quotations of one copy in an article about something else.
fn article(memo: &Row, marks: &[Choice], news: &[Row], dice: &mut Dice) -> String {
    let dealt = copy(marks, dice);
    let text = render(&memo.text, marks, &dealt, 0..memo.text.len());
    let words: Vec<&str> = text.split_whitespace().collect();
    let prose = (0..news.len()).map(|_| news[dice.below(news.len())].text.as_str());
    let prose: Vec<&str> = prose.flat_map(str::split_whitespace).take(ARTICLE_WORDS - 50).collect();
    let quote = |from: usize| words[from..words.len().min(from + 25)].join(" ");
    let middle = prose.len() / 2;
    let (one, two) = (quote(0), quote(words.len() / 2));
    debug_assert!(Words::read(&one).len() > 1);
    format!("{} “{one}” {} “{two}”", prose[..middle].join(" "), prose[middle..].join(" "))
}
