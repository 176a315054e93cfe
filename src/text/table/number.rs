//! Numbers as data files write them: "1234567.0", "1.2e6", "(12)", "1.234,5", "12 500".

/// A number of a cell that holds nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub negative: bool,
    whole: String,
    decimals: String,
}

/// Longer rows of digits are keys and codes.
const MAX_DIGITS: usize = 16;

/// What a cell holds when it is a number and nothing else. "007" is a code.
pub(super) fn number(cell: &str, decimal_comma: bool) -> Option<Number> {
    let cell = cell.trim();
    if cell.len() > 40 || !cell.bytes().any(|it| it.is_ascii_digit()) {
        return None;
    }
    // Bookkeepers put what is owed in brackets.
    let inner = cell.strip_prefix('(').and_then(|it| it.strip_suffix(')')).map(str::trim);
    let (negative, rest) = match inner {
        Some(inner) => (true, inner),
        None => match cell.strip_prefix(['-', '−', '–']) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, cell.strip_prefix('+').unwrap_or(cell)),
        },
    };
    if let Some((digits, power)) = rest.split_once(['e', 'E']) {
        return scientific(digits, power, negative);
    }
    let (point, groups) = if decimal_comma { (',', '.') } else { ('.', ',') };
    let (whole, decimals) = rest.split_once(point).unwrap_or((rest, ""));
    let whole = ungrouped(whole, groups)?;
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let code = whole.len() > 1 && whole.starts_with('0');
    if code || !digits(decimals) || whole.len() > MAX_DIGITS || rest.ends_with(point) {
        return None;
    }
    let whole = if whole.is_empty() { "0".to_string() } else { whole };
    // 0.30000000000000004 is what a machine makes of 0.3.
    let decimals = match decimals.len() {
        0..=10 => decimals.to_string(),
        _ => return rounded(format!("{whole}.{decimals}").parse().ok()?, negative),
    };
    Some(Number { negative, whole, decimals })
}

fn scientific(digits: &str, power: &str, negative: bool) -> Option<Number> {
    let power: i32 = power.parse().ok()?;
    let plain = digits.bytes().all(|it| it.is_ascii_digit() || it == b'.')
        && digits.starts_with(|it: char| it.is_ascii_digit());
    if !plain || !(-9..=15).contains(&power) {
        return None;
    }
    rounded(format!("{digits}e{power}").parse().ok()?, negative)
}

/// Ten decimals are more than anybody meant.
fn rounded(value: f64, negative: bool) -> Option<Number> {
    let written = format!("{value:.10}");
    let (whole, decimals) = written.split_once('.')?;
    let decimals = decimals.trim_end_matches('0');
    (whole.len() <= MAX_DIGITS).then(|| Number { negative, whole: whole.to_string(), decimals: decimals.to_string() })
}

/// The digits of "1,234,567", "5,00,000", "12 500" and "12'500".
fn ungrouped(whole: &str, separator: char) -> Option<String> {
    let is_separator =
        |it: char| it == separator || matches!(it, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’');
    let mut parts: Vec<&str> = whole.split(is_separator).collect();
    if parts.iter().any(|it| !it.bytes().all(|it| it.is_ascii_digit())) {
        return None;
    }
    if parts.len() > 1 {
        let first = parts.first().map_or(0, |it| it.len());
        let last = parts.last().map_or(0, |it| it.len());
        let middle = parts.get(1..parts.len() - 1).unwrap_or(&[]);
        let even = (1..=3).contains(&first) && middle.iter().all(|it| it.len() == 3);
        let indian = separator == ',' && (1..=2).contains(&first) && middle.iter().all(|it| it.len() == 2);
        if last != 3 || !(even || indian) {
            return None;
        }
    }
    Some(parts.drain(..).collect())
}

impl Number {
    /// Without its sign, in the one form that every reader of figures takes for the same: in groups of three for
    /// English, in none where the words around it may be another language's.
    pub fn written(&self, foreign: bool) -> String {
        let Number { whole, decimals, .. } = self;
        let long = whole.len() > 3;
        let decimals = if long && decimals.bytes().all(|it| it == b'0') { "" } else { decimals };
        let mut out = String::with_capacity(whole.len() + decimals.len() + 6);
        for (idx, digit) in whole.chars().enumerate() {
            if idx > 0 && (whole.len() - idx) % 3 == 0 && !foreign {
                out.push(',');
            }
            out.push(digit);
        }
        if !decimals.is_empty() {
            out.push('.');
            out.push_str(decimals);
        }
        if foreign && (decimals.len() == 3 || decimals.is_empty() && whole.len() == 4) {
            // "1.234" would be read as a thousand, and "1987" as a year.
            out.push_str(if decimals.is_empty() { ".0" } else { "0" });
        }
        out
    }
}

/// "1998": a bare number that may be a year.
pub(super) fn is_year(cell: &str) -> bool {
    let cell = cell.trim();
    cell.len() == 4 && cell.parse().is_ok_and(|year: u32| (1_700..=2_100).contains(&year))
}

/// Whether the cells of a table have a comma before their decimals: "41,2" and "12.345,0".
pub(super) fn has_decimal_comma<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let (mut n_commas, mut n_points) = (0, 0);
    for cell in cells {
        let cell = cell.trim().trim_start_matches(['-', '−', '+']).trim_end_matches([' ', '%', '€']);
        let numeric = !cell.is_empty() && cell.bytes().all(|it| it.is_ascii_digit() || matches!(it, b',' | b'.'));
        if !numeric {
            continue;
        }
        let (comma, dot) = (cell.rfind(','), cell.rfind('.'));
        let tail = |at: usize| cell.len() - at - 1;
        match (comma, dot) {
            (Some(comma), Some(dot)) if comma > dot => n_commas += 1,
            (Some(_), Some(_)) => n_points += 1,
            (Some(comma), None) if tail(comma) != 3 && cell.matches(',').count() == 1 => n_commas += 1,
            (Some(_), None) if cell.matches(',').count() > 1 => n_points += 1,
            (None, Some(dot)) if tail(dot) != 3 && cell.matches('.').count() == 1 => n_points += 1,
            (None, Some(_)) if cell.matches('.').count() > 1 => n_commas += 1,
            _ => {}
        }
    }
    n_commas > n_points
}
