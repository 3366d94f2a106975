//! Entries after the opening: `finding`, `audit`.

use super::field::{EntryError, Fields, Lines};
use super::value::{CopyId, Decimal, Real, parse_list, words, write_list};
use crate::commit::MemoId;
use crate::hash::{Hash, from_hex, to_hex};

/// `finding`: what came of a reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Leaf hash of the READING.
    pub reading: Hash,
    /// Leaf hash of its OPEN, if there was one.
    pub open: Option<Hash>,
    /// The outcome.
    pub outcome: Outcome,
    /// N, at the READING.
    pub copies: u64,
    /// D, at the READING.
    pub deals: u64,
    /// V of each memo, in the order of the READING's memos.
    pub voids: Vec<u64>,
    /// READINGs of these memos that had not been opened, at the READING.
    pub unopened: u64,
    /// α of the memo that gave α_i.
    pub alpha: Decimal,
    /// α_i.
    pub alpha_inquiry: Real,
    /// How the inquiry was kept apart from the codebook.
    pub grade: Grade,
    /// The named copies, ascending.
    pub named: Vec<CopyId>,
    /// log10 E of each named copy.
    pub log10_evidence: Vec<Real>,
    /// Upper bound of p of each named copy.
    pub p_upper: Vec<Real>,
    /// Hash of the bundle's body.
    pub body: Hash,
}

/// The outcome of an inquiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// At least one copy is named.
    Named,
    /// None is named, but the leak comes from these memos' copies.
    Shortlist,
    /// Nothing could have been named.
    CannotName,
    /// Nothing points to these memos' copies.
    NoFinding,
}

words!(Outcome {
    Named => "named",
    Shortlist => "shortlist",
    CannotName => "cannot_name",
    NoFinding => "no_finding",
});

/// How the inquiry was kept apart from the codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// One machine dealt, kept and read.
    L,
    /// The leak was logged before any opening of its memos.
    A,
    /// It was logged after one.
    B,
}

words!(Grade { L => "L", A => "A", B => "B" });

impl Finding {
    pub(super) fn read(fields: &mut Fields<'_>) -> Result<Self, EntryError> {
        let reading = fields.one("reading")?;
        let open = match fields.text("open")? {
            "-" => None,
            text => Some(from_hex(text).ok_or(EntryError::Value("open"))?),
        };
        let finding = Self {
            reading,
            open,
            outcome: fields.one("outcome")?,
            copies: fields.one("copies")?,
            deals: fields.one("deals")?,
            voids: fields.list("voids")?,
            unopened: fields.one("unopened")?,
            alpha: fields.one("alpha")?,
            alpha_inquiry: fields.one("alpha-inquiry")?,
            grade: fields.one("grade")?,
            named: fields.list("named")?,
            log10_evidence: fields.list("log10-evidence")?,
            p_upper: fields.list("p-upper")?,
            body: fields.one("body")?,
        };
        finding.check()?;
        Ok(finding)
    }

    /// The lists belong together, and only the outcome `named` names.
    fn check(&self) -> Result<(), EntryError> {
        let some = self.outcome == Outcome::Named;
        if self.named.is_empty() == some || !self.named.is_sorted_by(|a, b| a < b) {
            return Err(EntryError::Value("named"));
        }
        if self.log10_evidence.len() != self.named.len() {
            return Err(EntryError::Value("log10-evidence"));
        }
        if self.p_upper.len() != self.named.len() {
            return Err(EntryError::Value("p-upper"));
        }
        Ok(())
    }

    pub(super) fn write(&self, lines: &mut Lines) {
        lines.one("reading", &self.reading);
        match &self.open {
            Some(open) => lines.text("open", to_hex(open)),
            None => lines.text("open", "-"),
        }
        lines.one("outcome", &self.outcome);
        lines.one("copies", &self.copies);
        lines.one("deals", &self.deals);
        lines.list("voids", &self.voids);
        lines.one("unopened", &self.unopened);
        lines.one("alpha", &self.alpha);
        lines.one("alpha-inquiry", &self.alpha_inquiry);
        lines.one("grade", &self.grade);
        lines.list("named", &self.named);
        lines.list("log10-evidence", &self.log10_evidence);
        lines.list("p-upper", &self.p_upper);
        lines.one("body", &self.body);
    }
}

/// `audit`: an act that others must be able to see; so far only that copies' keys left the registry.
#[derive(Clone, Debug, PartialEq)]
pub struct Audit {
    /// Who did it, by a pseudonym.
    pub actor: [u8; 16],
    /// Leaf hash of the FINDING whose bundle was handed out.
    pub finding: Hash,
    /// The memo.
    pub memo: MemoId,
    /// Disclosure level of the bundle.
    pub level: u64,
    /// The copies whose keys it holds.
    pub copies: Disclosed,
}

/// The copies of a memo whose keys left the registry.
#[derive(Clone, Debug, PartialEq)]
pub enum Disclosed {
    /// All of them.
    All,
    /// These, as (batch, j), ascending.
    Copies(Vec<(u32, u32)>),
}

impl Audit {
    pub(super) fn read(fields: &mut Fields<'_>) -> Result<Self, EntryError> {
        let actor = fields.one("actor")?;
        fields.fixed("action", "disclose")?;
        let audit = Self {
            actor,
            finding: fields.one("finding")?,
            memo: fields.one("memo")?,
            level: fields.one("level")?,
            copies: match fields.text("copies")? {
                "all" => Disclosed::All,
                text => Disclosed::Copies(parse_list(text).ok_or(EntryError::Value("copies"))?),
            },
        };
        match &audit.copies {
            Disclosed::Copies(copies)
                if copies.is_empty() || !copies.is_sorted_by(|a, b| a < b) =>
            {
                Err(EntryError::Value("copies"))
            }
            _ => Ok(audit),
        }
    }

    pub(super) fn write(&self, lines: &mut Lines) {
        lines.one("actor", &self.actor);
        lines.text("action", "disclose");
        lines.one("finding", &self.finding);
        lines.one("memo", &self.memo);
        lines.one("level", &self.level);
        match &self.copies {
            Disclosed::All => lines.text("copies", "all"),
            Disclosed::Copies(copies) => lines.text("copies", write_list(copies)),
        }
    }
}
