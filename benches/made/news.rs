//! An archive of news: stories that go on for days, with figures that change, lines that come back, and the same report in
//! several papers.
//!
//! There are about as many names and places as an archive has, so that words are as rare as they are there: a story has
//! its own people and its own town, and shares its subject and its phrases with hundreds of others.

use std::fmt::Write;

use super::sequence::Sequence;

const HEADS: &[&str] =
    &["Bal", "Dor", "Ers", "Fen", "Gar", "Hal", "Ism", "Kel", "Lor", "Mar", "Nor", "Ost", "Per", "Sar", "Tol", "Ulv"];
const MIDDLES: &[&str] = &["a", "e", "i", "o", "u", "an", "er", "in", "or", "um", "ald", "est", "ing", "ork"];
const TAILS: &[&str] =
    &["by", "dal", "den", "feld", "ham", "mouth", "ness", "rup", "stad", "sund", "ton", "vik", "wick", "worth"];
const GIVEN: &[&str] =
    &["Mira", "Edda", "Josef", "Ines", "Piet", "Hanne", "Dilys", "Aron", "Sunniva", "Teo", "Katrin", "Oskar"];
const SUBJECTS: &[(&str, &str, &str)] = &[
    ("harbour wall", "boats", "metres"),
    ("hospital wing", "patients", "beds"),
    ("school merger", "pupils", "places"),
    ("bus contract", "passengers", "buses"),
    ("reservoir leak", "households", "pumps"),
    ("library closure", "visitors", "books"),
    ("tram line", "commuters", "stops"),
    ("wind farm", "turbines", "homes"),
    ("refugee centre", "families", "rooms"),
    ("cheese factory", "workers", "tonnes"),
    ("ferry timetable", "crossings", "islanders"),
    ("sewage works", "complaints", "samples"),
];
const MONTHS: &[&str] =
    &["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"];
const FILLERS: &[&str] = &[
    "The rain went on, and nobody on the square had an umbrella.",
    "Critics say that the plan was drawn up in haste, and that nobody was asked.",
    "It is not clear who will pay for it in the end.",
    "Several shopkeepers put boards in front of their windows.",
    "The minutes of the meeting were published late on Friday.",
    "A spokesman for the region declined to comment.",
    "What happens next depends on the courts, and they are slow.",
    "Those who live nearby have heard such promises before.",
];

fn name(it: &mut Sequence) -> String {
    format!("{}{}{}", it.pick(HEADS), it.pick(MIDDLES), it.pick(TAILS))
}

/// A story goes on for so many articles.
const DAYS: usize = 10;

/// One article in so many is another paper's copy of the one before it.
const COPIES: usize = 25;

/// Article `n` of the archive: about 600 words.
pub fn article(n: usize) -> String {
    match n % COPIES {
        0 if n > 0 => format!("{}\n\nMore on this story tomorrow.\n", article(n - 1)),
        _ => report(n / DAYS, n % DAYS),
    }
}

fn report(story: usize, day: usize) -> String {
    let fixed = &mut Sequence((story as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    for _ in 0..8 {
        fixed.next(2);
    }
    let (town, road, river) = (name(fixed), name(fixed), name(fixed));
    let people: Vec<String> = (0..4).map(|_| format!("{} {}", fixed.pick(GIVEN), name(fixed))).collect();
    let (what, counted, other) = SUBJECTS[fixed.next(SUBJECTS.len() as u64) as usize];
    let (big, small, cost) = (fixed.next(40_000) + 2_000, fixed.next(300) + 20, fixed.next(90) + 3);
    let (year, month, first) = (fixed.next(30) + 1990, fixed.pick(MONTHS), fixed.next(18) + 1);
    let of_day = &mut Sequence(((story * DAYS + day) as u64 + 7).wrapping_mul(0xD1B5_4A32_D192_ED03) | 1);
    for _ in 0..8 {
        of_day.next(2);
    }
    let today = big + day as u64 * (small / 7 + 1);
    let date = first + day as u64;
    let (person, chief, critic, witness) = (&people[0], &people[1], &people[2], &people[3]);
    let mut out = format!("# {town}: the {what}\n\n");
    let mut words = 0;
    let mut n = 0;
    while words < 600 {
        let start = out.len();
        for _ in 0..4 {
            let (some, part) = (of_day.next(900) + 11, of_day.next(10));
            let _ = match n % 14 {
                0 => write!(
                    out,
                    "The {what} in {town} has now cost €{cost}.{} million, the council said on {date} {month}. ",
                    day % 10
                ),
                1 => write!(out, "By {date} {month}, {today} {counted} had been counted along {road} Road. "),
                2 => write!(
                    out,
                    "“We asked for it {some} times, and nobody at {river} wrote back,” said {person}, who leads the works. "
                ),
                3 => write!(out, "In {year} there were {big} {counted} in {town}. "),
                4 => {
                    write!(out, "About {small} {other} are kept at {river}, according to {chief}, the chief engineer. ")
                }
                5 => write!(out, "{} ", of_day.pick(FILLERS)),
                6 => write!(out, "{critic}, {}, has lived on {road} Road since {year}. ", 30 + small % 50),
                7 => write!(out, "An official who read the file said that {some} {other} would be enough. "),
                8 => write!(out, "The number rose by {part}.{} per cent within a day. ", some % 10),
                9 => write!(out, "{witness} saw {} of the {counted} being moved towards {river}. ", some % 40 + 2),
                10 => write!(out, "“It is slow work, but it is the right work,” {chief} told the {town} Herald. "),
                11 => write!(
                    out,
                    "The council of {town} voted {} to {} for it on {first} {month}. ",
                    small % 40 + 20,
                    part + 3
                ),
                12 => write!(out, "Nobody at {river} could say when the last of the {some} {other} had been sold. "),
                _ => write!(out, "{} ", of_day.pick(FILLERS)),
            };
            n += 1 + (of_day.next(5) == 0) as usize;
        }
        words += out[start..].split_whitespace().count();
        out.push_str("\n\n");
    }
    out
}

/// About `n_words` of a draft: paragraphs of the archive's articles, one in twelve of an article that is not in it.
pub fn draft(n_articles: usize, n_words: usize) -> String {
    let mut out = String::from("# The week\n\n");
    let mut words = 0;
    for n in 0.. {
        let from = if n % 12 == 7 { n_articles * 3 + n * 11 + 1 } else { (n * 7_919 + 3) % n_articles };
        let article = article(from);
        let paragraphs: Vec<&str> = article.split_terminator("\n\n").filter(|it| !it.starts_with('#')).collect();
        let paragraph = paragraphs[n % paragraphs.len()];
        out.push_str(paragraph);
        out.push_str("\n\n");
        words += paragraph.split_whitespace().count();
        if words >= n_words {
            break;
        }
    }
    out
}
