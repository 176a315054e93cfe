//! Runs: stretches of a paragraph with properties of their own, and what in them readers see.

use super::{Element, Field, Hold, Walker, hides_result};
use crate::text::format::docx::runs::{Bytes, Home, NOWHERE, Run};
use crate::text::format::words::{Words, shown};
use crate::text::format::xml::{self, Tag};

#[derive(Debug)]
pub struct OpenRun {
    /// Index into the anchors' runs; `NOWHERE` for a run of a formula.
    idx: u32,
    /// Frames that were open when it began.
    depth: usize,
    hidden: bool,
    raised: bool,
    /// The rest of it is the mark of a note.
    is_mark: bool,
    properties: usize,
}

#[derive(Debug)]
pub struct OpenText {
    tag: Bytes,
    child: u32,
    /// Runs that are open around it.
    depth: usize,
}

impl OpenText {
    pub fn is_of(&self, n_runs: usize) -> bool {
        self.depth == n_runs
    }
}

impl Walker<'_> {
    /// Runs that began in the frame that is open.
    pub(super) fn runs_in_frame(&self) -> usize {
        let depth = self.frames.len();
        self.runs.iter().rev().take_while(|it| it.depth == depth).count()
    }

    pub(super) fn begin_run(&mut self, tag: &Tag<'_>, start: usize, end: usize) {
        let depth = self.frames.len();
        let idx = match tag.prefix() {
            "m" | "a" => NOWHERE,
            _ => {
                let at = Bytes::new(start, end);
                self.anchors.runs.push(Run { at, tag: at, ..Run::default() });
                self.anchors.runs.len().saturating_sub(1) as u32
            }
        };
        let hidden = self.paragraph().is_none_or(|it| it.hidden);
        self.runs.push(OpenRun { idx, depth, hidden, raised: false, is_mark: false, properties: start });
    }

    pub(super) fn end_run(&mut self, end: usize) {
        if let Some(run) = self.runs.pop()
            && let Some(known) = self.anchors.runs.get_mut(run.idx as usize)
        {
            known.at.end = end as u32;
        }
    }

    pub(super) fn begin_properties(&mut self, start: usize) {
        if let Some(run) = self.runs.last_mut() {
            run.properties = start;
        }
    }

    pub(super) fn end_properties(&mut self, end: usize) {
        if self.open.last() == Some(&Element::ParagraphProperties) || self.runs_in_frame() == 0 {
            return;
        }
        if let Some(run) = self.runs.last()
            && let Some(known) = self.anchors.runs.get_mut(run.idx as usize)
            && known.n_children == 0
        {
            known.properties = Some(Bytes::new(run.properties, end));
        }
    }

    pub(super) fn run_property(&mut self, tag: &Tag<'_>) {
        if self.runs_in_frame() == 0 {
            return;
        }
        let styles = self.styles;
        let Some(run) = self.runs.last_mut() else { return };
        match tag.name() {
            "vanish" => run.hidden = tag.is_on(),
            "strike" | "dstrike" => run.hidden |= tag.is_on(),
            "vertAlign" => run.raised = tag.is("val", "superscript"),
            "rStyle" => {
                let id = tag.get("val").unwrap_or_default();
                run.hidden |= styles.hides(&id) || styles.strikes(&id);
                run.raised |= styles.raises(&id);
            }
            _ => {}
        }
    }

    /// What stands in a run.
    pub(super) fn run_child(&mut self, tag: &Tag<'_>, start: usize, end: usize) {
        if self.runs_in_frame() == 0 {
            return;
        }
        match tag.name() {
            "t" => {
                let child = self.next_child();
                let depth = self.runs.len();
                self.text = Some(OpenText { tag: Bytes::new(start, end), child, depth });
            }
            "tab" | "ptab" => self.child(" ", start, end),
            "br" | "cr" => self.child(if tag.is("type", "page") { " " } else { "\n" }, start, end),
            "noBreakHyphen" => self.child("\u{2011}", start, end),
            "sym" => {
                let char = symbol(&tag.get("font").unwrap_or_default(), &tag.get("char").unwrap_or_default());
                self.child(char.encode_utf8(&mut [0; 4]), start, end);
            }
            "footnoteReference" | "endnoteReference" => {
                let kind = if tag.name() == "footnoteReference" { "footnotes" } else { "endnotes" };
                self.next_child();
                self.note_mark(tag, kind);
                if let Some(run) = self.runs.last_mut() {
                    run.is_mark |= tag.get("customMarkFollows").is_some_and(|it| it != "0" && it != "false");
                }
            }
            "fldChar" => {
                self.next_child();
                self.field_mark(&tag.get("fldCharType").unwrap_or_default());
            }
            // A soft hyphen, a drawing, a mark of a comment.
            _ => {
                self.next_child();
            }
        }
    }

    fn field_mark(&mut self, kind: &str) {
        const DEEPEST: usize = 100;
        match kind {
            "begin" if self.fields.len() < DEEPEST => self.fields.push(Field { in_code: true, code: String::new() }),
            "separate" => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_code = false;
                }
            }
            "end" => drop(self.fields.pop()),
            _ => {}
        }
    }

    fn next_child(&mut self) -> u32 {
        let Some(known) = self.runs.last().and_then(|it| self.anchors.runs.get_mut(it.idx as usize)) else {
            return 0;
        };
        known.n_children += 1;
        known.n_children - 1
    }

    /// The run that a comment on what is in a text box, or behind a note's mark, hangs on.
    pub(super) fn around(&mut self) -> u32 {
        match self.runs.first().map(|it| it.idx) {
            None | Some(NOWHERE) => NOWHERE,
            Some(run) => self.anchors.home(Home::Around { run }),
        }
    }

    /// Where words of the open run are at home.
    fn home(&mut self, home: impl FnOnce(u32) -> Home) -> u32 {
        let Some(run) = self.runs.last().map(|it| it.idx) else { return NOWHERE };
        if self.frames.iter().any(|it| matches!(it.hold, Hold::Box)) {
            return self.around();
        }
        if run == NOWHERE { NOWHERE } else { self.anchors.home(home(run)) }
    }

    fn child(&mut self, words: &str, start: usize, end: usize) {
        let child = self.next_child();
        if !self.is_hidden() {
            let home = self.home(|run| Home::Child { run, child });
            if let Some(paragraph) = self.paragraph() {
                paragraph.words.push_from(words, start, end, home);
            }
        }
    }

    fn is_hidden(&self) -> bool {
        let code = self.fields.iter().any(|it| it.in_code || hides_result(&it.code));
        code || self.runs.last().is_none_or(|it| it.hidden || it.is_mark)
    }

    /// The words of a text element.
    pub(super) fn shown(&mut self, it: &xml::Words<'_>, start: usize, end: usize) {
        let n_runs = self.runs.len();
        let Some(text) = self.text.as_ref().filter(|it| it.is_of(n_runs)) else { return };
        let (tag, child) = (text.tag, text.child);
        if self.is_hidden() {
            return;
        }
        let words = shown(it);
        let raised = self.runs.last().is_some_and(|it| it.raised);
        let home = self.home(|run| Home::Text { run, tag, child });
        let Some(paragraph) = self.paragraph() else { return };
        if raised && is_note_mark(&paragraph.words, &words) {
            return;
        }
        paragraph.words.push_from(&words, start, end, home);
    }
}

/// "12" and a raised "3" is a twelve with a note, no hundred and twenty-three; "km" and a raised "2" is no note.
fn is_note_mark(before: &Words, raised: &str) -> bool {
    let mark = raised.trim_matches(['[', ']', ' ', ',', '*']);
    let before = before.text.chars().next_back();
    mark.bytes().all(|it| it.is_ascii_digit()) && before.is_none_or(|it| !it.is_alphabetic())
}

/// Characters of fonts that have their own places for them.
fn symbol(font: &str, char: &str) -> char {
    let code = u32::from_str_radix(char, 16).unwrap_or(0);
    let low = if (0xf000..0xf100).contains(&code) { code - 0xf000 } else { code };
    match (font, low) {
        ("Symbol", 0xb0) => '°',
        ("Symbol", 0xb1) => '±',
        ("Symbol", 0xb4) => '×',
        ("Symbol", 0xb8) => '÷',
        ("Symbol", 0xa3) => '≤',
        ("Symbol", 0xb3) => '≥',
        ("Symbol", 0xb9) => '≠',
        ("Symbol", 0xbb) => '≈',
        ("Symbol", 0xa5) => '∞',
        ("Symbol", 0xbc) => '…',
        ("Symbol", 0xa0) => '€',
        ("Symbol", 0x2d) => '−',
        ("Symbol", 0x6d) => 'µ',
        (_, 0x20..=0x7e) if font == "Symbol" && (low as u8 as char).is_ascii_digit() => low as u8 as char,
        ("Symbol", 0x25) => '%',
        ("Symbol", 0x2b) => '+',
        ("Symbol", 0x3d) => '=',
        // A picture of a thing: a bullet, a telephone.
        _ if code >= 0xe000 || font.contains("Wingdings") || font.contains("Webdings") => ' ',
        _ => char::from_u32(code).filter(|it| !it.is_control()).unwrap_or(' '),
    }
}
