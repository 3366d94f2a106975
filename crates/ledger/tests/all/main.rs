//! Tests of the ledger against public oracles, plain models and planted violations.

mod certificates;
mod entries;
mod notes;
mod orders;
mod sample;
mod seals;
mod trees;
