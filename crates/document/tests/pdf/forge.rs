//! PDFs by hand: the smallest that say what a test is about.

use std::fmt::Write;

/// A PDF from its objects, numbered from 1; the first is the catalogue.
pub(crate) fn file(objects: &[String]) -> Vec<u8> {
    let raw: Vec<Vec<u8>> = objects.iter().map(|object| object.clone().into_bytes()).collect();
    file_of_bytes(&raw, "")
}

/// The same from objects that are not text, with more entries in the trailer.
pub(crate) fn file_of_bytes(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        writeln!(table, "{place:010} 00000 n ").unwrap();
    }
    let size = objects.len() + 1;
    write!(table, "trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n")
        .unwrap();
    out.extend(table.bytes());
    out
}

/// A stream object.
pub(crate) fn stream(entries: &str, content: &str) -> String {
    format!("<< {entries} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// One page of that content in Helvetica (`/F1`), with more entries in its dictionary.
pub(crate) fn page(content: &str, entries: &str) -> Vec<u8> {
    page_with(content, entries, &[])
}

/// The same with further objects from number 6 on, of which `entries` may speak.
pub(crate) fn page_with(content: &str, entries: &str, further: &[String]) -> Vec<u8> {
    let unless = |key: &str, entry: &'static str| if entries.contains(key) { "" } else { entry };
    let sheet = unless("/MediaBox", "/MediaBox [0 0 600 800]");
    let fonts = unless("/Resources", "/Resources << /Font << /F1 5 0 R >> >>");
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R {sheet} {fonts} {entries} >>"),
        stream("", content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    objects.extend_from_slice(further);
    file(&objects)
}

/// Operators that show `text` at a place, y upwards as in the file.
pub(crate) fn show(x: f64, y: f64, size: f64, text: &str) -> String {
    format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n")
}

/// Bytes that unpack to `length` times the same byte, as zlib's fixed Huffman codes (RFC 1951): 258 in 13 bits.
pub(crate) fn zlib_bomb(byte: u8, length: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(1, 1);
    bits.put(1, 2);
    bits.literal(byte);
    for _ in 0..length.saturating_sub(1) / 258 {
        // Length code 285 (258 bytes) is 11000101, distance code 0 (1 byte back) is 00000.
        bits.code(0b1100_0101, 8);
        bits.code(0, 5);
    }
    bits.code(0, 7);
    let mut out = vec![0x78, 0x01];
    out.extend(bits.bytes);
    // Readers of PDFs ignore the checksum, which is missing here.
    out
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    /// Bits from the lowest on, as numbers are written.
    fn put(&mut self, value: u32, count: u32) {
        for bit in 0..count {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let last = self.bytes.last_mut().expect("a byte was begun");
            *last |= ((value >> bit & 1) as u8) << (self.used % 8);
            self.used += 1;
        }
    }

    /// Bits from the highest on, as Huffman codes are written.
    fn code(&mut self, value: u32, count: u32) {
        for bit in (0..count).rev() {
            self.put(value >> bit & 1, 1);
        }
    }

    fn literal(&mut self, byte: u8) {
        match byte {
            0..=143 => self.code(0x30 + u32::from(byte), 8),
            _ => self.code(0x190 + u32::from(byte) - 144, 9),
        }
    }
}
