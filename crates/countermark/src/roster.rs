//! Who gets a copy: a CSV file with a header.

use std::collections::BTreeMap;
use std::fmt;

/// Largest roster, in offices. Beyond it an issue is split into batches.
pub const OFFICES: usize = 1_000_000;

/// One recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Where the copy goes; unique within the roster.
    pub office: String,
    /// Who reads it there, or empty.
    pub name: String,
    /// Address, or empty.
    pub email: String,
    /// Public age key, or empty.
    pub age: String,
}

/// Recipients in the order of the file, at least two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    recipients: Vec<Recipient>,
}

/// Why a roster cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub enum RosterError {
    /// The file is not UTF-8.
    NotUtf8,
    /// The CSV cannot be parsed.
    Csv(String),
    /// There is no column `office`.
    NoOffice,
    /// A column that means nothing here.
    UnknownColumn(String),
    /// A row without an office.
    EmptyOffice {
        /// Its line.
        line: u64,
    },
    /// Control characters, or over 200 bytes.
    BadOffice {
        /// Its line.
        line: u64,
    },
    /// Two rows name the same office.
    Duplicate {
        /// The office.
        office: String,
        /// Lines of both.
        lines: (u64, u64),
    },
    /// Fewer than two offices: whoever holds the only copy is known without any mark.
    TooFew {
        /// How many.
        offices: usize,
    },
    /// More than [`OFFICES`].
    TooMany,
}

impl fmt::Display for RosterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RosterError::NotUtf8 => f.write_str("roster is not UTF-8"),
            RosterError::Csv(why) => write!(f, "roster cannot be read: {why}"),
            RosterError::NoOffice => f.write_str("roster has no column `office`"),
            RosterError::UnknownColumn(column) => {
                write!(f, "roster has an unknown column `{column}`")
            }
            RosterError::EmptyOffice { line } => write!(f, "roster names no office in line {line}"),
            RosterError::BadOffice { line } => {
                write!(f, "roster has an unprintable or overlong office in line {line}")
            }
            RosterError::Duplicate { office, lines } => {
                write!(f, "roster names `{office}` twice, in lines {} and {}", lines.0, lines.1)
            }
            RosterError::TooFew { offices } => {
                write!(f, "roster names {offices} office(s), at least 2 are needed")
            }
            RosterError::TooMany => write!(f, "roster names more than {OFFICES} offices"),
        }
    }
}

impl std::error::Error for RosterError {}

impl RosterError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            RosterError::NotUtf8 => "save the CSV as UTF-8",
            RosterError::Csv(_) | RosterError::NoOffice | RosterError::UnknownColumn(_) => {
                "the first line names the columns: `office`, and if wanted `email`, `name`, `age`"
            }
            RosterError::EmptyOffice { .. } | RosterError::BadOffice { .. } => {
                "give each row a printable office of at most 200 bytes"
            }
            RosterError::Duplicate { .. } => "give each copy its own office",
            RosterError::TooFew { .. } => "a mark tells copies apart: there must be at least two",
            RosterError::TooMany => "issue them in batches with `--batch-of`",
        }
    }
}

impl Roster {
    /// Parses a CSV file.
    pub fn parse(bytes: &[u8]) -> Result<Roster, RosterError> {
        let text = std::str::from_utf8(bytes).map_err(|_| RosterError::NotUtf8)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(false)
            .from_reader(text.as_bytes());
        let columns = columns(reader.headers().map_err(|e| RosterError::Csv(e.to_string()))?)?;
        let mut seen: BTreeMap<String, u64> = BTreeMap::new();
        let mut recipients = Vec::new();
        for row in reader.records() {
            let row = row.map_err(|e| RosterError::Csv(e.to_string()))?;
            let line = row.position().map_or(0, csv::Position::line);
            let cell = |column: Option<usize>| {
                column.and_then(|c| row.get(c)).unwrap_or_default().to_string()
            };
            let office = cell(Some(columns.office));
            if office.is_empty() {
                return Err(RosterError::EmptyOffice { line });
            }
            if office.len() > 200 || office.chars().any(char::is_control) {
                return Err(RosterError::BadOffice { line });
            }
            if let Some(first) = seen.insert(fold(&office), line) {
                return Err(RosterError::Duplicate { office, lines: (first, line) });
            }
            if recipients.len() == OFFICES {
                return Err(RosterError::TooMany);
            }
            recipients.push(Recipient {
                office,
                name: cell(columns.name),
                email: cell(columns.email),
                age: cell(columns.age),
            });
        }
        if recipients.len() < 2 {
            return Err(RosterError::TooFew { offices: recipients.len() });
        }
        Ok(Roster { recipients })
    }

    /// The recipients, in the order of the file.
    pub fn recipients(&self) -> &[Recipient] {
        &self.recipients
    }

    /// Number of copies that will be issued.
    pub fn copies(&self) -> u32 {
        self.recipients.len() as u32
    }
}

/// Offices that a reader would take for the same are the same.
fn fold(office: &str) -> String {
    office.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

struct Columns {
    office: usize,
    name: Option<usize>,
    email: Option<usize>,
    age: Option<usize>,
}

fn columns(header: &csv::StringRecord) -> Result<Columns, RosterError> {
    let lower: Vec<String> = header.iter().map(str::to_lowercase).collect();
    if let Some(unknown) =
        lower.iter().find(|c| !["office", "name", "email", "age"].contains(&c.as_str()))
    {
        return Err(if lower.iter().any(|c| c == "office") {
            RosterError::UnknownColumn(unknown.clone())
        } else {
            RosterError::NoOffice
        });
    }
    let find = |name: &str| lower.iter().position(|c| c == name);
    let office = find("office").ok_or(RosterError::NoOffice)?;
    Ok(Columns { office, name: find("name"), email: find("email"), age: find("age") })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two spellings of one office would make two copies for it.
    #[test]
    fn an_office_stands_once() {
        let error = Roster::parse(b"office\nOslo\nRome\n oslo \n").unwrap_err();
        assert_eq!(error, RosterError::Duplicate { office: "oslo".into(), lines: (2, 4) });
        assert_eq!(error.to_string(), "roster names `oslo` twice, in lines 2 and 4");
    }

    /// What people get wrong in a CSV, each with its own message.
    #[test]
    fn bad_rosters_are_told_apart() {
        for (csv, expected) in [
            ("office\nOslo\n", RosterError::TooFew { offices: 1 }),
            ("", RosterError::NoOffice),
            ("Oslo\nRome\n", RosterError::NoOffice),
            ("office,rank\na,b\n", RosterError::UnknownColumn("rank".into())),
            ("office,name\na,b\n,c\n", RosterError::EmptyOffice { line: 3 }),
            ("office\na\u{7}\nb\n", RosterError::BadOffice { line: 2 }),
        ] {
            assert_eq!(Roster::parse(csv.as_bytes()), Err(expected), "{csv:?}");
        }
        assert!(matches!(Roster::parse(b"office,name\na\nb,c\n"), Err(RosterError::Csv(_))));
        assert_eq!(Roster::parse(b"office\n\xff\n"), Err(RosterError::NotUtf8));
    }

    /// Order and optional columns come through, with or without a byte order mark.
    #[test]
    fn a_good_roster_keeps_its_order() {
        let roster =
            Roster::parse("\u{feff}Email,Office\nr@x,Rome\no@x,Oslo\n".as_bytes()).unwrap();
        let offices: Vec<&str> = roster.recipients().iter().map(|r| r.office.as_str()).collect();
        assert_eq!(offices, ["Rome", "Oslo"]);
        assert_eq!(roster.recipients()[1].email, "o@x");
    }
}
