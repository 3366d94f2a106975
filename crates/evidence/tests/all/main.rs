//! Tests of the evidence: each condition of its bound kept and broken, its means, tails, deals and encodings.

mod budget;
mod conditions;
mod dealing;
mod encoding;
mod field;
mod layout;
mod lists;
mod means;
mod power;
mod products;
mod tails;
