//! Single striking words: read only where the memo is known otherwise and a cue says whose word it is.

use std::collections::BTreeMap;

use super::QUOTED_RUN_WORDS_MIN;
use super::english::word_bits8;
use crate::align::site::{Site, sites};
use crate::align::{Seen, Sighting};
use crate::choice::Choice;
use crate::quote::{from_the_leak, quotations};
use crate::word::Words;

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
    let candidates = candidates(&words, &sites);
    let quotations = quotations(leak);
    let cues = from_the_leak(leak, &quotations);
    let mut found: BTreeMap<usize, Vec<Sighting>> = BTreeMap::new();
    for (quotation, _) in quotations.iter().zip(cues).filter(|(_, is_cued)| *is_cued) {
        let quoted = Words::read(&leak[quotation.inside.clone()]);
        if quoted.len() >= QUOTED_RUN_WORDS_MIN as usize {
            continue;
        }
        for candidate in &candidates {
            if let Some(at) = position(&quoted, &candidate.words) {
                let bytes = quoted.range_of(at..at + candidate.words.len());
                let start = quotation.inside.start;
                found.entry(candidate.site.choice).or_default().push(Sighting {
                    choice: candidate.site.choice,
                    place: candidate.site.place,
                    seen: Seen::Reading(candidate.reading),
                    leak: start + bytes.start..start + bytes.end,
                });
            }
        }
    }
    let agree = |sightings: &Vec<Sighting>| sightings.iter().all(|s| s.seen == sightings[0].seen);
    found.into_values().filter(agree).flatten().collect()
}

/// A reading that can be known by its words alone.
struct Candidate<'a> {
    site: &'a Site,
    reading: u8,
    words: &'a [String],
}

fn candidates<'a>(words: &Words, sites: &'a [Site]) -> Vec<Candidate<'a>> {
    let mut candidates = Vec::new();
    for site in sites {
        for spelled in &site.spelled {
            let [(reading, _)] = spelled.readings[..] else { continue };
            let striking = |word: &String| {
                word_bits8(crate::word::word_number(word)) >= STRIKING_BITS8_MIN
            };
            if spelled.words.iter().any(striking)
                && !stands_in_memo(words, site, &spelled.words)
                && !stands_in_readings(sites, site, &spelled.words)
            {
                candidates.push(Candidate { site, reading, words: &spelled.words });
            }
        }
    }
    candidates
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
        other.spelled.iter().filter(move |spelled| !std::ptr::eq(other, site) || spelled.words != sought)
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
