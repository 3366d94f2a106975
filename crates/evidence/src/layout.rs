//! The code of layout marks: how they are biased, and the few levels that their soft readings take.
//!
//! Neither is needed for soundness: biases are committed before any word exists, and a reading may hold whatever it likes.
//! Both are for power, and for p-values that are found in a second.

use crate::mark::Bias;
use crate::reading::Observation;

/// Movers below which every layout mark is even: rare symbols pay only where marks are many.
const HYBRID_FROM: usize = 150;
/// Movers above which every layout mark is biased.
const BIASED_ABOVE: usize = 600;
/// Size of a coalition from which on every layout mark is biased, however few there are.
const BIASED_COALITION: usize = 3;

/// How the layout marks of a memo are biased (`spec/codeword.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutCode {
    /// All [`Bias::EVEN`]: names the single source of a short memo.
    Even,
    /// Half [`Bias::EVEN`], a quarter each [`Bias::LOW`] and [`Bias::HIGH`].
    Hybrid,
    /// Half [`Bias::LOW`], half [`Bias::HIGH`]: names a source among several (G. Tardos, 2008).
    Biased,
}

impl LayoutCode {
    /// The code of a memo of which so many slots move something in its own typesetting, all choices in their first reading;
    /// `coalition` is the number of sources that its sender expects to compare copies, 1 where nothing is said.
    pub fn of(movers: usize, coalition: usize) -> LayoutCode {
        match movers {
            _ if coalition >= BIASED_COALITION => LayoutCode::Biased,
            0..HYBRID_FROM => LayoutCode::Even,
            HYBRID_FROM..=BIASED_ABOVE => LayoutCode::Hybrid,
            _ => LayoutCode::Biased,
        }
    }

    /// The bias of a slot by its number, from 0 among the slots of a memo.
    ///
    /// Every eight slots hold a pair of each quarter of the code: every second word of a line moves, and meets each pair once.
    /// Pairs change their order from eight to eight, since with any period some length of line would repeat one bias down
    /// a whole page.
    pub fn bias(self, slot: usize) -> Bias {
        match (self, order(slot as u64 / 8)[slot / 2 % 4]) {
            (LayoutCode::Even, _) | (LayoutCode::Hybrid, 0 | 2) => Bias::EVEN,
            (LayoutCode::Hybrid, 1) | (LayoutCode::Biased, 0 | 2) => Bias::LOW,
            _ => Bias::HIGH,
        }
    }
}

/// An order of the four quarters, as good as drawn: SplitMix64 of the number (G. Steele, D. Lea and C. Flood, 2014).
fn order(number: u64) -> [u8; 4] {
    let z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let mut mixed = z ^ (z >> 31);
    let mut order = [0, 1, 2, 3];
    for last in (1..4).rev() {
        let choices = last as u64 + 1;
        order.swap(last, (mixed % choices) as usize);
        mixed /= choices;
    }
    order
}

/// The biases of a memo's layout slots, in catalogue order, for [`LayoutCode::of`] these movers and no stated coalition.
pub fn layout_biases(slots: usize, movers: usize) -> Vec<Bias> {
    let code = LayoutCode::of(movers, 1);
    (0..slots).map(|slot| code.bias(slot)).collect()
}

/// Sizes of soft readings of layout marks, in 2⁻¹⁰ nat: from 3/16 to 6 nats in steps of √2, and 8.
const LEVELS: [u32; 12] = [192, 272, 384, 543, 768, 1086, 1536, 2172, 3072, 4344, 6144, 8192];

/// A soft reading of a layout mark, `nats` in 2⁻¹⁰ nat, brought to the next level towards zero; erased below the least.
///
/// With so few levels marks still fall into few classes. Rounding towards zero never makes a reading claim more than was
/// measured: where one mark in twelve would be misread, ln E becomes smaller by 2 %, with fewer misreads by less. Beyond eight
/// nats the least rate of misreads outweighs whatever was seen.
pub fn quantise(nats: i32) -> Observation {
    let level = LEVELS.into_iter().rev().find(|level| nats.unsigned_abs() >= *level);
    level.map_or(Observation::Erased, |level| Observation::soft(level as i32 * nats.signum()))
}
