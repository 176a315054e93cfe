//! The draft itself: its paragraphs and sentences with their numbers, and the pieces that a page draws with its marks.

use super::items::{Items, Mark};
use super::model::{Paragraph, Sentence};
use crate::engine::Engine;
use crate::fact::Reading;
use crate::text::{Sort, Span, Text, TextId, TextSpan};
use serde::Serialize;

/// The draft with its sentences numbered through.
pub struct Body<'a> {
    pub text: &'a Text,
    /// By paragraph: what was read in it, and the number of its first sentence.
    readings: Vec<(Option<&'a Reading>, usize)>,
    /// Where lines start.
    lines: Vec<u32>,
    pub n_sentences: usize,
}

impl<'a> Body<'a> {
    pub fn of(engine: &'a Engine, draft: TextId, text: &'a Text) -> Body<'a> {
        let mut next = 1;
        let mut readings = Vec::with_capacity(text.paragraphs.len());
        for idx in 0..text.paragraphs.len() {
            let reading = engine.reading(draft, idx);
            readings.push((reading, next));
            next += reading.map_or(0, |it| it.sentences.len());
        }
        let bytes = text.raw.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|at| bytes.get(*at) != Some(&b'\r') || bytes.get(at + 1) != Some(&b'\n'));
        let lines = std::iter::once(0).chain(ends.map(|at| at as u32 + 1)).collect();
        Body { text, readings, lines, n_sentences: next - 1 }
    }

    /// 1-based line of a byte.
    pub fn line(&self, offset: u32) -> u32 {
        self.lines.partition_point(|it| *it <= offset) as u32
    }

    /// "line 12", or "paragraph 4" of a draft whose original has no lines: where to look.
    pub fn place(&self, offset: u32) -> String {
        if self.text.is_extracted() {
            let n = self.text.paragraphs.partition_point(|it| it.at.start <= offset).max(1);
            return format!("paragraph {n}");
        }
        format!("line {}", self.line(offset))
    }

    pub fn paragraph_at(&self, offset: u32) -> Option<usize> {
        let idx = self.text.paragraphs.partition_point(|it| it.at.start <= offset).checked_sub(1)?;
        self.text.paragraphs.get(idx).filter(|it| offset < it.at.end).map(|_| idx)
    }

    pub fn sort(&self, paragraph: usize) -> Option<Sort> {
        self.text.paragraphs.get(paragraph).map(|it| it.sort)
    }

    pub fn to_prose(&self, paragraph: usize, span: TextSpan) -> Option<Span> {
        self.text.paragraphs.get(paragraph)?.to_prose(span).filter(|it| !it.is_empty())
    }

    pub fn prose(&self, paragraph: usize, span: Span) -> &str {
        self.text.paragraphs.get(paragraph).map_or("", |it| span.of(&it.prose))
    }

    /// The number of a sentence of a paragraph.
    pub fn sentence(&self, paragraph: usize, idx: usize) -> usize {
        self.readings.get(paragraph).map_or(0, |it| it.1 + idx)
    }

    /// The number of the sentence that a stretch of the prose begins in; 0 where there is none.
    pub fn sentence_over(&self, paragraph: usize, span: Span) -> usize {
        let Some((Some(reading), first)) = self.readings.get(paragraph) else { return 0 };
        reading.sentences.iter().position(|it| it.span.overlaps(span)).map_or(0, |it| first + it)
    }

    /// The words of a sentence by its number.
    pub fn sentence_words(&self, number: usize) -> &str {
        let idx = self.readings.partition_point(|it| it.1 <= number);
        let mut back = self.readings.get(..idx).unwrap_or(&[]).iter().enumerate().rev();
        let found = back.find_map(|(idx, (reading, first))| {
            let sentence = reading.as_ref()?.sentences.get(number.checked_sub(*first)?)?;
            Some(self.prose(idx, sentence.span))
        });
        found.unwrap_or("")
    }

    pub fn paragraphs(&self, items: &Items) -> Vec<Paragraph> {
        let mut by_sentence: Vec<Vec<String>> = vec![Vec::new(); self.n_sentences + 1];
        for item in items.items.iter().filter(|it| it.sentence > 0) {
            for number in std::iter::once(item.sentence).chain(item.again.iter().copied()) {
                if let Some(slot) = by_sentence.get_mut(number) {
                    slot.push(item.id.clone());
                }
            }
        }
        let all = self.text.paragraphs.iter().zip(&self.readings).enumerate();
        let paragraph =
            |(idx, (it, (reading, first))): (usize, (&crate::text::Paragraph, &(Option<&Reading>, usize)))| {
                let sentences = reading.map_or(&[][..], |it| it.sentences.as_slice()).iter().enumerate();
                Paragraph {
                    number: idx + 1,
                    sort: sort(it.sort),
                    line: self.line(it.at.start),
                    place: self.place(it.at.start),
                    sentences: sentences
                        .map(|(n, sentence)| Sentence {
                            number: first + n,
                            line: self.line(it.to_text(sentence.span).start),
                            text: sentence.span.of(&it.prose).trim().to_string(),
                            items: by_sentence.get_mut(first + n).map(std::mem::take).unwrap_or_default(),
                        })
                        .collect(),
                }
            };
        all.map(paragraph).collect()
    }
}

fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Body => "body",
        Sort::Heading => "heading",
        Sort::Quotation => "quotation",
        Sort::ListItem => "list",
        Sort::Footnote => "footnote",
        Sort::Caption => "caption",
        Sort::TableRow => "table",
        Sort::Aside => "aside",
    }
}

/// One piece of a paragraph as it is drawn: exactly one of its fields is set.
#[derive(Debug, Default, Serialize, PartialEq)]
pub struct Piece {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A sentence begins: its number, and the index of its claim where that was judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<usize>,
    /// Words of an item begin, or end; the index of the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close: Option<usize>,
}

/// By paragraph: what is drawn. Marks lie inside one another or apart; what overlaps is cut.
pub fn pieces(body: &Body<'_>, items: &Items) -> Vec<Vec<Piece>> {
    let mut claims: Vec<Option<usize>> = vec![None; body.n_sentences + 1];
    for (idx, item) in items.items.iter().enumerate().filter(|(_, it)| it.kind == "claim") {
        if let Some(slot) = claims.get_mut(item.sentence)
            && (item.standing != "not-judged" || !item.findings.is_empty())
        {
            *slot = Some(idx);
        }
    }
    let mut marks = items.marks.clone();
    marks.sort_by_key(|it| (it.paragraph, it.span.start, std::cmp::Reverse(it.span.end), it.item));
    let mut rest = marks.as_slice();
    let mut drawn = Vec::with_capacity(body.text.paragraphs.len());
    for (idx, paragraph) in body.text.paragraphs.iter().enumerate() {
        let n_here = rest.iter().take_while(|it| it.paragraph == idx).count();
        let (here, after) = rest.split_at(n_here);
        rest = after;
        let Some((reading, first)) = body.readings.get(idx) else { continue };
        let starts = reading.map_or(&[][..], |it| it.sentences.as_slice()).iter().enumerate();
        let starts: Vec<(u32, usize)> = starts.map(|(n, it)| (it.span.start, first + n)).collect();
        drawn.push(draw(&paragraph.prose, &starts, here, &claims));
    }
    drawn
}

fn draw(prose: &str, starts: &[(u32, usize)], marks: &[Mark], claims: &[Option<usize>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    // Where each open mark ends.
    let mut open: Vec<(u32, usize)> = Vec::new();
    let mut starts = starts.iter().peekable();
    let mut marks = marks.iter().peekable();
    loop {
        let next_start = starts.peek().map_or(u32::MAX, |it| it.0);
        let next_mark = marks.peek().map_or(u32::MAX, |it| it.span.start);
        let next_end = open.last().map_or(u32::MAX, |it| it.0);
        let next = next_start.min(next_mark).min(next_end).min(prose.len() as u32);
        if next > at {
            let text = prose.get(at as usize..next as usize).unwrap_or("");
            pieces.push(Piece { text: Some(text.to_string()), ..Piece::default() });
            at = next;
        }
        if next_end <= at && next_end != u32::MAX {
            let closed = open.pop().map(|it| it.1);
            pieces.push(Piece { close: closed, ..Piece::default() });
        } else if next_start <= at && next_start != u32::MAX {
            let number = starts.next().map_or(0, |it| it.1);
            let claim = claims.get(number).copied().flatten();
            pieces.push(Piece { sentence: Some(number), claim, ..Piece::default() });
        } else if next_mark <= at && next_mark != u32::MAX {
            let Some(mark) = marks.next() else { break };
            let end = open.last().map_or(mark.span.end, |it| it.0.min(mark.span.end)).min(prose.len() as u32);
            // Two items over the very same words would be drawn as one; and what was cut away is nothing.
            let is_whole = end > at && !open.iter().any(|it| it.1 == mark.item);
            if is_whole {
                open.push((end, mark.item));
                pieces.push(Piece { open: Some(mark.item), ..Piece::default() });
            }
        } else {
            break;
        }
    }
    pieces
}
