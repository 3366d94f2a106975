//! Numbers as people read them.

use evidence::math;

/// `× 10` with spaces that no line breaks at.
const TIMES_TEN: &str = "\u{a0}×\u{a0}10";

/// How the sentence of a finding says that evidence is beyond comparison, and how people read that.
const MORE_THAN: (&str, &str) = ("more than 10^30", "more than 10³⁰");

/// A probability: plain decimals where they are short, else a power of ten.
pub fn probability(p: f64) -> String {
    // Below this a reader counts zeros.
    const DECIMAL: f64 = 1e-5;
    if p == 0.0 || (DECIMAL..=1.0).contains(&p) {
        // Four digits tell .0003825 (.85 of .00045) from its neighbours.
        let (_, exponent) = parts(p);
        let decimals = (3 - exponent).clamp(0, 12) as usize;
        trimmed(&format!("{p:.decimals$}"))
    } else {
        let (mantissa, exponent) = parts(p);
        power(&format!("{mantissa:.1}"), exponent)
    }
}

/// An upper bound: as [`probability`], but of two digits and never below `p`.
pub fn at_most(p: f64) -> String {
    if p == 0.0 || !p.is_finite() {
        return probability(p);
    }
    let (mantissa, exponent) = parts(p);
    let tenths = (mantissa * 10.0).ceil();
    let (mantissa, exponent) =
        if tenths >= 100.0 { (1.0, exponent + 1) } else { (tenths / 10.0, exponent) };
    if exponent < -5 {
        return power(&format!("{mantissa:.1}"), exponent);
    }
    let decimals = (1 - exponent).clamp(0, 12) as usize;
    trimmed(&format!("{:.decimals$}", format!("{mantissa:.1}e{exponent}").parse().unwrap_or(p)))
}

/// How many times more probable, from log10 E; cut, never rounded up, as in the sentence of a finding.
pub fn times(log10: f64) -> String {
    /// As in the sentence: nobody compares numbers beyond 10³⁰.
    const BEYOND_LOG10: f64 = 30.0;
    if log10 > BEYOND_LOG10 {
        return MORE_THAN.1.to_owned();
    }
    let exponent = log10.floor();
    let mantissa = math::exp((log10 - exponent) * std::f64::consts::LN_10);
    if (0.0..6.0).contains(&exponent) {
        let whole = (0..exponent as u32).fold(mantissa, |value, _| value * 10.0);
        // A value a rounding below a whole number is that number.
        return grouped((whole + 1e-6) as u64);
    }
    let tenths = ((mantissa * 10.0 + 1e-6) as u64).min(99);
    power(&format!("{}.{}", tenths / 10, tenths % 10), exponent as i32)
}

/// A share as a percentage.
pub fn share(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        ..0.1 => "under 0.1 %".to_owned(),
        99.9..100.0 => "over 99.9 %".to_owned(),
        _ => format!("{percent:.1} %"),
    }
}

/// "1 in 2,222", for whoever does not think in decimals.
pub fn one_in(p: f64) -> String {
    let times = (1.0 / p).floor();
    if (2.0..1e15).contains(&times) {
        format!("1 in {}", grouped(times as u64))
    } else {
        probability(p)
    }
}

/// Text in which the powers of ten of a sentence, `× 10^6`, stand raised.
pub fn with_powers(text: &str) -> String {
    let text = text.replace(MORE_THAN.0, MORE_THAN.1);
    let mut parts = text.split(" × 10^");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.strip_prefix('-').unwrap_or(part);
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let (exponent, rest) = part.split_at(part.len() - digits.len() + end);
        out.push_str(TIMES_TEN);
        out.extend(exponent.chars().map(raised));
        out.push_str(rest);
    }
    out
}

/// Digits in threes.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.char_indices() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "1 copy", "12 copies".
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number as u64), if number == 1 { one } else { many })
}

/// Mantissa in [1, 10) and exponent, by the standard library's exact decimal form.
fn parts(p: f64) -> (f64, i32) {
    let text = format!("{p:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or(("0", "0"));
    (mantissa.parse().unwrap_or(0.0), exponent.parse().unwrap_or(0))
}

/// Without the zeros that end a decimal fraction.
fn trimmed(decimal: &str) -> String {
    match decimal.split_once('.') {
        Some((whole, fraction)) => match fraction.trim_end_matches('0') {
            "" => whole.to_owned(),
            fraction => format!("{whole}.{fraction}"),
        },
        None => decimal.to_owned(),
    }
}

fn power(mantissa: &str, exponent: i32) -> String {
    let raised: String = exponent.to_string().chars().map(raised).collect();
    format!("{mantissa}{TIMES_TEN}{raised}")
}

fn raised(c: char) -> char {
    match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        // U+2070 and the block from U+2074 hold the other digits in order.
        '0' | '4'..='9' => char::from_u32(0x2070 + c as u32 - '0' as u32).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A figure that reads wrong is wrong, whatever was computed.
    #[test]
    fn numbers_read_as_they_are() {
        assert_eq!(probability(0.001), "0.001");
        assert_eq!(probability(0.000_382_5), "0.0003825");
        assert_eq!(probability(1.0), "1");
        assert_eq!(probability(0.0), "0");
        assert_eq!(probability(3.21e-14), "3.2\u{a0}×\u{a0}10⁻¹⁴");
        assert_eq!(one_in(0.000_45), "1 in 2,222");
        assert_eq!(share(0.4567), "45.7 %");
        assert_eq!(share(0.999_99), "over 99.9 %");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(count(1, "copy", "copies"), "1 copy");
    }

    /// Rounding a bound down would promise more than was proven.
    #[test]
    fn a_bound_is_rounded_up() {
        assert_eq!(at_most(3.21e-14), "3.3\u{a0}×\u{a0}10⁻¹⁴");
        assert_eq!(at_most(9.91e-14), "1.0\u{a0}×\u{a0}10⁻¹³");
        assert_eq!(at_most(0.003_14), "0.0032");
        assert_eq!(at_most(0.25), "0.25");
        assert_eq!(at_most(1.0), "1");
    }

    /// The table and the sentence stand on one page and must show the same figure.
    #[test]
    fn evidence_is_cut_as_in_the_sentence() {
        for log10 in [0.0, 2.0, 3.0 + 2e-12, 5.999_999, 6.0, 9.99, -1.5, 12.43, 30.0, 41.2] {
            let sentence = inquiry::sentence::NamedSentence {
                office: "Oslo",
                log10_evidence: log10,
                copies: 12,
                bound: 4.5e-4,
            };
            let shown = format!("it is {} times more", times(log10));
            assert!(with_powers(&sentence.to_string()).contains(&shown), "{shown}");
        }
    }

    #[test]
    fn only_powers_are_raised() {
        assert_eq!(with_powers("3.1 × 10^-26 times, 2^8"), "3.1\u{a0}×\u{a0}10⁻²⁶ times, 2^8");
        assert_eq!(with_powers("1 × 10^x × 10^"), "1\u{a0}×\u{a0}10x\u{a0}×\u{a0}10");
    }
}
