//! What was promised and when: commitments, sealed keys, log entries, the Merkle tree, checkpoints and proofs. Pure.
