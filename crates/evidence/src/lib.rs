//! What a reading proves: codewords, likelihood ratios, p-values and the budget for α. Pure.
//!
//! Symbols are those of `spec/finding.md`: N copies, m marks, mark i of arity q_i, x_ji the symbol of copy j, r_i the
//! symbol that was read, c the size of the coalition that leaked.
//!
//! # The way of a finding
//!
//! | stage | function |
//! |---|---|
//! | the marks of a memo, committed before any word exists | [`catalogue::Catalogue::digest`], [`layout::LayoutCode`] |
//! | the key of a copy, committed before the beacon | [`deal::copy_key`] |
//! | its word, which nobody could choose | [`deal::expand`] |
//! | what the leak shows, frozen before any word is looked at | [`layout::quantise`], [`reading::FrozenReading::digest`] |
//! | what a copy would have to show in order to explain it | [`channel::components`] |
//! | E_j, how much likelier the reading is if copy j was a source | [`single::Single::log_evidence`] |
//! | the least p that any word could have: the floor | [`tail::least_p`] |
//! | p_j, how rarely an uninvolved copy gets that far | [`tail::Tail::p_upper`], or [`tail::markov_p`] where that names |
//! | what this inquiry may spend | [`plan::alpha_inquiry`], [`plan::Tier::share`] |
//! | who is left where nobody can be named | [`single::Single::log_single_source`], [`tail::shortlist`] |
//!
//! # The theorem
//!
//! Let words be independent across copies and marks given the biases, and let the reading R be any function of the biases,
//! of the sources' own copies and of independent randomness. Then for a copy j that is no source, x_j is independent of
//! (R, x_-j), however many sources there were and whatever they did. So E_j has mean 1, p_j is a valid p-value, and naming
//! only copies with N·p_up ≤ α names **any** uninvolved copy with probability at most α + δ.
//!
//! *Proof.* x_j and everything that R depends on are independent, so that given R the law of x_j is the one that was dealt,
//! under which each factor P_k(r_i|x_ji)/P_k(r_i) has mean 1, their product too since marks are independent, and the
//! average over k with weights that depend on R alone. p_j is the chance of reaching E_j under that same law; it is at most
//! 1/E_j, since E has mean 1, so that whom 1/E_j names p_j would name too; where it is sampled, its upper limit is too small
//! with probability at most δ, once for all copies, because it falls as E rises. Over N copies the chances add up to at
//! most N·α/N + δ. ∎
//!
//! Soundness needs no marking assumption, no known rate of misreads and no secret bias; [`channel`] is for power alone.
//!
//! # Its conditions
//!
//! Each is broken on purpose by a test of `tests/all`, which must see the bound fail, and kept, where it must hold.
//!
//! | condition | broken by | in |
//! |---|---|---|
//! | 1 independent words | balanced columns, similar words drawn again, linear codes | `conditions.rs` |
//! | 1 one slot is one mark | a family counted at each of its places | `products.rs` |
//! | 2 commitment before release | marks chosen after the words | `conditions.rs` |
//! | 3 no grinding | keys tried until an innocent copy fits | `conditions.rs` |
//! | 4 blind reading | the best of 197 alignments, codebook open | `conditions.rs` |
//! | 5 a fresh key for each memo | two memos with the same words; two readings of one memo; one law for all | `products.rs` |
//! | 6 a budget for α | twelve inquiries at the full α; deals dropped until one fits | `budget.rs` |
//!
//! That E has mean 1 is enumerated in `means.rs`, that p-values are what they say in `tails.rs`, that dealt words are
//! independent in `dealing.rs`, and what naming takes in `power.rs`.
//!
//! # References
//!
//! D. Boneh and J. Shaw, *Collusion-secure fingerprinting for digital data*, IEEE Transactions on Information Theory 44
//! (1998). G. Tardos, *Optimal probabilistic fingerprint codes*, Journal of the ACM 55 (2008). W. Hoeffding, *Probability
//! inequalities for sums of bounded random variables*, Journal of the American Statistical Association 58 (1963): the limit
//! of sampled means. V. Vovk and R. Wang, *E-values: calibration, combination and applications*, Annals of Statistics 49
//! (2021). RFC 2104 (HMAC), RFC 8439 (ChaCha20), RFC 8949 (CBOR).

pub mod catalogue;
mod cbor;
pub mod channel;
pub mod deal;
mod draw;
mod floor;
pub mod layout;
pub mod mark;
pub mod math;
mod mixture;
pub mod plan;
pub mod reading;
pub mod single;
pub mod tail;
