//! From sightings to what is seen of each choice: all places of a choice are one symbol.

use super::{Seen, Sighting};

/// What is seen of each choice: what all its sightings say, erased where two disagree.
pub(super) fn pool(choices: usize, sightings: &[Sighting]) -> Vec<Seen> {
    let mut seen: Vec<Option<Seen>> = vec![None; choices];
    for sighting in sightings {
        let slot = &mut seen[sighting.choice];
        *slot = Some(slot.map_or(sighting.seen, |before| agree(before, sighting.seen)));
    }
    seen.into_iter().map(|seen| seen.unwrap_or(Seen::Erased)).collect()
}

/// What two sightings of one choice say together. Once erased, a choice stays so: two that disagree are not outvoted.
pub(super) fn agree(a: Seen, b: Seen) -> Seen {
    match (a, b) {
        (Seen::Reading(x), Seen::Reading(y)) if x == y => a,
        (Seen::Soft { nats_1024: x }, Seen::Soft { nats_1024: y }) if (x < 0) == (y < 0) => {
            // Two places of one choice are edited by one hand: the stronger counts, not the sum.
            if x.abs() >= y.abs() { a } else { b }
        }
        _ => Seen::Erased,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A copy has one reading at all places of a choice: two readings are an error or two copies, and tell nothing.
    #[test]
    fn places_that_disagree_are_erased_for_good() {
        let seen = |choice, seen| Sighting { choice, place: 0, seen, leak: 0..1 };
        let soft = |nats: i16| Seen::Soft { nats_1024: nats * 1024 };
        let pooled = pool(
            4,
            &[
                seen(0, Seen::Reading(1)),
                seen(1, Seen::Reading(1)),
                seen(2, soft(2)),
                seen(1, Seen::Reading(0)),
                seen(1, Seen::Reading(1)),
                seen(2, soft(4)),
                seen(0, Seen::Reading(1)),
            ],
        );
        assert_eq!(pooled, [Seen::Reading(1), Seen::Erased, soft(4), Seen::Erased]);
        assert_eq!(agree(soft(4), soft(-4)), Seen::Erased);
    }
}
