//! What the report shows of a reading.

use crate::archive::MemoRow;
use crate::report::{LayoutPart, Mark, MemoPart, Passage, Place, Seen};
use ledger::hash::to_hex;
use text::align::{self, Alignment};
use text::choice::Choice;

/// What the report shows of one memo's wording.
pub(super) fn memo(
    row: &MemoRow,
    choices: &[Choice],
    alignment: &Alignment,
    leak: &str,
) -> MemoPart {
    let passages = alignment.passages.iter().map(|p| Passage {
        leak: (p.leak.start, p.leak.end),
        memo: (p.memo.start, p.memo.end),
        leak_text: leak[p.leak.clone()].to_string(),
        memo_text: row.text[p.memo.clone()].to_string(),
    });
    let marks = choices.iter().enumerate().map(|(number, choice)| Mark {
        family: choice.family.to_string(),
        kind: format!("{:?}", choice.kind).to_lowercase(),
        places: choice
            .places
            .iter()
            .enumerate()
            .map(|(at, place)| Place {
                memo: (place.range.start, place.range.end),
                leak: alignment
                    .sightings
                    .iter()
                    .find(|s| s.choice == number && s.place == at)
                    .map(|s| (s.leak.start, s.leak.end)),
                readings: place.readings.clone(),
            })
            .collect(),
        seen: match alignment.seen[number] {
            align::Seen::Erased => Seen::Erased,
            align::Seen::Reading(r) => Seen::Reading(r),
            align::Seen::Soft { nats_1024 } => Seen::Soft(f64::from(nats_1024) / 1024.0),
        },
    });
    MemoPart {
        memo: to_hex(&row.id),
        title: row.title.clone(),
        candidates: 0,
        passages: passages.collect(),
        marks: marks.collect(),
        layout: LayoutPart::default(),
        pages: Vec::new(),
    }
}
