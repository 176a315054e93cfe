//! A sentence of the draft as its figures are added up: what stands in quotation marks, in tables and in other languages
//! is left out.

use super::words;
use crate::fact::{Date, Dimension, Fact, FactKind, Figure, Form, Hedge, NameKind, Reading, Stem};
use crate::text::{Language, Paragraph, Sort, Span};
use std::cell::OnceCell;

pub struct Said<'a> {
    /// Index of the paragraph.
    pub part: usize,
    pub prose: &'a str,
    pub sort: Sort,
    /// In the paragraph's prose.
    pub span: Span,
    plain: OnceCell<String>,
    pub stems: &'a [Stem],
    /// In the order of the sentence.
    pub figures: Vec<Given<'a>>,
    pub dates: Vec<(Span, &'a Date)>,
    pub n_people: usize,
    pub names: Vec<&'a str>,
    /// Somebody is said to have said it.
    pub is_attributed: bool,
}

/// A figure at its place.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    pub idx: usize,
    pub span: Span,
    pub figure: &'a Figure,
}

/// A sentence with more figures is a list that nobody adds up in prose.
const MOST: usize = 12;

/// The sentences of one paragraph that have figures.
pub fn sentences<'a>(part: usize, paragraph: &'a Paragraph, reading: &'a Reading) -> Vec<Said<'a>> {
    let aside = matches!(paragraph.sort, Sort::Quotation | Sort::TableRow | Sort::Aside);
    let counts = reading.facts.iter().any(|it| matches!(it.kind, FactKind::Figure(_)));
    if aside || !counts || paragraph.language != Language::English {
        return Vec::new();
    }
    let all = (0..reading.sentences.len()).filter_map(|number| said(part, paragraph, reading, number));
    all.filter(|it| !it.figures.is_empty() && it.figures.len() <= MOST).collect()
}

fn said<'a>(part: usize, paragraph: &'a Paragraph, reading: &'a Reading, number: usize) -> Option<Said<'a>> {
    let sentence = reading.sentences.get(number)?;
    let prose = paragraph.prose.as_str();
    let first = reading.facts.partition_point(|it| (it.sentence as usize) < number);
    let facts = reading.facts.iter().enumerate().skip(first);
    let facts: Vec<(usize, &Fact)> = facts.take_while(|(_, it)| it.sentence as usize == number).collect();
    let quoted: Vec<Span> = facts
        .iter()
        .filter_map(|(_, it)| match &it.kind {
            FactKind::Quote(quote) => Some(quote.words),
            FactKind::Figure(_) | FactKind::Date(_) | FactKind::Name(_) | FactKind::Attribution(_) => None,
        })
        .collect();
    let mut said = Said {
        part,
        prose,
        sort: paragraph.sort,
        span: sentence.span,
        plain: OnceCell::new(),
        stems: &sentence.stems,
        figures: Vec::new(),
        dates: Vec::new(),
        n_people: 0,
        names: Vec::new(),
        is_attributed: false,
    };
    for (idx, fact) in facts {
        if quoted.iter().any(|it| it.contains(fact.span)) {
            continue;
        }
        match &fact.kind {
            FactKind::Figure(figure) => said.figures.push(Given { idx, span: fact.span, figure }),
            FactKind::Date(date) => said.dates.push((fact.span, date)),
            FactKind::Name(name) => {
                said.n_people += usize::from(name.kind == NameKind::Person);
                said.names.push(&name.surname);
            }
            FactKind::Attribution(_) => said.is_attributed = true,
            FactKind::Quote(_) => {}
        }
    }
    Some(said)
}

impl<'a> Said<'a> {
    /// [`words::plain`] of the whole sentence.
    pub fn plain(&self) -> &str {
        self.plain.get_or_init(|| words::plain(self.span.of(self.prose)))
    }

    /// The words between two places of the sentence, as written.
    pub fn raw(&self, from: u32, to: u32) -> &'a str {
        self.prose.get(from as usize..to as usize).unwrap_or("")
    }

    /// [`words::plain`] of the words between two places.
    pub fn between(&self, from: u32, to: u32) -> String {
        words::plain(self.raw(from, to))
    }

    pub fn before(&self, span: Span) -> String {
        self.between(self.span.start, span.start)
    }

    pub fn after(&self, span: Span) -> String {
        self.between(span.end, self.span.end)
    }
}

impl Given<'_> {
    /// A number by itself, exact or about right: what can be added up.
    pub fn is_plain(&self) -> bool {
        let it = self.figure;
        it.form == Form::Number
            && it.value.is_single()
            && matches!(it.hedge, Hedge::Bare | Hedge::About)
            && it.per.is_none()
            && it.superlative.is_none()
            && !matches!(it.unit.dimension, Dimension::Rank | Dimension::Score | Dimension::Multiple)
    }

    /// How far the exact value may lie from the written one, in base units. A small count is exact.
    pub fn slack(&self) -> f64 {
        let it = self.figure;
        let (value, factor) = (it.value.lo.abs(), it.unit.factor.abs());
        let small = value / factor < 1000.0 && (value / factor).fract() == 0.0;
        let written = match small {
            true if it.unit.dimension == Dimension::Count => 0.0,
            true => factor / 2.0,
            false => it.value.grain / 2.0,
        };
        match it.hedge {
            Hedge::About => (it.value.grain / 2.0).min(value * 0.05).max(written),
            _ => written,
        }
    }

    /// In the unit that was written.
    pub fn written(&self) -> String {
        number(self.figure.value.lo / self.figure.unit.factor)
    }

    pub fn number_end(&self) -> u32 {
        self.figure.number_span.end
    }

    /// The end of the number with the noun that it counts.
    pub fn end(&self) -> u32 {
        self.figure.counted.span.map_or(self.span.end, |it| it.end.max(self.span.end))
    }
}

/// "1,240", "3.5 million", "0.25".
pub fn number(value: f64) -> String {
    const WORDS: [(f64, &str); 3] = [(1e12, " trillion"), (1e9, " billion"), (1e6, " million")];
    let tidy = |value: f64| (value * 100.0).round() / 100.0;
    for (size, word) in WORDS {
        if value.abs() >= size && (tidy(value / size) * size - value).abs() < 1e-9 * value.abs() {
            return format!("{}{word}", tidy(value / size));
        }
    }
    let value = tidy(value);
    let whole = format!("{}", value.abs().trunc());
    let mut grouped = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let fraction = format!("{}", value.abs());
    let fraction = fraction.split_once('.').map_or(String::new(), |(_, it)| format!(".{it}"));
    let sign = if value < 0.0 { "−" } else { "" };
    format!("{sign}{grouped}{fraction}")
}
