//! The flow: compose, deal, issue, find, read, weigh, report; one file a verb, in the order they happen.
//!
//! 1. [`compose`]: where a memo can be said two ways, and what its author allows.
//!    [`pages`]: how its PDF copies look; `layout`: which of their gaps carry marks.
//! 2. `deal`: copy keys, commitments, the beacon; DEAL and REVEAL in the log.
//! 3. [`issue`]: every copy rendered and fixed with ISSUE, then handed over.
//! 4. [`find`]: which memo a leak is from.
//! 5. [`read`]: the leak lined up, its reading frozen and logged with READING.
//! 6. `weigh`: the codebook opened with OPEN, copies weighed, FINDING logged.
//! 7. [`report`]: what people see; [`bundle`]: what outsiders recompute.
//!
//! [`trace`] runs 4 to 7; [`audit`] recomputes everything. I/O lives in [`archive`], and time and entropy are arguments.
//! Absent on purpose: statistics (`evidence`), the log's rules (`ledger`), the verdict (`inquiry`), and printing (`cli`).

pub mod archive;
pub mod audit;
pub mod bundle;
mod catalogue;
pub mod compose;
mod deal;
pub mod entropy;
pub mod find;
pub mod issue;
mod layout;
mod measure;
mod names;
pub mod pages;
pub mod read;
pub mod report;
pub mod roster;
pub mod show;
pub mod trace;
mod weigh;
pub mod worker;

pub use document::Format;
pub use document::limit::FILE_BYTES;

/// The visible line on each copy, unless the author sets another.
pub const NOTICE: &str = "This copy is individually marked for its recipient.";
