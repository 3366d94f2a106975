//! The tables of finding.md, recomputed on the real texts.
//!
//! The texts are halved by the SHA-256 of their id (first hexadecimal figure 0 to 9, and a to f). The first thresholds were
//! set on one half alone; those of open text and of short quotations were moved after the misses of both halves had
//! been seen, so the halves show how far figures spread, and only texts never opened can judge.

use sha2::{Digest, Sha256};

use super::Figure;

mod align;
pub(super) mod corpus;
mod find;
pub(super) mod leaks;
mod speed;

/// All figures on finding and lining up; none where the real texts are not here.
pub(crate) fn run() -> Vec<Figure> {
    let Some(folder) = corpus::folder() else {
        eprintln!("finding: skipped, no real texts ($COUNTERMARK_DATA or ../shared/data)");
        return Vec::new();
    };
    let mut figures = find::run(&folder);
    figures.extend(align::run(&folder));
    figures.extend(speed::run(&folder));
    figures
}

/// Which of the texts a figure is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Both,
    First,
    Second,
}

impl Half {
    fn holds(self, id: &str) -> bool {
        let is_second = Sha256::digest(id.as_bytes())[0] >> 4 >= 10;
        match self {
            Half::Both => true,
            Half::First => !is_second,
            Half::Second => is_second,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Half::Both => "all",
            Half::First => "first half",
            Half::Second => "second half",
        }
    }
}
