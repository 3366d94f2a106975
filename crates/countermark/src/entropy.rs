//! Randomness as an argument, so that a figure can be recomputed and a test repeated.

/// A source of uniform bytes.
pub trait Entropy: Send {
    /// Fills the buffer.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// The next `N` bytes.
pub fn draw<const N: usize>(entropy: &mut dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}

/// The operating system's generator.
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&mut self, bytes: &mut [u8]) {
        // Without entropy no key may be made: there is nothing to fall back to.
        getrandom::fill(bytes).expect("the operating system has a random number generator");
    }
}
