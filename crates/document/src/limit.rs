//! What a file may cost before anything in it is believed.

use crate::ReadError;

/// Largest file that is read, in bytes (25 MiB, the limit for uploads).
pub const FILE_BYTES: usize = 25 << 20;

/// Refuses files over [`FILE_BYTES`].
pub fn check(bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.len() > FILE_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len() as u64 });
    }
    Ok(())
}
