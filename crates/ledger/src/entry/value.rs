//! The types of an entry's values: each has exactly one text.

use crate::commit::MemoId;
use crate::hash::{from_hex, to_hex};

/// A value with its one text.
pub(super) trait Value: Sized {
    fn parse(text: &str) -> Option<Self>;
    fn text(&self) -> String;
}

/// Items apart by one space; `-` where there is none.
pub(super) fn parse_list<V: Value>(text: &str) -> Option<Vec<V>> {
    if text == "-" {
        return Some(Vec::new());
    }
    text.split(' ').map(V::parse).collect()
}

/// The text of a list.
pub(super) fn write_list<V: Value>(values: &[V]) -> String {
    if values.is_empty() {
        return "-".to_owned();
    }
    values.iter().map(V::text).collect::<Vec<_>>().join(" ")
}

/// A decimal integer without leading zeros below 2⁵³, so that every language's numbers hold it.
pub(crate) fn parse_int(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.len() <= 16 && text.bytes().all(|b| b.is_ascii_digit());
    let leading = text.len() > 1 && text.starts_with('0');
    if !digits || leading {
        return None;
    }
    text.parse().ok().filter(|value| *value < 1 << 53)
}

impl Value for u64 {
    fn parse(text: &str) -> Option<Self> {
        parse_int(text)
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

impl Value for u32 {
    fn parse(text: &str) -> Option<Self> {
        parse_int(text)?.try_into().ok()
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

impl<const N: usize> Value for [u8; N] {
    fn parse(text: &str) -> Option<Self> {
        from_hex(text)
    }

    fn text(&self) -> String {
        to_hex(self)
    }
}

/// A word: printable, without spaces.
impl Value for String {
    fn parse(text: &str) -> Option<Self> {
        let printable = !text.is_empty() && text.bytes().all(|b| matches!(b, b'!'..=b'~'));
        printable.then(|| text.to_owned())
    }

    fn text(&self) -> String {
        self.clone()
    }
}

/// A decimal between 0 and 1 as people write α: `0.` and 1 to 12 digits, the last not 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal(String);

impl Decimal {
    /// Reads a decimal; `None` for any other text.
    pub fn new(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("0.")?;
        let good = (1..=12).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.ends_with('0');
        good.then(|| Self(text.to_owned()))
    }

    /// The number.
    pub fn value(&self) -> f64 {
        self.0.parse().expect("digits make a number")
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for Decimal {
    fn parse(text: &str) -> Option<Self> {
        Self::new(text)
    }

    fn text(&self) -> String {
        self.0.clone()
    }
}

/// A real number in scientific notation with nine decimals, such as `3.141592654e-7`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Real(String);

impl Real {
    /// The text of a finite number.
    pub fn new(value: f64) -> Option<Self> {
        // Adding 0 turns -0 into 0, which has one text only.
        value.is_finite().then(|| Self(format!("{:.9e}", value + 0.0)))
    }

    /// The number.
    pub fn value(&self) -> f64 {
        self.0.parse().expect("a checked text is a number")
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for Real {
    fn parse(text: &str) -> Option<Self> {
        // The one text of a number is what writing it gives: no leading zero, no `-0`, no exponent such as `e07`.
        let length = text.len() <= "-1.234567890e-123".len();
        let real = length.then(|| text.parse().ok().and_then(Self::new))??;
        (real.0 == text).then_some(real)
    }

    fn text(&self) -> String {
        self.0.clone()
    }
}

/// A copy as entries name it: `<memo id>/<batch>/<j>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CopyId {
    /// The memo.
    pub memo: MemoId,
    /// The batch, from 0.
    pub batch: u32,
    /// The copy in its batch, from 0.
    pub j: u32,
}

impl Value for CopyId {
    fn parse(text: &str) -> Option<Self> {
        let (memo, rest) = text.split_once('/')?;
        let (batch, j) = <(u32, u32)>::parse(rest)?;
        Some(Self { memo: from_hex(memo)?, batch, j })
    }

    fn text(&self) -> String {
        format!("{}/{}/{}", to_hex(&self.memo), self.batch, self.j)
    }
}

/// A copy of a memo named beside it: `<batch>/<j>`.
impl Value for (u32, u32) {
    fn parse(text: &str) -> Option<Self> {
        let (batch, j) = text.split_once('/')?;
        Some((u32::parse(batch)?, u32::parse(j)?))
    }

    fn text(&self) -> String {
        format!("{}/{}", self.0, self.1)
    }
}

/// Gives an enum of words its one text each.
macro_rules! words {
    ($type:ty { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $crate::entry::value::Value for $type {
            fn parse(text: &str) -> Option<Self> {
                match text {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }

            fn text(&self) -> String {
                self.name().to_owned()
            }
        }

        impl $type {
            /// The word that stands for it in an entry.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}
pub(super) use words;
