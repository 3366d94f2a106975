//! The chain of pages in a TIFF file (TIFF 6.0, section 2; BigTIFF), walked without trust: it may be short, wrong or circular.

/// Offsets of the pages' directories, at most `most`.
pub(crate) fn directories(bytes: &[u8], most: usize) -> Vec<u64> {
    let mut found = Vec::new();
    let Some(layout) = Layout::of(bytes) else { return found };
    let mut next = layout.offset(bytes, layout.first_at);
    while let Some(offset) = next.filter(|o| *o != 0 && !found.contains(o)) {
        if found.len() == most {
            break;
        }
        found.push(offset);
        next = layout.after(bytes, offset);
    }
    found
}

/// Makes a directory the first of its file.
pub(crate) fn put_first(bytes: &mut [u8], offset: u64) {
    let Some(layout) = Layout::of(bytes) else { return };
    let value = if layout.little { offset.to_le_bytes() } else { offset.to_be_bytes() };
    let part = if layout.little { &value[..layout.width] } else { &value[8 - layout.width..] };
    if let Some(place) = bytes.get_mut(layout.first_at..layout.first_at + layout.width) {
        place.copy_from_slice(part);
    }
}

/// Byte order and widths of a file.
struct Layout {
    little: bool,
    /// Bytes of an offset.
    width: usize,
    /// Where the offset of the first directory is.
    first_at: usize,
}

impl Layout {
    fn of(bytes: &[u8]) -> Option<Self> {
        let little = match bytes.get(..2)? {
            b"II" => true,
            b"MM" => false,
            _ => return None,
        };
        let version = number(bytes, 2, 2, little)?;
        match version {
            42 => Some(Self { little, width: 4, first_at: 4 }),
            43 => Some(Self { little, width: 8, first_at: 8 }),
            _ => None,
        }
    }

    fn offset(&self, bytes: &[u8], at: usize) -> Option<u64> {
        number(bytes, at, self.width, self.little)
    }

    /// The directory after the one at `offset`.
    fn after(&self, bytes: &[u8], offset: u64) -> Option<u64> {
        let (count_width, entry) = if self.width == 4 { (2, 12) } else { (8, 20) };
        let at = usize::try_from(offset).ok()?;
        let entries = usize::try_from(number(bytes, at, count_width, self.little)?).ok()?;
        let end = entries.checked_mul(entry)?.checked_add(at)?.checked_add(count_width)?;
        self.offset(bytes, end)
    }
}

fn number(bytes: &[u8], at: usize, width: usize, little: bool) -> Option<u64> {
    let part = bytes.get(at..at.checked_add(width)?)?;
    let push = |sum: u64, &byte: &u8| sum << 8 | u64::from(byte);
    Some(if little { part.iter().rev().fold(0, push) } else { part.iter().fold(0, push) })
}
