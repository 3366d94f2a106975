//! Single striking words: read only where the memo is known otherwise and a cue says whose word it is.

use std::collections::BTreeMap;

use super::QUOTED_WORDS_MIN;
use super::english::word_bits8;
use crate::align::site::{Site, sites};
use crate::align::{Seen, Sighting};
use crate::choice::Choice;
use crate::quote::{from_the_leak, quotations};
use crate::word::{Words, word_number};

/// A reading is striking if one of its words is rarer than one in 4,000.
const STRIKING_BITS8_MIN: u32 = 12 * 8;

/// Readings of the memo that short quotations of the leak show, each quotation tied to the memo by a cue. Call it only
/// where the operator named the memo, or other passages did.
///
/// A word counts if it is a reading of exactly one choice and stands nowhere else in the original nor in any other
/// choice. A choice of which two readings are quoted so is not seen at all.
pub fn striking_words(memo: &str, choices: &[Choice], leak: &str) -> Vec<Sighting> {
    let words = Words::read(memo);
    let sites = sites(memo, &words, choices);
    let quotations = quotations(leak);
    let cues = from_the_leak(leak, &quotations);
    let mut found: BTreeMap<usize, Vec<Sighting>> = BTreeMap::new();
    for (quotation, _) in quotations.iter().zip(cues).filter(|(_, is_cued)| *is_cued) {
        let quoted = Words::read(&leak[quotation.inside.clone()]);
        if quoted.len() >= QUOTED_WORDS_MIN {
            continue;
        }
        let start = quotation.inside.start;
        for (site, spelled) in
            sites.iter().flat_map(|site| site.spelled.iter().map(move |s| (site, s)))
        {
            let [(reading, _)] = spelled.readings[..] else { continue };
            let Some(at) = position(&quoted, &spelled.words) else { continue };
            if !site.drops_words()
                && is_striking(&spelled.words)
                && !stands_in_memo(&words, site, &spelled.words)
                && !stands_in_readings(&sites, site, &spelled.words)
            {
                let bytes = quoted.range_of(at..at + spelled.words.len());
                found.entry(site.choice).or_default().push(Sighting {
                    choice: site.choice,
                    place: site.place,
                    seen: Seen::Reading(reading),
                    leak: start + bytes.start..start + bytes.end,
                });
            }
        }
    }
    let agree = |sightings: &Vec<Sighting>| sightings.iter().all(|s| s.seen == sightings[0].seen);
    found.into_values().filter(agree).flatten().collect()
}

fn is_striking(words: &[String]) -> bool {
    words.iter().any(|word| word_bits8(word_number(word)) >= STRIKING_BITS8_MIN)
}

/// Whether the words stand in the original outside the site.
fn stands_in_memo(words: &Words, site: &Site, sought: &[String]) -> bool {
    (0..words.len())
        .filter(|at| at + sought.len() <= site.words.start || *at >= site.words.end)
        .any(|at| stands_at(words, at, sought))
}

/// Whether the words stand in a reading of another choice, or in another reading of this one.
fn stands_in_readings(sites: &[Site], site: &Site, sought: &[String]) -> bool {
    let mut readings = sites.iter().flat_map(|other| {
        other
            .spelled
            .iter()
            .filter(move |spelled| !std::ptr::eq(other, site) || spelled.words != sought)
    });
    readings.any(|spelled| spelled.words.windows(sought.len()).any(|window| window == sought))
}

fn position(words: &Words, sought: &[String]) -> Option<usize> {
    (0..words.len()).find(|&at| stands_at(words, at, sought))
}

fn stands_at(words: &Words, at: usize, sought: &[String]) -> bool {
    at + sought.len() <= words.len()
        && sought.iter().zip(at..).all(|(word, i)| words.get(i) == word)
}
