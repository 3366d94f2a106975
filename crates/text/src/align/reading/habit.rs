//! How the hand that made the leak treats words and signs, seen where the memo has no choice.

use super::super::lattice::{BRANCH, JOIN};
use super::super::{Leak, Match, Sheet};
use crate::word::Gap;

/// The strongest soft value, 4 nats.
pub(super) const NATS_1024_MAX: i16 = 4 * 1024;
/// The levels of a soft value in 2^-10 nats, and the odds that each needs, in hundredths: e^2, e, e^.5, and e^4.5 for
/// four nats, so that no one word in a hundred dropped by the leak's hand reads as sure.
const LEVELS: [(i16, u64); 4] = [(4096, 9001), (2048, 739), (1024, 272), (512, 165)];
/// Words kept that are assumed beforehand for each word dropped: an editor drops one word in forty unseen.
const KEPT_BEFORE: u64 = 40;
/// Signs that must have been kept before a missing sign counts as left out by the copy.
const SIGNS_KEPT_MIN: u64 = 2;
/// Signs kept for each sign lost that are needed for the same.
const SIGNS_KEPT_PER_LOST_MIN: u64 = 8;

/// Counts over all passages of one leak.
#[derive(Debug, Default)]
pub(super) struct Habits {
    words_kept: u64,
    words_dropped: u64,
    signs_kept: u64,
    signs_lost: u64,
}

impl Habits {
    pub(super) fn of(sheet: &Sheet, leak: &Leak, passages: &[Vec<Match>]) -> Habits {
        let mut habits = Habits::default();
        for pair in passages.iter().flat_map(|matches| matches.windows(2)) {
            let (a, b) = (pair[0], pair[1]);
            let is_straight =
                |node: u32| sheet.lattice.special[node as usize] & (BRANCH | JOIN) == 0;
            let is_adjacent = a.word + 1 == b.word && a.is_exact && b.is_exact;
            if !is_adjacent || !(a.node..=b.node).take(3).all(is_straight) {
                continue;
            }
            match b.node - a.node {
                1 => {
                    habits.words_kept += 1;
                    habits.count_signs(sheet, leak, b);
                }
                2 => habits.words_dropped += 1,
                _ => {}
            }
        }
        habits
    }

    fn count_signs(&mut self, sheet: &Sheet, leak: &Leak, at: Match) {
        let base = sheet.lattice.bases[at.node as usize] as usize;
        let memo = sheet.words.gap(base).and(Gap::TELLING);
        if memo.is_empty() || sheet.is_choice_gap(base) {
            return;
        }
        if leak.words.gap(at.word as usize).has(memo) {
            self.signs_kept += 1;
        } else {
            self.signs_lost += 1;
        }
    }

    /// Whether the leak shows the memo's punctuation, so that a sign that is missing was never there.
    pub(super) fn keeps_signs(&self) -> bool {
        self.signs_kept >= SIGNS_KEPT_MIN
            && self.signs_kept >= SIGNS_KEPT_PER_LOST_MIN * self.signs_lost
    }

    /// What dropped words say: the odds that a copy dropped them and not the leak's hand, rounded down to a level.
    pub(super) fn dropped_nats_1024(&self) -> i16 {
        let odds =
            100 * (self.words_kept + self.words_dropped + KEPT_BEFORE) / (self.words_dropped + 1);
        LEVELS.iter().find(|level| odds >= level.1).map_or(0, |level| level.0)
    }
}
