//! Writes `rules/lexicon/akin.bin`, the table of word relations, from a wordnet.
//!
//! ```sh
//! cargo run --release --example akin -- LEXICAL_DIR
//! ```
//!
//! The folder holds the wordnet's `synsets.tsv` and `senses.tsv`. Everything is sorted before it is numbered: the same
//! files give the same bytes. Links between senses become links between meanings, so that a synonym of "reject" is opposed
//! to what "reject" is opposed to. Expressions of more than three words are left out.

#![expect(clippy::indexing_slicing, clippy::print_stdout, reason = "a tool, and no part of the library")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, bail, ensure};
use backread::rules::lexicon::akin::table::{FILES, Link, Node, SYNSET_BITS, hash};
use backread::rules::lexicon::akin::{Part, inflect};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/lexicon/akin.bin");

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder] = &args[..] else { bail!("usage: akin LEXICAL_DIR") };
    let read = |name: &str| {
        let path = Path::new(folder).join(name);
        std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
    };
    let (synsets, senses) = (read("synsets.tsv")?, read("senses.tsv")?);
    let mut net = Net::of_synsets(&synsets)?;
    let words = net.add_senses(&senses)?;
    let bytes = net.table(&words)?;
    std::fs::write(TABLE, &bytes).with_context(|| format!("writing {TABLE}"))?;
    println!(
        "{} bytes: {} words, {} forms, {} meanings",
        bytes.len(),
        words.senses.len(),
        words.forms.len(),
        net.len()
    );
    Ok(())
}

/// Meanings by number, with their links.
struct Net<'a> {
    numbers: BTreeMap<&'a str, u32>,
    files: Vec<u8>,
    links: Vec<BTreeSet<(Link, u32)>>,
}

#[derive(Default)]
struct Words {
    /// By the hash of the lemma.
    senses: BTreeMap<u32, BTreeSet<u32>>,
    /// Irregular ones: hash, part of speech, lemma.
    forms: BTreeSet<(u32, Part, String)>,
}

impl<'a> Net<'a> {
    fn of_synsets(text: &'a str) -> anyhow::Result<Net<'a>> {
        let rows: BTreeMap<&str, Vec<&str>> = text
            .lines()
            .map(|line| line.split('\t').collect::<Vec<_>>())
            .filter(|it| it.len() > 2)
            .map(|it| (it[0], it))
            .collect();
        ensure!(rows.len() < 1 << SYNSET_BITS, "{} meanings are too many", rows.len());
        let numbers: BTreeMap<&str, u32> = rows.keys().copied().zip(0..).collect();
        let mut net = Net { files: Vec::new(), links: vec![BTreeSet::new(); numbers.len()], numbers };
        for (from, row) in (0..).zip(rows.values()) {
            let file = FILES.iter().position(|it| *it == row[1]);
            net.files.push(file.with_context(|| format!("{} is no file we know", row[1]))? as u8);
            for (kind, targets) in groups(row.get(3).copied()) {
                for to in targets.split(',') {
                    let Some(to) = net.numbers.get(to).copied() else { continue };
                    match kind {
                        "hypernym" | "instance_hypernym" => net.link(from, Link::Up, to),
                        "similar" => net.link(from, Link::Similar, to),
                        "entails" => net.link(from, Link::Entails, to),
                        "causes" => net.link(from, Link::Causes, to),
                        "mero_part" => net.link(to, Link::Whole, from),
                        _ => {}
                    }
                }
            }
        }
        Ok(net)
    }

    fn add_senses(&mut self, text: &str) -> anyhow::Result<Words> {
        let mut words = Words::default();
        for line in text.lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            let [lemma, part, synset, ..] = columns[..] else { continue };
            let from = *self.numbers.get(synset).with_context(|| format!("{synset} is no meaning"))?;
            for (kind, targets) in groups(columns.get(3).copied()) {
                // NB: lemmas may hold commas; what stands after an "@" up to the next one does not.
                let ids = targets.split('@').skip(1).filter_map(|it| it.split(',').next());
                for to in ids {
                    let Some(to) = self.numbers.get(to).copied() else { continue };
                    match kind {
                        "antonym" => self.link(from, Link::Antonym, to),
                        "derivation" | "pertainym" | "participle" => self.link(from, Link::Derived, to),
                        "similar" => self.link(from, Link::Similar, to),
                        _ => {}
                    }
                }
            }
            if lemma.split(' ').count() > 3 {
                continue;
            }
            let lemma = lemma.to_lowercase();
            words.senses.entry(hash([&lemma, "", ""])).or_default().insert(from);
            let part = match part.as_bytes().first() {
                Some(b'n') => Part::Noun,
                Some(b'v') => Part::Verb,
                Some(b'a') => Part::Adjective,
                _ => Part::Adverb,
            };
            for form in columns.get(4).into_iter().flat_map(|it| it.split('|')).filter(|it| !it.is_empty()) {
                let form = form.to_lowercase();
                let mut is_regular = form == lemma;
                inflect::stems(&form, part, &mut |stem, ending| is_regular |= format!("{stem}{ending}") == lemma);
                if !is_regular {
                    words.forms.insert((hash([&form, "", ""]), part, lemma.clone()));
                }
            }
        }
        Ok(words)
    }

    fn len(&self) -> usize {
        self.files.len()
    }

    fn link(&mut self, from: u32, kind: Link, to: u32) {
        if from != to {
            self.links[from as usize].insert((kind, to));
        }
    }

    fn to(&self, from: u32, kind: Link) -> impl Iterator<Item = u32> + '_ {
        self.links[from as usize].iter().filter(move |(it, _)| *it == kind).map(|(_, to)| *to)
    }

    fn nodes(&self) -> Vec<Node> {
        let mut n_below = vec![0_u32; self.len()];
        let mut depths = Vec::new();
        for synset in 0..self.len() as u32 {
            let mut met = BTreeSet::from([synset]);
            let mut level = vec![synset];
            let mut depth = None;
            let mut steps = 0;
            while !level.is_empty() {
                let above = |it: &u32| self.to(*it, Link::Up).collect::<Vec<_>>();
                if level.iter().any(|it| above(it).is_empty()) {
                    depth = depth.or(Some(steps));
                }
                level = level.iter().flat_map(above).filter(|it| met.insert(*it)).collect();
                steps += 1;
            }
            met.remove(&synset);
            met.iter().for_each(|it| n_below[*it as usize] += 1);
            // The head of a cluster of adjectives is as wide as the cluster.
            if FILES[usize::from(self.files[synset as usize])].starts_with("adj") {
                n_below[synset as usize] += self.to(synset, Link::Similar).count() as u32;
            }
            depths.push(depth.unwrap_or(0));
        }
        let node = |at: usize| Node {
            file: self.files[at],
            depth: depths[at].min(31),
            breadth: (u32::BITS - n_below[at].leading_zeros()).min(15) as u8,
        };
        (0..self.len()).map(node).collect()
    }

    fn table(&self, words: &Words) -> anyhow::Result<Vec<u8>> {
        let n_senses: usize = words.senses.values().map(BTreeSet::len).sum();
        let n_links: usize = self.links.iter().map(BTreeSet::len).sum();
        let mut bytes = Vec::new();
        for count in [words.senses.len(), n_senses, self.len(), n_links, words.forms.len()] {
            bytes.extend((count as u32).to_le_bytes());
        }
        words.senses.keys().for_each(|it| bytes.extend(it.to_le_bytes()));
        firsts(&mut bytes, words.senses.values().map(BTreeSet::len));
        words.senses.values().flatten().for_each(|it| three(&mut bytes, *it));
        self.nodes().iter().for_each(|it| bytes.extend(it.pack().to_le_bytes()));
        firsts(&mut bytes, self.links.iter().map(BTreeSet::len));
        for (kind, to) in self.links.iter().flatten() {
            three(&mut bytes, (*kind as u32) << SYNSET_BITS | to);
        }
        let mut text = String::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (hash, part, lemma) in &words.forms {
            let at = *places.entry(lemma).or_insert_with(|| {
                text.push_str(lemma);
                text.len() - lemma.len()
            });
            bytes.extend(hash.to_le_bytes());
            bytes.push(*part as u8);
            three(&mut bytes, at as u32);
            bytes.push(u8::try_from(lemma.len()).with_context(|| format!("{lemma} is too long"))?);
        }
        bytes.extend(text.bytes());
        Ok(bytes)
    }
}

/// "hypernym:1-n,2-n;causes:3-v" taken apart.
fn groups(links: Option<&str>) -> impl Iterator<Item = (&str, &str)> {
    links.unwrap_or("").split(';').filter_map(|it| it.split_once(':'))
}

fn firsts(bytes: &mut Vec<u8>, lens: impl Iterator<Item = usize>) {
    let mut first = 0;
    for len in lens {
        three(bytes, first);
        first += len as u32;
    }
}

fn three(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend(&number.to_le_bytes()[..3]);
}
