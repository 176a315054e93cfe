//! The table of what a wordnet knows of single words: parts of speech and the commonest sort of thing.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context, ensure};
use backread::read::syntax::known::{ADJECTIVE, ADVERB, Known, N_PLACES, NAME, NOUN, TABLE_LEN, Table, VERB, key};
use backread::read::syntax::look::Look;

#[derive(Default)]
struct Senses {
    parts: u8,
    /// How many senses are of each sort.
    sorts: BTreeMap<u8, u32>,
}

pub fn table(folder: &Path) -> anyhow::Result<Vec<u8>> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
    };
    let (synsets, senses) = (read("synsets.tsv")?, read("senses.tsv")?);
    let files: HashMap<&str, &str> = synsets
        .lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.next()?))
        })
        .collect();
    let mut words: BTreeMap<u32, Senses> = BTreeMap::new();
    let mut room = Vec::new();
    for line in senses.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [lemma, part, synset, ..] = columns[..] else { continue };
        if lemma.contains(' ') {
            continue;
        }
        let part = match part.as_bytes().first() {
            Some(b'n') if lemma.chars().any(char::is_uppercase) => NAME,
            Some(b'n') => NOUN,
            Some(b'v') => VERB,
            Some(b'a') => ADJECTIVE,
            _ => ADVERB,
        };
        let sort = sort(files.get(synset).copied().unwrap_or(""));
        let irregular = columns.get(4).into_iter().flat_map(|it| it.split('|')).filter(|it| !it.is_empty());
        for form in std::iter::once(lemma).chain(irregular) {
            let senses = words.entry(Look::of(Table(&[]), form, &mut room).word).or_default();
            senses.parts |= part;
            if sort > 0 {
                *senses.sorts.entry(sort).or_default() += 1;
            }
        }
    }
    ensure!(words.len() * 5 < N_PLACES * 4, "{} words are too many for {N_PLACES} places", words.len());
    let mut table = vec![0; TABLE_LEN];
    for (word, senses) in words {
        // NB: senses stand in no order of frequency, so that of sorts with equally many the lower number is taken.
        let sort = senses.sorts.iter().rev().max_by_key(|(_, n)| **n).map_or(0, |(sort, _)| *sort);
        let (mut at, check) = key(word);
        while table[at * 3..at * 3 + 3] != [0; 3] {
            at = (at + 1) % N_PLACES;
        }
        table[at * 3..at * 3 + 3].copy_from_slice(&pack(check, Known { parts: senses.parts, sort }));
    }
    Ok(table)
}

/// What a lemma of a wordnet's lexicographer file names, as far as the parser asks.
fn sort(file: &str) -> u8 {
    match file {
        "noun.time" => 1,
        "noun.person" => 2,
        "noun.location" | "noun.object" => 3,
        "noun.group" => 4,
        "noun.act" | "noun.event" | "noun.process" | "noun.phenomenon" => 5,
        "noun.artifact" => 6,
        "noun.communication" => 7,
        "noun.cognition" | "noun.attribute" | "noun.state" | "noun.feeling" => 8,
        "noun.quantity" => 9,
        "noun.body" | "noun.animal" | "noun.food" | "noun.plant" | "noun.substance" => 10,
        "noun.possession" => 11,
        "verb.communication" | "verb.cognition" => 12,
        "verb.motion" => 13,
        "verb.social" => 14,
        "verb.possession" => 15,
        _ => 0,
    }
}

/// One place of the table, as [`Table`] reads it.
fn pack(check: u32, known: Known) -> [u8; 3] {
    let all = check << 9 | u32::from(known.parts & 31) << 4 | u32::from(known.sort & 15);
    [all as u8, (all >> 8) as u8, (all >> 16) as u8]
}
