//! p-values: exact ones against all words, sampled ones against exact ones, limits and floors.

use crate::field::{FAIR, Random, catalogue, read, single};
use evidence::layout::quantise;
use evidence::mark::{Bias, Law};
use evidence::math::{exp, ln};
use evidence::plan::Tier;
use evidence::reading::{Observation, Reading};
use evidence::single::Single;
use evidence::tail::{
    DRAWS, LN_DELTA, Method, TIE, Tail, VECTORS, is_listed, least_p, least_sampled_p, markov_p,
    seed,
};

/// A hybrid of all biases with marks of arity 3 and 4, every class large enough for p-values below 1e-12.
fn mixed() -> Single {
    let laws = [
        (16, FAIR),
        (6, Law::Binary(Bias::LOW)),
        (6, Law::Binary(Bias::HIGH)),
        (8, Law::Uniform(4)),
    ];
    let marks = catalogue(&laws);
    let shown: Vec<u8> = Random(51).words(&marks, 1).remove(0);
    single(&marks, &read(&shown))
}

/// Listing counts is the same as listing words.
#[test]
fn exact_p_values_are_sums_over_words() {
    let laws = [(3, FAIR), (2, Law::Binary(Bias::LOW)), (2, Law::Uniform(3)), (1, Law::Uniform(5))];
    let marks = catalogue(&laws);
    let mut reading = read(&[1, 0, 1, 0, 1, 2, 0, 4]);
    reading.observations[2] = Observation::Soft(700);
    reading.observations[4] = Observation::Erased;
    let single = single(&marks, &reading);
    let tail = Tail::exact(&single).expect("few counts");
    let words = marks.marks().iter().fold(vec![(Vec::new(), 1.0)], |words, mark| {
        let each = |(word, p): &(Vec<u8>, f64)| {
            let longer = |x| ([&word[..], &[x]].concat(), p * mark.law.probability(x));
            (0..mark.law.arity()).map(longer).collect::<Vec<_>>()
        };
        words.iter().flat_map(each).collect::<Vec<_>>()
    });
    for (word, _) in &words {
        let log_e = single.log_evidence(word);
        let reaching = words.iter().filter(|(w, _)| single.log_evidence(w) >= log_e - TIE);
        let p: f64 = reaching.map(|(_, p)| p).sum();
        assert!((tail.p_upper(log_e) / p - 1.0).abs() < 1e-10, "{word:?}");
    }
    let (top, p) = tail.top().expect("exact");
    assert!(words.iter().all(|(w, _)| single.log_evidence(w) <= top + TIE));
    assert!((least_p(&single) / p - 1.0).abs() < 1e-12);
    assert_eq!(tail.p_upper(top + 1.0), p, "beyond what any word reaches");
}

/// The sampler sees p-values far below 1/draws within a tenth, and its upper limit is never below the truth.
#[test]
fn sampled_p_values_bound_exact_ones() {
    let single = mixed();
    let exact = Tail::exact(&single).expect("few counts");
    let sampled = Tail::sampled(&single, &[52; 32]);
    assert_eq!((exact.method(), sampled.method()), (Method::Exact, Method::Sampled));
    for exponent in 3..=12 {
        let target = exp(-f64::from(exponent) * ln(10.0));
        let log_e = exact.limit(target).expect("the top is rarer");
        let p = exact.p_upper(log_e);
        assert!((sampled.p_estimate(log_e) / p - 1.0).abs() < 0.1, "1e-{exponent}");
        let upper = sampled.p_upper(log_e);
        assert!(upper >= p && upper < 1.5 * p + least_sampled_p(log_e), "1e-{exponent}");
        assert!(upper >= least_sampled_p(log_e));
    }
}

/// A larger E never has a larger p, so that one sample serves all copies and δ is paid once.
#[test]
fn sampled_limits_fall_as_evidence_rises() {
    let tail = Tail::sampled(&mixed(), &[53; 32]);
    let ps: Vec<f64> = (-40..300).map(|i| tail.p_upper(f64::from(i) * 0.1)).collect();
    assert!(ps.windows(2).all(|pair| pair[1] <= pair[0]), "{ps:?}");
    assert!(ps[0] <= 1.0);
}

/// A copy is named from the limit on and not before.
#[test]
fn limits_are_where_p_values_cross() {
    let single = mixed();
    let exact = Tail::exact(&single).expect("few counts");
    for p in [0.5, 1e-3, 3e-6, 1e-9] {
        let limit = exact.limit(p).expect("reached");
        let named = exact.p_upper(limit);
        let below = (1..).map(|i| exact.p_upper(limit - f64::from(i) * 1e-4));
        let next = below.into_iter().find(|q| *q != named).expect("more words reach less");
        assert!(named <= p && p < next, "{named} {p} {next}");
    }
    assert_eq!(exact.limit(1e-40), None, "rarer than the rarest");
    let sampled = Tail::sampled(&single, &[54; 32]);
    let limit = sampled.limit(1e-5).expect("always for samples");
    assert!(sampled.p_upper(limit) <= 1e-5 && sampled.p_upper(limit - 1e-6) > 1e-5);
}

/// 1/E bounds every p-value, so that a copy named by it alone would be named by any law; and no sample asks for more.
#[test]
fn no_p_value_exceeds_one_over_the_evidence() {
    let single = mixed();
    let (exact, sampled) =
        (Tail::exact(&single).expect("few counts"), Tail::sampled(&single, &[57; 32]));
    for log_e in (-80..800).map(|i| f64::from(i) * 0.5) {
        let markov = markov_p(log_e);
        assert!(markov <= 1.0);
        if exact.top().is_some_and(|(top, _)| log_e <= top) {
            assert!(exact.p_upper(log_e) <= markov * (1.0 + 1e-9), "{log_e}");
        }
        assert!(sampled.p_upper(log_e) <= markov && least_sampled_p(log_e) <= markov, "{log_e}");
    }
    assert_eq!((markov_p(1e4), sampled.p_upper(1e4)), (0.0, 0.0), "no number is that small");
}

/// Where nothing was seen in all draws, the limit is still what that many draws can prove.
#[test]
fn what_no_draw_reached_is_bounded_too() {
    let tail = Tail::sampled(&mixed(), &[55; 32]);
    let log_e = 400.0;
    let proven = (1.0 - exp(-LN_DELTA / DRAWS as f64)) * exp(-log_e);
    assert!((tail.p_upper(log_e) / proven - 1.0).abs() < 1e-9);
    assert!((least_sampled_p(log_e) / proven - 1.0).abs() < 1e-9);
    // 27.7 / n / E, by which sampling is left out where it could not name.
    let rough = 27.7 / DRAWS as f64 * exp(-log_e);
    assert!((least_sampled_p(log_e) / rough - 1.0).abs() < 0.01);
}

/// The floor of fair binary marks is log2(N/α): of 200 copies at 1e-3, 17 marks name nobody and 18 may.
#[test]
fn floors_are_what_the_best_word_could_reach() {
    let p_min = |m: usize| {
        let shown: Vec<u8> = (0..m).map(|i| (i % 2) as u8).collect();
        least_p(&single(&catalogue(&[(m, FAIR)]), &read(&shown)))
    };
    for m in [1, 17, 18] {
        let word = 1.0 / (1u64 << m) as f64;
        assert!((p_min(m) / word - 1.0).abs() < 1e-9);
    }
    assert!(200.0 * p_min(17) > 1e-3 && 200.0 * p_min(18) <= 1e-3);
}

/// The floor is found without listing everything, and is the same.
#[test]
fn floors_are_the_tops_of_exact_laws() {
    let laws = [(9, FAIR), (5, Law::Binary(Bias::LOW)), (4, Law::Uniform(3)), (2, Law::Uniform(6))];
    let marks = catalogue(&laws);
    let mut random = Random(56);
    for _ in 0..30 {
        let mut reading = read(&random.words(&marks, 1)[0]);
        for seen in &mut reading.observations[..12] {
            match random.below(3) {
                0 => *seen = Observation::Erased,
                1 => *seen = Observation::soft([-512, 0, 4096][random.below(3)]),
                _ => {}
            }
        }
        let single = single(&marks, &reading);
        let (_, p) = Tail::exact(&single).and_then(|tail| tail.top()).expect("few counts");
        assert!((least_p(&single) / p - 1.0).abs() < 1e-12, "{reading:?}");
    }
}

/// Too many counts to list: the floor is then the rarest word, and p-values are sampled.
#[test]
fn large_readings_are_sampled() {
    let laws = [
        (120, FAIR),
        (20, Law::Binary(Bias::LOW)),
        (20, Law::Binary(Bias::HIGH)),
        (2, Law::Uniform(3)),
    ];
    let marks = catalogue(&laws);
    let shown: Vec<u8> = (0..162).map(|i| (i % 2) as u8).collect();
    let single = single(&marks, &read(&shown));
    const { assert!(61 * 61 * 11 * 11 * 11 > VECTORS) };
    assert!(!is_listed(&single) && Tail::exact(&single).is_none());
    assert_eq!(Tail::new(&single, &[0; 32]).method(), Method::Sampled);
    assert_eq!(Tail::sampled(&single, &[0; 32]).top(), None);
    let rarest = -120.0 * ln(2.0) + 40.0 * ln(27.0 / 128.0) - 2.0 * ln(3.0);
    assert!((ln(least_p(&single)) - rarest).abs() < 1e-9);
}

/// A page of two thousand marks: nothing underflows to a floor or a logarithm that is no number.
#[test]
fn many_marks_leave_finite_figures() {
    let marks =
        catalogue(&[(1000, FAIR), (500, Law::Binary(Bias::LOW)), (500, Law::Binary(Bias::HIGH))]);
    let word = Random(58).words(&marks, 1).remove(0);
    let lean = |symbol: &u8| quantise(if *symbol == 1 { 5000 } else { -5000 });
    for reading in [read(&word), Reading { observations: word.iter().map(lean).collect() }] {
        let single = single(&marks, &reading);
        assert_eq!(least_p(&single), 0.0, "smaller than any number");
        let other: Vec<u8> = word.iter().map(|x| 1 - x).collect();
        assert!(single.log_evidence(&word) > 900.0);
        // Against its source every mark speaks, but a mixture never loses much more than its weakest component.
        let against = single.log_evidence(&other);
        assert!(against.is_finite() && single.log_single_source(&other).is_finite(), "{against}");
    }
}

/// The same seed gives the same law on every machine; readings, values, memos and tiers have seeds of their own.
#[test]
fn samples_follow_from_their_seed() {
    let single = mixed();
    let p = |seed: &[u8; 32]| Tail::sampled(&single, seed).p_upper(9.0);
    let of =
        |leaf: u8, value: u8, memo: u8, tier| seed(&[leaf; 32], &[value; 32], &[memo; 16], tier);
    let first = of(1, 2, 3, Tier::Single);
    assert_eq!(p(&first), p(&of(1, 2, 3, Tier::Single)));
    let others = [
        of(0, 2, 3, Tier::Single),
        of(1, 0, 3, Tier::Single),
        of(1, 2, 0, Tier::Single),
        of(1, 2, 3, Tier::PairNamed),
    ];
    assert!(others.iter().all(|other| *other != first && p(other) != p(&first)));
}

/// All erased: one vector, E = 1, p = 1.
#[test]
fn an_empty_reading_names_nobody() {
    let marks = catalogue(&[(5, FAIR)]);
    let nothing = Reading { observations: vec![Observation::Erased; 5] };
    let tail = Tail::exact(&single(&marks, &nothing)).expect("one vector");
    assert_eq!(tail.p_upper(0.0), 1.0);
    assert_eq!(tail.limit(0.99), None);
}
