//! Quotation marks of a prose and which of them belong together: “”, ‘’, "", '', «», ‹›, „“, 「」 and mismatched pairs.
//!
//! Typography only: whether the words between two marks are speech, a title or a term is for the reader to say.
//! The one hard thing is that an apostrophe, a closing single mark, an inch and a decade share their characters:
//! "‘It’s the workers’ shield’" has one pair, "6'2\"" and "rock ’n’ roll" have none. Linear in the length of the prose.

mod apostrophe;

use super::Span;
use apostrophe::Ahead;

/// Words between two marks, or from a mark to where the prose breaks off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The opening mark; empty at the prose's start where only the closing one was found.
    pub open: Span,
    /// The closing mark; empty where there is none: at the prose's end, or before the mark that opens the next paragraph
    /// of one speech.
    pub close: Span,
    /// How many other pairs it stands in.
    pub depth: u8,
}

impl Pair {
    /// Marks included.
    pub fn span(&self) -> Span {
        self.open.cover(self.close)
    }

    /// What stands between the marks, spaces at both ends left out.
    pub fn words(&self, prose: &str) -> Span {
        let (start, end) = (self.open.end, self.close.start.max(self.open.end));
        let inner = Span { start, end }.of(prose);
        let head = inner.len() - inner.trim_start().len();
        let len = inner.trim().len();
        Span { start: start + head as u32, end: start + (head + len) as u32 }
    }
}

/// Marks that can close one another; "“yes\"" is a pair, "“yes’" is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Guillemet,
    SingleGuillemet,
    Corner,
    WhiteCorner,
}

impl Family {
    fn of(glyph: char) -> Option<Family> {
        match glyph {
            '"' | '“' | '”' | '„' | '‟' => Some(Family::Double),
            '\'' | '‘' | '’' | '‚' | '‛' => Some(Family::Single),
            '«' | '»' => Some(Family::Guillemet),
            '‹' | '›' => Some(Family::SingleGuillemet),
            '「' | '」' => Some(Family::Corner),
            '『' | '』' => Some(Family::WhiteCorner),
            _ => None,
        }
    }
}

/// One mark with what stands around it.
#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span,
    glyph: char,
    family: Family,
    before: Option<char>,
    after: Option<char>,
}

impl Mark {
    /// Between letters or digits nothing opens or closes: "it’s", "6'2".
    fn is_inner(&self) -> bool {
        self.before.is_some_and(char::is_alphanumeric) && self.after.is_some_and(char::is_alphanumeric)
    }

    fn may_open(&self) -> bool {
        let before = self.before.is_none_or(|it| {
            it.is_whitespace() || matches!(it, '(' | '[' | '—' | '–' | '-' | '/' | ':' | '*' | '_') || is_opener(it)
        });
        before && self.after.is_some_and(|it| !it.is_whitespace() && !matches!(it, ',' | ';' | ':' | '!' | '?' | ')'))
    }

    fn may_close(&self) -> bool {
        self.before.is_some_and(|it| !it.is_whitespace())
    }

    /// A closing mark that can hardly be an apostrophe or an inch: "gone.’", "gone’,", "gone’" at the end.
    fn surely_closes(&self) -> bool {
        let stopped = |it: char| matches!(it, '.' | ',' | '!' | '?' | '…' | ';' | '—' | '–' | '-');
        self.may_close()
            && !self.is_inner()
            && (self.before.is_some_and(stopped)
                || self.after.is_none_or(|it| stopped(it) || matches!(it, ')' | ']' | ':' | '”' | '"' | '»')))
    }
}

fn is_opener(it: char) -> bool {
    matches!(it, '"' | '\'' | '‘' | '“' | '„' | '‚' | '«' | '‹' | '「' | '『')
}

/// Deeper nesting is not read: nobody writes it.
const DEPTH: usize = 4;

/// All pairs of a prose, sorted by start. `elided` knows words that lost their beginning ("em", "tis", "n"), lower case.
pub fn pairs(prose: &str, elided: impl Fn(&str) -> bool) -> Vec<Pair> {
    let marks = marks(prose);
    if marks.is_empty() {
        return Vec::new();
    }
    let ahead = Ahead::of(prose, &marks, elided);
    let mut stack: Vec<Mark> = Vec::new();
    let mut found: Vec<Pair> = Vec::new();
    let mut seen_double = false;
    for (idx, mark) in marks.iter().enumerate() {
        let top = stack.last().map(|it| it.family);
        let open = stack.iter().rposition(|it| it.family == mark.family);
        let opener = open.and_then(|at| stack.get(at)).map(|it| it.glyph);
        let action = match mark.family {
            Family::Single => ahead.single(idx, mark, top == Some(Family::Single), opener),
            Family::Double => double(prose, mark, opener, ahead.closes_before_opening(idx)),
            Family::Guillemet | Family::SingleGuillemet | Family::Corner | Family::WhiteCorner => {
                directed(mark, opener)
            }
        };
        match (action, open) {
            (Action::Open, Some(at))
                if at + 1 == stack.len()
                    && let Some(close) = runs_on(prose, &stack, mark) =>
            {
                let opener = stack.pop().map_or(mark.span, |it| it.span);
                found.push(Pair { open: opener, close, depth: 0 });
                stack.push(*mark);
            }
            (Action::Open, _) if stack.len() < DEPTH => stack.push(*mark),
            (Action::Close, Some(at)) => {
                // What was opened after it and never closed was an apostrophe or a slip.
                let opener = stack.get(at).map_or(mark.span, |it| it.span);
                stack.truncate(at);
                found.push(Pair { open: opener, close: mark.span, depth: 0 });
            }
            // "and failed,” she said": the quotation was opened in the paragraph before.
            (Action::Close, None) if mark.family == Family::Double && !seen_double && idx == ahead.first_double => {
                found.push(Pair { open: Span { start: 0, end: 0 }, close: mark.span, depth: 0 });
            }
            _ => {}
        }
        seen_double |= mark.family == Family::Double;
    }
    unclosed(prose, &stack, &mut found);
    found.sort_unstable_by_key(|pair| (pair.open.start, std::cmp::Reverse(pair.close.end)));
    nest(&mut found);
    found
}

/// Where a speech breaks off before a mark that opens it again: "“We dug. “Nobody came,” she said." is two paragraphs that
/// lost the break between them. "He said “go” …" within a quotation is nesting, since no sentence ends before it.
fn runs_on(prose: &str, stack: &[Mark], mark: &Mark) -> Option<Span> {
    let open = stack.last()?.span.end;
    let inside = Span { start: open, end: mark.span.start.max(open) }.of(prose);
    let text = inside.trim_end();
    let ends = text.len() < inside.len() && text.ends_with(['.', '!', '?', '…', ']']);
    let end = open + text.len() as u32;
    ends.then_some(Span { start: end, end })
}

enum Action {
    Open,
    Close,
    Nothing,
}

/// `opener` is the glyph of the double mark that stands open, if any; `closes` tells that another mark will close it.
fn double(prose: &str, mark: &Mark, opener: Option<char>, closes: bool) -> Action {
    match (mark.glyph, opener) {
        ('“', Some('„')) if !mark.may_open() || mark.before.is_some_and(|it| !it.is_whitespace()) => Action::Close,
        ('“' | '„' | '‟', _) if mark.after.is_some_and(|it| !it.is_whitespace()) || mark.before.is_none() => {
            Action::Open
        }
        // A curly mark that was turned the wrong way: "he said.“".
        ('“' | '„' | '‟', Some(_)) => Action::Close,
        // Swedish and Finnish open and close with the same mark: ”Vi tror det.”
        ('”', None) if mark.may_open() => Action::Open,
        ('”', _) => Action::Close,
        (_, None) if mark.may_open() && !is_code(prose, mark) => Action::Open,
        // "a 5" pipe": nothing is open, so nothing closes.
        (_, None) if mark.before.is_some_and(|it| it.is_ascii_digit()) => Action::Nothing,
        (_, None) => {
            if mark.surely_closes() {
                Action::Close
            } else {
                Action::Nothing
            }
        }
        (_, Some(_)) if apostrophe::is_inch(prose, mark, closes) => Action::Nothing,
        (_, Some(_))
            if mark.may_open() && mark.before.is_none_or(|it| it.is_whitespace() || matches!(it, '(' | '[')) =>
        {
            Action::Open
        }
        (_, Some(_)) => Action::Close,
    }
}

/// `print("no")`, `class="wide"`: a mark glued to a word by a bracket belongs to code.
fn is_code(prose: &str, mark: &Mark) -> bool {
    let mut before = prose.get(..mark.span.start as usize).unwrap_or("").chars().rev();
    matches!(before.next(), Some('(' | '[')) && before.next().is_some_and(|it| it.is_alphanumeric() || it == '_')
}

/// Marks with a direction. Either may open, since «French», »Danish« and »Swedish» all exist.
fn directed(mark: &Mark, opener: Option<char>) -> Action {
    let opens = matches!(mark.glyph, '«' | '‹' | '「' | '『');
    match opener {
        None if opens || mark.may_open() => Action::Open,
        None => Action::Nothing,
        Some(glyph) if glyph == mark.glyph && (mark.family == Family::Corner || mark.may_open()) => Action::Open,
        Some(_) => Action::Close,
    }
}

/// At most one quotation may run on past the prose's end: the outermost whose family closed nothing after it.
fn unclosed(prose: &str, stack: &[Mark], found: &mut Vec<Pair>) {
    let end = prose.len() as u32;
    for mark in stack {
        let closed_inside = found.iter().any(|it| {
            it.open.start > mark.span.start
                && Family::of(it.open.of(prose).chars().next().unwrap_or(' ')) == Some(mark.family)
        });
        if !closed_inside && mark.glyph != '\'' {
            found.push(Pair { open: mark.span, close: Span { start: end, end }, depth: 0 });
            return;
        }
    }
}

fn nest(pairs: &mut [Pair]) {
    let mut ends: Vec<u32> = Vec::new();
    for pair in pairs {
        while ends.last().is_some_and(|end| *end <= pair.open.start) {
            ends.pop();
        }
        pair.depth = ends.len().min(DEPTH) as u8;
        ends.push(pair.close.end);
    }
}

/// Every character that may be a quotation mark, code between backticks left out.
fn marks(prose: &str) -> Vec<Mark> {
    let mut found: Vec<Mark> = Vec::new();
    if !prose.bytes().any(|it| matches!(it, b'"' | b'\'' | 0xc2 | 0xe2 | 0xe3)) {
        return found;
    }
    let mut before = None;
    let mut chars = prose.char_indices().peekable();
    let mut code_end = 0;
    while let Some((at, glyph)) = chars.next() {
        if glyph == '`' && at >= code_end {
            code_end = code(prose, at).unwrap_or(code_end);
        }
        if at >= code_end
            && let Some(family) = Family::of(glyph)
        {
            let mut end = at + glyph.len_utf8();
            let mut after = chars.peek().map(|(_, it)| *it);
            let (mut glyph, mut family) = (glyph, family);
            // Two typewriter apostrophes are one double mark: ''So be it,'' he said.
            if glyph == '\'' && after == Some('\'') {
                chars.next();
                end += 1;
                after = chars.peek().map(|(_, it)| *it);
                (glyph, family) = ('"', Family::Double);
            }
            found.push(Mark { span: Span::new(at, end), glyph, family, before, after });
        }
        before = Some(glyph);
    }
    found
}

/// Where code that begins with this backtick ends, if it does within reach.
fn code(prose: &str, at: usize) -> Option<usize> {
    const REACH: usize = 200;
    let rest = prose.as_bytes().get(at + 1..)?;
    let len = rest.iter().take(REACH).position(|it| *it == b'`')?;
    Some(at + 1 + len + 1)
}

#[cfg(test)]
mod tests;
