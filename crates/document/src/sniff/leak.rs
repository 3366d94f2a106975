//! What a leak is: told by its bytes, since nobody can be trusted to have named it.

use super::{Format, ReadError, extension, magic, sniff};

/// What a leak can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeakKind {
    /// Text in one of the formats that memos have.
    Text(Format),
    /// A PDF.
    Pdf,
    /// PNG, JPEG or TIFF.
    Picture,
}

/// Extensions of the formats that only a leak has.
const LEAK_ONLY: [&str; 6] = ["pdf", "png", "jpg", "jpeg", "tif", "tiff"];
/// A PDF may have other bytes before its header, but not more than these (Adobe's implementation note 13).
const PDF_HEADER_BYTES: usize = 1024;

/// What a leak with this name and content is.
///
/// PDFs and pictures are told by their bytes under any name, and never by a name alone; the rest is as for memos.
pub fn sniff_leak(name: Option<&str>, bytes: &[u8]) -> Result<LeakKind, ReadError> {
    match magic(bytes) {
        Some("pdf") => return Ok(LeakKind::Pdf),
        Some("png" | "jpg" | "tif") => return Ok(LeakKind::Picture),
        Some(_) | None => {}
    }
    let extension = name.and_then(extension).unwrap_or_default();
    if extension == "pdf" {
        let head = &bytes[..bytes.len().min(PDF_HEADER_BYTES)];
        if head.windows(5).any(|five| five == b"%PDF-") {
            return Ok(LeakKind::Pdf);
        }
    }
    if magic(bytes).is_none() && LEAK_ONLY.contains(&extension.as_str()) {
        return Err(ReadError::Misnamed { extension });
    }
    sniff(name, bytes).map(LeakKind::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A leak is what its bytes say: a renamed picture is a picture, and a name makes nothing a PDF.
    #[test]
    fn leaks_are_told_by_their_bytes() {
        let kind = |name, bytes: &[u8]| sniff_leak(Some(name), bytes);
        assert_eq!(kind("a.txt", b"%PDF-1.7"), Ok(LeakKind::Pdf));
        assert_eq!(kind("a.pdf", b"\0\0%PDF-1.7"), Ok(LeakKind::Pdf));
        assert_eq!(kind("a", b"\x89PNG\r\n"), Ok(LeakKind::Picture));
        assert_eq!(kind("a.png", b"\xff\xd8\xff\xe0"), Ok(LeakKind::Picture));
        assert_eq!(kind("a.bin", b"MM\0*"), Ok(LeakKind::Picture));
        assert_eq!(kind("a.md", b"# Dues"), Ok(LeakKind::Text(Format::Markdown)));
        assert_eq!(sniff_leak(None, b"<p>Dues"), Ok(LeakKind::Text(Format::Html)));
        for name in ["a.pdf", "a.PNG", "a.tiff"] {
            let error = kind(name, b"Dear").unwrap_err();
            assert!(matches!(error, ReadError::Misnamed { .. }), "{name}: {error}");
        }
    }

    /// What can be read in no way says so in the words that memos get, with a way out.
    #[test]
    fn leaks_of_other_kinds_are_refused() {
        for (name, bytes) in [
            ("a.pdf", &b"PK\x03\x04"[..]),
            ("a.eml", b"From: x"),
            ("a.heic", b"\0\0\0\x18ftypheic"),
        ] {
            let error = sniff_leak(Some(name), bytes).unwrap_err();
            assert_eq!(Err(error.clone()), sniff(Some(name), bytes));
            assert!(matches!(error, ReadError::Unsupported { .. }), "{name}: {error}");
        }
        let photo = ReadError::Unsupported { format: "heic".into() };
        assert!(photo.hint().contains(".png"));
    }
}
