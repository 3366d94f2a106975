//! Speed and memory, printed on demand: `cargo test --release -p document --features typeset -- --ignored --nocapture`.

use crate::support::{letter, memo};
use document::spacing::{WORD_SHIFT_PT, movers};
use document::typeset::{Copy, Markup, Setting, Shifts, set};

/// Seconds of processor time that this process has used: others may be busy on the same machine.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 =
        after_name.split(' ').skip(12).take(2).filter_map(|t| t.parse::<f64>().ok()).sum();
    ticks / 100.0
}

fn report(what: &str, count: u32, start: f64) {
    let each = (processor_seconds() - start) / f64::from(count);
    println!("{what}: {:.2} ms each, {:.0}/s, {} MiB", each * 1e3, 1.0 / each, resident_mib());
}

fn resident_mib() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: Option<usize> = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0) * 4096 / (1 << 20)
}

/// The promise of 400 copies/s and 30 sets/s for a memo of 1,300 words, and of memory that does not grow.
#[test]
#[ignore = "prints measurements"]
fn speed_and_memory() {
    let text = memo();
    let text =
        format!("{text}\n\n{}", &text[text.find("5. ").unwrap()..text.find("10. ").unwrap()]);
    let setting = Setting { ..letter() };
    let start = processor_seconds();
    let sheets = set(&text, Markup::Markdown, &setting).unwrap();
    report("first set", 1, start);
    println!("{} words, {} pages", text.split_whitespace().count(), sheets.pages().len());
    for printed in [false, true].repeat(3) {
        let start = processor_seconds();
        for n in 0..1000_u32 {
            let mut shifts = Shifts::default();
            for (page, map) in sheets.pages().iter().enumerate() {
                for (k, mover) in movers(map).iter().enumerate() {
                    let left = (k as u32 ^ n).count_ones().is_multiple_of(2);
                    let dx = if left { -WORD_SHIFT_PT } else { WORD_SHIFT_PT };
                    shifts.move_word(page, mover.word, dx);
                }
            }
            let office = format!("Office {n} of the Ministry");
            let copy = Copy { office: &office, number: n };
            sheets.pdf(&shifts, printed.then_some(&copy)).unwrap();
        }
        let what = if printed { "copies with their office" } else { "copies" };
        report(what, 1000, start);
    }
    for _ in 0..3 {
        let start = processor_seconds();
        for n in 0..300_u32 {
            let word = ["hostile", "bitter", "rancorous", "acrimonious"][n as usize % 4];
            let other = ["weaker", "feebler", "frailer"][n as usize % 3];
            let text = text.replace("bitter", word).replace("weaker", other);
            let text = text.replace("sullen", &format!("sullen{n}"));
            set(&text, Markup::Markdown, &setting).unwrap();
        }
        report("sets", 300, start);
    }
    let start = processor_seconds();
    for page in 0..sheets.pages().len() {
        sheets.reference(page, 300.0).unwrap();
    }
    report("reference pages at 300 dpi", sheets.pages().len() as u32, start);
}
