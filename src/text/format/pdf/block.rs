//! Lines of a region to blocks: paragraphs, headings, list items, footnotes, captions and the rows of tables.

use super::glyph::Rule;
use super::piece::Piece;
use super::table;
use crate::text::Sort;

/// A block whose words may still go on overleaf.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub sort: Sort,
    pub lines: Vec<Line>,
    /// Of a row of a table, instead of lines.
    pub cells: Vec<String>,
    /// Where such a row stands.
    pub page: Option<u32>,
    pub size: f32,
    pub bold: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub words: String,
    /// From 1.
    pub page: u32,
}

/// What a region looks like.
struct Shape {
    left: f32,
    right: f32,
    /// From one base line to the next inside a paragraph, in letters' sizes.
    leading: f32,
    /// The size of the document's running text.
    body: f32,
}

pub fn blocks(region: &[Piece], rules: &[Rule], body: f32, page: u32) -> Vec<Block> {
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in region {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|it| it.same_line(piece)) => row.push(piece.clone()),
            _ => rows.push(vec![piece.clone()]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        bullets(row);
    }
    let shape = shape(&rows, body);
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    let mut above: Option<&Piece> = None;
    while let Some(row) = rows.get(at) {
        let n_table = table::height(rows.get(at..).unwrap_or(&[]));
        if n_table > 0 {
            let inside = rows.get(at..at + n_table).unwrap_or(&[]);
            for cells in table::rows(inside, rules) {
                let size = row.first().map_or(body, |it| it.size);
                let (sort, lines, page) = (Sort::TableRow, Vec::new(), Some(page));
                blocks.push(Block { sort, lines, cells, page, size, bold: false });
            }
            above = None;
            at += n_table;
            continue;
        }
        for line in row {
            let starts = above.is_none_or(|above| begins(above, line, blocks.last(), &shape));
            match blocks.last_mut().filter(|_| !starts) {
                Some(block) => block.lines.push(Line { words: line.words.clone(), page }),
                None => blocks.push(block(line, page)),
            }
            above = Some(line);
        }
        at += 1;
    }
    for block in &mut blocks {
        block.sort = sort(block, body);
    }
    blocks
}

/// A bullet stands apart from its words: put it before them.
fn bullets(row: &mut Vec<Piece>) {
    let is_mark = |it: &Piece| list_mark(&format!("{} x", it.words)).is_some_and(|mark| mark.trim() == it.words);
    if let [mark, first, ..] = row.as_mut_slice()
        && is_mark(mark)
        && first.x0 - mark.x1 < 4.0 * first.size
    {
        let words = format!("{} {}", mark.words, first.words);
        *first = Piece { words, x0: mark.x0, ..first.clone() };
        row.remove(0);
    }
}

fn shape(rows: &[Vec<Piece>], body: f32) -> Shape {
    let single = || rows.iter().filter_map(|row| row.first());
    let right = rows.iter().flatten().map(|it| it.x1).fold(f32::MIN, f32::max);
    let left = single().map(|it| it.x0).fold(f32::MAX, f32::min);
    let mut steps: Vec<f32> = single()
        .zip(single().skip(1))
        .filter(|(a, b)| (a.size - b.size).abs() < 0.5 && a.n_words() > 3 && b.y > a.y)
        .map(|(a, b)| (b.y - a.y) / b.size)
        .filter(|it| *it < 2.5)
        .collect();
    steps.sort_by(f32::total_cmp);
    // The lines of a paragraph stand closest; a third leaves out what is closer still by chance.
    let leading = steps.get(steps.len() / 3).copied().unwrap_or(1.25);
    Shape { left, right, leading, body }
}

fn block(line: &Piece, page: u32) -> Block {
    let mark = list_mark(&line.words);
    let sort = match mark {
        Some(_) => Sort::ListItem,
        None if line.marked => Sort::Footnote,
        None => Sort::Body,
    };
    let words = match mark {
        // A number is told, a bullet is not.
        Some(mark) if !mark.contains(|it: char| it.is_alphanumeric()) => {
            line.words.strip_prefix(mark).unwrap_or(&line.words).to_string()
        }
        _ => line.words.clone(),
    };
    let (cells, lines) = (Vec::new(), vec![Line { words, page }]);
    Block { sort, lines, cells, page: None, size: line.size, bold: line.bold }
}

/// Whether a line begins a block of its own.
fn begins(above: &Piece, line: &Piece, block: Option<&Block>, shape: &Shape) -> bool {
    let Some(block) = block.filter(|it| it.sort != Sort::TableRow) else { return true };
    let size = line.size.max(above.size);
    let step = line.y - above.y;
    // Another column, or the same line: a gap parts them.
    if step < 0.3 * size || step > (shape.leading * 1.3).max(shape.leading + 0.2) * size {
        return true;
    }
    if (line.size - above.size).abs() > 0.1 * size || line.marked {
        return true;
    }
    if line.bold != block.bold && above.bold != line.bold {
        return true;
    }
    let full = above.x1 + first_word(line) > shape.right - 0.5 * size;
    let ended = ends_sentence(&above.words);
    let is_item = block.sort == Sort::ListItem;
    if let Some(mark) = list_mark(&line.words) {
        let is_number = mark.contains(|it: char| it.is_ascii_digit());
        let is_dash = mark.starts_with(['-', '–', '—']);
        if !(is_number || is_dash) || ended || !full || is_item || above.words.ends_with(':') {
            return true;
        }
    }
    // What hangs below a list item is the item's.
    let indented = line.x0 - above.x0 > 0.8 * size && !is_item && above.x0 - shape.left < 0.8 * size;
    let back = above.x0 - line.x0 > 0.8 * size && is_item;
    if indented && (ended || !full) || back {
        return true;
    }
    // A line that left room for the next word ended its paragraph.
    !full && ended && above.x1 < shape.right - 2.0 * size
        || !full && line.words.chars().next().is_some_and(char::is_uppercase) && above.x1 < 0.7 * shape.right
        || shape.body * 1.12 < above.size && !full && ended
}

/// How wide a line's first word is, about.
fn first_word(line: &Piece) -> f32 {
    let n = line.words.chars().count().max(1) as f32;
    let first = line.words.split(' ').next().map_or(0, |it| it.chars().count()) as f32 + 1.0;
    (line.x1 - line.x0) * (first / n)
}

pub fn ends_sentence(words: &str) -> bool {
    let words = words.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    words.ends_with(['.', '?', '!', ':', ';', '…'])
}

/// "• ", "– ", "3. ", "(b) " at the head of a line.
pub fn list_mark(words: &str) -> Option<&str> {
    let (first, rest) = words.split_once(' ')?;
    if rest.is_empty() {
        return None;
    }
    let inner = first.trim_start_matches('(').trim_end_matches([')', '.']);
    let numbered = first.ends_with([')', '.'])
        && (inner.len() <= 2 && !inner.is_empty() && inner.bytes().all(|it| it.is_ascii_digit())
            || inner.len() == 1 && first.ends_with(')') && inner.bytes().all(|it| it.is_ascii_lowercase()));
    let bullet = matches!(
        first,
        "•" | "‣"
            | "▪"
            | "■"
            | "◦"
            | "●"
            | "○"
            | "·"
            | "*"
            | "-"
            | "–"
            | "—"
            | "►"
            | "➢"
            | "✓"
            | "\u{2043}"
            | "o"
    );
    // "o" is Word's bullet of the second level, and otherwise no English word.
    (numbered || bullet).then(|| words.get(..first.len() + 1)).flatten()
}

fn sort(block: &Block, body: f32) -> Sort {
    if matches!(block.sort, Sort::TableRow | Sort::Footnote) {
        return block.sort;
    }
    let Some(first) = block.lines.first() else { return block.sort };
    let all = || block.lines.iter().map(|it| it.words.as_str());
    let n_chars: usize = all().map(|it| it.chars().count()).sum();
    // A table of contents: its figures are pages.
    let leaders = all().filter(|it| it.contains("....") || it.contains(". . . .") || it.contains("…….")).count();
    if leaders * 2 > block.lines.len() {
        return Sort::Aside;
    }
    let last = block.lines.last().map_or("", |it| &it.words);
    let large = block.size > body * 1.12;
    let short = block.lines.len() <= 3 && n_chars < 200 && !last.ends_with(['.', ',', ';', ':']);
    if short && (large || block.bold && block.size > body * 0.95) && first.words.chars().any(char::is_alphabetic) {
        return Sort::Heading;
    }
    if block.sort == Sort::Body && is_caption(&first.words) && block.size <= body * 1.02 && n_chars < 400 {
        return Sort::Caption;
    }
    block.sort
}

/// "Figure 3: …", "Table 2. …"
fn is_caption(words: &str) -> bool {
    let mut words = words.split(' ');
    let what = matches!(words.next(), Some("Figure" | "Fig." | "Table" | "Chart" | "Photo" | "Map" | "Box"));
    let number = words.next().unwrap_or("");
    what && number.starts_with(|it: char| it.is_ascii_digit()) && number.ends_with([':', '.', '–', '—'])
}
