//! Commas that may stand or not. Taking one away and putting one have rules of their own: what the author left out may
//! be needed elsewhere, and what grammar allows here may crowd the sentence there.

use super::{Draft, Passage, place_of};
use crate::choice::{Kind, Place};

pub(crate) mod clause;
pub(crate) mod link;
pub(crate) mod opener;

fn taken(family: &'static str, passage: &Passage, comma: usize) -> Draft {
    let place = place_of(passage.text, passage.tokens[comma].range.clone(), &[""]);
    Draft::single(family, Kind::Safe, place)
}

/// A comma at the end of the token before `at`.
fn put(family: &'static str, passage: &Passage, at: usize) -> Draft {
    let end = passage.tokens[at - 1].range.end;
    Draft::single(
        family,
        Kind::Safe,
        Place { range: end..end, readings: vec![String::new(), ",".into()] },
    )
}
