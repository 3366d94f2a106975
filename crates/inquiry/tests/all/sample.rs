//! Bundles from the test vectors, taken apart.

use evidence::reading::FrozenReading;
use inquiry::bundle::{Body, Bundle};
use inquiry::open::LoggedReading;
use inquiry::weigh::BatchKeys;
use ledger::commit::MemoId;
use ledger::hash::{from_hex, sha256};
use ledger::note::VerifierKey;
use ledger::order::History;
use ledger::seal::BatchKey;

/// A bundle of `vectors/finding`.
pub(crate) fn file(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/finding");
    let text = std::fs::read_to_string(format!("{folder}/{name}.json")).expect("a vector");
    let vector: serde_json::Value = serde_json::from_str(&text).expect("a vector is JSON");
    let hex = vector["input"]["bundle"].as_str().expect("it holds a bundle").as_bytes();
    let pairs = hex.chunks(2).map(|pair| from_hex::<1>(str::from_utf8(pair).unwrap()).unwrap()[0]);
    pairs.collect()
}

/// A case as its registry had it before the FINDING.
pub(crate) struct Sample {
    pub(crate) body: Body,
    pub(crate) history: History,
    pub(crate) key: VerifierKey,
}

impl Sample {
    pub(crate) fn new(name: &str) -> Self {
        let body = Body::parse(&Bundle::parse(&file(name)).unwrap().body).unwrap();
        let history = History::read(&body.entries).unwrap();
        let key = VerifierKey::parse(&body.log_key).unwrap();
        Self { body, history, key }
    }

    pub(crate) fn frozen(&self) -> FrozenReading {
        FrozenReading::from_cbor(&self.body.reading).unwrap()
    }

    /// Index of the last READING.
    pub(crate) fn reading(&self) -> u64 {
        self.history.inquiries().last().unwrap().reading
    }

    pub(crate) fn logged(&self) -> LoggedReading {
        let note = self.body.checkpoints.last().unwrap();
        LoggedReading::prove(self.frozen(), &self.history, self.reading(), note, &self.key).unwrap()
    }

    /// The keys of all batches, as the vectors' registry has them.
    pub(crate) fn keys(&self) -> BatchKeys {
        let mut keys = BatchKeys::new();
        for memo in &self.body.memos {
            for batch in 0..self.history.batches(&memo.memo).len() as u32 {
                keys.insert((memo.memo, batch), key(&memo.memo, batch));
            }
        }
        keys
    }
}

fn key(memo: &MemoId, batch: u32) -> BatchKey {
    BatchKey::new(sha256(&[b"key", memo, &batch.to_be_bytes()]))
}
