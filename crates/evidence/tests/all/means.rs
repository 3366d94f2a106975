//! Evidence against its definition: a second, plain way to compute it, and its mean over all words, which must be 1.

use crate::field::{FAIR, Random, read, single};
use evidence::catalogue::Catalogue;
use evidence::channel::{Component, components};
use evidence::mark::{Bias, Carrier, Law, Mark};
use evidence::math::{exp, ln};
use evidence::reading::{Observation, Reading};

const LOW: Law = Law::Binary(Bias::LOW);
const HIGH: Law = Law::Binary(Bias::HIGH);

/// Catalogues of few words: arities 2 to 5, all biases, one to three carriers.
fn catalogues() -> Vec<Catalogue> {
    use Carrier::{Invisible, Layout, Wording};
    let mark = |(carrier, law)| Mark { carrier, law, place: Vec::new() };
    let of = |marks: &[(Carrier, Law)]| Catalogue::new(marks.iter().copied().map(mark).collect());
    let uniform = Law::Uniform;
    vec![
        of(&[(Wording, FAIR); 7]),
        of(&[(Wording, FAIR), (Wording, LOW), (Wording, HIGH), (Wording, LOW), (Wording, FAIR)]),
        of(&[(Wording, uniform(3)), (Wording, uniform(4)), (Wording, uniform(5))]),
        of(&[
            (Wording, uniform(4)),
            (Wording, FAIR),
            (Layout, HIGH),
            (Layout, LOW),
            (Layout, FAIR),
        ]),
        of(&[(Invisible, FAIR), (Wording, uniform(3)), (Layout, FAIR), (Invisible, LOW)]),
    ]
}

/// Any observation that the mark can show.
fn observe(random: &mut Random, law: Law) -> Observation {
    match random.below(4) {
        0 => Observation::Erased,
        1 if law.arity() == 2 => Observation::soft(random.below(40_000) as i32 - 20_000),
        _ => Observation::Symbol(random.below(usize::from(law.arity())) as u8),
    }
}

fn observe_all(random: &mut Random, catalogue: &Catalogue) -> Reading {
    let observations = catalogue.marks().iter().map(|mark| observe(random, mark.law)).collect();
    Reading { observations }
}

/// All words, each with P₀.
fn words(catalogue: &Catalogue) -> Vec<(Vec<u8>, f64)> {
    catalogue.marks().iter().fold(vec![(Vec::new(), 1.0)], |words, mark| {
        let longer = |(word, p): &(Vec<u8>, f64), x: u8| {
            ([&word[..], &[x]].concat(), p * mark.law.probability(x))
        };
        let each = |word| (0..mark.law.arity()).map(move |x| longer(word, x));
        words.iter().flat_map(each).collect()
    })
}

/// P_k(observation | x), straight from the page; of arities ≥ 3 symbol by symbol.
fn chance(k: &Component, mark: &Mark, seen: Observation, x: u8) -> f64 {
    match (mark.law, seen) {
        (_, Observation::Erased) => 1.0,
        (Law::Binary(bias), _) => {
            let q = k.published(mark.carrier, bias, usize::from(x));
            match seen {
                Observation::Symbol(1) => q,
                Observation::Soft(n) => q * exp(f64::from(n) / 1024.0) + 1.0 - q,
                _ => 1.0 - q,
            }
        }
        (Law::Uniform(q), Observation::Symbol(r)) => {
            let (c, e) = ((k.theta.len() - 1) as f64, k.errors[mark.carrier as usize]);
            let shown = |y: u8| f64::from(u8::from(y == x)) / c + (1.0 - 1.0 / c) / f64::from(q);
            let misread = |y: u8| if y == r { 1.0 - e } else { e / f64::from(q - 1) };
            (0..q).map(|y| misread(y) * shown(y)).sum()
        }
        (Law::Uniform(_), Observation::Soft(_)) => unreachable!("soft readings are of arity 2"),
    }
}

/// E of a word, by the formula: w and E as products and sums, without classes or logarithms.
fn evidence_of(catalogue: &Catalogue, reading: &Reading, word: &[u8]) -> f64 {
    let pairs = || catalogue.marks().iter().zip(&reading.observations);
    let mut present: Vec<Carrier> = pairs()
        .filter(|(_, seen)| **seen != Observation::Erased)
        .map(|(mark, _)| mark.carrier)
        .collect();
    present.sort();
    present.dedup();
    let (mut total, mut sum) = (0.0, 0.0);
    for k in components(&present) {
        let marginal = |(mark, seen): (&Mark, &Observation)| {
            let of = |x| mark.law.probability(x) * chance(&k, mark, *seen, x);
            (0..mark.law.arity()).map(of).sum::<f64>()
        };
        let weight = pairs().map(marginal).fold(k.prior, |product, p| product * p);
        let likely = pairs().zip(word).map(|((mark, seen), x)| chance(&k, mark, *seen, *x));
        total += weight;
        sum += weight * likely.product::<f64>() / pairs().map(marginal).product::<f64>();
    }
    sum / total
}

/// The bound stands on this: over all words that an uninvolved copy may hold, E is 1 on average, whatever was read.
#[test]
fn the_mean_of_evidence_is_one() {
    let mut random = Random(41);
    for catalogue in catalogues() {
        let words = words(&catalogue);
        assert!((words.iter().map(|(_, p)| p).sum::<f64>() - 1.0).abs() < 1e-12);
        for _ in 0..25 {
            let reading = observe_all(&mut random, &catalogue);
            let single = single(&catalogue, &reading);
            let mean: f64 = words.iter().map(|(w, p)| p * exp(single.log_evidence(w))).sum();
            assert!((mean - 1.0).abs() < 1e-11, "{mean} of {reading:?}");
        }
    }
}

/// Classes and shared rows are a faster way to the same number.
#[test]
fn evidence_is_what_its_formula_says() {
    let mut random = Random(42);
    for catalogue in catalogues() {
        for _ in 0..25 {
            let reading = observe_all(&mut random, &catalogue);
            let word = random.words(&catalogue, 1).remove(0);
            let plain = ln(evidence_of(&catalogue, &reading, &word));
            let fast = single(&catalogue, &reading).log_evidence(&word);
            assert!((plain - fast).abs() < 1e-10, "{plain} {fast} {reading:?} {word:?}");
        }
    }
}

/// Nothing read, nothing said; and a mark of which nothing is known changes nothing.
#[test]
fn erasures_say_nothing() {
    let catalogue = &catalogues()[3];
    let nothing = Reading { observations: vec![Observation::Erased; 5] };
    let silent = single(catalogue, &nothing);
    assert_eq!(silent.marks_read(), 0);
    assert!(silent.log_evidence(&[0; 5]).abs() < 1e-12);
    assert!(silent.log_single_source(&[0; 5]).abs() < 1e-12);
    let mut some = nothing.clone();
    some.observations[1] = Observation::Symbol(1);
    let hard = single(catalogue, &some);
    some.observations[2] = Observation::soft(0);
    let word = [0, 1, 1, 0, 1];
    let even = single(catalogue, &some);
    assert!((hard.log_evidence(&word) - even.log_evidence(&word)).abs() < 1e-12);
}

/// What does not fit the catalogue is refused, never scored.
#[test]
fn readings_of_another_catalogue_are_refused() {
    let catalogue = &catalogues()[2];
    let refused = |observations: Vec<Observation>| {
        evidence::single::Single::new(catalogue, &Reading { observations }).is_none()
    };
    assert!(!refused(read(&[2, 3, 4]).observations));
    assert!(refused(read(&[3, 3, 4]).observations), "symbol 3 of arity 3");
    assert!(refused(read(&[2, 3]).observations), "too short");
    assert!(refused(vec![Observation::Soft(512), Observation::Erased, Observation::Erased]));
    let fair = crate::field::catalogue(&[(1, FAIR)]);
    let wild = Reading { observations: vec![Observation::Soft(i16::MIN)] };
    assert!(evidence::single::Single::new(&fair, &wild).is_none(), "beyond ±16 nats");
}
