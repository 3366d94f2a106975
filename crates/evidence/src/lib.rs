//! What a reading proves: codewords, likelihood ratios, p-values and the budget for α. Pure.
//!
//! Symbols are those of `spec/finding.md`: N copies, m marks, mark i of arity q_i, x_ji the symbol of copy j, r_i the
//! symbol that was read, c the size of the coalition that leaked.

pub mod catalogue;
mod cbor;
pub mod channel;
pub mod deal;
pub mod mark;
pub mod math;
pub mod plan;
pub mod reading;
pub mod single;
pub mod tail;
