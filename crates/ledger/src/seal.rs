//! K, split over every pair of custodians so that any two rebuild it and one alone holds a uniformly random string.
//!
//! Secrets here have no `Debug`, `Clone` or serialisation and are wiped when dropped.

use age::x25519;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::commit;
use crate::hash::Hash;

/// Fewest and most custodians (`spec/commitment.md`): 15 pairs at most.
const CUSTODIANS: std::ops::RangeInclusive<usize> = 2..=6;

/// A batch's key K, from which every copy key follows.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct BatchKey([u8; 32]);

impl BatchKey {
    /// A key from the 32 bytes that the operating system gave.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret bytes, for deriving copy keys.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// `key-commit` of DEAL.
    pub fn commitment(&self) -> Hash {
        commit::key_commit(&self.0)
    }
}

/// The public key of a custodian, an age X25519 recipient.
#[derive(Clone)]
pub struct Custodian(x25519::Recipient);

impl Custodian {
    /// Reads `age1…`.
    ///
    /// # Errors
    ///
    /// [`SealError::Custodian`] for any other text.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        text.parse().map(Self).map_err(|_| SealError::Custodian)
    }
}

impl std::fmt::Display for Custodian {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The secret key of a custodian, an age X25519 identity.
pub struct CustodianIdentity(x25519::Identity);

impl CustodianIdentity {
    /// A fresh identity; age draws it from the operating system.
    pub fn generate() -> Self {
        Self(x25519::Identity::generate())
    }

    /// Reads `AGE-SECRET-KEY-1…`.
    ///
    /// # Errors
    ///
    /// [`SealError::Identity`] for any other text.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        text.trim_end().parse().map(Self).map_err(|_| SealError::Identity)
    }

    /// The text that [`CustodianIdentity::parse`] reads, for the custodian's own file.
    pub fn expose(&self) -> Zeroizing<String> {
        use age::secrecy::ExposeSecret;
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// The public key.
    pub fn custodian(&self) -> Custodian {
        Custodian(self.0.to_public())
    }
}

/// K as sealed to one pair of custodians: K = s ⊕ t, s to the first and t to the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedPair {
    /// Places of the two custodians in the list that K was sealed to, ascending.
    pub pair: (u8, u8),
    /// s, encrypted to the first.
    pub first: Vec<u8>,
    /// t, encrypted to the second.
    pub second: Vec<u8>,
}

/// Number of 32-byte random strings that [`seal`] needs: one a pair.
pub fn pairs(custodians: usize) -> usize {
    custodians * custodians.saturating_sub(1) / 2
}

/// Seals K to every pair of custodians.
///
/// `randoms` are the strings s, one a pair, fresh from the operating system; they are wiped with their buffer.
///
/// # Errors
///
/// [`SealError::Count`] for fewer than two or more than six custodians or another number of random strings.
pub fn seal(
    key: &BatchKey,
    custodians: &[Custodian],
    randoms: &Zeroizing<Vec<[u8; 32]>>,
) -> Result<Vec<SealedPair>, SealError> {
    let count = custodians.len();
    if !CUSTODIANS.contains(&count) || randoms.len() != pairs(count) {
        return Err(SealError::Count);
    }
    let all = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
    all.zip(randoms.iter())
        .map(|((a, b), s)| {
            let t = xor(s, &key.0);
            Ok(SealedPair {
                pair: (a as u8, b as u8),
                first: encrypt(&custodians[a], s)?,
                second: encrypt(&custodians[b], &t)?,
            })
        })
        .collect()
}

/// Rebuilds K from one pair's shares and checks it against `key-commit`.
///
/// # Errors
///
/// [`SealError::Decrypt`] when an identity is not the one that a share was sealed to, [`SealError::Commitment`] when
/// the shares make another key.
pub fn unseal(
    sealed: &SealedPair,
    first: &CustodianIdentity,
    second: &CustodianIdentity,
    commitment: &Hash,
) -> Result<BatchKey, SealError> {
    let s = decrypt(first, &sealed.first)?;
    let t = decrypt(second, &sealed.second)?;
    let key = BatchKey(*xor(&s, &t));
    if key.commitment() == *commitment { Ok(key) } else { Err(SealError::Commitment) }
}

fn xor(a: &[u8; 32], b: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let mut sum = Zeroizing::new(*a);
    for (byte, other) in sum.iter_mut().zip(b) {
        *byte ^= other;
    }
    sum
}

/// Seals 32 bytes to one custodian: a share of K, or the custodian's own nonce.
///
/// # Errors
///
/// [`SealError::Encrypt`] when age refuses.
pub fn encrypt(custodian: &Custodian, share: &[u8; 32]) -> Result<Vec<u8>, SealError> {
    age::encrypt(&custodian.0, share).map_err(|_| SealError::Encrypt)
}

/// Opens 32 bytes that were sealed to this custodian.
///
/// # Errors
///
/// [`SealError::Decrypt`] when they were sealed to somebody else, or are damaged.
pub fn decrypt(
    identity: &CustodianIdentity,
    sealed: &[u8],
) -> Result<Zeroizing<[u8; 32]>, SealError> {
    let share = age::decrypt(&identity.0, sealed).map(Zeroizing::new);
    let share = share.map_err(|_| SealError::Decrypt)?;
    let mut bytes = Zeroizing::new([0; 32]);
    if share.len() != bytes.len() {
        return Err(SealError::Decrypt);
    }
    bytes.copy_from_slice(&share);
    Ok(bytes)
}

/// Why K cannot be sealed or rebuilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealError {
    /// Not 2 to 6 custodians, or not one random string a pair.
    Count,
    /// A custodian's public key is no age X25519 recipient.
    Custodian,
    /// A custodian's secret key is no age X25519 identity.
    Identity,
    /// A share could not be encrypted.
    Encrypt,
    /// A share was not sealed to this identity, or is damaged.
    Decrypt,
    /// The shares make a key that DEAL did not commit to.
    Commitment,
}

impl std::fmt::Display for SealError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Count => "keys are sealed to 2 to 6 custodians",
            Self::Custodian => "the custodian's public key is no age recipient",
            Self::Identity => "the custodian's key is no age identity",
            Self::Encrypt => "a share of the key cannot be sealed",
            Self::Decrypt => "a share of the key cannot be opened with this identity",
            Self::Commitment => "the shares make another key than the one committed to",
        })
    }
}

impl std::error::Error for SealError {}
