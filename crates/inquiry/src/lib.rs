//! From a logged reading to a finding that anybody can recompute: opening, weighing, bundles and their verification. Pure.
//!
//! The flow, in the order that the types allow:
//!
//! 1. [`alpha::plan`]: N, i, V, D and α_i for some memos, as the log stands.
//! 2. [`scale::Scales::new`] and [`scale::Scales::floor`]: whether the frozen reading could name anybody at all.
//! 3. [`open::reading_entry`], appended to the log and covered by a signed checkpoint: [`open::LoggedReading::prove`].
//! 4. [`open::LoggedReading::open_entry`], appended: [`open::OpenCodebook::open`].
//! 5. [`weigh::weigh`], then [`bundle::Body`] and [`weigh::finding_entry`], appended, checkpointed: [`bundle::Bundle`].
//! 6. [`verify::verify`]: all of it again, from the bundle's bytes alone.
//!
//! Formats and rules are those of `spec/finding.md`; evidence itself is computed by the crate `evidence`, the log kept by
//! `ledger`. A codebook cannot be weighed before its reading was logged: [`weigh::weigh`] takes an
//! [`open::OpenCodebook`], which is only made from an [`open::LoggedReading`].

pub mod alpha;
pub mod bundle;
pub mod open;
pub mod scale;
pub mod sentence;
pub mod verify;
pub mod weigh;
