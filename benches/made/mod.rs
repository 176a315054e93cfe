//! Texts that are made up: newsroom prose from a fixed sequence of numbers and a few sentence patterns.
//!
//! The same bytes on every machine, so that two runs read the same. For the measurements only.

pub mod facts;

use std::fmt::Write;

/// A fixed sequence: the same text on every machine, without a crate for it.
pub struct Sequence(u64);

impl Sequence {
    pub fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below.max(1)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.next(from.len() as u64) as usize).copied().unwrap_or("")
    }
}

const TOWNS: &[&str] = &["Harrowmouth", "Alderby", "Tolmouth", "San Evaro", "Orrby", "Nedre Ulv", "Saltmere", "Lillby"];
const PEOPLE: &[&str] =
    &["Mira Holt", "Edda Rask", "Josef Lind", "Ines Varga", "Piet Sorley", "Hanne Moll", "Dilys Moran"];
const TITLES: &[&str] =
    &["harbour master", "chief executive", "town engineer", "treasurer", "head teacher", "fire chief"];
const BODIES: &[&str] =
    &["The inspectorate", "The council", "The ministry", "The company", "The commission", "The clinic"];
const THINGS: &[&str] = &["homes", "pumps", "households", "passengers", "patients", "trees", "lorries", "complaints"];
const VERBS: &[&str] = &["flooded", "counted", "moved", "inspected", "closed", "repaired", "sold", "lost"];
const HEDGES: &[&str] = &["about ", "", "more than ", "", "at least ", "", "nearly ", "up to "];
const MONTHS: &[&str] = &["January", "March", "May", "August", "October", "December"];
const SAYINGS: &[&str] = &[
    "We asked for it three times, and nobody ever wrote back",
    "I will not promise what I cannot measure",
    "It is slow work, but it is the right work",
    "You can see the difference from the street",
];

/// One sentence of newsroom prose, of a kind that `n` chooses.
fn sentence(it: &mut Sequence, out: &mut String) {
    let (town, person, title) = (it.pick(TOWNS), it.pick(PEOPLE), it.pick(TITLES));
    let (body, thing, verb, hedge) = (it.pick(BODIES), it.pick(THINGS), it.pick(VERBS), it.pick(HEDGES));
    let (big, small, year) = (it.next(90_000) + 1_000, it.next(60) + 2, it.next(30) + 1990);
    let (part, day, month) = (it.next(10), it.next(28) + 1, it.pick(MONTHS));
    let _ = match it.next(12) {
        0 => write!(out, "{body} {verb} {hedge}{big} {thing} in {town} in {year}. "),
        1 => write!(out, "In {town}, {small}.{part} per cent of the {thing} were {verb} after {month} {year}. "),
        2 => write!(out, "“{},” said {person}, the {title} of {town}. ", it.pick(SAYINGS)),
        3 => write!(out, "The work is expected to cost €{small}.{part} million and to end in {month}. "),
        4 => write!(out, "{person}, {small}, has lived in {town} since {year}. "),
        5 => write!(out, "Officials said that the number of {thing} rose from {small} to {}. ", small + 17),
        6 => write!(out, "On {day} {month} {year} {body} met in {town} and voted {small} to {part}. "),
        7 => write!(out, "A {title} who read the file, and who asked not to be named, called it a “plain mistake.” "),
        8 => write!(out, "It lies {small} kilometres from {town}, on the road that was {verb} in the spring. "),
        9 => write!(out, "According to {person}, two-thirds of the {thing} had been {verb} by then. "),
        10 => write!(out, "Nobody in {town} remembers when the last of the {thing} were {verb}. "),
        _ => write!(out, "The rain went on, the {thing} stood empty, and {person} walked home along the wall. "),
    };
}

/// About `n_words` words in paragraphs of four sentences.
pub fn prose(seed: u64, n_words: usize) -> String {
    let mut sequence = Sequence(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut out = String::with_capacity(n_words * 7);
    let mut words = 0;
    while words < n_words {
        let start = out.len();
        for _ in 0..4 {
            sentence(&mut sequence, &mut out);
        }
        words += out.get(start..).unwrap_or("").split_whitespace().count();
        out.push_str("\n\n");
    }
    out
}
