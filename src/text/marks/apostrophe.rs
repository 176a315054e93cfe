//! Apostrophes, decades and inches told apart from quotation marks, by what stands around them and what comes after.
//!
//! The closing single mark and the apostrophe are one character (U+2019), so "workers’" inside single marks is settled
//! by whether a surer closing mark follows before the next opening one. Looked up in tables made in one backward pass.

use super::{Action, Family, Mark};

/// What comes after each mark, and which single marks are apostrophes for sure.
pub(super) struct Ahead {
    /// By mark: a sure closing mark of its family follows before the next opening one.
    closes: Vec<bool>,
    /// By mark: any closing mark of its family follows.
    any: Vec<bool>,
    /// By mark: nothing but an apostrophe.
    apostrophe: Vec<bool>,
    /// Index of the first double mark.
    pub first_double: usize,
}

impl Ahead {
    pub fn of(prose: &str, marks: &[Mark], elided: impl Fn(&str) -> bool) -> Ahead {
        let apostrophe: Vec<bool> = marks.iter().map(|mark| is_apostrophe(prose, mark, &elided)).collect();
        let mut closes = vec![false; marks.len()];
        let mut any = vec![false; marks.len()];
        // Single marks, then double ones.
        let mut sure = [false; 2];
        let mut some = [false; 2];
        for (idx, mark) in marks.iter().enumerate().rev() {
            let lane = match mark.family {
                Family::Single => 0,
                Family::Double => 1,
                Family::Guillemet | Family::SingleGuillemet | Family::Corner | Family::WhiteCorner => continue,
            };
            let (Some(sure), Some(some)) = (sure.get_mut(lane), some.get_mut(lane)) else { continue };
            if let (Some(closes), Some(any)) = (closes.get_mut(idx), any.get_mut(idx)) {
                (*closes, *any) = (*sure, *some);
            }
            if apostrophe.get(idx).copied().unwrap_or(false) {
                continue;
            }
            if mark.surely_closes() && !matches!(mark.glyph, '“' | '‘' | '„' | '‚') {
                *sure = true;
                *some = true;
            } else if mark.may_open() && mark.glyph != '’' && mark.glyph != '”' {
                *sure = false;
            } else if mark.may_close() && !mark.before.is_some_and(|it| matches!(it, 's' | 'S')) {
                *some = true;
            }
        }
        let first_double = marks.iter().position(|mark| mark.family == Family::Double).unwrap_or(0);
        Ahead { closes, any, apostrophe, first_double }
    }

    pub fn closes_before_opening(&self, idx: usize) -> bool {
        self.closes.get(idx).copied().unwrap_or(false)
    }

    /// `on_top`: the innermost open mark is a single one; `opener` is its glyph.
    pub fn single(&self, idx: usize, mark: &Mark, on_top: bool, opener: Option<char>) -> Action {
        if self.apostrophe.get(idx).copied().unwrap_or(true) {
            return Action::Nothing;
        }
        let german = mark.glyph == '‘' && opener == Some('‚');
        if on_top && mark.may_close() && (german || !matches!(mark.glyph, '‘' | '‚' | '‛')) {
            // "‘the workers’ rights are gone’": a plural's apostrophe, since a surer mark closes later.
            let plural = mark.before.is_some_and(|it| matches!(it, 's' | 'S' | 'z' | 'x')) && !mark.surely_closes();
            return if plural && self.closes_before_opening(idx) { Action::Nothing } else { Action::Close };
        }
        let opens = mark.may_open()
            && match mark.glyph {
                '‘' | '‚' | '‛' => true,
                // A typewriter mark needs something to close it: "'Twas late".
                '\'' => self.any.get(idx).copied().unwrap_or(false),
                _ => false,
            };
        if opens { Action::Open } else { Action::Nothing }
    }
}

/// "it’s", "’90s", "’em", "rock ’n’ roll".
fn is_apostrophe(prose: &str, mark: &Mark, elided: &impl Fn(&str) -> bool) -> bool {
    if mark.family != Family::Single {
        return false;
    }
    if mark.is_inner() {
        return true;
    }
    let after = prose.get(mark.span.end as usize..).unwrap_or("");
    if mark.may_close() {
        // The second mark of ’n’.
        let before = prose.get(..mark.span.start as usize).unwrap_or("");
        return before.ends_with("’n") || before.ends_with("'n") || before.ends_with("‘n");
    }
    let word_len = after.find(|it: char| !it.is_alphanumeric()).unwrap_or(after.len());
    let word = after.get(..word_len).unwrap_or("");
    let n_digits = word.bytes().take_while(u8::is_ascii_digit).count();
    // "’90s" and "’08", but not "'12 people died,' he said".
    let rest = word.get(n_digits..).unwrap_or("");
    let decade = n_digits == 2 && (rest == "s" || rest.is_empty() && mark.glyph == '’');
    decade || (!word.is_empty() && word.len() <= 6 && elided(&word.to_lowercase()))
}

/// `6'2"`, `a 5" pipe`: inside a quotation, too, digits may be followed by an inch.
pub(super) fn is_inch(prose: &str, mark: &Mark, closes: bool) -> bool {
    if mark.glyph != '"' || !mark.before.is_some_and(|it| it.is_ascii_digit()) {
        return false;
    }
    let before = prose.get(..mark.span.start as usize).unwrap_or("").trim_end_matches(|it: char| it.is_ascii_digit());
    if before.ends_with(['\'', '’', '′'])
        && before.trim_end_matches(['\'', '’', '′']).ends_with(|it: char| it.is_ascii_digit())
    {
        return true;
    }
    let after = prose.get(mark.span.end as usize..).unwrap_or("");
    closes && mark.after == Some(' ') && after.trim_start().starts_with(char::is_lowercase)
}
