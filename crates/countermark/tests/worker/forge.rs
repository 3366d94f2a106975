//! Leaks by hand.

use document::typeset::{Markup, Setting, Sheets, Shifts, set};

/// A memo of so many paragraphs, as set; 24 of them fill more than a page.
pub(crate) fn sheets(paragraphs: usize) -> Sheets {
    let paragraph = "The harbour office counts every vessel above forty tonnes twice, once at the mole and once at \
        the bridge. Nobody can explain why that is so, least of all the office itself.\n\n";
    set(&paragraph.repeat(paragraphs), Markup::Plain, &Setting::default()).unwrap()
}

/// A memo of two pages as a PDF.
pub(crate) fn memo() -> Vec<u8> {
    sheets(24).pdf(&Shifts::default(), None).unwrap()
}

/// A PDF of one page with that content in Helvetica, and with further objects from number 6 on.
pub(crate) fn pdf(content: &[u8], filter: &str, resources: &str) -> Vec<u8> {
    let stream = format!("<< {filter} /Length {} >>\nstream\n", content.len());
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << {resources} >> >>")
            .into(),
        [stream.as_bytes(), content, b"\nendstream"].concat(),
    ];
    let mut out = b"%PDF-1.7\n".to_vec();
    for (number, object) in (1..).zip(objects) {
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    // Without a table of objects: readers look for them.
    out.extend(b"trailer\n<< /Size 5 /Root 1 0 R >>\n");
    out
}

/// A grey TIFF, without compression.
pub(crate) fn tiff(width: u32, height: u32, grey: &[u8]) -> Vec<u8> {
    let length = grey.len() as u32;
    let tags: [(u16, u16, u32); 9] = [
        (256, 4, width),
        (257, 4, height),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8 + 2 + 9 * 12 + 4),
        (277, 3, 1),
        (278, 4, height),
        (279, 4, length),
    ];
    let mut out = b"II*\0\x08\0\0\0\x09\0".to_vec();
    for (tag, kind, value) in tags {
        out.extend(tag.to_le_bytes());
        out.extend(kind.to_le_bytes());
        out.extend(1_u32.to_le_bytes());
        out.extend(value.to_le_bytes());
    }
    out.extend([0; 4]);
    out.extend(grey);
    out
}

/// A PNG that says it is that large and holds next to nothing.
pub(crate) fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 0, 0, 0, 0]);
    let mut out = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    out.extend(&header);
    out.extend(crc(&header).to_be_bytes());
    let end = b"\0\0\0\x02IDATx\x01";
    out.extend(end);
    out.extend(crc(b"IDATx\x01").to_be_bytes());
    out
}

/// CRC-32 as in PNG (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 }
        })
    })
}

/// Bytes that unpack to spaces, 258 for each 13 bits of zlib's fixed codes (RFC 1951).
pub(crate) fn zlib_bomb(length: usize) -> Vec<u8> {
    let mut bits = vec![true, true, false];
    // A space is 01010000; then 258 bytes from 1 back are 11000101 and 00000; 0000000 ends the block.
    let mut code = |text: &str| bits.extend(text.bytes().map(|bit| bit == b'1'));
    code("01010000");
    for _ in 0..length / 258 {
        code("1100010100000");
    }
    code("0000000");
    let pack = |eight: &[bool]| eight.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
    [0x78, 0x01].into_iter().chain(bits.chunks(8).map(pack)).collect()
}
