//! Names of files and numbers of copies, as people see them.

use crate::issue::CopyFormat;

/// A file name for a copy: its number, then the office in letters, digits and hyphens.
///
/// The number makes it unique; the office's own text never reaches the file system, so no office can leave the folder.
pub(crate) fn stem(copy: u32, copies: u32, office: &str) -> String {
    let mut slug = String::new();
    for c in office.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 40 {
            break;
        }
    }
    let width = copies.to_string().len().max(2);
    let number = format!("{copy:0width$}");
    match slug.trim_end_matches('-') {
        "" => number,
        slug => format!("{number}-{slug}"),
    }
}

/// Name of a copy's file.
pub(crate) fn file(stem: &str, format: CopyFormat) -> String {
    format!("{stem}.{format}")
}

/// Name of a copy's certificate.
pub(crate) fn certificate(stem: &str) -> String {
    format!("{stem}.certificate")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An office is hostile input to a file system.
    #[test]
    fn an_office_cannot_leave_its_folder() {
        assert_eq!(stem(7, 12, "Embassy in Oslo"), "07-embassy-in-oslo");
        assert_eq!(stem(3, 1200, "../../etc/passwd"), "0003-etc-passwd");
        assert_eq!(stem(1, 2, "\u{2026}"), "01");
        assert!(stem(1, 2, &"x".repeat(500)).len() < 60);
    }
}
