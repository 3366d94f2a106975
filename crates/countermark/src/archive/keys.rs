//! Keys at rest: the log key, and with local custody the custodians' own.
//!
//! Nothing here is printed, cloned or compared; files are made with mode 0600 and refused when others can read them.

use super::ArchiveError;
use crate::entropy::{Entropy, draw};
use ledger::hash::Hash;
use ledger::note::SignerKey;
use ledger::seal::{self, BatchKey, Custodian, CustodianIdentity, SealError, SealedPair};
use minicbor::{Decoder, Encoder};
use std::fs;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Custodians of a registry that keeps all keys on one machine: the fewest that can open.
const LOCAL: usize = 2;

/// The keys of an open registry.
pub struct Keys {
    log: SignerKey,
    custodians: Vec<CustodianIdentity>,
}

/// A batch key and the custodians' nonces as they lie in the database.
pub struct Sealed {
    /// The key's shares, CBOR.
    pub shares: Vec<u8>,
    /// The nonces, each sealed to its custodian, CBOR.
    pub nonces: Vec<u8>,
    /// Ends of the nonce chains, for DEAL.
    pub nonce_ends: Vec<Hash>,
}

impl Keys {
    /// Makes the key files of a new registry.
    pub(super) fn create(dir: &Path, entropy: &mut dyn Entropy) -> Result<(), ArchiveError> {
        let folder = dir.join("custodians");
        let io = |source| ArchiveError::Io { path: folder.clone(), source };
        fs::create_dir_all(&folder).map_err(io)?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).map_err(io)?;
        let seed = Zeroizing::new(draw::<32>(entropy));
        write_secret(&log_path(dir), &Zeroizing::new(ledger::hash::to_hex(&*seed)))?;
        for number in 1..=LOCAL {
            write_secret(&custodian_path(dir, number), &CustodianIdentity::generate().expose())?;
        }
        Ok(())
    }

    /// Reads the key files of a registry whose log has this name.
    pub(super) fn open(dir: &Path, name: &str) -> Result<Keys, ArchiveError> {
        let path = log_path(dir);
        let text = read_secret(&path)?;
        let broken = |why: &str| ArchiveError::Key { path: path.clone(), why: why.into() };
        let seed = Zeroizing::new(
            ledger::hash::from_hex::<32>(text.trim()).ok_or_else(|| broken("not 64 hex digits"))?,
        );
        let log = SignerKey::from_seed(name, &seed).map_err(|e| broken(&e.to_string()))?;
        let custodians = (1..=LOCAL)
            .map(|number| {
                let path = custodian_path(dir, number);
                let text = read_secret(&path)?;
                CustodianIdentity::parse(&text)
                    .map_err(|e| ArchiveError::Key { path, why: e.to_string() })
            })
            .collect::<Result<_, _>>()?;
        Ok(Keys { log, custodians })
    }

    /// The key that signs checkpoints.
    pub fn log(&self) -> &SignerKey {
        &self.log
    }

    /// Seals a batch key to every pair of custodians and draws their nonces.
    pub fn seal(&self, key: &BatchKey, entropy: &mut dyn Entropy) -> Result<Sealed, SealError> {
        let public: Vec<Custodian> =
            self.custodians.iter().map(CustodianIdentity::custodian).collect();
        let randoms =
            Zeroizing::new((0..seal::pairs(public.len())).map(|_| draw::<32>(entropy)).collect());
        let shares = encode_shares(&seal::seal(key, &public, &randoms)?);
        let mut nonces = Vec::new();
        let mut nonce_ends = Vec::new();
        for custodian in &public {
            let nonce = Zeroizing::new(draw::<32>(entropy));
            nonce_ends.push(ledger::commit::nonce_end(&nonce));
            nonces.push(seal::encrypt(custodian, &nonce)?);
        }
        Ok(Sealed { shares, nonces: encode_list(&nonces), nonce_ends })
    }

    /// Rebuilds a batch key from the shares of the first pair.
    pub fn unseal(&self, shares: &[u8], commitment: &Hash) -> Result<BatchKey, SealError> {
        let pairs = decode_shares(shares).ok_or(SealError::Decrypt)?;
        let pair = pairs.first().ok_or(SealError::Count)?;
        let identity = |i: u8| self.custodians.get(usize::from(i)).ok_or(SealError::Count);
        seal::unseal(pair, identity(pair.pair.0)?, identity(pair.pair.1)?, commitment)
    }

    /// What each custodian publishes in OPEN of inquiry `i`.
    pub fn nonce_values(&self, nonces: &[u8], inquiry: u32) -> Result<Vec<Hash>, SealError> {
        let sealed = decode_list(nonces).ok_or(SealError::Decrypt)?;
        if sealed.len() != self.custodians.len() {
            return Err(SealError::Count);
        }
        self.custodians
            .iter()
            .zip(&sealed)
            .map(|(identity, sealed)| {
                let nonce = seal::decrypt(identity, sealed)?;
                ledger::commit::nonce_value(&nonce, inquiry).ok_or(SealError::Count)
            })
            .collect()
    }
}

fn log_path(dir: &Path) -> PathBuf {
    dir.join("log.key")
}

fn custodian_path(dir: &Path, number: usize) -> PathBuf {
    dir.join("custodians").join(format!("{number}.key"))
}

fn write_secret(path: &Path, text: &str) -> Result<(), ArchiveError> {
    let write = || -> std::io::Result<()> {
        let mut file =
            fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()
    };
    write().map_err(|source| ArchiveError::Io { path: path.into(), source })
}

fn read_secret(path: &Path) -> Result<Zeroizing<String>, ArchiveError> {
    let key = |why: String| ArchiveError::Key { path: path.into(), why };
    let mode = fs::metadata(path).map_err(|e| key(e.to_string()))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(key(format!("others can read it (mode {:04o})", mode & 0o7777)));
    }
    fs::read_to_string(path).map(Zeroizing::new).map_err(|e| key(e.to_string()))
}

fn encode_list(items: &[Vec<u8>]) -> Vec<u8> {
    let mut e = Encoder::new(Vec::new());
    let written = (|| {
        e.array(items.len() as u64)?;
        for item in items {
            e.bytes(item)?;
        }
        Ok::<(), minicbor::encode::Error<std::convert::Infallible>>(())
    })();
    written.expect("a vector takes every byte");
    e.into_writer()
}

fn decode_list(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut d = Decoder::new(bytes);
    let count = d.array().ok().flatten().filter(|n| *n <= 64)?;
    (0..count).map(|_| d.bytes().ok().map(<[u8]>::to_vec)).collect()
}

/// A share is three items of the list: the pair's two places, then what each of the two can open.
fn encode_shares(pairs: &[SealedPair]) -> Vec<u8> {
    let items: Vec<Vec<u8>> = pairs
        .iter()
        .flat_map(|p| [vec![p.pair.0, p.pair.1], p.first.clone(), p.second.clone()])
        .collect();
    encode_list(&items)
}

fn decode_shares(bytes: &[u8]) -> Option<Vec<SealedPair>> {
    let items = decode_list(bytes)?;
    items
        .chunks(3)
        .map(|chunk| match chunk {
            [pair, first, second] => Some(SealedPair {
                pair: (*pair.first()?, *pair.get(1)?),
                first: first.clone(),
                second: second.clone(),
            }),
            _ => None,
        })
        .collect()
}
