//! Bytes to text, with the errors that people meet: wrong encodings, binaries, empty files.

use crate::ReadError;

/// The file as UTF-8 text; a byte order mark stays in place.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, ReadError> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(ReadError::Utf16);
    }
    let text =
        std::str::from_utf8(bytes).map_err(|e| ReadError::NotUtf8 { offset: e.valid_up_to() })?;
    if text.contains('\0') {
        return Err(ReadError::Binary);
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Err(ReadError::Empty);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each wrong encoding has its own message, since the cure differs.
    #[test]
    fn wrong_encodings_are_told_apart() {
        assert_eq!(decode(b"caf\xe9"), Err(ReadError::NotUtf8 { offset: 3 }));
        assert_eq!(decode(b"\xff\xfea\0"), Err(ReadError::Utf16));
        assert_eq!(decode(b"a\0b"), Err(ReadError::Binary));
        assert_eq!(decode(b" \n "), Err(ReadError::Empty));
        assert_eq!(decode("caf\u{e9}".as_bytes()), Ok("caf\u{e9}"));
    }
}
