//! Lining up: what is read right, erased and flipped at 0 to 20 % errors, and how fast.

use std::path::Path;

use text::align::{Seen, align};
use text::choice::Choice;
use text::word::{Words, sanitise};

use super::super::Figure;
use super::corpus::{Row, cpu_seconds, rows};
use super::leaks::{Dice, SORTS, Urn, choices, copy, corrupt, render};

/// Every so many dev memos are used.
const STEP: usize = 4;
/// Memos shorter than this have no room for the shapes of leak.
const WORDS_MIN: usize = 120;

/// What a row counts: soft readings of less than four nats lean.
const COLUMNS: &str = "right / leaning right / erased / leaning wrong / wrong, %";

/// How a leak is made of copies.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// The whole copy, retyped.
    Whole,
    /// Parts of 60 words of two copies in any order, a third of them left out.
    Mixed,
    /// Four quotations of 25 words in another article.
    Quoted,
}

#[derive(Default)]
struct Counts {
    right: u64,
    leaning_right: u64,
    erased: u64,
    leaning_wrong: u64,
    wrong: u64,
}

impl Counts {
    fn count(&mut self, truth: u8, seen: Seen) {
        let slot = match seen {
            Seen::Erased => &mut self.erased,
            Seen::Reading(read) if read == truth => &mut self.right,
            Seen::Reading(_) => &mut self.wrong,
            Seen::Soft { nats_1024 } => {
                match ((nats_1024 > 0) == (truth == 1), nats_1024.abs() >= 4096) {
                    (true, true) => &mut self.right,
                    (true, false) => &mut self.leaning_right,
                    (false, true) => &mut self.wrong,
                    (false, false) => &mut self.leaning_wrong,
                }
            }
        };
        *slot += 1;
    }

    fn all(&self) -> [u64; 5] {
        [self.right, self.leaning_right, self.erased, self.leaning_wrong, self.wrong]
    }

    fn total(&self) -> u64 {
        self.all().iter().sum()
    }

    fn row(&self) -> String {
        let all = self.all();
        let total = self.total().max(1) as f64;
        let share: Vec<String> =
            all.iter().map(|&n| format!("{:.2}", 100.0 * n as f64 / total)).collect();
        share.join(" / ")
    }

    fn wrong_percent(&self) -> f64 {
        100.0 * self.wrong as f64 / self.total().max(1) as f64
    }
}

/// The rows of the table "lining up".
pub(super) fn run(folder: &Path) -> Vec<Figure> {
    let memos: Vec<Row> = rows(folder, "memos_dev.jsonl");
    let news: Vec<Row> = rows(folder, "news.jsonl");
    let urn = Urn::of(&memos.iter().take(50).map(|memo| memo.text.as_str()).collect::<Vec<_>>());
    let mut figures = Vec::new();
    for percent in [0, 5, 10, 20] {
        for shape in [Shape::Whole, Shape::Mixed, Shape::Quoted] {
            figures.extend(table_row(&memos, &news, &urn, percent, shape));
        }
    }
    figures
}

fn table_row(memos: &[Row], news: &[Row], urn: &Urn, percent: usize, shape: Shape) -> Vec<Figure> {
    let mut counts: [Counts; SORTS.len()] = Default::default();
    let (mut words, mut seconds, mut absent) = (0, 0.0, 0);
    let mut dice = Dice(percent as u64 + 1);
    for memo in memos.iter().step_by(STEP) {
        let text = sanitise(&memo.text);
        if Words::read(&text).len() < WORDS_MIN {
            continue;
        }
        let (choices, sorts) = choices(&text, urn, &mut dice);
        let article = &news[dice.below(news.len())].text;
        let (leak, truth) = leak(&text, &choices, article, percent, shape, urn, &mut dice);
        let start = cpu_seconds();
        let seen = align(&text, &choices, &leak, &[]);
        seconds += cpu_seconds() - start;
        words += Words::read(&leak).len();
        for (i, truth) in truth.into_iter().enumerate() {
            match truth {
                Some(truth) => counts[sorts[i]].count(truth, seen.seen[i]),
                None => absent += u64::from(seen.seen[i] != Seen::Erased),
            }
        }
    }
    let mut figures: Vec<Figure> =
        (0..SORTS.len()).map(|i| row(percent, shape, i, &counts[i])).collect();
    figures.push(Figure {
        id: "align speed",
        what: format!("{shape:?}, {percent} % errors: lattice, lining up and reading, one core"),
        value: format!("{:.2} Mwords/s; {absent} read where absent", words as f64 / seconds / 1e6),
        bound: String::new(),
        limit: format!("{words} words"),
        kept: true,
    });
    figures
}

fn row(percent: usize, shape: Shape, sort: usize, counts: &Counts) -> Figure {
    // The bounds of finding.md are stated at 20 % errors.
    let most = match SORTS[sort] {
        "content" | "function" => Some(0.1),
        "kept/dropped" => Some(0.5),
        _ => None,
    };
    let most = most.filter(|_| percent == 20);
    Figure {
        id: "align",
        what: format!("{shape:?}, {percent} % errors, {}: {COLUMNS}", SORTS[sort]),
        value: counts.row(),
        bound: most.map_or(String::new(), |most| format!("wrong ≤ {most} %")),
        limit: format!("n = {}", counts.total()),
        kept: most.is_none_or(|most| counts.wrong_percent() <= most),
    }
}

/// A leak and, for each choice, the reading that it was given, or `None` where that part is not in the leak.
fn leak(
    memo: &str,
    choices: &[Choice],
    article: &str,
    percent: usize,
    shape: Shape,
    urn: &Urn,
    dice: &mut Dice,
) -> (String, Vec<Option<u8>>) {
    let copies = [copy(choices, dice), copy(choices, dice)];
    let words = Words::read(memo);
    let mut truth = vec![None; choices.len()];
    let mut part = |from: usize, to: usize, which: usize, dice: &mut Dice| {
        let start = clear(choices, words.range(from).start);
        let end =
            if to >= words.len() { memo.len() } else { clear(choices, words.range(to).start) };
        for (i, choice) in choices.iter().enumerate() {
            let place = &choice.places[0].range;
            if place.start >= start && place.end <= end {
                truth[i] = Some(copies[which][i]);
            }
        }
        let text = render(memo, choices, &copies[which], start..end.max(start));
        corrupt(text.trim(), percent, urn, dice)
    };
    let mut leak = Vec::new();
    match shape {
        Shape::Whole => leak.push(part(0, words.len(), 0, dice)),
        Shape::Mixed => {
            let mut parts: Vec<usize> = (0..words.len()).step_by(60).collect();
            for i in (1..parts.len()).rev() {
                parts.swap(i, dice.below(i + 1));
            }
            for (i, from) in parts.into_iter().enumerate() {
                if dice.below(3) > 0 {
                    leak.push(part(from, from + 60, i % 2, dice));
                }
            }
        }
        Shape::Quoted => {
            let article: Vec<&str> = article.split_whitespace().collect();
            for i in 0..4 {
                let from = dice.below(words.len() - 26);
                let prose =
                    &article[(i * 60).min(article.len())..((i + 1) * 60).min(article.len())];
                leak.push(format!("{} “{}”", prose.join(" "), part(from, from + 25, 0, dice)));
            }
        }
    }
    (leak.join(" "), truth)
}

/// The nearest byte from `at` on that cuts no place.
fn clear(choices: &[Choice], at: usize) -> usize {
    let cut =
        choices.iter().map(|choice| &choice.places[0].range).find(|r| r.start < at && at < r.end);
    cut.map_or(at, |range| range.end)
}
