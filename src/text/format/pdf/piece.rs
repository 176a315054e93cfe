//! Letters to pieces: what stands on one line without a gap that a table or a column would leave.
//!
//! The trap is the raised figure: "12³" is twelve with a footnote, never 123. Marks are known by their size and their
//! base line, and left out, as readers leave them out.

use super::glyph::{Content, Glyph, Rule};

#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub words: String,
    pub x0: f32,
    pub x1: f32,
    /// The base line.
    pub y: f32,
    pub size: f32,
    pub bold: bool,
    pub artifact: bool,
    /// It begins with a footnote's mark, which is not among its words.
    pub marked: bool,
}

impl Piece {
    pub fn same_line(&self, other: &Piece) -> bool {
        (self.y - other.y).abs() < 0.35 * self.size.min(other.size)
    }

    pub fn n_words(&self) -> usize {
        self.words.split_whitespace().count()
    }
}

/// The widest gap inside a line, in letters' sizes: justified lines are stretched.
const WIDEST: f32 = 1.1;

/// Letters that follow one another on a line.
struct Run {
    first: Glyph,
    rest: Vec<Glyph>,
    /// Of the largest letters in it, the first of them if several are: raised and lowered ones do not count.
    y: f32,
    size: f32,
    is_blank: bool,
}

impl Run {
    fn new(first: Glyph) -> Run {
        let (y, size, is_blank) = (first.y, first.size, first.letters.trim().is_empty());
        Run { first, rest: Vec::new(), y, size, is_blank }
    }

    fn push(&mut self, glyph: Glyph) {
        let is_blank = glyph.letters.trim().is_empty();
        if self.is_blank || glyph.size > self.size * 1.02 && !is_blank {
            (self.y, self.size, self.is_blank) = (glyph.y, glyph.size, is_blank);
        }
        self.rest.push(glyph);
    }

    fn glyphs(&self) -> impl DoubleEndedIterator<Item = &Glyph> {
        std::iter::once(&self.first).chain(&self.rest)
    }

    fn last(&self) -> &Glyph {
        self.rest.iter().rev().find(|it| !it.letters.is_empty()).unwrap_or(&self.first)
    }
}

/// From the top of the page to its foot.
pub fn pieces(content: &Content) -> Vec<Piece> {
    let upright: Vec<Rule> =
        content.rules.iter().filter(|it| it.x1 - it.x0 < 2.0 && it.y1 - it.y0 > 4.0).copied().collect();
    let mut runs: Vec<Run> = Vec::new();
    for glyph in &content.glyphs {
        let glyph = glyph.clone();
        match runs.last_mut() {
            Some(run) if follows(run, &glyph, &upright, WIDEST) => run.push(glyph),
            _ => runs.push(Run::new(glyph)),
        }
    }
    runs.retain(|run| !run.is_blank);
    join(runs, &upright).iter().filter_map(piece).collect()
}

fn follows(run: &Run, next: &Glyph, upright: &[Rule], widest: f32) -> bool {
    let last = run.last();
    let size = run.size.max(next.size);
    let level = (next.y - run.y).abs() < 0.5 * size || (next.y - last.y).abs() < 0.1 * size;
    let gap = next.x0 - last.x1;
    if !level || gap > widest * size || gap < -0.6 * size || last.artifact != next.artifact {
        return false;
    }
    if gap <= 0.1 * size || last.letters.ends_with(' ') && gap < 0.5 * size {
        return true;
    }
    // The cells of a tagged table: no space stands between them, and a new tag begins.
    let spaced = last.letters.ends_with(char::is_whitespace) || next.letters.starts_with(char::is_whitespace);
    if last.tag != next.tag && last.tag.is_some() && next.tag.is_some() && !spaced {
        return false;
    }
    let (from, to) = (last.x1 - 1.0, next.x0 + 1.0);
    let top = run.y - 0.7 * size;
    !upright.iter().any(|it| it.x0 >= from && it.x1 <= to && it.y0 <= run.y && it.y1 >= top)
}

/// Some producers lay a line down in parts and out of order.
fn join(mut runs: Vec<Run>, upright: &[Rule]) -> Vec<Run> {
    runs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.first.x0.total_cmp(&b.first.x0)));
    let mut joined: Vec<Run> = Vec::new();
    let mut row: Vec<Run> = Vec::new();
    let close = |row: &mut Vec<Run>, joined: &mut Vec<Run>| {
        row.sort_by(|a, b| a.first.x0.total_cmp(&b.first.x0));
        let start = joined.len();
        for run in row.drain(..) {
            let Run { first, rest, .. } = run;
            let has_line = joined.len() > start;
            match joined.last_mut().filter(|last| has_line && follows(last, &first, upright, 0.5)) {
                Some(last) => std::iter::once(first).chain(rest).for_each(|it| last.push(it)),
                None => {
                    let mut run = Run::new(first);
                    rest.into_iter().for_each(|it| run.push(it));
                    joined.push(run);
                }
            }
        }
    };
    for run in runs {
        if row.first().is_some_and(|it| run.y - it.y >= 0.35 * it.size.min(run.size)) {
            close(&mut row, &mut joined);
        }
        row.push(run);
    }
    close(&mut row, &mut joined);
    joined
}

fn piece(run: &Run) -> Option<Piece> {
    let (y, size, artifact) = (run.y, run.size, run.first.artifact);
    let spaced = run.glyphs().any(|it| it.letters == " " || it.letters == "\u{a0}");
    // Where a producer writes no spaces, gaps are all there is; where it does, wide setting is no gap.
    let wide = if spaced { 0.35 } else { 0.2 };
    let mut words = String::new();
    let (mut marked, mut last): (bool, Option<&Glyph>) = (false, None);
    let (mut bold, mut n) = (0, 0);
    for glyph in run.glyphs() {
        if let Some(last) = last {
            // Bold that is made by printing twice.
            let twice = (glyph.x0 - last.x0).abs() < 0.1 * glyph.size && glyph.letters == last.letters;
            if twice && !glyph.letters.trim().is_empty() && (glyph.x1 - glyph.x0) > 0.15 * glyph.size {
                continue;
            }
            let gap = glyph.x0 - last.x1;
            if gap > wide * size && !words.ends_with(' ') {
                words.push(' ');
            }
        }
        let raised = glyph.size < 0.85 * size && y - glyph.y > 0.12 * size;
        match raised && is_mark(&glyph.letters) {
            true => match is_exponent(&words) {
                true => words.extend(glyph.letters.chars().map(superscript)),
                false => marked |= words.trim().is_empty(),
            },
            false => push(&mut words, &glyph.letters, &mut marked),
        }
        if !glyph.letters.trim().is_empty() {
            n += 1;
            bold += usize::from(glyph.bold);
        }
        if !glyph.letters.is_empty() {
            last = Some(glyph);
        }
    }
    let words = words.split(' ').filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    let x1 = run.glyphs().filter(|it| !it.letters.trim().is_empty()).map(|it| it.x1).fold(f32::MIN, f32::max);
    let x0 = run.glyphs().filter(|it| !it.letters.trim().is_empty()).map(|it| it.x0).fold(f32::MAX, f32::min);
    (!words.is_empty()).then_some(Piece { words, x0, x1, y, size, bold: bold * 10 > n * 8, artifact, marked })
}

/// Adds a glyph's letters as readers see them: ligatures taken apart, the shapes that typesetters choose undone.
fn push(words: &mut String, letters: &str, marked: &mut bool) {
    for it in letters.chars() {
        match it {
            '\u{fb00}' => words.push_str("ff"),
            '\u{fb01}' => words.push_str("fi"),
            '\u{fb02}' => words.push_str("fl"),
            '\u{fb03}' => words.push_str("ffi"),
            '\u{fb04}' => words.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => words.push_str("st"),
            '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => match is_exponent(words) {
                true => words.push(it),
                false => *marked |= words.trim().is_empty(),
            },
            '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{200a}' | '\u{202f}' => words.push(' '),
            // The bullets of symbol fonts.
            '\u{e000}'..='\u{f8ff}' => words.push('•'),
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => {}
            _ if it.is_control() || it.is_whitespace() => words.push(' '),
            _ => words.push(it),
        }
    }
}

/// What footnotes are marked with. Raised letters, as in "4th", are words.
fn is_mark(letters: &str) -> bool {
    let signs = |it: char| it.is_numeric() || matches!(it, '*' | '†' | '‡' | '§' | ',' | '[' | ']' | ' ' | '\u{a0}');
    letters.chars().all(signs)
}

/// Whether a raised figure after these words is a power: "km²", "×10⁶".
fn is_exponent(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or("");
    let last = last.trim_end_matches(|it: char| matches!(it, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '⁻'));
    let unit = last.trim_start_matches(|it: char| it.is_numeric() || matches!(it, '.' | ',' | '/'));
    matches!(unit, "m" | "km" | "cm" | "mm" | "ft" | "in" | "mi" | "yd" | "s")
        || last == "10" && words.trim_end_matches("10").trim_end().ends_with(['×', 'x'])
        || last.ends_with("×10")
}

fn superscript(it: char) -> char {
    match it {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4'..='9' => char::from_u32('⁴' as u32 + it as u32 - '4' as u32).unwrap_or(it),
        _ => it,
    }
}
