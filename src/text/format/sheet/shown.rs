//! A workbook's numbers as its cells display them: "41.2%" for 0.412, "£1,400" for 1400, a date for a count of days.

use calamine::ExcelDateTime;

/// By the format's first part, which is for positive numbers; the others differ in sign and colour.
pub(super) fn number(value: f64, format: &str) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let format = Format::of(format);
    let value = match format.percent {
        true => value * 100.0,
        false => value / 1_000_f64.powi(format.thousands.min(5)),
    };
    let digits = match format.decimals {
        Some(decimals) => format!("{:.*}", decimals.min(12), value.abs()),
        None => plain(value.abs()),
    };
    let sign = if value < 0.0 && digits.bytes().any(|it| matches!(it, b'1'..=b'9')) { "-" } else { "" };
    let percent = if format.percent { "%" } else { "" };
    // A bare number is grouped, and given its unit, by its column.
    let digits = if format.before.is_empty() && !format.percent { digits } else { grouped(&digits) };
    format!("{sign}{}{digits}{percent}{}", format.before, format.after)
}

#[derive(Debug, Default)]
struct Format {
    percent: bool,
    /// `None` for as many as the value has.
    decimals: Option<usize>,
    /// How often the value is divided by a thousand.
    thousands: i32,
    before: String,
    after: String,
}

impl Format {
    fn of(code: &str) -> Format {
        let mut format = Format::default();
        let (mut seen, mut point, mut literal) = (false, false, String::new());
        let mut n_decimals = 0;
        let mut commas = 0;
        let mut chars = code.chars();
        while let Some(it) = chars.next() {
            let words = match it {
                ';' => break,
                '"' => chars.by_ref().take_while(|it| *it != '"').collect(),
                '\\' => chars.next().map_or(String::new(), String::from),
                // Fill and width: what follows is no text.
                '_' | '*' => {
                    chars.next();
                    String::new()
                }
                // "[$€-407]", "[Red]", "[>=100]".
                '[' => {
                    let inner: String = chars.by_ref().take_while(|it| *it != ']').collect();
                    let sign = inner.strip_prefix('$').map_or("", |it| it.split('-').next().unwrap_or(""));
                    match sign.chars().all(|it| it.is_ascii_uppercase()) && sign.len() > 1 {
                        true => format!("{sign} "),
                        false => sign.to_string(),
                    }
                }
                '0' | '#' | '?' => {
                    (seen, commas) = (true, 0);
                    n_decimals += usize::from(point);
                    String::new()
                }
                '.' if seen => {
                    point = true;
                    String::new()
                }
                ',' => {
                    commas += i32::from(seen);
                    String::new()
                }
                '%' => {
                    format.percent = true;
                    String::new()
                }
                '$' | '€' | '£' | '¥' => it.to_string(),
                _ => String::new(),
            };
            literal.push_str(&words);
            if seen && format.before.is_empty() && !literal.is_empty() && words.is_empty() {
                format.before = std::mem::take(&mut literal);
            }
        }
        if seen {
            format.decimals = Some(n_decimals);
            format.thousands = commas;
            let after = literal.trim();
            format.after = if after.is_empty() { String::new() } else { format!(" {after}") };
        }
        let short = format.before.trim_start();
        format.before = if short.chars().count() <= 5 { short.to_string() } else { String::new() };
        format
    }
}

fn grouped(digits: &str) -> String {
    let whole = digits.split('.').next().unwrap_or(digits).len();
    let mut out = String::new();
    for (idx, it) in digits.chars().enumerate() {
        if idx > 0 && idx < whole && (whole - idx).is_multiple_of(3) {
            out.push(',');
        }
        out.push(it);
    }
    out
}

/// 0.1 + 0.2 is 0.3: fifteen digits are what a workbook shows.
fn plain(value: f64) -> String {
    if value >= 1e15 || value < 1e-9 && value != 0.0 {
        return format!("{value}");
    }
    let before = if value >= 1.0 { value.log10() as usize + 1 } else { 1 };
    let digits = format!("{value:.*}", 15_usize.saturating_sub(before).min(10));
    match digits.contains('.') {
        true => digits.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => digits,
    }
}

/// "2019-03-01", "2019-03-01 14:30", "26:30" for a stretch.
pub(super) fn date(it: &ExcelDateTime) -> String {
    let minutes = (it.as_f64() * 24.0 * 60.0).round();
    if it.is_duration() || (0.0..1.0).contains(&it.as_f64()) {
        return format!("{}:{:02}", (minutes / 60.0).trunc(), (minutes % 60.0).abs());
    }
    let (year, month, day, hour, minute, _, _) = it.to_ymd_hms_milli();
    match (hour, minute) {
        (0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
    }
}
