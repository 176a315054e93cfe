//! Figures: numerals, number words, money, per cents, units, ranges, shares, and what they are figures of.
//!
//! A first walk finds number expressions (`number`, `word`), gives them units (`unit`) and joins ranges (`range`); numbers
//! that name instead of counting are let go (`trap`). A second walk looks around each: hedge, movement, stage, what is
//! counted and whose figure it is. A figure's span is hedge, number and unit, and reads as the same figure on its own.

mod around;
mod casualty;
mod change;
mod counted;
mod hedge;
mod number;
mod placeholder;
mod range;
mod rank;
mod stage;
mod subject;
mod trap;
mod unit;
mod word;

use super::Ctx;
use crate::fact::{ChangeRole, Dimension, FactKind, Figure, Form, Phrase, Stage, Unit, Value};
use crate::rules::lexicon::Lexicon;
use crate::text::cells::cells;
use crate::text::{Language, Sort, Span};
use number::Number;
pub use placeholder::placeholders;
use unit::Measure;

use super::token::Tokens;

/// What every part of the reader looks at.
struct Scan<'a> {
    lexicon: &'a Lexicon,
    tokens: &'a Tokens<'a>,
    english: bool,
    decimal_comma: bool,
    /// By token: part of a date, a placeholder or a name.
    taken: Vec<bool>,
    /// By token: the last one of a name.
    names: Vec<bool>,
}

/// A number with its unit, before anything is known of what it is a figure of.
#[derive(Clone, Debug)]
struct Quantity {
    /// Tokens, both included: sign, number and unit.
    first: usize,
    last: usize,
    number: Number,
    measure: Option<Measure>,
}

impl Scan<'_> {
    fn is_taken(&self, idx: usize) -> bool {
        self.taken.get(idx).copied().unwrap_or(false)
    }

    /// A name ends here.
    fn ends_name(&self, idx: usize) -> bool {
        self.names.get(idx).copied().unwrap_or(false)
    }

    /// Nothing stands around these tokens: a cell, or the words of a span read again.
    fn is_alone(&self, first: usize, last: usize) -> bool {
        first == 0 && last + 1 >= self.tokens.len()
    }

    /// Nothing stands after a token: a condition on what follows a number is then waived, so that the words of a
    /// figure's span are read as they were in their sentence.
    fn is_last(&self, last: usize) -> bool {
        last + 1 >= self.tokens.len()
    }

    /// A hyphen or a dash without spaces.
    fn is_glued_dash(&self, idx: usize) -> bool {
        matches!(self.tokens.mark(idx), Some('-' | '‐' | '‑' | '–'))
            && self.tokens.is_glued(idx)
            && self.tokens.is_glued(idx + 1)
    }
}

pub fn figures(ctx: &mut Ctx<'_>) {
    let scan = scan(ctx);
    let quantities = quantities(&scan);
    let mut found = Vec::with_capacity(quantities.len());
    for (idx, quantity) in quantities.iter().enumerate() {
        if quantity.number.form == Form::Ordinal && !rank::is_rank(&scan, quantity) {
            continue;
        }
        // "4 cases per *1,000* people": the basis of a figure, and none of its own.
        if around::is_basis(&scan, quantity.first) {
            continue;
        }
        found.extend(figure(&scan, &quantities, idx));
    }
    // Every cell of a row says for itself what it is in.
    if ctx.paragraph.sort != Sort::TableRow {
        share_currency(ctx.tokens, &mut found);
    }
    share_whole(ctx.tokens, &mut found);
    for (span, figure) in found {
        ctx.push(span, FactKind::Figure(Box::new(figure)));
    }
}

/// "31 million kronor, and the move another 14 million": the currency is said once. Not "14 million tonnes" or "people".
fn share_currency(tokens: &Tokens<'_>, found: &mut [(Span, Figure)]) {
    let mut last: Option<(u32, Unit)> = None;
    for (span, figure) in found {
        let sentence = tokens.sentence(tokens.at(span.start));
        if matches!(figure.unit.dimension, Dimension::Money(_)) {
            last = Some((sentence, figure.unit.clone()));
        } else if figure.unit.dimension == Dimension::Count
            && figure.form == Form::Number
            && figure.counted.is_empty()
            && figure.number_span.len() > 1
            && figure.value.lo >= MILLION
            && let Some((of, unit)) = &last
            && *of == sentence
            && unit.factor == 1.0
        {
            figure.unit = Unit { span: None, ..unit.clone() };
        }
    }
}

/// "Of the 16 pumps along the basin, 11 failed": the 11 are pumps too, and a part of the 16.
fn share_whole(tokens: &Tokens<'_>, found: &mut [(Span, Figure)]) {
    let mut whole: Option<(u32, f64, Phrase)> = None;
    for (span, figure) in found {
        let first = tokens.at(span.start);
        let sentence = tokens.sentence(first);
        let opens = |back: usize, word: &str| first.checked_sub(back).is_some_and(|it| tokens.word(it) == word);
        let begins = first == 2 || first.checked_sub(3).is_some_and(|it| tokens.sentence(it) != sentence);
        if begins && opens(2, "of") && opens(1, "the") && figure.unit.dimension == Dimension::Count {
            whole = Some((sentence, figure.value.lo, figure.counted.clone()));
        } else if let Some((of, n, counted)) = &whole
            && *of == sentence
            && figure.unit.dimension == Dimension::Count
            && figure.form == Form::Number
            && figure.counted.is_empty()
            && figure.value.lo < *n
        {
            figure.counted = Phrase { span: None, ..counted.clone() };
            figure.whole = Some(*n);
        }
    }
}

/// Smaller numbers are rarely money without saying so.
const MILLION: f64 = 1e6;

fn scan<'a>(ctx: &Ctx<'a>) -> Scan<'a> {
    let mut taken = vec![false; ctx.tokens.len()];
    let mut names = vec![false; ctx.tokens.len()];
    let mut take = |span: Span, after_first: bool| {
        let first = ctx.tokens.at(span.start);
        let first = if after_first { first + 1 } else { first };
        let end = ctx.tokens.at(span.end);
        taken.get_mut(first..end).into_iter().flatten().for_each(|it| *it = true);
    };
    for fact in &ctx.facts {
        match &fact.kind {
            FactKind::Date(_) => take(fact.span, false),
            // "Studio 54" and "Forward 2030": the number is part of the name, unless it begins it.
            FactKind::Name(_) => {
                take(fact.span, true);
                if let Some(last) = ctx.tokens.at(fact.span.end).checked_sub(1).and_then(|it| names.get_mut(it)) {
                    *last = true;
                }
            }
            FactKind::Figure(_) | FactKind::Quote(_) | FactKind::Attribution(_) => {}
        }
    }
    for span in &ctx.placeholders {
        take(*span, false);
    }
    if ctx.paragraph.sort == Sort::TableRow {
        // "Aged 65+: 1,204": what a column is called counts nothing.
        for cell in cells(&ctx.paragraph.prose).filter(|it| !it.label.is_empty()) {
            take(Span { start: cell.span.start, end: cell.value.start }, false);
        }
    }
    let (english, decimal_comma) = match ctx.paragraph.language {
        Language::English => (true, false),
        Language::Other { decimal_comma } => (false, decimal_comma),
    };
    Scan { lexicon: &ctx.rules.lexicon, tokens: ctx.tokens, english, decimal_comma, taken, names }
}

/// All numbers that count or measure, in order and without overlap.
fn quantities(scan: &Scan<'_>) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::new();
    let mut idx = 0;
    while idx < scan.tokens.len() {
        if scan.is_taken(idx) {
            idx += 1;
            continue;
        }
        if let Some(past) = trap::label(scan, idx) {
            idx = past;
            continue;
        }
        let Some(quantity) = quantity(scan, idx) else {
            idx += 1;
            continue;
        };
        // "$4.2bn": the sign was passed before its number was met.
        let free = found.last().map_or(0, |last| last.last + 1);
        let quantity = Quantity { first: quantity.first.max(free.min(quantity.number.first)), ..quantity };
        if let Some(last) = trap::not_a_figure(scan, &quantity) {
            idx = last + 1;
            continue;
        }
        idx = range::extend(scan, quantity, &mut found);
    }
    found
}

/// A number that begins at a token, with sign and unit.
fn quantity(scan: &Scan<'_>, idx: usize) -> Option<Quantity> {
    let number = number::number(scan, idx)?;
    if (number.first..=number.last).any(|it| scan.is_taken(it)) {
        return None;
    }
    Some(unit::measured(scan, number))
}

/// The fact, with all that stands around the quantity.
fn figure(scan: &Scan<'_>, quantities: &[Quantity], idx: usize) -> Option<(Span, Figure)> {
    let quantity = quantities.get(idx)?;
    let number = &quantity.number;
    let hedged = hedge::hedge(scan, quantity);
    let change = change::change(scan, quantities, idx, hedged.first);
    let mut value = Value { lo: number.lo, hi: number.hi, grain: number.grain };
    let unit = match (&quantity.measure, number.form) {
        (Some(measure), _) => {
            let difference = change.is_some_and(|it| it.role == ChangeRole::By);
            measure.unit(scan, &mut value, difference)
        }
        (None, Form::Share) => unit::plain(Dimension::Percent, "%"),
        (None, Form::Multiple) => unit::plain(Dimension::Multiple, ""),
        (None, Form::Ordinal) => unit::plain(Dimension::Rank, ""),
        (None, Form::Score) => unit::plain(Dimension::Score, ""),
        (None, _) => Unit::count(),
    };
    let change = change.or_else(|| change::of_multiple(number));
    let mut around = around::around(scan, quantities, idx, hedged.first, &unit);
    if let Some(casualty) = casualty::casualty(scan, quantities, idx, &around) {
        around.counted = casualty;
    }
    let age = around::age(scan, quantity, &unit);
    let (mut first, mut last) = (hedged.first, hedged.last);
    let (mut unit, mut form) = (unit, number.form);
    if let Some(age) = age {
        (first, last) = (first.min(age.first), last.max(age.last));
        if unit.dimension == Dimension::Count {
            let years = unit::years(scan);
            unit = years.unit(scan, &mut value, true);
        }
        form = Form::Age;
    }
    let subject =
        if around.counted_before { Default::default() } else { subject::subject(scan, quantities, idx, first) };
    let figure = Figure {
        value,
        form,
        unit,
        hedge: hedged.hedge,
        stage: if form == Form::Score { Stage::Actual } else { stage::stage(scan, first, last) },
        change,
        statistic: around::statistic(scan, first, &around.counted, &subject),
        counted: around.counted,
        subject: subject.phrase,
        whole: number.whole.or(around.whole),
        per: around.per,
        hedge_span: hedged.span,
        number_span: scan.tokens.span(number.first, number.last),
        superlative: rank::superlative(scan, quantity),
    };
    Some((scan.tokens.span(first, last), figure))
}

#[cfg(test)]
mod tests;
