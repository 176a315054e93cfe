//! What a column's name says its numbers are in: "Turnout (%)", "Grant, £m", "weight_kg", "Loans (in thousands of USD)".
//!
//! NB: only what is wholly understood is taken off the name: "(provisional)" says nothing of the numbers, and stays.

/// A column's name without its unit, what goes before its numbers, and what after.
pub(super) fn apart(name: &str) -> (String, String, String) {
    let name = spaced(name);
    let found = bracketed(&name).or_else(|| trailing(&name)).or_else(|| leading(&name));
    match found {
        Some((label, unit)) if !label.is_empty() => (label, unit.before, unit.after),
        // "%" alone: the unit is all that is known.
        Some((_, unit)) => (name, unit.before, unit.after),
        None => (name, String::new(), String::new()),
    }
}

/// "turnout_pct" and "turnoutPct" as words.
fn spaced(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ").replace(": ", " – ");
    let name = name.trim_matches([':', ' ', '"', '_']);
    if name.contains(' ') || !name.is_ascii() {
        return name.to_string();
    }
    let mut out = String::with_capacity(name.len() + 4);
    let camel = name.starts_with(|it: char| it.is_ascii_lowercase());
    let mut before = ' ';
    for it in name.chars() {
        match it {
            '_' => out.push(' '),
            it if camel && it.is_ascii_uppercase() && before.is_ascii_lowercase() => {
                out.push(' ');
                out.push(it.to_ascii_lowercase());
            }
            it => out.push(it),
        }
        before = it;
    }
    out
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Unit {
    before: String,
    after: String,
}

fn bracketed(name: &str) -> Option<(String, Unit)> {
    for (open, close) in [('(', ')'), ('[', ']')] {
        let Some((head, rest)) = name.split_once(open) else { continue };
        let Some((inner, tail)) = rest.split_once(close) else { continue };
        if let Some(unit) = unit(inner, true) {
            let label = format!("{} {}", head.trim(), tail.trim());
            return Some((label.trim().to_string(), unit));
        }
    }
    None
}

/// "Turnout %", "Turnout, per cent", "Budget in EUR million", "weight kg".
fn trailing(name: &str) -> Option<(String, Unit)> {
    let ends: Vec<usize> = name.match_indices(' ').map(|it| it.0).collect();
    for at in ends.iter().rev().take(3).rev() {
        let (head, tail) = (name.get(..*at)?, name.get(at + 1..)?);
        if let Some(unit) = unit(tail, false) {
            let head = head.trim_end_matches([',', ' ', '-', '–', '/']);
            let head = head.strip_suffix(" in").unwrap_or(head).trim_end_matches([',', ' ']);
            return Some((head.to_string(), unit));
        }
    }
    name.strip_suffix('%').map(|it| (it.trim().to_string(), Unit { before: String::new(), after: "%".to_string() }))
}

/// "% turnout", "£m spent".
fn leading(name: &str) -> Option<(String, Unit)> {
    let (head, tail) = name.split_once(' ').unwrap_or((name, ""));
    let sign = head.starts_with(|it: char| it == '%' || SIGNS.contains(&it));
    let unit = unit(head, false).filter(|_| sign)?;
    let tail = tail.strip_prefix("of ").unwrap_or(tail);
    Some((tail.to_string(), unit))
}

const SIGNS: &[char] = &['$', '€', '£', '¥', '₹', '₽', '₴', '₩', '₺', '₪', '₦', '฿'];

/// The code of a currency that has a sign of its own.
pub(super) fn code(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "£" => "GBP",
        "€" => "EUR",
        "$" | "US$" => "USD",
        "¥" => "JPY",
        "₹" => "INR",
        _ => return None,
    })
}

/// Read after a number, in exactly this case; only in brackets where a single letter could be anything.
const SYMBOLS: &[&str] = &[
    "km", "cm", "mm", "mi", "ft", "yd", "ha", "kg", "mg", "lb", "lbs", "oz", "ml", "kW", "MW", "GW", "kWh", "MWh",
    "GWh", "TWh", "mph", "km/h", "kph", "GB", "MB", "TB", "pp", "bps", "ms", "°C", "°F", "m²", "km²", "m³", "bbl", "m",
    "t", "g", "l", "L", "C", "F",
];

const WORDS: &[&str] = &[
    "tonne",
    "tonnes",
    "tons",
    "kilometres",
    "kilometers",
    "metres",
    "meters",
    "miles",
    "feet",
    "acres",
    "hectares",
    "litres",
    "liters",
    "gallons",
    "barrels",
    "kilograms",
    "kilos",
    "grams",
    "pounds",
    "ounces",
    "seconds",
    "minutes",
    "hours",
    "days",
    "weeks",
    "months",
    "years",
    "pence",
    "cents",
    "megawatts",
    "kilowatts",
    "euros",
    "euro",
    "dollars",
    "yen",
    "kronor",
    "kroner",
    "francs",
    "roubles",
    "rubles",
    "rupees",
    "yuan",
    "zloty",
    "percentage points",
];

const CODES: &[&str] = &[
    "USD", "EUR", "GBP", "JPY", "CNY", "RMB", "INR", "RUB", "UAH", "KRW", "CHF", "NOK", "DKK", "SEK", "PLN", "TRY",
    "ILS", "BRL", "MXN", "ZAR", "NGN", "CZK", "HUF", "THB", "KES", "AED", "SAR", "VND", "CAD", "AUD", "NZD", "HKD",
];

/// What the words are, if all of them are a unit. `loose` where brackets set them apart.
fn unit(words: &str, loose: bool) -> Option<Unit> {
    let mut rest = words.trim();
    for head in ["in ", "In ", "as ", "As "] {
        rest = rest.strip_prefix(head).unwrap_or(rest).trim_start();
    }
    let (rest, per) = match rest.split_once("per ").filter(|(before, _)| before.is_empty() || before.ends_with(' ')) {
        Some((before, cent)) if cent.starts_with("cent") => {
            (format!("{before}%{}", cent.get(4..).unwrap_or("")), String::new())
        }
        Some((before, basis)) if basis.len() < 30 => (before.to_string(), format!(" per {basis}")),
        _ => (rest.to_string(), String::new()),
    };
    let rest = rest.replace("of the total", "").replace("of total", "").replace("of ", " ");
    let mut rest = rest.trim();
    if rest.is_empty() {
        return (!per.is_empty()).then_some(Unit { before: String::new(), after: per });
    }
    let (mut before, mut scale, mut after) = (String::new(), "", String::new());
    // "US$m", "£'000".
    if let Some(at) = rest.find(SIGNS).filter(|at| *at <= 2) {
        let end = at + rest.get(at..)?.chars().next()?.len_utf8();
        let (sign, more) = (rest.get(..end)?, rest.get(end..)?);
        if !sign.chars().rev().skip(1).all(|it| it.is_ascii_uppercase()) {
            return None;
        }
        before = sign.to_string();
        rest = more.trim();
    }
    for word in rest.split([' ', ',']).filter(|it| !it.is_empty()) {
        let lower = word.to_lowercase();
        if let Some(it) = scale_of(&lower, !before.is_empty() || !after.is_empty()).filter(|_| scale.is_empty()) {
            scale = it;
        } else if !after.is_empty() || !before.is_empty() && !CODES.contains(&word) {
            return None;
        } else if matches!(lower.as_str(), "%" | "percent" | "pct" | "percentage") {
            after = "%".to_string();
        } else if CODES.contains(&word.to_uppercase().as_str()) && (loose || word.len() == 3) {
            after = format!(" {}", word.to_uppercase());
        } else if SYMBOLS.contains(&word) && (loose || word.chars().count() > 1) || WORDS.contains(&lower.as_str()) {
            after = format!(" {word}");
        } else {
            match lower.as_str() {
                "m2" | "sqm" => after = " m²".to_string(),
                "km2" | "sqkm" => after = " km²".to_string(),
                "m3" => after = " m³".to_string(),
                "hrs" | "h" if loose => after = " hours".to_string(),
                "min" | "mins" if loose => after = " minutes".to_string(),
                "yrs" if loose => after = " years".to_string(),
                _ => return None,
            }
        }
    }
    // "£41.2m", "41.2 million USD", "12 thousand tonnes".
    let scale = match (scale, before.is_empty()) {
        ("million", false) => "m",
        ("billion", false) => "bn",
        ("", _) => "",
        ("million", true) => " million",
        ("billion", true) => " billion",
        ("trillion", _) => " trillion",
        _ => " thousand",
    };
    Some(Unit { before, after: format!("{scale}{after}{per}") })
        .filter(|it| !it.before.is_empty() || !it.after.is_empty())
}

fn scale_of(word: &str, money: bool) -> Option<&'static str> {
    Some(match word {
        "000" | "000s" | "'000" | "'000s" | "’000" | "’000s" | "1000s" | "1,000s" | "thousand" | "thousands" | "th" => {
            "thousand"
        }
        "k" if money => "thousand",
        "m" if money => "million",
        "mn" | "mln" | "mio" | "mio." | "million" | "millions" => "million",
        "bn" | "bln" | "billion" | "billions" => "billion",
        "b" if money => "billion",
        "tn" | "trillion" | "trillions" => "trillion",
        _ => return None,
    })
}
