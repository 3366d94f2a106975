//! Signed notes (c2sp.org/signed-note) with Ed25519 keys: how the log signs its checkpoints.

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::hash::sha256;

/// Signature type of Ed25519 in key ids and key texts (signed-note, "Signature types").
const ED25519: u8 = 0x01;

/// Most signature lines that are looked at. The format asks for at least 16; nothing of ours adds more than one.
const MAX_SIGNATURES: usize = 64;

/// Most bytes of a note: a checkpoint is three short lines, and post-quantum cosignatures take 5 kB each.
const MAX_NOTE_BYTES: usize = 512 * 1024;

/// The log's signing key. It has no `Debug`, `Clone` or serialisation, and is wiped when dropped.
pub struct SignerKey {
    name: String,
    key: SigningKey,
}

impl SignerKey {
    /// A key from its 32 secret bytes and its name.
    ///
    /// # Errors
    ///
    /// [`NoteError::Name`] for a name that a note cannot hold.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        check_name(name)?;
        Ok(Self { name: name.to_owned(), key: SigningKey::from_bytes(seed) })
    }

    /// The key that verifies what this one signs.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The note: `text`, an empty line, and this key's signature.
    ///
    /// # Errors
    ///
    /// [`NoteError::Text`] for a text that no note can hold.
    pub fn sign(&self, text: &str) -> Result<String, NoteError> {
        check_text(text)?;
        let mut signed = self.verifier().id().to_vec();
        signed.extend_from_slice(&self.key.sign(text.as_bytes()).to_bytes());
        Ok(format!("{text}\n— {} {}\n", self.name, STANDARD.encode(signed)))
    }
}

/// A key that verifies notes, written `<name>+<key id>+<base64 of 0x01 ‖ public key>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key: VerifyingKey,
}

impl VerifierKey {
    /// Reads a verifier key; the id must be the one that name and key give.
    ///
    /// # Errors
    ///
    /// [`NoteError::Key`], and [`NoteError::Name`] for a name that a note cannot hold.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(encoded)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(NoteError::Key);
        };
        check_name(name)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| NoteError::Key)?;
        let Some((&ED25519, public)) = bytes.split_first() else { return Err(NoteError::Key) };
        let public: &[u8; 32] = public.try_into().map_err(|_| NoteError::Key)?;
        let key = VerifyingKey::from_bytes(public).map_err(|_| NoteError::Key)?;
        // A weak key verifies almost anything, whatever was signed.
        if key.is_weak() || key.as_bytes() != public {
            return Err(NoteError::Key);
        }
        let parsed = Self { name: name.to_owned(), key };
        if crate::hash::from_hex(id) != Some(parsed.id()) {
            return Err(NoteError::Key);
        }
        Ok(parsed)
    }

    /// Name of the key; the origin of the log's checkpoints.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of `H(name ‖ LF ‖ 0x01 ‖ public key)`.
    pub fn id(&self) -> [u8; 4] {
        let digest = sha256(&[self.name.as_bytes(), b"\n", &[ED25519], self.key.as_bytes()]);
        [digest[0], digest[1], digest[2], digest[3]]
    }

    /// The text of a note that this key has signed; signatures of other keys are passed over.
    ///
    /// # Errors
    ///
    /// [`NoteError::Note`] for what is no note, [`NoteError::Unsigned`] where this key's signature is missing,
    /// [`NoteError::Signature`] where one of its signatures is wrong.
    pub fn open<'n>(&self, note: &'n str) -> Result<&'n str, NoteError> {
        let (text, lines) = split_note(note)?;
        let mut signed = false;
        for line in lines {
            let (name, signature) = signature_line(line)?;
            if name != self.name || signature[..4] != self.id() {
                continue;
            }
            let bytes: &[u8; 64] = signature[4..].try_into().map_err(|_| NoteError::Signature)?;
            self.key
                .verify_strict(text.as_bytes(), &Signature::from_bytes(bytes))
                .map_err(|_| NoteError::Signature)?;
            signed = true;
        }
        if signed { Ok(text) } else { Err(NoteError::Unsigned) }
    }
}

impl std::fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut key = vec![ED25519];
        key.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{}+{}", self.name, crate::hash::to_hex(&self.id()), STANDARD.encode(key))
    }
}

fn check_name(name: &str) -> Result<(), NoteError> {
    let fits = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
    if name.is_empty() || !name.chars().all(fits) { Err(NoteError::Name) } else { Ok(()) }
}

fn check_text(text: &str) -> Result<(), NoteError> {
    let control = |b: u8| b < 0x20 && b != b'\n';
    if text.ends_with('\n') && !text.bytes().any(control) { Ok(()) } else { Err(NoteError::Text) }
}

fn split_note(note: &str) -> Result<(&str, Vec<&str>), NoteError> {
    if note.len() > MAX_NOTE_BYTES {
        return Err(NoteError::Note);
    }
    check_text(note).map_err(|_| NoteError::Note)?;
    let end = note.rfind("\n\n").ok_or(NoteError::Note)?;
    let (text, rest) = (&note[..=end], &note[end + 2..]);
    let lines: Vec<&str> = rest.split_terminator('\n').collect();
    if lines.is_empty() || lines.len() > MAX_SIGNATURES {
        return Err(NoteError::Note);
    }
    Ok((text, lines))
}

fn signature_line(line: &str) -> Result<(&str, Vec<u8>), NoteError> {
    let (name, encoded) =
        line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or(NoteError::Note)?;
    check_name(name).map_err(|_| NoteError::Note)?;
    let signature = STANDARD.decode(encoded).map_err(|_| NoteError::Note)?;
    if signature.len() < 5 { Err(NoteError::Note) } else { Ok((name, signature)) }
}

/// Why a note cannot be signed or is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteError {
    /// A key name is empty or holds a space, a control character or `+`.
    Name,
    /// A verifier key is not of the form, of another signature type, weak, or has another key's id.
    Key,
    /// A text to be signed does not end in a line feed or holds other control characters.
    Text,
    /// The bytes are no signed note.
    Note,
    /// The wanted key has not signed.
    Unsigned,
    /// A signature under the wanted key's name and id does not verify.
    Signature,
}

impl std::fmt::Display for NoteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Name => "a key name must not be empty or hold spaces or `+`",
            Self::Key => "the text is no verifier key",
            Self::Text => "the text cannot be signed as a note",
            Self::Note => "the text is no signed note",
            Self::Unsigned => "the note is not signed by the wanted key",
            Self::Signature => "a signature of the note is wrong",
        })
    }
}

impl std::error::Error for NoteError {}
