//! Shifts as soft evidence.

/// Units of a soft reading in a nat: readings are counted in 2⁻¹⁰ nats.
pub const SOFT_ONE: i32 = 1 << 10;
/// Largest soft reading, in nats: what no single mark may exceed.
pub const SOFT_CLIP_NATS: i32 = 16;

/// A shift further from zero than the mark's own d and this many standard errors was made by something else.
const OUTLIER_SIGMAS: f64 = 4.0;
/// A standard error above this share of d carries less than a tenth of a bit: not worth its risk.
const MAX_SIGMA_OF_D: f64 = 1.5;

/// Evidence of a shift `r_pt` with standard error `sigma_pt` for a mark of +`d_pt` against −`d_pt`: the log-likelihood ratio
/// 2·d·r/σ² of two normal laws, clipped, in 2⁻¹⁰ nats. `None` is an erasure: the error is too large, the shift is further out
/// than any mark, or one of the numbers is none.
pub fn soft(r_pt: f64, sigma_pt: f64, d_pt: f64) -> Option<i32> {
    let usable = r_pt.is_finite()
        && d_pt.is_finite()
        && d_pt > 0.0
        && sigma_pt > 0.0
        && sigma_pt <= MAX_SIGMA_OF_D * d_pt
        && r_pt.abs() <= d_pt + OUTLIER_SIGMAS * sigma_pt;
    if !usable {
        return None;
    }
    let clip = f64::from(SOFT_CLIP_NATS);
    let nats = (2.0 * d_pt * (r_pt / sigma_pt) / sigma_pt).clamp(-clip, clip);
    Some((nats * f64::from(SOFT_ONE)).round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The formula, its clip and its erasures are part of what a finding rests on.
    #[test]
    fn a_shift_becomes_clipped_evidence_or_an_erasure() {
        assert_eq!(soft(0.1, 0.2, 0.2), Some(1024));
        assert_eq!(soft(-0.1, 0.2, 0.2), Some(-1024));
        assert_eq!(soft(0.2, 0.01, 0.2), Some(16 * 1024));
        assert_eq!(soft(-0.2, 0.01, 0.2), Some(-16 * 1024));
        assert_eq!(soft(0.25, 0.01, 0.2), None, "further out than d + 4σ");
        assert_eq!(soft(0.1, 0.4, 0.2), None, "σ too large");
    }

    /// Hostile numbers must become erasures, not evidence and not a panic.
    #[test]
    fn no_number_is_no_evidence() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(soft(bad, 0.1, 0.2), None);
            assert_eq!(soft(0.1, bad, 0.2), None);
            assert_eq!(soft(0.1, 0.1, bad), None);
        }
        assert_eq!(soft(0.1, 0.0, 0.2), None);
        assert_eq!(soft(0.0, 0.1, 0.0), None);
        assert_eq!(soft(1e-200, 1e-200, 0.2), Some(16 * 1024));
    }
}
