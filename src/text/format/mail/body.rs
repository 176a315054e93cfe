//! The words of a message: its own, what it quotes, and what hangs under it.
//!
//! Mail is broken at seventy-odd columns by the program that sends it, so a line break ends a paragraph only after a
//! short line or before an empty one.

use crate::text::format::Document;
use crate::text::{Format, Sort, Text};

/// A line shorter than this was ended by its writer, in characters.
const SHORT: usize = 56;

/// How a paragraph of boilerplate begins or what it holds, in lower case.
const BOILERPLATE: &[&str] = &[
    "this e-mail and any attachments",
    "this email and any attachments",
    "this e-mail and any files",
    "this email and any files",
    "this message and any attachments",
    "this e-mail is confidential",
    "this email is confidential",
    "this message is intended only",
    "the information contained in this",
    "the contents of this e-mail",
    "the contents of this email",
    "if you are not the intended recipient",
    "if you have received this e-mail in error",
    "if you have received this email in error",
    "intended solely for the",
    "confidentiality notice",
    "please consider the environment before",
    "sent from my ",
    "get outlook for ",
    "diese e-mail enthält vertrauliche",
    "diese e-mail kann vertrauliche",
    "ce message et toutes les pièces jointes",
    "este mensaje y sus anexos",
    "unsubscribe",
    "you received this message because",
    "you are receiving this e",
];

/// A line over what a message answers to: how it begins and ends.
const ANSWERED: &[(&str, &str)] = &[
    ("on ", " wrote:"),
    ("am ", ":"),
    ("le ", " a écrit :"),
    ("le ", " a écrit:"),
    ("el ", " escribió:"),
    ("il ", " ha scritto:"),
    ("op ", ":"),
    ("den ", ":"),
];

/// A line that parts a message from a whole other one under it.
const FORWARDED: &[&str] = &[
    "original message",
    "forwarded message",
    "begin forwarded message:",
    "ursprüngliche nachricht",
    "weitergeleitete nachricht",
    "message d'origine",
    "mensaje original",
];

/// Where in a message a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Own,
    /// Everything from here on is what the message answers to.
    Answered,
    Signature,
}

pub(super) fn plain(words: &str, document: &mut Document) {
    let lines: Vec<&str> = words.lines().collect();
    let mut state = State::Own;
    let mut open = String::new();
    let mut open_sort = Sort::Body;
    let mut short = false;
    for (idx, line) in lines.iter().enumerate() {
        let quoted = line.trim_start().starts_with('>');
        let bare = line.trim_start_matches(['>', ' ', '\u{a0}', '\t']).trim_end();
        let next = || lines.iter().skip(idx + 1).find(|it| !it.trim().is_empty());
        if quoted && state == State::Signature {
            state = State::Own;
        }
        if !quoted && is_forwarded(bare) || is_head(&lines, idx) {
            state = State::Answered;
        } else if !quoted && state == State::Own && matches!(*line, "-- " | "--" | "—") {
            flush(&mut open, open_sort, document);
            state = State::Signature;
            continue;
        }
        let answered = !quoted && state == State::Own && answers(&lines, idx);
        let sort = match state {
            State::Answered => Sort::Quotation,
            _ if quoted || answered => Sort::Quotation,
            State::Signature => Sort::Aside,
            State::Own => Sort::Body,
        };
        if bare.is_empty() || sort != open_sort || short && !bare.starts_with(char::is_lowercase) {
            flush(&mut open, open_sort, document);
        }
        if !bare.is_empty() {
            if !open.is_empty() {
                open.push(' ');
            }
            open.push_str(bare);
            open_sort = sort;
            short = bare.chars().count() < SHORT;
        }
        // Some programs leave out the marks before what is answered.
        if answered && bare.ends_with(':') && next().is_some_and(|it| !it.trim_start().starts_with('>')) {
            flush(&mut open, open_sort, document);
            state = State::Answered;
        }
    }
    flush(&mut open, open_sort, document);
}

pub(super) fn html(words: &str, document: &mut Document) {
    let text = Text::read(words.to_string(), Format::Html);
    for paragraph in &text.paragraphs {
        if let Some(until) = embargo(&paragraph.prose) {
            document.front.embargo.get_or_insert(until);
        }
        let is_answered = answers(&[paragraph.prose.trim()], 0);
        let sort = match paragraph.sort {
            Sort::Body | Sort::ListItem if is_boilerplate(&paragraph.prose) => Sort::Aside,
            Sort::Body if is_answered => Sort::Quotation,
            sort => sort,
        };
        document.push(sort, &paragraph.prose);
    }
}

fn flush(open: &mut String, sort: Sort, document: &mut Document) {
    let sort = if sort == Sort::Body && is_boilerplate(open) { Sort::Aside } else { sort };
    if let Some(until) = embargo(open) {
        document.front.embargo.get_or_insert(until);
    }
    document.push(sort, &open.replace('\t', " "));
    open.clear();
}

fn is_boilerplate(words: &str) -> bool {
    let words = words.to_lowercase();
    BOILERPLATE.iter().any(|it| words.contains(it))
}

/// "On 3 May 2031, Anna Vik wrote:", over one line or two.
fn answers(lines: &[&str], idx: usize) -> bool {
    let line = lines.get(idx).map_or("", |it| it.trim());
    let is_it = |words: &str| {
        let words = words.to_lowercase();
        let dated = words.bytes().any(|it| it.is_ascii_digit());
        let verb = |end: &str| {
            end != ":" || words.contains(" schrieb") || words.contains(" schreef") || words.contains(" skrev")
        };
        words.len() < 240
            && dated
            && ANSWERED.iter().any(|(start, end)| words.starts_with(start) && words.ends_with(end) && verb(end))
    };
    let joined = |at: usize| {
        let (first, second) = (lines.get(at)?.trim(), lines.get(at + 1)?.trim());
        Some(format!("{first} {second}"))
    };
    is_it(line)
        || joined(idx).is_some_and(|it| is_it(&it))
        || idx.checked_sub(1).and_then(joined).is_some_and(|it| is_it(&it))
}

fn is_forwarded(line: &str) -> bool {
    let words = line.trim_matches(['-', '_', ' ']).to_lowercase();
    FORWARDED.contains(&words.as_str()) && (line.starts_with('-') || line.starts_with('_') || line.ends_with(':'))
}

/// "From: …", and within three lines "Sent: …" or "Date: …" and "Subject: …": another message's head.
fn is_head(lines: &[&str], idx: usize) -> bool {
    let bare = |line: &&str| line.trim_start_matches(['*', ' ']).to_lowercase();
    let starts = |n: usize, words: &[&str]| {
        lines.get(idx + n).is_some_and(|line| words.iter().any(|it| bare(line).starts_with(it)))
    };
    starts(0, &["from:", "von:", "de :", "de:"])
        && (1..=3).any(|n| starts(n, &["sent:", "date:", "gesendet:", "datum:", "envoyé"]))
        && (1..=5).any(|n| starts(n, &["subject:", "betreff:", "objet", "asunto:"]))
}

/// "EMBARGOED UNTIL 6 May 2031, 00:01": until when.
fn embargo(words: &str) -> Option<String> {
    let rest = words.strip_prefix("EMBARGOED").or_else(|| words.strip_prefix("EMBARGO"))?;
    let rest = rest.trim_start_matches([':', ' ']);
    let rest = ["until", "UNTIL", "for", "FOR"].iter().find_map(|it| rest.strip_prefix(it)).unwrap_or(rest).trim();
    (!rest.is_empty() && rest.len() < 80).then(|| rest.to_string())
}
