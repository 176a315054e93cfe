//! A report and a table with figures of many kinds, each with the sentence of a draft that tells it in other words.
//!
//! The same bytes on every machine. Every place has every kind of figure, and every value occurs elsewhere as well.

use std::fmt::Write;

use super::prose::prose;
use super::sequence::Sequence;

/// A figure of a source and the draft's sentence about it.
pub struct Said {
    before: String,
    after: String,
    pub value: String,
    /// Of another place.
    pub other: String,
}

impl Said {
    pub fn draft(&self, value: &str) -> String {
        format!("{}{value}{}", self.before, self.after)
    }
}

const FIRST: &[&str] = &[
    "Alder", "Brack", "Caw", "Dun", "Elver", "Fallow", "Gorse", "Harrow", "Ivel", "Jarrow", "Kelder", "Larch", "Mere",
    "Nether", "Ormes", "Pender", "Quarn", "Rush", "Salter", "Thorn", "Ulver", "Vane", "Wither", "Yarrow", "Ash",
    "Birk", "Crake", "Dray", "Ettle", "Fern", "Glen", "Hazel", "Inker", "Jessop", "Kirn", "Lode", "Marl", "Nock",
    "Oxen", "Pike",
];
const MIDDLE: &[&str] = &[
    "", "er", "ing", "en", "le", "ow", "ar", "ets", "on", "y", "ham", "wick", "mar", "stow", "bar", "del", "gar",
    "han", "kin", "lan", "mon", "nor", "pen", "ran", "sel", "ten", "vel", "wen", "xan", "yel", "zel", "bel", "cor",
    "dor", "fen", "gil", "hol",
];
const LAST: &[&str] = &[
    "ton", "by", "mouth", "ford", "ley", "field", "wick", "stead", "thorpe", "bridge", "combe", "dale", "haven",
    "well", "worth", "gate", "hurst", "minster", "moor", "mere", "ness", "port", "shaw", "side", "stoke", "toft",
    "wold", "holm", "burn", "beck", "cliff", "cote", "croft", "den", "end", "garth",
];

/// A name of its own for each number below 50,000.
fn place(n: usize) -> String {
    let (first, rest) = (n % FIRST.len(), n / FIRST.len());
    let (last, middle) = (rest % LAST.len(), rest / LAST.len());
    format!("{}{}{}", FIRST[first], MIDDLE[middle % MIDDLE.len()], LAST[last])
}

/// A kind of figure: how a report tells it, how a draft does, and how its values look.
struct Kind {
    report: (&'static str, &'static str),
    draft: (&'static str, &'static str),
    shape: Shape,
}

#[derive(Clone, Copy)]
enum Shape {
    Count,
    Percent,
    Millions,
}

/// `{}` is the place.
const KINDS: &[Kind] = &[
    Kind {
        report: ("The clinic at {} admitted ", " patients over the winter."),
        draft: ("", " patients were admitted by the clinic at {}."),
        shape: Shape::Count,
    },
    Kind {
        report: ("The primary schools of {} teach ", " pupils."),
        draft: ("There are ", " pupils in the primary schools of {}."),
        shape: Shape::Count,
    },
    Kind {
        report: ("Unemployment in {} stood at ", " per cent in the last quarter."),
        draft: ("In the last quarter unemployment in {} stood at ", " per cent."),
        shape: Shape::Percent,
    },
    Kind {
        report: ("In {} ", " per cent of households are in arrears with their rent."),
        draft: ("Rent arrears: ", " per cent of households in {} are behind with the rent."),
        shape: Shape::Percent,
    },
    Kind {
        report: ("Repairs to the sea wall at {} cost €", " million."),
        draft: ("At {} the repairs to the sea wall cost €", " million."),
        shape: Shape::Millions,
    },
    Kind {
        report: ("The library at {} lent ", " books."),
        draft: ("In {} the library lent ", " books."),
        shape: Shape::Count,
    },
    Kind {
        report: ("The budget for buses in {} is €", " million."),
        draft: ("{} has a budget for buses of €", " million."),
        shape: Shape::Millions,
    },
    Kind {
        report: ("Recycling in {} reached ", " per cent of household waste."),
        draft: ("{} recycled ", " per cent of its household waste."),
        shape: Shape::Percent,
    },
];

impl Shape {
    fn value(self, it: &mut Sequence) -> String {
        match self {
            Shape::Count => grouped(it.next(9_000) + 1_000),
            Shape::Percent => format!("{}.{}", it.next(60) + 3, it.next(9) + 1),
            Shape::Millions => format!("{}.{}", it.next(80) + 2, it.next(9) + 1),
        }
    }
}

fn grouped(n: u64) -> String {
    if n < 1_000 { n.to_string() } else { format!("{},{:03}", n / 1_000, n % 1_000) }
}

/// A long report: a chapter for each place, its figures among other prose.
pub fn report(n_words: usize) -> (String, Vec<Said>) {
    let mut it = Sequence(0x5DEE_CE66_D1CE_4E5B);
    let (mut raw, mut told, mut words) = (String::new(), Vec::new(), 0);
    for n in 0.. {
        let place = place(n * 7);
        let start = raw.len();
        let _ = write!(raw, "Chapter {}: {place}\n\n", n + 1);
        for (kind, filler) in KINDS.iter().zip(prose(n as u64 + 1, 160).split("\n\n")) {
            let value = kind.shape.value(&mut it);
            let (before, after) = kind.report;
            let _ = write!(raw, "{}{value}{} {filler}\n\n", before.replace("{}", &place), after.replace("{}", &place));
            let (before, after) = kind.draft;
            told.push((before.replace("{}", &place), after.replace("{}", &place), value));
        }
        words += raw.get(start..).unwrap_or("").split_whitespace().count();
        if words > n_words {
            break;
        }
    }
    let n = told.len();
    // The same kind of figure, half the report away.
    let far = (n / 2 / KINDS.len()).max(1) * KINDS.len();
    let others: Vec<String> = (0..n).map(|idx| told[(idx + far) % n].2.clone()).collect();
    let said = told.into_iter().zip(others);
    (raw, said.map(|((before, after, value), other)| Said { before, after, value, other }).collect())
}

/// Comma-separated values: a place a row.
pub fn table(n_rows: usize) -> (String, Vec<Said>) {
    const REGIONS: &[&str] = &["North Riding", "South Riding", "The Levels", "High Fells", "Estuary"];
    let mut it = Sequence(0x2545_F491_4F6C_DD1D);
    let mut raw = String::from("Town,Region,Electors,Turnout (%),Grant (£m),Homes\n");
    let mut rows: Vec<[String; 4]> = Vec::new();
    for n in 0..n_rows {
        let row = [
            (it.next(90_000) + 1_000).to_string(),
            Shape::Percent.value(&mut it),
            Shape::Millions.value(&mut it),
            (it.next(40_000) + 400).to_string(),
        ];
        let [electors, turnout, grant, homes] = &row;
        let region = REGIONS[n % REGIONS.len()];
        let _ = writeln!(raw, "{},{region},{electors},{turnout},{grant},{homes}", place(n));
        rows.push(row);
    }
    let written = |value: &str| value.parse().map_or(value.to_string(), grouped);
    let mut said = Vec::new();
    for n in (0..n_rows).step_by(n_rows.div_ceil(150)) {
        let place = place(n);
        let drafts = [
            (format!("{place} has "), " electors.".to_string()),
            ("Turnout was ".to_string(), format!(" per cent in {place}.")),
            (format!("{place} was given a grant of £"), " million.".to_string()),
            ("There are ".to_string(), format!(" homes in {place}.")),
        ];
        for (column, (before, after)) in drafts.into_iter().enumerate() {
            // Another row; every third time another column of like numbers too.
            let far = &rows[(n + n_rows / 3) % n_rows];
            let same_kind = [3, 1, 2, 0][column];
            let other = if n % 3 == 0 { &far[same_kind] } else { &far[column] };
            said.push(Said { before, after, value: written(&rows[n][column]), other: written(other) });
        }
    }
    (raw, said)
}
