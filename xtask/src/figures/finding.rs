//! The tables of finding.md, recomputed on the real texts with a split of our own.

use super::Figure;

mod align;
mod corpus;
mod find;
mod leaks;

/// All figures on finding and lining up; empty where the real texts are not here.
pub(crate) fn run() -> Vec<Figure> {
    let Some(folder) = corpus::folder() else {
        eprintln!("finding: skipped, no real texts (COUNTERMARK_DATA or ../shared/data)");
        return Vec::new();
    };
    let mut figures = find::run(&folder);
    figures.extend(align::run(&folder));
    figures
}

/// lab
pub fn run_some(which: &str) -> Vec<Figure> {
    let folder = corpus::folder().unwrap();
    match which { "find" => find::run(&folder), "align" => align::run(&folder), _ => run() }
}
