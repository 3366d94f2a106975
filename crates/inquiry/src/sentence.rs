//! The sentences of a finding (`spec/finding.md`): one fixed template, whatever the case, so that nobody words it stronger.

use std::fmt::{self, Display, Formatter};

use ledger::entry::{Grade, Outcome};

/// What a finding says about one named copy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NamedSentence<'a> {
    /// The office that the copy was issued to, or words that stand for it where it is not disclosed.
    pub office: &'a str,
    /// log10 E.
    pub log10_evidence: f64,
    /// N.
    pub copies: u64,
    /// α_i + δ.
    pub bound: f64,
}

impl Display for NamedSentence<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "The reading fits the copy issued to {}. Under the published source model it is {} times more probable if that \
             copy was among the sources than if it was not. Over all N = {} copies, this inquiry would name any copy not \
             among the sources with probability at most α_i + δ = {}, whatever was done to the leak. This does not say who \
             leaked it. Anybody who held that copy, or the issuing system, could have made this leak.",
            self.office,
            Times(self.log10_evidence),
            self.copies,
            AtMost(self.bound),
        )
    }
}

/// What a finding says where it names nobody.
pub fn unnamed(outcome: Outcome, opened: bool) -> &'static str {
    match outcome {
        Outcome::Named => "",
        Outcome::Shortlist => {
            "No copy is named. The reading points to copies of these memos, but to none strongly enough. A shortlist holds \
             if the leak came from exactly one of these copies, unmanipulated; nobody outside can check it from this file."
        }
        Outcome::CannotName if opened => {
            "This reading cannot name a copy: too few marks were read. A shortlist holds if the leak came from exactly one \
             of these copies, unmanipulated; nobody outside can check it from this file."
        }
        Outcome::CannotName => {
            "This reading cannot name a copy. The codebook was not opened for it."
        }
        Outcome::NoFinding => "Nothing points to the copies of these memos.",
    }
}

/// What every finding adds about how it came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conditions {
    /// The grade.
    pub grade: Grade,
    /// Whether a memo was dealt without witnesses.
    pub unwitnessed: bool,
    /// Whether a memo had been opened before the leak was read.
    pub opened_before: bool,
}

impl Conditions {
    /// The sentences that these conditions call for.
    pub fn sentences(&self) -> Vec<&'static str> {
        let mut sentences = Vec::new();
        if self.grade == Grade::L {
            sentences.push(
                "One machine dealt, kept the keys and the copies, and read the leak; the bound assumes that its operator \
                 did not use them.",
            );
        }
        if self.unwitnessed {
            sentences.push("Unwitnessed.");
        }
        if self.opened_before {
            sentences.push(
                "The bound also assumes that neither the leak nor the reading was shaped by someone who knew the codebook, \
                 or figures from it.",
            );
        }
        sentences
    }
}

/// 10^x as people read it: in full below a million, else in powers of ten; cut, never rounded up. Nobody compares numbers
/// beyond 10^30, which a page with a thousand marks reaches.
struct Times(f64);

impl Display for Times {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0 > 30.0 {
            return f.write_str("more than 10^30");
        }
        let exponent = self.0.floor();
        let mantissa = evidence::math::exp((self.0 - exponent) * std::f64::consts::LN_10);
        if (0.0..6.0).contains(&exponent) {
            let whole = (0..exponent as u32).fold(mantissa, |value, _| value * 10.0);
            // A value a rounding below a whole number is that number.
            return write!(f, "{}", grouped((whole + 1e-6) as u64));
        }
        let tenths = ((mantissa * 10.0 + 1e-6) as u64).min(99);
        write!(f, "{}.{} × 10^{exponent}", tenths / 10, tenths % 10)
    }
}

fn grouped(value: u64) -> String {
    if value < 1000 {
        return value.to_string();
    }
    format!("{},{:03}", grouped(value / 1000), value % 1000)
}

/// A probability as an upper bound: three digits, rounded up, never to less than it is.
struct AtMost(f64);

impl Display for AtMost {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (mut scaled, mut places) = (self.0, 0);
        while scaled > 0.0 && scaled < 100.0 && places < 40 {
            scaled *= 10.0;
            places += 1;
        }
        // What is a whole number but for rounding stays that number.
        let digits = (scaled - 1e-9).ceil() as u64;
        let text = format!("{digits:0width$}", width = places + 1);
        let (whole, decimals) = text.split_at(text.len() - places);
        match decimals.trim_end_matches('0') {
            "" => f.write_str(whole),
            decimals => write!(f, "{whole}.{decimals}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTCOMES: [Outcome; 4] =
        [Outcome::Named, Outcome::Shortlist, Outcome::CannotName, Outcome::NoFinding];

    fn example(office: &str) -> NamedSentence<'_> {
        NamedSentence { office, log10_evidence: 6.5, copies: 12, bound: 4.5e-4 }
    }

    /// The template is part of the promise: it says what the bound says, of a copy and not of a person.
    #[test]
    fn the_template_stands() {
        assert_eq!(
            example("Embassy in Oslo").to_string(),
            "The reading fits the copy issued to Embassy in Oslo. Under the published source model it is 3.1 × 10^6 times \
             more probable if that copy was among the sources than if it was not. Over all N = 12 copies, this inquiry \
             would name any copy not among the sources with probability at most α_i + δ = 0.00045, whatever was done to \
             the leak. This does not say who leaked it. Anybody who held that copy, or the issuing system, could have made \
             this leak."
        );
    }

    /// Words that say more than the mathematics does never appear, whatever the outcome and the conditions.
    #[test]
    fn nothing_says_more_than_the_bound() {
        let mut texts = vec![example("Embassy in Oslo").to_string()];
        for outcome in OUTCOMES {
            texts.extend([true, false].map(|opened| unnamed(outcome, opened).to_owned()));
        }
        for grade in [Grade::L, Grade::A, Grade::B] {
            let conditions = Conditions { grade, unwitnessed: true, opened_before: true };
            texts.extend(conditions.sentences().into_iter().map(str::to_owned));
        }
        for text in texts {
            let lower = text.to_lowercase();
            for banned in ["leaker", "proves", "guilty", "the probability that", "match", "culprit"]
            {
                assert!(!lower.contains(banned), "`{banned}` in `{text}`");
            }
        }
    }

    /// A bound must never read smaller than it is, nor E larger.
    #[test]
    fn figures_err_on_the_safe_side() {
        for (value, text) in [
            (4.5e-4, "0.00045"),
            (4.501e-4, "0.000451"),
            (0.000_123_401, "0.000124"),
            (0.5, "0.5"),
            (1.0, "1"),
            (4.5e-13, "0.00000000000045"),
        ] {
            assert_eq!(AtMost(value).to_string(), text);
        }
        for (log10, text) in [
            (0.0, "1"),
            (2.0, "100"),
            (3.0 + 2e-12, "1,000"),
            (5.999_999, "999,997"),
            (6.0, "1.0 × 10^6"),
            (9.99, "9.7 × 10^9"),
            (30.0, "1.0 × 10^30"),
            (30.001, "more than 10^30"),
            (4321.5, "more than 10^30"),
            (-1.5, "3.1 × 10^-2"),
        ] {
            assert_eq!(Times(log10).to_string(), text, "{log10}");
        }
    }

    #[test]
    fn conditions_are_named() {
        let plain = Conditions { grade: Grade::A, unwitnessed: false, opened_before: false };
        assert!(plain.sentences().is_empty());
        let local = Conditions { grade: Grade::L, unwitnessed: true, opened_before: true };
        assert_eq!(local.sentences().len(), 3);
        assert!(local.sentences()[0].starts_with("One machine dealt"));
    }
}
