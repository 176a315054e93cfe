//! The text of a Word document: a walk over its XML with a stack of what holds paragraphs, without recursion.
//!
//! Text boxes and tables stand inside of paragraphs and of each other; each opens a frame of its own, and what it held is
//! handed to the frame around it when it ends. What is not to be read (deletions, field codes, the second copy of a
//! drawing) is skipped whole.

mod run;

use std::collections::BTreeMap;

use super::runs::Anchors;
use super::styles::{Said, Styles};
use super::table::{Cell, Table};
use crate::text::Sort;
use crate::text::format::words::{self, Origin, Words};
use crate::text::format::xml::{Node, Tag, Xml};
use crate::text::format::{Document, LARGEST, Refused, Undecodable};
use crate::text::locator::Locator;
use run::{OpenRun, OpenText};

/// What a paragraph, a table or a text box comes to.
#[derive(Clone, Debug)]
pub enum Item {
    Block(Sort, Words),
    /// Of a text box: it governs nothing below it.
    Boxed(Sort, Words),
    /// A note that the words before it mark.
    Note(NoteMark),
}

impl Item {
    pub fn n_bytes(&self) -> usize {
        match self {
            Item::Block(_, words) | Item::Boxed(_, words) => words.text.len(),
            Item::Note(_) => 0,
        }
    }
}

#[derive(Clone, Debug)]
pub struct NoteMark {
    kind: &'static str,
    id: String,
    /// What leads to it, for comments.
    home: u32,
}

/// The texts of notes, by kind and id.
#[derive(Debug, Default)]
pub struct Notes(BTreeMap<(&'static str, String), Vec<Item>>);

impl Notes {
    /// Reads a part of notes.
    pub fn add(&mut self, kind: &'static str, xml: &str, styles: &Styles) -> Result<(), Refused> {
        let mut walker = Walker::new(xml, kind, styles);
        walker.walk()?;
        for (id, items) in walker.notes {
            self.0.insert((kind, id), items);
        }
        Ok(())
    }
}

/// Reads the main part into a document.
pub fn read(xml: &str, styles: &Styles, notes: &Notes, document: &mut Document) -> Result<Anchors, Refused> {
    let mut walker = Walker::new(xml, "the text", styles);
    walker.walk()?;
    let items = walker.frames.pop().map(|it| it.items).unwrap_or_default();
    let mut anchors = walker.anchors;
    let mut origins = Vec::new();
    for item in items {
        if document.raw.len() > LARGEST {
            return Err(Undecodable::TooLarge.into());
        }
        match item {
            Item::Block(sort, words) => {
                if sort == Sort::Heading && !words.is_blank() {
                    document.locate(heading(&words));
                }
                words::push(document, sort, &words, &mut origins);
            }
            Item::Boxed(sort, words) => drop(words::push(document, sort, &words, &mut origins)),
            Item::Note(mark) => {
                for item in notes.0.get(&(mark.kind, mark.id)).map_or(&[][..], Vec::as_slice) {
                    if let Item::Block(_, words) | Item::Boxed(_, words) = item {
                        let home = |it: &Origin| Origin { home: mark.home, ..*it };
                        let origins_there = words.origins.iter().map(home).collect();
                        let words = Words { text: words.text.clone(), origins: origins_there };
                        words::push(document, Sort::Footnote, &words, &mut origins);
                    }
                }
            }
        }
    }
    anchors.origins = origins;
    Ok(anchors)
}

/// What a heading gives those below it for a place.
pub fn heading(words: &Words) -> Locator {
    const LONGEST: usize = 80;
    let all = words.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = all.chars().take(LONGEST).collect();
    Locator::Heading(if short.len() < all.len() { format!("{short}…") } else { short }.into())
}

/// What holds paragraphs.
#[derive(Debug)]
struct Frame {
    hold: Hold,
    items: Vec<Item>,
    paragraph: Option<Paragraph>,
    /// The words of a paragraph whose end was deleted: they go on in the next one.
    carried: Option<Paragraph>,
}

#[derive(Debug)]
enum Hold {
    /// The text itself, or a note.
    Flow,
    /// A text box.
    Box,
    Table(Table),
    Cell(Cell),
}

#[derive(Debug, Default)]
struct Paragraph {
    words: Words,
    style: Option<Said>,
    outline: Option<u32>,
    listed: Option<bool>,
    hidden: bool,
    end_is_gone: bool,
    in_contents: bool,
    notes: Vec<Item>,
    boxes: Vec<Item>,
}

impl Paragraph {
    /// `None` where it is no prose.
    fn sort(&self) -> Option<Sort> {
        match self.style {
            _ if self.in_contents => Some(Sort::Aside),
            Some(Said::Nothing) => None,
            Some(Said::Sort(Sort::ListItem)) if self.listed == Some(false) => Some(Sort::Body),
            Some(Said::Sort(sort)) => Some(sort),
            None if self.outline.is_some_and(|it| it < 9) => Some(Sort::Heading),
            None if self.listed == Some(true) => Some(Sort::ListItem),
            None => Some(Sort::Body),
        }
    }
}

/// A field that is open: a page number, a reference, a table of contents.
#[derive(Debug, Default)]
struct Field {
    in_code: bool,
    code: String,
}

struct Walker<'a> {
    xml: Xml<'a>,
    styles: &'a Styles,
    frames: Vec<Frame>,
    /// Names of the open elements that matter for what is inside, one for each open element.
    open: Vec<Element>,
    /// Open elements of what is skipped; 0 where nothing is.
    skipped: usize,
    fields: Vec<Field>,
    runs: Vec<OpenRun>,
    text: Option<OpenText>,
    placeholder: bool,
    anchors: Anchors,
    /// In a part of notes: what was read.
    notes: Vec<(String, Vec<Item>)>,
    note: Option<String>,
}

/// What an open element means for those in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Other,
    ParagraphProperties,
    RunProperties,
    RowProperties,
    Code,
}

impl<'a> Walker<'a> {
    fn new(raw: &'a str, name: &'a str, styles: &'a Styles) -> Walker<'a> {
        let body = Frame { hold: Hold::Flow, items: Vec::new(), paragraph: None, carried: None };
        Walker {
            xml: Xml::new(raw, name),
            styles,
            frames: vec![body],
            open: Vec::new(),
            skipped: 0,
            fields: Vec::new(),
            runs: Vec::new(),
            text: None,
            placeholder: false,
            anchors: Anchors::default(),
            notes: Vec::new(),
            note: None,
        }
    }

    fn walk(&mut self) -> Result<(), Refused> {
        while let Some(step) = self.xml.step()? {
            match step.node {
                Node::Start(tag) if self.skipped > 0 => {
                    self.skipped += 1;
                    self.placeholder |= tag.name() == "showingPlcHdr" && tag.is_on();
                }
                Node::End(_) if self.skipped > 0 => self.skipped -= 1,
                Node::Words(_) if self.skipped > 0 => {}
                Node::Start(tag) => self.start(&tag, step.start, step.end),
                Node::End(name) => {
                    self.open.pop();
                    self.end(&name, step.end);
                }
                Node::Words(it) => match self.open.last() {
                    Some(Element::Code) => self.code(it.text()),
                    _ => self.shown(&it, step.start, step.end),
                },
            }
        }
        self.close_paragraphs();
        Ok(())
    }

    fn frame(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    fn paragraph(&mut self) -> Option<&mut Paragraph> {
        self.frames.last_mut()?.paragraph.as_mut()
    }

    fn start(&mut self, tag: &Tag<'_>, start: usize, end: usize) {
        let inside = self.open.last().copied().unwrap_or(Element::Other);
        let name = tag.name();
        let mut element = Element::Other;
        match (inside, name) {
            // What was before a change of properties.
            (_, it) if it.ends_with("PrChange") => self.skipped = 1,
            (Element::ParagraphProperties, "numPr") => element = Element::ParagraphProperties,
            (Element::ParagraphProperties, "rPr") => element = Element::RunProperties,
            // The properties of the paragraph's end.
            (Element::RunProperties, "del" | "moveFrom") if self.runs_in_frame() == 0 => {
                if let Some(it) = self.paragraph() {
                    it.end_is_gone = true;
                }
            }
            (Element::RunProperties, _) => self.run_property(tag),
            (Element::RowProperties, "del") => {
                if let Some(Frame { hold: Hold::Table(table), .. }) = self.frame() {
                    table.drop_row();
                }
            }
            (_, "sectPr") => self.skipped = 1,
            (Element::ParagraphProperties, _) => self.paragraph_property(tag),
            (_, "sdtContent") if std::mem::take(&mut self.placeholder) => self.skipped = 1,
            (_, it) if is_skipped(it) => self.skipped = 1,
            (_, "pPr") => element = Element::ParagraphProperties,
            (_, "rPr") => {
                element = Element::RunProperties;
                self.begin_properties(start);
            }
            (_, "trPr") => element = Element::RowProperties,
            (_, "p") => self.begin_paragraph(),
            (_, "r") => self.begin_run(tag, start, end),
            (_, "tbl") => self.open_frame(Hold::Table(Table::default())),
            (_, "txbxContent") => self.open_frame(Hold::Box),
            (_, "instrText") => element = Element::Code,
            (_, "fldSimple") => {
                if tag.get("instr").is_some_and(|it| hides_result(&it)) {
                    self.skipped = 1;
                }
            }
            (_, "footnote" | "endnote") => self.note = Some(tag.get("id").unwrap_or_default()),
            _ => {
                self.table_tag(tag);
                self.run_child(tag, start, end);
            }
        }
        // NB: what is skipped counts its own elements, from this one on.
        if self.skipped == 0 {
            self.open.push(element);
        }
    }

    fn end(&mut self, name: &str, end: usize) {
        match name {
            "p" => self.end_paragraph(),
            "r" => self.end_run(end),
            "rPr" => self.end_properties(end),
            "t" if self.text.as_ref().is_some_and(|it| it.is_of(self.runs.len())) => self.text = None,
            "tr" => {
                if let Some(Frame { hold: Hold::Table(table), .. }) = self.frame() {
                    table.end_row();
                }
            }
            "tc" | "tbl" | "txbxContent" => self.close_frame(name),
            "footnote" | "endnote" => {
                self.close_paragraphs();
                let items = self.frame().map(|it| std::mem::take(&mut it.items)).unwrap_or_default();
                if let Some(id) = self.note.take() {
                    self.notes.push((id, items));
                }
            }
            _ => {}
        }
    }

    fn table_tag(&mut self, tag: &Tag<'_>) {
        let Some(frame) = self.frames.last_mut() else { return };
        let name = tag.name();
        if name == "tc" && matches!(frame.hold, Hold::Table(_)) {
            return self.open_frame(Hold::Cell(Cell { n_columns: 1, ..Cell::default() }));
        }
        match (&mut frame.hold, name) {
            (Hold::Table(table), "tr") => table.begin_row(),
            (Hold::Cell(cell), "gridSpan") => {
                cell.n_columns = tag.get("val").and_then(|it| it.parse().ok()).unwrap_or(1);
            }
            (Hold::Cell(cell), "vMerge") => cell.begins = Some(tag.is("val", "restart")),
            (Hold::Cell(cell), "cellDel") => cell.is_gone = true,
            _ => {}
        }
    }

    fn open_frame(&mut self, hold: Hold) {
        self.frames.push(Frame { hold, items: Vec::new(), paragraph: None, carried: None });
    }

    /// Ends a frame, and hands what it held to the one around it.
    fn close_frame(&mut self, name: &str) {
        let fits = self.frames.last().is_some_and(|it| match it.hold {
            Hold::Flow => false,
            Hold::Box => name == "txbxContent",
            Hold::Table(_) => name == "tbl",
            Hold::Cell(_) => name == "tc",
        });
        if !fits {
            return;
        }
        self.close_paragraphs();
        let Some(frame) = self.frames.pop() else { return };
        let Some(outer) = self.frames.last_mut() else { return };
        match (frame.hold, &mut outer.hold) {
            (Hold::Cell(cell), Hold::Table(table)) => table.cell(Cell { items: frame.items, ..cell }),
            (Hold::Table(table), _) => outer.items.extend(table.end()),
            (Hold::Box, _) => {
                let boxed = frame.items.into_iter().map(|it| match it {
                    Item::Block(sort, words) => Item::Boxed(sort, words),
                    it => it,
                });
                match &mut outer.paragraph {
                    Some(paragraph) => paragraph.boxes.extend(boxed),
                    None => outer.items.extend(boxed),
                }
            }
            (Hold::Flow | Hold::Cell(_), _) => outer.items.extend(frame.items),
        }
    }

    fn begin_paragraph(&mut self) {
        let in_contents = self.fields.iter().any(|it| is_contents(&it.code));
        if let Some(frame) = self.frame() {
            let carried = frame.carried.take().unwrap_or_default();
            let Paragraph { words, notes, boxes, .. } = carried;
            frame.paragraph = Some(Paragraph { words, notes, boxes, in_contents, ..Paragraph::default() });
        }
    }

    fn paragraph_property(&mut self, tag: &Tag<'_>) {
        let value = || tag.get("val").unwrap_or_default();
        let said = (tag.name() == "pStyle").then(value).map(|id| (self.styles.paragraph(&id), self.styles.hides(&id)));
        let Some(paragraph) = self.paragraph() else { return };
        if let Some((said, hidden)) = said {
            paragraph.style = said;
            paragraph.hidden = hidden;
        }
        match tag.name() {
            "outlineLvl" => paragraph.outline = value().parse().ok(),
            "numId" => paragraph.listed = Some(value() != "0"),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        // A field whose code never ends would hide all that follows.
        self.fields.iter_mut().for_each(|it| it.in_code = false);
        let in_contents = self.fields.iter().any(|it| is_contents(&it.code));
        let Some(frame) = self.frames.last_mut() else { return };
        let Some(mut paragraph) = frame.paragraph.take() else { return };
        paragraph.in_contents |= in_contents;
        match paragraph.end_is_gone {
            true => frame.carried = Some(paragraph),
            false => keep(frame, paragraph),
        }
    }

    /// Ends what is open in the frame.
    fn close_paragraphs(&mut self) {
        let Some(frame) = self.frames.last_mut() else { return };
        for paragraph in [frame.carried.take(), frame.paragraph.take()].into_iter().flatten() {
            keep(frame, paragraph);
        }
    }

    fn code(&mut self, words: &str) {
        const LONGEST: usize = 200;
        if let Some(field) = self.fields.last_mut()
            && field.code.len() < LONGEST
        {
            field.code.push_str(words);
        }
    }

    /// A mark of a note; the words of the note come behind the paragraph.
    fn note_mark(&mut self, tag: &Tag<'_>, kind: &'static str) {
        let home = self.around();
        let mark = NoteMark { kind, id: tag.get("id").unwrap_or_default(), home };
        if let Some(paragraph) = self.paragraph() {
            paragraph.notes.push(Item::Note(mark));
        }
    }
}

fn keep(frame: &mut Frame, mut paragraph: Paragraph) {
    if let Some(sort) = paragraph.sort().filter(|_| !paragraph.words.is_blank()) {
        let words = std::mem::take(&mut paragraph.words);
        frame.items.push(Item::Block(sort, words));
    }
    frame.items.append(&mut paragraph.notes);
    frame.items.append(&mut paragraph.boxes);
}

/// Deletions, codes, properties of what was, the second copy of a drawing for old programs, the reading of a word.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "del"
            | "moveFrom"
            | "delText"
            | "delInstrText"
            | "Fallback"
            | "sdtPr"
            | "tblGrid"
            | "tblPrEx"
            | "rt"
            | "fldData"
            | "docPartObj"
            | "background"
    )
}

/// What a field shows that is no word of the text: the number of a note.
fn hides_result(code: &str) -> bool {
    matches!(code.split_whitespace().next(), Some("NOTEREF" | "FTNREF"))
}

fn is_contents(code: &str) -> bool {
    matches!(code.split_whitespace().next(), Some("TOC" | "INDEX"))
}
