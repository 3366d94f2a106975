//! From choices and slots to marks and back: the one place where the words of `text` and the gaps of `document` become the
//! symbols of `evidence`.

use crate::layout::{Plan, Slot, SlotKind};
use evidence::catalogue::Catalogue;
use evidence::layout::layout_biases;
use evidence::mark::{Carrier, Law, Mark};
use minicbor::{Decoder, Encoder};
use std::fmt;
use text::choice::{Choice, Kind, Place};

/// Why a stored catalogue does not give choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CatalogueError;

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the catalogue's places cannot be read")
    }
}

impl std::error::Error for CatalogueError {}

/// One mark a choice, all readings equally likely; then one a slot, biased as their number asks for. All in the same order.
pub(crate) fn new(choices: &[Choice], plan: Option<&Plan>) -> Catalogue {
    let wording = choices.iter().map(|choice| {
        Mark::uniform(Carrier::Wording, choice.arity() as u8, encode(choice))
            .expect("choices have 2 to 16 readings")
    });
    let layout = plan.into_iter().flat_map(|plan| {
        let biases = layout_biases(plan.slots.len(), plan.movers);
        plan.slots.iter().zip(biases).map(|(slot, bias)| Mark {
            carrier: Carrier::Layout,
            law: Law::Binary(bias),
            place: encode_slot(slot),
        })
    });
    Catalogue::new(wording.chain(layout).collect())
}

/// The catalogue of wording marks alone.
pub(crate) fn from_choices(choices: &[Choice]) -> Catalogue {
    new(choices, None)
}

/// Number of marks of a carrier.
pub(crate) fn count(catalogue: &Catalogue, carrier: Carrier) -> usize {
    catalogue.marks().iter().filter(|mark| mark.carrier == carrier).count()
}

/// The choices again, from the committed catalogue alone; `kinds` holds one byte a mark, see [`kind_code`].
pub(crate) fn to_choices(
    catalogue: &Catalogue,
    kinds: &[u8],
) -> Result<Vec<Choice>, CatalogueError> {
    if count(catalogue, Carrier::Wording) != kinds.len() {
        return Err(CatalogueError);
    }
    // Wording marks come first.
    let wording = catalogue.marks().iter().zip(kinds);
    wording.map(|(mark, kind)| decode(&mark.place, *kind).ok_or(CatalogueError)).collect()
}

/// The slots of the layout marks again, in order.
pub(crate) fn to_slots(catalogue: &Catalogue) -> Result<Vec<Slot>, CatalogueError> {
    let layout = catalogue.marks().iter().filter(|mark| mark.carrier == Carrier::Layout);
    layout.map(|mark| decode_slot(&mark.place).ok_or(CatalogueError)).collect()
}

/// How a kind is kept in the registry.
pub(crate) fn kind_code(kind: Kind) -> u8 {
    match kind {
        Kind::Author => 0,
        Kind::Safe => 1,
        Kind::Suggested => 2,
    }
}

fn kind_of(code: u8) -> Option<Kind> {
    [Kind::Author, Kind::Safe, Kind::Suggested].into_iter().find(|k| kind_code(*k) == code)
}

/// `[family, [[start, end, [reading, …]], …]]`, see `spec/codeword.md`.
fn encode(choice: &Choice) -> Vec<u8> {
    let mut e = Encoder::new(Vec::new());
    let written = (|| {
        e.array(2)?.str(&choice.family)?.array(choice.places.len() as u64)?;
        for place in &choice.places {
            e.array(3)?.u64(place.range.start as u64)?.u64(place.range.end as u64)?;
            e.array(place.readings.len() as u64)?;
            for reading in &place.readings {
                e.str(reading)?;
            }
        }
        Ok::<(), minicbor::encode::Error<std::convert::Infallible>>(())
    })();
    written.expect("a vector takes every byte");
    e.into_writer()
}

/// `["gap" | "line", start, end, shift]`, see `spec/codeword.md`.
fn encode_slot(slot: &Slot) -> Vec<u8> {
    let mut e = Encoder::new(Vec::new());
    let written = e
        .array(4)
        .and_then(|e| e.str(slot.kind.name()))
        .and_then(|e| e.u64(slot.gap.start as u64))
        .and_then(|e| e.u64(slot.gap.end as u64))
        .and_then(|e| e.u16(slot.shift));
    written.expect("a vector takes every byte");
    e.into_writer()
}

fn decode_slot(bytes: &[u8]) -> Option<Slot> {
    let mut d = Decoder::new(bytes);
    if d.array().ok()? != Some(4) {
        return None;
    }
    let kind = SlotKind::from_name(d.str().ok()?)?;
    let gap = d.u64().ok()? as usize..d.u64().ok()? as usize;
    let shift = d.u16().ok()?;
    (d.position() == bytes.len() && gap.start < gap.end).then_some(Slot { kind, gap, shift })
}

fn decode(bytes: &[u8], kind: u8) -> Option<Choice> {
    let mut d = Decoder::new(bytes);
    let array = |d: &mut Decoder<'_>, most: u64| d.array().ok().flatten().filter(|n| *n <= most);
    if array(&mut d, 2)? != 2 {
        return None;
    }
    let family = d.str().ok()?.to_string().into();
    let count = array(&mut d, 100_000)?;
    let mut places = Vec::new();
    for _ in 0..count {
        if array(&mut d, 3)? != 3 {
            return None;
        }
        let (start, end) = (d.u64().ok()? as usize, d.u64().ok()? as usize);
        let arity = array(&mut d, 16)?;
        let readings =
            (0..arity).map(|_| d.str().ok().map(str::to_string)).collect::<Option<_>>()?;
        places.push(Place { range: start..end, readings });
    }
    (d.position() == bytes.len() && !places.is_empty()).then_some(Choice {
        family,
        kind: kind_of(kind)?,
        places,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reader sees only the committed catalogue, so nothing of a choice may be lost in it.
    #[test]
    fn choices_survive_the_catalogue() {
        let place = |start, a: &str, b: &str| Place {
            range: start..start + a.len(),
            readings: vec![a.into(), b.into()],
        };
        let choices = vec![
            Choice {
                family: "spelling".into(),
                kind: Kind::Safe,
                places: vec![place(3, "colour", "color"), place(40, "labour", "labor")],
            },
            Choice {
                family: "author".into(),
                kind: Kind::Author,
                places: vec![place(60, "inept", "out of depth")],
            },
        ];
        let kinds: Vec<u8> = choices.iter().map(|c| kind_code(c.kind)).collect();
        assert_eq!(to_choices(&from_choices(&choices), &kinds).unwrap(), choices);
        assert_eq!(to_choices(&from_choices(&choices), &kinds[1..]), Err(CatalogueError));
    }

    /// Slots come back from the catalogue as they were planned, beside the choices.
    #[test]
    fn slots_survive_the_catalogue() {
        let slot = |kind, start| Slot { kind, gap: start..start + 1, shift: 200 };
        let slots = vec![slot(SlotKind::Word, 4), slot(SlotKind::Word, 9), slot(SlotKind::Line, 4)];
        let plan = Plan { slots: slots.clone(), movers: 2 };
        let catalogue = new(&[], Some(&plan));
        assert_eq!(to_slots(&catalogue).unwrap(), slots);
        assert_eq!(to_choices(&catalogue, &[]), Ok(Vec::new()));
        assert_eq!(
            (count(&catalogue, Carrier::Wording), count(&catalogue, Carrier::Layout)),
            (0, 3)
        );
    }
}
