//! The whole flow on real memos: issued to their real recipients, leaked five ways, traced; and innocent texts traced.
//!
//! Every leak is traced against its own copy of the freshly issued registry, so that each is a memo's first inquiry.

mod bench;
mod five;
mod innocent;
mod scale;

use super::Figure;

/// Memos of the table of five leaks.
const MEMOS: usize = 200;

/// All figures of the flow; empty where the real texts are not here.
pub(crate) fn run() -> Vec<Figure> {
    let folder = crate::data();
    if !folder.is_dir() {
        eprintln!("flow: skipped, no real texts ($COUNTERMARK_DATA or ../shared/data)");
        return Vec::new();
    }
    let mut figures = five::run(&folder, MEMOS);
    figures.extend(innocent::run(&folder));
    figures.extend(scale::run(&folder));
    figures
}
