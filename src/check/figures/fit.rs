//! Whether one value, hedged as it is, bears out another: the algebra of hedges and ranges, and nothing about what is
//! counted. Both figures are of one dimension and in its base unit.

use crate::fact::{Figure, Form, Hedge};

/// How a source's value stands to the draft's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The source's value makes the draft's words right.
    Holds,
    /// Right, with something to be said for a word more.
    Nearly(Slip),
    /// The source says less than the draft.
    Weaker(Loss),
    /// The source says something else.
    Differs(Gap),
    /// Neither bears the other out nor goes against it: "at least 12" and 14.
    Open,
}

/// A slight case: raised at the rule's lesser level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// 800,000 for 799,840: rounded, and not said so.
    Rounded,
    /// 30 for "approximately 30": readers take round numbers as round anyway.
    HedgeDropped,
    /// "about 17" for "15 to 20".
    Midpoint,
    /// Tons for tonnes.
    Unit,
}

/// What the draft lost of the source's caution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// An exact 5,120 for "about 5,120".
    Hedge,
    /// 400 for "up to 400".
    Cap,
    /// 12 for "at least 12".
    Floor,
    /// 20 for "15 to 20".
    RangeEnd,
    /// "at least 24" for "dozens".
    Precision,
    /// Further off than "about", "nearly" or the rounding allow.
    Loose,
}

/// How the two values part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    Plain,
    /// "more than 800,000" for 799,840.
    WrongSide,
    /// Million for billion.
    Thousandfold,
    /// 799,480 for 799,840.
    DigitSwap,
    /// "at least 400" for "up to 400".
    BoundReversed,
}

/// A bare figure may be this far from the source's when it is rightly rounded.
const ROUNDED: f64 = 0.01;
/// "about", "nearly", "just over" reach this far.
const NEAR: f64 = 0.05;
/// Beyond `NEAR` and up to here a hedged figure is loose; further off it is another figure.
const LOOSE: f64 = 0.16;
/// Conversions are rounded to three significant digits or fewer; to two, they are off by this much at most.
const CONVERTED: f64 = 0.02;

/// How the value of a source's figure stands to the draft's.
pub fn fit(draft: &Figure, source: &Figure) -> Fit {
    if is_same_number(draft, source) && draft.hedge == source.hedge && draft.form == source.form {
        return Fit::Holds;
    }
    // "the largest" for "one of the largest".
    if source.form == Form::Ordinal && !source.value.is_single() && draft.value.is_single() {
        let within = source.value.lo <= draft.value.lo && draft.value.lo <= source.value.hi;
        return if within { Fit::Weaker(Loss::RangeEnd) } else { Fit::Open };
    }
    if tons_for_tonnes(draft, source) {
        return Fit::Nearly(Slip::Unit);
    }
    match source.form {
        Form::Vague => from_vague(draft, source),
        Form::Share | Form::Multiple => from_band(draft, source),
        Form::Range => from_range(draft, source),
        Form::Number | Form::Ordinal | Form::Score | Form::Age => match source.hedge {
            Hedge::Bare => from_exact(draft, source.value.lo),
            Hedge::About | Hedge::UnderNear | Hedge::OverNear => from_near(draft, source),
            Hedge::Floor | Hedge::Over => from_floor(draft, source),
            Hedge::Cap | Hedge::Below => from_cap(draft, source),
        },
    }
}

fn distance(a: f64, b: f64) -> f64 {
    let size = a.abs().max(b.abs());
    if size == 0.0 { 0.0 } else { (a - b).abs() / size }
}

fn is_same_number(draft: &Figure, source: &Figure) -> bool {
    let (d, s) = (&draft.value, &source.value);
    equal(d.lo, s.lo) && equal(d.hi, s.hi)
        || (is_converted(draft, source) && converts(draft, d.lo, s.lo) && converts(draft, d.hi, s.hi))
}

/// Equal as far as floating point goes: two writings of one number.
fn equal(a: f64, b: f64) -> bool {
    distance(a, b) < 1e-9
}

fn is_converted(draft: &Figure, source: &Figure) -> bool {
    draft.unit.name != source.unit.name && !draft.unit.name.is_empty() && !source.unit.name.is_empty()
}

/// 62 miles for 100 kilometres: right at the draft's own grain, and near.
fn converts(draft: &Figure, d: f64, s: f64) -> bool {
    (d - s).abs() <= draft.value.grain / 2.0 + 1e-9 && distance(d, s) <= CONVERTED.max(ROUNDED)
}

/// A short ton is nine per cent short of a tonne, and desks mix them: 1.2 million of one for 1.2 million of the other.
fn tons_for_tonnes(draft: &Figure, source: &Figure) -> bool {
    let (d, s) = (&draft.unit, &source.unit);
    let names = [d.name.as_str(), s.name.as_str()];
    names.contains(&"tonne")
        && (names.contains(&"ton") || names.contains(&"short ton"))
        && distance(draft.value.lo / d.factor, source.value.lo / s.factor) < 1e-9
}

/// The number of significant digits that the draft's figure was written with is one or two: a round figure.
pub fn is_round(figure: &Figure) -> bool {
    let value = figure.value.lo.abs();
    value == 0.0 || value / figure.value.grain < 99.5
}

/// The source gives one exact value.
fn from_exact(draft: &Figure, v: f64) -> Fit {
    let d = draft.value;
    match draft.form {
        Form::Range => return if d.lo <= v && v <= d.hi { Fit::Holds } else { gap(draft, v) },
        Form::Vague => return if d.lo <= v && v <= d.hi { Fit::Holds } else { Fit::Differs(Gap::Plain) },
        Form::Share | Form::Multiple => return in_band(draft, v),
        Form::Ordinal | Form::Score => {
            return if equal(d.lo, v) { Fit::Holds } else { Fit::Differs(Gap::Plain) };
        }
        Form::Number | Form::Age => {}
    }
    let (d, grain) = (d.lo, d.grain);
    let off = distance(d, v);
    let within_grain = (d - v).abs() <= grain / 2.0 + 1e-9;
    match draft.hedge {
        Hedge::Bare if equal(d, v) => Fit::Holds,
        Hedge::Bare if within_grain && off <= ROUNDED => Fit::Nearly(Slip::Rounded),
        Hedge::Bare if within_grain && off <= NEAR => Fit::Weaker(Loss::Loose),
        Hedge::Bare => gap(draft, v),
        Hedge::About => {
            let slack = if v.abs() < 20.0 && grain <= 1.0 { 1.0 } else { (grain / 2.0).min(NEAR * v.abs()) };
            if (d - v).abs() <= slack + 1e-9 {
                Fit::Holds
            } else if off <= LOOSE {
                Fit::Weaker(Loss::Loose)
            } else {
                gap(draft, v)
            }
        }
        Hedge::UnderNear if v > d => Fit::Differs(Gap::WrongSide),
        Hedge::OverNear if v < d => Fit::Differs(Gap::WrongSide),
        Hedge::UnderNear | Hedge::OverNear if off <= NEAR => Fit::Holds,
        Hedge::UnderNear | Hedge::OverNear if off <= LOOSE => Fit::Weaker(Loss::Loose),
        Hedge::UnderNear | Hedge::OverNear => gap(draft, v),
        // The exact value itself is no "more than", and still nobody is misled by much.
        Hedge::Over if equal(d, v) => Fit::Weaker(Loss::Loose),
        Hedge::Over | Hedge::Floor if v >= d && off > 0.6 => gap(draft, v),
        Hedge::Over | Hedge::Floor if v >= d => Fit::Holds,
        Hedge::Below if v < d && off > 0.6 => gap(draft, v),
        Hedge::Below if v < d => Fit::Holds,
        Hedge::Cap if v <= d && off > 0.6 => gap(draft, v),
        Hedge::Cap if v <= d => Fit::Holds,
        Hedge::Over | Hedge::Floor | Hedge::Below | Hedge::Cap if within_grain && off <= ROUNDED / 2.0 => {
            Fit::Differs(Gap::WrongSide)
        }
        Hedge::Over | Hedge::Floor | Hedge::Below | Hedge::Cap => Fit::Differs(Gap::WrongSide),
    }
}

/// A share or a multiple in words is a band; "nearly" and "more than" move one side.
fn in_band(draft: &Figure, v: f64) -> Fit {
    let (lo, hi) = (draft.value.lo, draft.value.hi);
    let middle = (lo + hi.min(lo * 3.0)) / 2.0;
    let holds = match draft.hedge {
        Hedge::Bare | Hedge::About => lo <= v && v <= hi,
        Hedge::UnderNear => lo * (1.0 - NEAR) <= v && v < middle,
        Hedge::OverNear => middle <= v && v <= hi * (1.0 + NEAR),
        Hedge::Over | Hedge::Floor => v >= middle.min(lo * 1.03),
        Hedge::Below | Hedge::Cap => v <= middle,
    };
    if holds {
        return Fit::Holds;
    }
    // "the vast majority" for a bare majority: the right side of the half, inflated.
    let inflated = lo >= 75.0 && hi >= 99.0 && v > 50.0;
    let near = match draft.hedge {
        Hedge::UnderNear => v < middle && distance(v, middle) <= LOOSE,
        Hedge::Bare | Hedge::About => lo > 0.0 && hi < 99.0 && distance(v, if v < lo { lo } else { hi }) <= NEAR,
        _ => false,
    };
    if inflated || near { Fit::Weaker(Loss::Loose) } else { Fit::Differs(Gap::Plain) }
}

/// The source hedges on both sides: "about 5,000", "nearly 5,000".
fn from_near(draft: &Figure, source: &Figure) -> Fit {
    let v = source.value.lo;
    if draft.hedge == Hedge::Bare && draft.form == Form::Number && is_same_number(draft, source) {
        return if is_round(draft) { Fit::Nearly(Slip::HedgeDropped) } else { Fit::Weaker(Loss::Hedge) };
    }
    let fit = match draft.hedge {
        // "about 800,000" for "nearly 800,000": a weaker hedge.
        Hedge::About if is_rounding(draft, source) => Fit::Holds,
        // "about 7.60" for "about 7.50": nobody rounds to the same grain and gets another number.
        Hedge::About if draft.value.grain <= source.value.grain => gap(draft, v),
        // "nearly" for "about", "at least" for "about": the number is there, the side is not.
        Hedge::UnderNear | Hedge::OverNear | Hedge::Over | Hedge::Floor | Hedge::Below | Hedge::Cap
            if is_same_number(draft, source) =>
        {
            match (draft.hedge, source.hedge) {
                (Hedge::Over | Hedge::Floor, Hedge::OverNear) | (Hedge::Below | Hedge::Cap, Hedge::UnderNear) => {
                    Fit::Holds
                }
                (Hedge::Over | Hedge::Floor | Hedge::OverNear, Hedge::UnderNear)
                | (Hedge::Below | Hedge::Cap | Hedge::UnderNear, Hedge::OverNear) => Fit::Differs(Gap::WrongSide),
                _ => Fit::Weaker(Loss::Hedge),
            }
        }
        _ => from_exact(draft, v),
    };
    // What is only about right cannot show that a neighbouring figure is wrong.
    match fit {
        Fit::Differs(Gap::Plain) if distance(draft.value.lo, v) <= NEAR => Fit::Open,
        fit => fit,
    }
}

fn from_floor(draft: &Figure, source: &Figure) -> Fit {
    let (d, v) = (draft.value.lo, source.value.lo);
    let same = distance(d, v) < 1e-9 || is_same_number(draft, source);
    match draft.hedge {
        _ if draft.form == Form::Vague || draft.form == Form::Range => {
            if draft.value.hi < v {
                Fit::Differs(Gap::Plain)
            } else {
                Fit::Open
            }
        }
        Hedge::Floor | Hedge::Over | Hedge::OverNear if same => Fit::Holds,
        // A lower bound than the source's is no lie, and hardly what the writer meant: "over 40" for "more than 50".
        Hedge::Floor | Hedge::Over if d < v && distance(d, v) <= 0.1 => Fit::Holds,
        Hedge::Floor | Hedge::Over | Hedge::OverNear => gap(draft, v),
        Hedge::Cap | Hedge::Below if same => Fit::Differs(Gap::BoundReversed),
        Hedge::Cap | Hedge::Below if d < v => Fit::Differs(Gap::BoundReversed),
        Hedge::Cap | Hedge::Below => Fit::Open,
        Hedge::Bare if same => Fit::Weaker(Loss::Floor),
        Hedge::About if same => Fit::Nearly(Slip::HedgeDropped),
        Hedge::UnderNear if same => Fit::Differs(Gap::WrongSide),
        Hedge::Bare | Hedge::About | Hedge::UnderNear if d < v => gap(draft, v),
        // 14 where the source has "more than 12": it may be; 90 is another figure.
        Hedge::Bare | Hedge::About | Hedge::UnderNear if distance(d, v) <= 0.25 => Fit::Open,
        Hedge::Bare | Hedge::About | Hedge::UnderNear => gap(draft, v),
    }
}

fn from_cap(draft: &Figure, source: &Figure) -> Fit {
    let (d, v) = (draft.value.lo, source.value.lo);
    let same = distance(d, v) < 1e-9 || is_same_number(draft, source);
    match draft.hedge {
        _ if draft.form == Form::Vague || draft.form == Form::Range => {
            if draft.value.lo > v {
                Fit::Differs(Gap::Plain)
            } else {
                Fit::Open
            }
        }
        Hedge::Cap | Hedge::Below | Hedge::UnderNear if same => Fit::Holds,
        Hedge::Cap | Hedge::Below if d > v => Fit::Holds,
        Hedge::Cap | Hedge::Below | Hedge::UnderNear => gap(draft, v),
        Hedge::Floor | Hedge::Over | Hedge::OverNear => Fit::Differs(Gap::BoundReversed),
        Hedge::Bare if same => Fit::Weaker(Loss::Cap),
        Hedge::About if same => Fit::Weaker(Loss::Cap),
        Hedge::Bare | Hedge::About if d > v => gap(draft, v),
        Hedge::Bare | Hedge::About if distance(d, v) <= 0.25 => Fit::Open,
        Hedge::Bare | Hedge::About => gap(draft, v),
    }
}

fn from_range(draft: &Figure, source: &Figure) -> Fit {
    let (d, s) = (draft.value, source.value);
    let inside = s.lo <= d.lo && d.hi <= s.hi;
    let ends = distance(d.lo, s.lo) < 1e-9 || distance(d.lo, s.hi) < 1e-9;
    let one_end = (distance(d.lo, s.lo) < 1e-9) != (distance(d.hi, s.hi) < 1e-9);
    let both_ends = distance(d.lo, s.lo) < 1e-9 && distance(d.hi, s.hi) < 1e-9;
    match (draft.form, draft.hedge) {
        // "80 to 100" for "90 to 100": one end was taken over, and the other is nobody's.
        (Form::Range, Hedge::Bare) if one_end => Fit::Differs(Gap::Plain),
        (Form::Range, Hedge::Bare) if d.lo <= s.lo && s.hi <= d.hi && !one_end && !both_ends && d.grain <= s.grain => {
            Fit::Differs(Gap::Plain)
        }
        (Form::Range | Form::Vague | Form::Share, _) if d.lo <= s.lo && s.hi <= d.hi => Fit::Holds,
        (Form::Range, _) if inside => Fit::Weaker(Loss::RangeEnd),
        // Overlapping ranges share values, and still one of the ends is another.
        (Form::Range, Hedge::Bare) if d.lo <= s.hi && s.lo <= d.hi => Fit::Differs(Gap::Plain),
        (Form::Range | Form::Vague | Form::Share | Form::Multiple, _) if d.lo <= s.hi && s.lo <= d.hi => Fit::Open,
        (Form::Range | Form::Vague | Form::Share | Form::Multiple, _) => Fit::Differs(Gap::Plain),
        (_, Hedge::Over) if s.lo > d.lo => Fit::Holds,
        (_, Hedge::Floor) if s.lo >= d.lo => Fit::Holds,
        (_, Hedge::Cap) if s.hi <= d.lo => Fit::Holds,
        (_, Hedge::Below) if s.hi < d.lo => Fit::Holds,
        (_, Hedge::About) if inside && !ends => Fit::Nearly(Slip::Midpoint),
        _ if inside => Fit::Weaker(Loss::RangeEnd),
        _ => gap(draft, if d.lo > s.hi { s.hi } else { s.lo }),
    }
}

fn from_vague(draft: &Figure, source: &Figure) -> Fit {
    let (d, s) = (draft.value, source.value);
    match draft.form {
        Form::Vague if d.lo <= s.lo && s.hi <= d.hi => Fit::Holds,
        Form::Vague if d.lo <= s.hi && s.lo <= d.hi => Fit::Open,
        Form::Vague => Fit::Differs(Gap::Plain),
        _ if d.hi < s.lo || d.lo > s.hi => Fit::Open,
        _ => Fit::Weaker(Loss::Precision),
    }
}

/// The draft's number is the source's, or the source's at a coarser grain.
fn is_rounding(draft: &Figure, source: &Figure) -> bool {
    let (d, s) = (draft.value, source.value);
    let coarser = d.grain > s.grain && (d.lo - s.lo).abs() <= d.grain / 2.0 + 1e-9 && distance(d.lo, s.lo) <= NEAR;
    is_same_number(draft, source) || coarser
}

/// The source has a share or a multiple in words.
fn from_band(draft: &Figure, source: &Figure) -> Fit {
    let (d, s) = (draft.value, source.value);
    match draft.form {
        Form::Share | Form::Multiple if d.lo <= s.hi && s.lo <= d.hi => Fit::Holds,
        Form::Share | Form::Multiple => Fit::Differs(Gap::Plain),
        _ if s.lo <= d.lo && d.lo <= s.hi => Fit::Holds,
        // "most" bounds on one side only: 70 per cent may be.
        _ if s.hi >= 99.0 && d.lo > s.lo => Fit::Open,
        _ => gap(draft, (s.lo + s.hi) / 2.0),
    }
}

fn gap(draft: &Figure, v: f64) -> Fit {
    let d = draft.value.lo;
    let ratio = if v == 0.0 || d == 0.0 { 1.0 } else { (d / v).abs() };
    let thousandfold = [1e3, 1e-3, 1e6, 1e-6].iter().any(|it| distance(ratio, *it) < 1e-6);
    Fit::Differs(if thousandfold {
        Gap::Thousandfold
    } else if is_digit_swap(d, v, draft.unit.factor) {
        Gap::DigitSwap
    } else {
        Gap::Plain
    })
}

/// Two neighbouring digits have changed places, and nothing else.
fn is_digit_swap(a: f64, b: f64, factor: f64) -> bool {
    let written = |it: f64| format!("{}", (it / factor * 1e6).round() / 1e6);
    let (a, b) = (written(a), written(b));
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() != b.len() || a.len() < 3 {
        return false;
    }
    let differing: Vec<usize> = (0..a.len()).filter(|idx| a.get(*idx) != b.get(*idx)).collect();
    match differing.as_slice() {
        [first, second] => first + 1 == *second && a.get(*first) == b.get(*second) && a.get(*second) == b.get(*first),
        _ => false,
    }
}
