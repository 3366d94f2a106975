//! Why an entry may not stand where it does.

use crate::entry::EntryError;

/// One variant for each rule of `spec/log.md`, "Order".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderError {
    /// The bytes are no entry.
    Entry(EntryError),
    /// A second DEAL, REVEAL, ISSUE or VOID of the same batch; holds the kind.
    Repeated(&'static str),
    /// A later batch before the ISSUE of the batch before it.
    BatchEarly,
    /// A later batch that does not repeat what batch 0 fixed.
    BatchDiffers,
    /// REVEAL, ISSUE or VOID of a batch without DEAL; holds the kind.
    NoDeal(&'static str),
    /// The named DEAL is not that of the batch; holds the kind.
    OtherDeal(&'static str),
    /// REVEAL gives values that DEAL did not commit to.
    RevealValues,
    /// The beacon is not what the values give.
    Beacon,
    /// ISSUE before REVEAL.
    NoReveal,
    /// ISSUE of another number of copies than DEAL.
    IssueCopies,
    /// ISSUE after VOID.
    Voided,
    /// VOID after ISSUE.
    AlreadyIssued,
    /// READING of a memo without ISSUE.
    NotIssued,
    /// READING that repeats an earlier one byte for byte.
    ReadingRepeated,
    /// READING, OPEN or FINDING states another count than the log gives; holds the key.
    Count(&'static str),
    /// OPEN or FINDING names no READING before it.
    NoReading,
    /// A second OPEN of a READING.
    OpenTwice,
    /// OPEN of a READING that has its FINDING.
    OpenLate,
    /// OPEN lists other memos or inquiries than its READING.
    OpenDiffers,
    /// Another OPEN came between READING and OPEN: the reading must be logged afresh.
    InquiryMoved,
    /// The nonce chains end at inquiry 1023.
    InquiriesSpent,
    /// OPEN has not the purpose that the floor leaves.
    Purpose,
    /// OPEN's nonces are not the next links of the chains.
    Nonces,
    /// A second FINDING of a READING.
    FindingTwice,
    /// FINDING names another OPEN than the READING's own.
    FindingOpen,
    /// The outcome is not one that floor and OPEN leave.
    Outcome,
    /// FINDING states an α that is none of its memos'.
    Alpha,
    /// FINDING states another grade than the log gives.
    Grade,
    /// A named copy was not among those issued before the READING.
    NamedUnknown,
    /// A named copy's key had left the registry before the READING.
    NamedBurnt,
    /// `audit` names no FINDING before it.
    NoFinding,
    /// `audit` names a memo that has no DEAL.
    NoMemo,
}

impl std::fmt::Display for OrderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Entry(error) => error.fmt(f),
            Self::Repeated(kind) => write!(f, "the batch already has its `{kind}`"),
            Self::BatchEarly => f.write_str("the batch before is not issued"),
            Self::BatchDiffers => f.write_str("the batch does not repeat what batch 0 fixed"),
            Self::NoDeal(kind) => write!(f, "`{kind}` of a batch without `deal`"),
            Self::OtherDeal(kind) => write!(f, "`{kind}` names another `deal`"),
            Self::RevealValues => f.write_str("the values are not those committed to in `deal`"),
            Self::Beacon => f.write_str("the beacon is not what the values give"),
            Self::NoReveal => f.write_str("`issue` before `reveal`"),
            Self::IssueCopies => f.write_str("`issue` of another number of copies than `deal`"),
            Self::Voided => f.write_str("`issue` after `void`"),
            Self::AlreadyIssued => f.write_str("`void` after `issue`"),
            Self::NotIssued => f.write_str("a memo of the reading is not issued"),
            Self::ReadingRepeated => f.write_str("the same `reading` stands in the log already"),
            Self::Count(key) => write!(f, "`{key}` is not what the log gives"),
            Self::NoReading => f.write_str("no such `reading` before"),
            Self::OpenTwice => f.write_str("the reading has been opened already"),
            Self::OpenLate => f.write_str("`open` after the reading's `finding`"),
            Self::OpenDiffers => f.write_str("`open` lists other memos than its `reading`"),
            Self::InquiryMoved => f.write_str("another `open` came since the `reading`"),
            Self::InquiriesSpent => f.write_str("a memo can be opened 1023 times"),
            Self::Purpose => f.write_str("`purpose` is not the one that the floor leaves"),
            Self::Nonces => f.write_str("`nonces` are not the next links of the chains"),
            Self::FindingTwice => f.write_str("the reading has its `finding` already"),
            Self::FindingOpen => f.write_str("`finding` names another `open`"),
            Self::Outcome => f.write_str("`outcome` is not one that floor and `open` leave"),
            Self::Alpha => f.write_str("`alpha` is that of none of the memos"),
            Self::Grade => f.write_str("`grade` is not what the log gives"),
            Self::NamedUnknown => f.write_str("a named copy was not issued before the reading"),
            Self::NamedBurnt => f.write_str("a named copy's key was disclosed before"),
            Self::NoFinding => f.write_str("`audit` names no `finding` before it"),
            Self::NoMemo => f.write_str("`audit` names a memo that was never dealt"),
        }
    }
}

impl OrderError {
    /// What to do about it, where anything can be done.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::InquiryMoved => Some("log the reading afresh; it counts with the new number"),
            Self::ReadingRepeated => Some("go on with the reading that stands in the log"),
            Self::InquiriesSpent => Some("this memo can name nobody any more"),
            _ => None,
        }
    }
}

impl std::error::Error for OrderError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Entry(error) => Some(error),
            _ => None,
        }
    }
}
