//! A recipient's certificate (`spec/commitment.md`): what was issued to them, provable without any key of the registry.

use std::fmt::Write;

use crate::checkpoint::Checkpoint;
use crate::commit::{self, MemoId};
use crate::entry::{Deal, Entry, Issue, parse_int};
use crate::hash::{Hash, from_hex, to_hex};
use crate::note::VerifierKey;
use crate::proof::{HEADER, LogProof, ProofError};
use crate::tree::{leaf_hash, root_from_path};

/// First line of a certificate.
const TITLE: &str = "countermark/v1/certificate";

/// Most bytes of a certificate: two entries, two checkpoints and four paths fit many times over.
const MAX_CERTIFICATE_BYTES: usize = 1 << 20;

/// What one recipient holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The memo.
    pub memo: MemoId,
    /// The batch, from 0.
    pub batch: u32,
    /// The copy in its batch, from 0.
    pub index: u32,
    /// Copies of the batch.
    pub copies: u32,
    /// The office that the copy was issued to.
    pub office: String,
    /// Salt of the office's commitment.
    pub salt: [u8; 32],
    /// Commitment to the copy's key.
    pub key_commitment: Hash,
    /// Audit path of the copy leaf.
    pub copies_path: Vec<Hash>,
    /// Formats and hashes of the files, formats ascending.
    pub files: Vec<(String, Hash)>,
    /// Audit path of the file leaf.
    pub files_path: Vec<Hash>,
    /// The log's key.
    pub log_key: String,
    /// Proof of the DEAL.
    pub deal: LogProof,
    /// Proof of the ISSUE.
    pub issue: LogProof,
}

/// What a verified certificate stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct Certified {
    /// The log's key; whoever verifies must know it from elsewhere.
    pub log_key: VerifierKey,
    /// The DEAL.
    pub deal: Deal,
    /// The ISSUE.
    pub issue: Issue,
    /// The checkpoint that holds the ISSUE.
    pub checkpoint: Checkpoint,
}

impl Certificate {
    /// The certificate's text.
    pub fn write(&self) -> String {
        let mut text = format!("{TITLE}\n");
        let mut line = |key: &str, value: &dyn std::fmt::Display| {
            writeln!(text, "{key} {value}").expect("a string takes everything");
        };
        line("memo", &to_hex(&self.memo));
        line("batch", &self.batch);
        line("index", &self.index);
        line("copies", &self.copies);
        line("office", &self.office);
        line("salt", &to_hex(&self.salt));
        line("key-commitment", &to_hex(&self.key_commitment));
        line("copies-path", &write_path(&self.copies_path));
        for (format, digest) in &self.files {
            line("file", &format_args!("{format} {}", to_hex(digest)));
        }
        line("files-path", &write_path(&self.files_path));
        line("log-key", &self.log_key);
        format!("{text}\n{}\n{}", self.deal.write(), self.issue.write())
    }

    /// Reads a certificate.
    ///
    /// # Errors
    ///
    /// [`CertificateError::Field`] for the first line that is not as it must be, [`CertificateError::Proof`] for the proofs.
    pub fn parse(text: &str) -> Result<Self, CertificateError> {
        use CertificateError::{Field, Proof};
        if text.len() > MAX_CERTIFICATE_BYTES {
            return Err(CertificateError::Long);
        }
        let between = format!("\n\n{HEADER}\n");
        let (fields, proofs) = text.split_once(&between).ok_or(CertificateError::Parts)?;
        let (deal, issue) = proofs.split_once(&between).ok_or(CertificateError::Parts)?;
        let deal = LogProof::parse(&format!("{HEADER}\n{deal}\n")).map_err(Proof)?;
        let issue = LogProof::parse(&format!("{HEADER}\n{issue}")).map_err(Proof)?;
        let mut lines = Lines { rest: fields.split('\n').collect() };
        lines.rest.reverse();
        if lines.rest.pop() != Some(TITLE) {
            return Err(CertificateError::Parts);
        }
        let certificate = Self {
            memo: lines.read("memo", from_hex)?,
            batch: lines.read("batch", small)?,
            index: lines.read("index", small)?,
            copies: lines.read("copies", small)?,
            office: lines.read("office", office)?,
            salt: lines.read("salt", from_hex)?,
            key_commitment: lines.read("key-commitment", from_hex)?,
            copies_path: lines.read("copies-path", read_path)?,
            files: lines.files()?,
            files_path: lines.read("files-path", read_path)?,
            log_key: lines.read("log-key", |text| Some(text.to_owned()))?,
            deal,
            issue,
        };
        if lines.rest.is_empty() { Ok(certificate) } else { Err(Field("log-key")) }
    }

    /// Checks everything that the certificate states against the log that its key signs.
    ///
    /// # Errors
    ///
    /// [`CertificateError`] for the first part that does not hold.
    pub fn verify(&self) -> Result<Certified, CertificateError> {
        let log_key =
            VerifierKey::parse(&self.log_key).map_err(|_| CertificateError::Field("log-key"))?;
        self.deal.verify(&log_key).map_err(CertificateError::Proof)?;
        let checkpoint = self.issue.verify(&log_key).map_err(CertificateError::Proof)?;
        let Ok(Entry::Deal(deal)) = Entry::parse(&self.deal.entry) else {
            return Err(CertificateError::NoDeal);
        };
        let Ok(Entry::Issue(issue)) = Entry::parse(&self.issue.entry) else {
            return Err(CertificateError::NoIssue);
        };
        let same_batch = (deal.memo, deal.batch, deal.copies)
            == (self.memo, self.batch, self.copies)
            && (issue.memo, issue.batch, issue.copies) == (self.memo, self.batch, self.copies)
            && issue.deal == leaf_hash(&self.deal.entry)
            && self.deal.index < self.issue.index;
        if !same_batch {
            return Err(CertificateError::Batch);
        }
        if !self.leads(&self.copy_leaf(), &self.copies_path, &deal.copies_root, commit::copies_root)
        {
            return Err(CertificateError::Copy);
        }
        let leaf = commit::file_leaf(&self.memo, self.batch, self.index, &self.files)
            .map_err(|_| CertificateError::Field("file"))?;
        if !self.leads(&leaf, &self.files_path, &issue.files_root, commit::files_root) {
            return Err(CertificateError::Files);
        }
        Ok(Certified { log_key, deal, issue, checkpoint })
    }

    fn copy_leaf(&self) -> Vec<u8> {
        let id = commit::recipient(&self.salt, &self.office);
        commit::copy_leaf(&self.memo, self.batch, self.index, &self.key_commitment, &id)
    }

    fn leads(&self, leaf: &[u8], path: &[Hash], root: &Hash, bind: fn(u32, &Hash) -> Hash) -> bool {
        let (index, size) = (u64::from(self.index), u64::from(self.copies));
        root_from_path(&leaf_hash(leaf), index, size, path)
            .is_some_and(|tree| bind(self.copies, &tree) == *root)
    }
}

/// The lines still to be read, last first.
struct Lines<'c> {
    rest: Vec<&'c str>,
}

impl<'c> Lines<'c> {
    fn read<T>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&'c str) -> Option<T>,
    ) -> Result<T, CertificateError> {
        let value = self.rest.pop().and_then(|line| line.strip_prefix(key)?.strip_prefix(' '));
        value.and_then(parse).ok_or(CertificateError::Field(key))
    }

    fn files(&mut self) -> Result<Vec<(String, Hash)>, CertificateError> {
        let mut files = Vec::new();
        while self.rest.last().is_some_and(|line| line.starts_with("file ")) {
            files.push(self.read("file", |value| {
                let (format, digest) = value.split_once(' ')?;
                Some((format.to_owned(), from_hex(digest)?))
            })?);
        }
        Ok(files)
    }
}

fn small(text: &str) -> Option<u32> {
    parse_int(text)?.try_into().ok()
}

/// An office is one line that people can read.
fn office(text: &str) -> Option<String> {
    (!text.is_empty() && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

fn write_path(path: &[Hash]) -> String {
    if path.is_empty() {
        return "-".to_owned();
    }
    path.iter().map(|hash| to_hex(hash)).collect::<Vec<_>>().join(" ")
}

fn read_path(text: &str) -> Option<Vec<Hash>> {
    if text == "-" { Some(Vec::new()) } else { text.split(' ').map(from_hex).collect() }
}

/// Why a certificate is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateError {
    /// Longer than any certificate.
    Long,
    /// Not the fields and two proofs of a certificate.
    Parts,
    /// A line is missing, has another key, or a value not of its type; holds the key.
    Field(&'static str),
    /// A proof does not hold.
    Proof(ProofError),
    /// The first proof's entry is no DEAL.
    NoDeal,
    /// The second proof's entry is no ISSUE.
    NoIssue,
    /// The entries are not the DEAL and ISSUE of the certificate's batch.
    Batch,
    /// The copy is not under `copies-root`.
    Copy,
    /// The files are not under `files-root`.
    Files,
}

impl std::fmt::Display for CertificateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Long => f.write_str("the certificate is too long"),
            Self::Parts => write!(f, "a certificate is `{TITLE}`, its fields and two proofs"),
            Self::Field(key) => write!(f, "the certificate's `{key}` is missing or wrong"),
            Self::Proof(error) => error.fmt(f),
            Self::NoDeal => f.write_str("the first proof holds no `deal`"),
            Self::NoIssue => f.write_str("the second proof holds no `issue`"),
            Self::Batch => f.write_str("the entries are not those of the certificate's batch"),
            Self::Copy => f.write_str("the copy is not among those that were dealt"),
            Self::Files => f.write_str("the files are not those that were issued"),
        }
    }
}

impl std::error::Error for CertificateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Proof(error) => Some(error),
            _ => None,
        }
    }
}
