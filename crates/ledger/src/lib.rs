//! What was promised and when: commitments, sealed keys, log entries, the Merkle tree, checkpoints and proofs. Pure.
//!
//! | to | see |
//! |---|---|
//! | bind keys, copies, files and the beacon by hashes | [`commit`] |
//! | split a batch's key over custodians | [`seal`] |
//! | write and read the log's entries | [`entry`] |
//! | know which entry may come next, and count N, i, V, D | [`order`] |
//! | hash the log and prove what stands in it | [`tree`] |
//! | sign its state | [`note`], [`checkpoint`] |
//! | hand a proof to somebody else | [`proof`], [`certificate`] |
//!
//! The formats are those of `spec/commitment.md` and `spec/log.md`. Nothing here knows a file, a clock or a statistic;
//! the only entropy not passed in is that which age draws for its own encryption.

pub mod certificate;
pub mod checkpoint;
pub mod commit;
pub mod entry;
pub mod hash;
pub mod note;
pub mod order;
pub mod proof;
pub mod seal;
pub mod tree;
