//! Where a new stet is written: on a line of its own before the paragraph, or at the end of the words' line.
//!
//! What markup makes of a note is not guessed: each place is tried on the text, and the first one counts at which the
//! note reads as a stet that silences the finding, and every paragraph stays what it was.

use super::{Spot, covers};
use crate::finding::{Edit, Finding};
use crate::text::{Format, Paragraph, Sort, Span, Text, TextSpan};

/// The stets that silence a finding, one for each reason; none where no place for them can be found.
///
/// The place is found once: reasons are made harmless, so that what holds with one holds with another.
pub fn stets(text: &Text, finding: &Finding, reasons: &[String]) -> Vec<Edit> {
    let Some(first) = reasons.first() else {
        return Vec::new();
    };
    let Some(edit) = stet(text, finding, first) else {
        return Vec::new();
    };
    let written = format!(": {}", plain(first));
    let Some((head, tail)) = edit.text.rsplit_once(&written) else {
        return Vec::new();
    };
    let with = |reason: &String| Edit { span: edit.span, text: format!("{head}: {}{tail}", plain(reason)) };
    reasons.iter().map(with).collect()
}

/// `None` where there is no place for it.
fn stet(text: &Text, finding: &Finding, reason: &str) -> Option<Edit> {
    let at = |it: &Paragraph| it.at.start <= finding.span.start && finding.span.end <= it.at.end;
    let paragraph_idx = text.paragraphs.iter().position(at)?;
    let paragraph = text.paragraphs.get(paragraph_idx)?;
    let prose = paragraph.to_prose(finding.span)?;
    let words = quotable(prose.of(&paragraph.prose));
    let with_words = words.map(|words| format!("stet {} \"{words}\": {}", finding.rule, plain(reason)));
    let without = format!("stet {}: {}", finding.rule, plain(reason));
    for body in with_words.into_iter().chain([without]) {
        let note = match text.format {
            Format::Markdown | Format::Html => format!("<!-- {body} -->"),
            Format::Plain | Format::Table | Format::Subtitles | Format::Document => format!("[{body}]"),
        };
        for place in places(text, paragraph_idx, finding.span) {
            let edit = place.edit(text, &note);
            if serves(text, &edit, &note, &finding.rule, paragraph_idx, prose) {
                return Some(edit);
            }
        }
    }
    None
}

/// A place to be tried.
#[derive(Clone, Copy)]
enum At {
    /// On a line of its own before the line that begins here.
    Above(usize),
    /// Behind the words that end here.
    Behind(usize),
}

impl At {
    fn edit(self, text: &Text, note: &str) -> Edit {
        let raw = &text.raw;
        match self {
            At::Above(at) => {
                // The note is set in as far as the paragraph is, so that it stays in the same list item.
                let rest = raw.get(at..).unwrap_or("");
                let indent = rest.get(..rest.len() - rest.trim_start_matches([' ', '\t']).len()).unwrap_or("");
                Edit { span: TextSpan::new(at, at), text: format!("{indent}{note}{}", line_break(raw)) }
            }
            At::Behind(at) => {
                let head = raw.get(..at).unwrap_or("");
                let space = if head.ends_with([' ', '\t']) { "" } else { " " };
                Edit { span: TextSpan::new(at, at), text: format!("{space}{note}") }
            }
        }
    }
}

/// The places in the order in which a writer would look for the note.
fn places(text: &Text, paragraph_idx: usize, span: TextSpan) -> Vec<At> {
    let raw = &text.raw;
    let Some(paragraph) = text.paragraphs.get(paragraph_idx) else {
        return Vec::new();
    };
    let start = paragraph.at.start as usize;
    let line = raw.get(..start).unwrap_or("").rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let above = starts_line(text.format, paragraph.sort, raw.get(line..start).unwrap_or("")).then_some(At::Above(line));
    let end = span.end as usize;
    let line_end = raw.get(end..).and_then(|it| it.find(['\n', '\r'])).map_or(raw.len(), |at| end + at);
    let tail = raw.get(end..line_end).unwrap_or("");
    let line_end = end + tail.trim_end().len();
    // A note behind a table row's last bar would be a cell of its own.
    let bar = raw.get(end..line_end).filter(|it| paragraph.sort == Sort::TableRow && it.ends_with('|'));
    let bar = bar.map(|it| At::Behind(end + it.trim_end_matches('|').trim_end().len()));
    let behind = [bar, Some(At::Behind(line_end)), Some(At::Behind(end))];
    let places = match text.format {
        Format::Markdown | Format::Html => [above, behind[0], behind[1], behind[2]],
        Format::Plain | Format::Table | Format::Subtitles | Format::Document => {
            [behind[0], behind[1], above, behind[2]]
        }
    };
    places.into_iter().flatten().collect()
}

/// Whether a paragraph is the first thing on its line, but for marks that belong to it alone: a line above it is then
/// above it and nothing else. A list mark and a quotation's mark belong to more than the paragraph.
fn starts_line(format: Format, sort: Sort, before: &str) -> bool {
    let mark = before.trim_start();
    match format {
        Format::Plain | Format::Table | Format::Subtitles | Format::Document => mark.is_empty(),
        Format::Markdown if sort == Sort::TableRow => false,
        Format::Markdown => {
            let is_heading = sort == Sort::Heading && mark.trim_end().bytes().all(|it| it == b'#');
            let is_inline = !mark.ends_with(char::is_whitespace)
                && mark.chars().all(|it| matches!(it, '*' | '_' | '~' | '`' | '[' | '"' | '“' | '‘' | '\''));
            mark.is_empty() || is_heading || is_inline
        }
        Format::Html => {
            let mut rest = mark;
            while let Some((_, after)) = rest.strip_prefix('<').and_then(|it| it.split_once('>')) {
                rest = after.trim_start();
            }
            rest.is_empty()
        }
    }
}

/// Whether the text with the note in it has a stet there that silences the finding, and all its prose as it was.
fn serves(text: &Text, edit: &Edit, note: &str, rule: &str, paragraph_idx: usize, prose: Span) -> bool {
    let at = edit.span.start as usize;
    let (Some(head), Some(tail)) = (text.raw.get(..at), text.raw.get(at..)) else {
        return false;
    };
    let after = Text::read([head, &edit.text, tail].concat(), text.format);
    let same = |(a, b): (&Paragraph, &Paragraph)| a.hash == b.hash;
    if after.paragraphs.len() != text.paragraphs.len() || !after.paragraphs.iter().zip(&text.paragraphs).all(same) {
        return false;
    }
    let start = at + edit.text.find(note).unwrap_or(0);
    let span = TextSpan::new(start, start + note.len());
    let Some(stet) = after.comments.stets.iter().find(|it| it.span == span) else {
        return false;
    };
    let Some(paragraph) = after.paragraphs.get(paragraph_idx) else {
        return false;
    };
    // The stets that were there reach as far as they did.
    let others = after.comments.stets.iter().filter(|it| it.span != span).map(|it| it.reach);
    let spot = Spot { paragraph_idx, paragraph, prose, span: paragraph.to_text(prose) };
    !stet.reason.is_empty()
        && matches!(stet.rules.as_slice(), [(id, _)] if id == rule)
        && covers(&after, stet, &spot)
        && others.eq(text.comments.stets.iter().map(|it| it.reach))
}

/// The words as they may stand between quotation marks; `None` where they hold marks that would end them early.
fn quotable(words: &str) -> Option<String> {
    let is_mark = |it: char| matches!(it, '"' | '“' | '”' | '„' | '«' | '»');
    let words = words.trim_matches(|it: char| is_mark(it) || it.is_whitespace());
    let breaks =
        words.contains(|it: char| is_mark(it) || matches!(it, '<' | '>' | '[' | ']' | '|')) || words.contains("--");
    (!words.is_empty() && !breaks).then(|| words.to_string())
}

/// A reason as it may stand in a note: on one line, and without what would end the note.
fn plain(reason: &str) -> String {
    let mut plain = reason.split_whitespace().collect::<Vec<&str>>().join(" ");
    while plain.contains("--") {
        plain = plain.replace("--", "-");
    }
    plain
        .chars()
        .map(|it| match it {
            '[' | '<' => '(',
            ']' | '>' => ')',
            '|' => '/',
            it => it,
        })
        .collect()
}

/// As the text breaks its lines.
fn line_break(raw: &str) -> &'static str {
    match raw.find(['\n', '\r']).and_then(|at| raw.get(at..)) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        Some(_) | None => "\n",
    }
}
