//! A figure: a value or a range, with all that says what it is a figure of.
//!
//! Values are kept in the base unit of their dimension (metres, grams, degrees Celsius, one euro), so that two figures
//! of one dimension compare without conversion; [`Unit::factor`] takes a value back to the unit that was written.

use super::Stem;
use crate::text::Span;

#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub value: Value,
    pub form: Form,
    pub unit: Unit,
    pub hedge: Hedge,
    pub stage: Stage,
    /// A change rather than a level: "rose by 3 points", "fell to 41%".
    pub change: Option<Change>,
    /// The noun phrase that is counted or measured out: "approximately 800,000 *well-trained troops*".
    ///
    /// In a toll the head is the class of harm ("killed", "injured", "missing", "displaced", "arrested" …) and what was
    /// harmed is a modifier: "12 people were killed", "killed 12 people", "12 dead" and "a death toll of 12" all have the
    /// head "killed", the first two with the modifier "person". So tolls of two classes never count the same thing.
    pub counted: Phrase,
    /// The subject of the clause, or what the verb moves: "*unemployment* rose to 5%", "cut *emissions* 40%", "a 5% rise
    /// in *exports*". Empty where the figure stands in it.
    pub subject: Phrase,
    /// "14 of *the 20* pumps", "three in *ten*": the whole that the figure is a part of, in base units. A sample of ten
    /// is told from a per cent of everybody by it.
    pub whole: Option<f64>,
    /// "a year", "per 1,000 people": the stem of what it is counted by, and how many of them.
    pub per: Option<Per>,
    /// Mean, median, total, peak: figures of different statistics are not the same figure.
    pub statistic: Option<Statistic>,
    /// The hedge's words, where there are any: "approximately", "or more".
    pub hedge_span: Option<Span>,
    /// The number's words alone, without hedge, unit and noun.
    pub number_span: Span,
    /// "largest" for "the largest" (rank 1), "second-largest" (2) and "one of the largest" (1 to 10); "record" for "a
    /// record 2.6 million". What is ranked is in `counted`.
    pub superlative: Option<String>,
}

/// A closed interval in base units; a single value has `lo == hi`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    pub lo: f64,
    pub hi: f64,
    /// The place of the last non-zero digit as written, in base units: 800,000 has 100,000; 4.25 million has 10,000.
    pub grain: f64,
}

impl Value {
    pub fn exactly(value: f64, grain: f64) -> Value {
        Value { lo: value, hi: value, grain }
    }

    pub fn is_single(&self) -> bool {
        self.lo == self.hi
    }
}

/// How the figure was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// 4,200 or forty-two: a number as such.
    Number,
    /// "15 to 20", "between 15 and 20".
    Range,
    /// "dozens", "several", "tens of thousands": the value is the band of newsroom use.
    Vague,
    /// "two-thirds", "three in ten", "most": the value is a band of per cents.
    Share,
    /// "doubled", "threefold", "three times": the value is a band of multiples.
    Multiple,
    /// "third", "second-largest".
    Ordinal,
    /// "2-1", "62-38": two numbers that only mean something together; lo is the first, hi the second.
    Score,
    /// "aged 34", "34-year-old".
    Age,
}

/// What is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub dimension: Dimension,
    /// The unit as the lexicon names it ("km", "EUR", "%"); empty for plain counts.
    pub name: String,
    /// How many base units one of these is.
    pub factor: f64,
    /// Added after multiplying; degrees Fahrenheit need it for levels and not for differences.
    pub offset: f64,
    /// Where the unit's own sign or word stands.
    pub span: Option<Span>,
}

impl Unit {
    pub fn count() -> Unit {
        Unit { dimension: Dimension::Count, name: String::new(), factor: 1.0, offset: 0.0, span: None }
    }
}

/// Only figures of one dimension are ever compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    Count,
    /// Per cent of something: shares and fractions are kept as per cents.
    Percent,
    /// Percentage points: the difference of two per cents.
    Point,
    /// A currency, by its code in the lexicon.
    Money(String),
    Length,
    Area,
    Volume,
    Mass,
    /// In seconds.
    Duration,
    Temperature,
    Speed,
    Energy,
    Power,
    Data,
    /// How many times as much.
    Multiple,
    /// Position in an order.
    Rank,
    Score,
    /// Any other unit that the lexicon names, by its own name.
    Other(String),
}

/// How far the writer binds themselves to the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hedge {
    Bare,
    /// about, around, some, roughly, an estimated, or so.
    About,
    /// nearly, almost, just under: on the low side and near.
    UnderNear,
    /// more than, over, above.
    Over,
    /// just over, slightly more than.
    OverNear,
    /// at least, no fewer than, or more.
    Floor,
    /// fewer than, less than, under.
    Below,
    /// up to, as many as, at most.
    Cap,
}

/// How far along the thing is that the figure speaks of, weakest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    Actual,
    /// "will cost", "is expected to": said of what is to come.
    Forecast,
    /// "plans to hire", "a plan to expand to".
    Planned,
    /// "aims to cut", "a target of".
    Target,
    /// "could cost", "may reach".
    Possible,
}

/// A figure that tells a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Change {
    pub direction: Direction,
    pub role: ChangeRole,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    Up,
    Down,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeRole {
    /// "rose to 5%": the level after.
    To,
    /// "from 4%": the level before.
    From,
    /// "by 1 point", "rose 200%": the difference.
    By,
}

/// A noun phrase by its words' stems; the head is what the others describe.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Phrase {
    /// The head noun, lower case and singular, for people to read; empty where there is none.
    pub head: String,
    pub head_stem: Option<Stem>,
    /// Stems of the modifiers, sorted.
    pub modifiers: Vec<Stem>,
    pub span: Option<Span>,
}

impl Phrase {
    pub fn is_empty(&self) -> bool {
        self.head_stem.is_none()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Per {
    pub stem: Stem,
    pub word: String,
    pub count: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Statistic {
    Mean,
    Median,
    Total,
    Peak,
    Low,
}
