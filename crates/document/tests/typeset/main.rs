//! Setting pages: every word where its map says, marks that move nothing else, files that archives take.
#![cfg(feature = "typeset")]

mod copies;
mod files;
mod limits;
mod places;
mod speed;
mod support;
