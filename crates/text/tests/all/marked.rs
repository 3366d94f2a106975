//! A fictional memo with its choices written into it, and copies of it.

use text::choice::{Choice, Kind, Place};

/// `{a|b}` is a choice; `{1:a|b}` is a place of the choice that is made once under that figure.
pub(crate) const MEMO: &str = "\
To the Harbour Board. Since the spring tides the eastern basin has {obtained|secured} a depth of nine metres, and the \
pilots {may also|also may} bring the larger ferries to the inner quay. The engineers report {that |}the sluice gates \
are {adequate|sufficient|ample} for two more winters{; however, the|. However, the} northern culvert {is|remains} \
cracked{ (as the divers feared) | - as the divers feared - |, as the divers feared, }along its whole length.

The contractor asks for forty crowns a {1:metre|meter}{,|} and the treasurer {considers|deems} the price fair \
{in the course of|during} a dry season. He would pay eighty crowns a {1:metre|meter} for night work. {Wind and rain|Rain \
and wind} have delayed the survey twice; the quarrymen {have nevertheless|nevertheless have} kept their promise.

In my judgement the deputy harbour master has been {inept|clumsy|out of his depth}, and I recommend {regarding|with \
regard to} the pilots' grievance a patient answer. The lighthouse keeper counted seventeen wrecks last autumn and \
expects fewer this year.";

/// The original text and the choices of a marked text.
pub(crate) fn parse(marked: &str) -> (String, Vec<Choice>) {
    let (mut text, mut choices): (String, Vec<(String, Choice)>) = Default::default();
    let mut parts = marked.split('{');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (inner, after) = part.split_once('}').expect("a closed choice");
        let (name, inner) = match inner.split_once(':') {
            Some((name, inner)) if name.len() == 1 => (name, inner),
            _ => ("", inner),
        };
        let readings: Vec<String> = inner.split('|').map(str::to_owned).collect();
        let start = text.len();
        text.push_str(&readings[0]);
        let place = Place { range: start..text.len(), readings };
        match choices.iter_mut().find(|known| !name.is_empty() && known.0 == name) {
            Some(known) => known.1.places.push(place),
            None => choices.push((
                name.to_owned(),
                Choice { family: "author".into(), kind: Kind::Author, places: vec![place] },
            )),
        }
        text.push_str(after);
    }
    (text, choices.into_iter().map(|choice| choice.1).collect())
}

/// The copy with these readings.
pub(crate) fn copy(memo: &str, choices: &[Choice], readings: &[u8]) -> String {
    let mut places: Vec<(&Place, u8)> = choices
        .iter()
        .zip(readings)
        .flat_map(|(choice, &reading)| choice.places.iter().map(move |place| (place, reading)))
        .collect();
    places.sort_by_key(|place| place.0.range.start);
    let (mut out, mut at) = (String::new(), 0);
    for (place, reading) in places {
        out.push_str(&memo[at..place.range.start]);
        out.push_str(&place.readings[reading as usize]);
        at = place.range.end;
    }
    out.push_str(&memo[at..]);
    out
}

/// Copy number `n` of many: all its readings, every combination at the start of the sequence differing early.
pub(crate) fn readings(choices: &[Choice], n: u64) -> Vec<u8> {
    let mut state = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    choices.iter().map(|choice| (next() % choice.arity()) as u8).collect()
}
