//! Marks: where copies differ, as far as evidence is concerned.

/// What carries a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carrier {
    /// A place that can be said two or more ways.
    Wording = 0,
    /// A word or line that can be shifted.
    Layout = 1,
    /// Invisible characters.
    Invisible = 2,
}

impl Carrier {
    /// The carrier with this number in the catalogue.
    pub fn from_number(number: u8) -> Option<Carrier> {
        [Carrier::Wording, Carrier::Layout, Carrier::Invisible].get(usize::from(number)).copied()
    }
}

/// P(symbol 1) of a binary mark: an exact fraction of 128, so that a byte of keystream decides it without rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bias(u8);

impl Bias {
    /// 64/128.
    pub const EVEN: Bias = Bias(64);
    /// 27/128, the rare side of the hybrid code.
    pub const LOW: Bias = Bias(27);
    /// 101/128, its mirror image.
    pub const HIGH: Bias = Bias(101);

    /// The bias t/128, if it is one of the three that are dealt.
    pub fn dyadic(t: u8) -> Option<Bias> {
        [Bias::EVEN, Bias::LOW, Bias::HIGH].into_iter().find(|b| b.0 == t)
    }

    /// t of t/128.
    pub fn numerator(self) -> u8 {
        self.0
    }

    /// P(symbol 1).
    pub fn probability(self) -> f64 {
        f64::from(self.0) / 128.0
    }
}

/// How many symbols a mark has, and how likely each is dealt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Law {
    /// Symbols 0 and 1 with a bias.
    Binary(Bias),
    /// 3 to 16 symbols, all equally likely.
    Uniform(u8),
}

impl Law {
    /// Number of symbols q.
    pub fn arity(self) -> u8 {
        match self {
            Law::Binary(_) => 2,
            Law::Uniform(q) => q,
        }
    }

    /// P₀(x): how likely a copy holds a symbol.
    pub fn probability(self, symbol: u8) -> f64 {
        match self {
            Law::Binary(bias) if symbol == 1 => bias.probability(),
            Law::Binary(bias) => 1.0 - bias.probability(),
            Law::Uniform(q) => 1.0 / f64::from(q),
        }
    }
}

/// A mark of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What carries it.
    pub carrier: Carrier,
    /// Its symbols.
    pub law: Law,
    /// Where it stands and what each symbol looks like; opaque here.
    pub place: Vec<u8>,
}

impl Mark {
    /// A mark whose symbols are all equally likely; `None` unless the arity is 2 to 16.
    pub fn uniform(carrier: Carrier, arity: u8, place: Vec<u8>) -> Option<Mark> {
        let law = match arity {
            2 => Law::Binary(Bias::EVEN),
            3..=16 => Law::Uniform(arity),
            _ => return None,
        };
        Some(Mark { carrier, law, place })
    }
}
