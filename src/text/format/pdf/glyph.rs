//! A page's content to letters with their places: which, where, how large.
//!
//! The only file, with `pdf.rs`, that knows the libraries. It carries out no more of a page's instructions than move
//! letters, and draw the lines of tables; pictures are not unpacked. Places are in points from the page's upper left
//! corner, as it is read: a page that is turned is turned back. Forms may hold forms, so depth and number have bounds.

use std::sync::Arc;

use hayro_font::hayro_cmap::BfString;
use hayro_font::kurbo::{Affine, Point};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn, StandardFont};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Text};
use hayro_syntax::page::{Page, Resources};
use rustc_hash::FxHashMap;

use super::text_string;

/// A letter, or the letters that one glyph stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    pub letters: String,
    pub x0: f32,
    pub x1: f32,
    /// Its base line.
    pub y: f32,
    pub size: f32,
    pub bold: bool,
    /// The producer says that it is no part of the text: a running head, a page number.
    pub artifact: bool,
    /// Which stretch of the page's tagged content it belongs to.
    pub tag: Option<i32>,
}

/// A straight line, or the edge of a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
}

#[derive(Clone, Debug, Default)]
pub struct Content {
    pub width: f32,
    pub height: f32,
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    /// Letters that the file gives no meaning.
    pub n_unknown: usize,
    /// Whether pictures were drawn.
    pub pictures: bool,
    /// There was more than is ever read of a page.
    pub is_cut: bool,
}

/// What is shared by the pages of a file.
pub struct Reader<'a> {
    fonts: FontCache<'a>,
    resolver: FontResolverFn,
    cmaps: CMapResolverFn,
    /// Instructions that may still be carried out: forms that call forms multiply.
    budget: usize,
}

const MAX_INSTRUCTIONS: usize = 50_000_000;
const MAX_FORMS: usize = 12;
const MAX_STATES: usize = 512;
/// More lines than that are a drawing.
const MAX_RULES: usize = 5_000;
/// More letters stand on no page.
const MAX_GLYPHS: usize = 400_000;

impl<'a> Reader<'a> {
    pub fn new() -> Reader<'a> {
        let resolver: FontResolverFn = Arc::new(|query| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(font) => Some(font.pick_standard_font().get_font_data()),
        });
        Reader { fonts: FontCache::new(), resolver, cmaps: Arc::new(|_| None), budget: MAX_INSTRUCTIONS }
    }

    pub fn page(&mut self, page: &Page<'a>) -> Content {
        let (width, height) = page.render_dimensions();
        let content = Content { width, height, ..Content::default() };
        let mut painter =
            Painter { reader: self, content, marks: Vec::new(), path: Vec::new(), turns: [0; 4], lost: Vec::new() };
        let matrix = Affine::new(page.initial_transform(true).as_coeffs());
        painter.run(page.typed_operations(), page.resources(), State::new(matrix), 0);
        painter.finish()
    }
}

#[derive(Clone)]
struct State<'a> {
    matrix: Affine,
    font: Option<(Font<'a>, bool)>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

impl State<'_> {
    fn new(matrix: Affine) -> Self {
        let (size, letter_space, word_space, stretch, leading, rise) = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        State { matrix, font: None, size, letter_space, word_space, stretch, leading, rise }
    }
}

/// An open stretch of marked content.
#[derive(Clone, Default)]
struct Mark {
    artifact: bool,
    tag: Option<i32>,
    /// What its glyphs stand for, until the first of them has taken it.
    instead: Option<String>,
    replaces: bool,
}

struct Painter<'r, 'a> {
    reader: &'r mut Reader<'a>,
    content: Content,
    marks: Vec<Mark>,
    path: Vec<Rule>,
    /// Letters by the direction in which they run: to the right, down, to the left, up.
    turns: [usize; 4],
    /// Glyphs that do not run to the right, with their direction and their end.
    lost: Vec<(usize, Glyph, f32)>,
}

impl<'a> Painter<'_, 'a> {
    fn run(&mut self, mut content: TypedIter<'_>, resources: &Resources<'a>, state: State<'a>, depth: usize) {
        let mut fonts: FxHashMap<Vec<u8>, Option<(Font<'a>, bool)>> = FxHashMap::default();
        let mut state = state;
        let mut states: Vec<State<'a>> = Vec::new();
        let n_marks = self.marks.len();
        let (mut line, mut at) = (Affine::IDENTITY, Affine::IDENTITY);
        let mut pen = Point::ZERO;
        while let Some(it) = content.next() {
            self.reader.budget = self.reader.budget.saturating_sub(1);
            if self.reader.budget == 0 || self.content.glyphs.len() >= MAX_GLYPHS {
                self.content.is_cut = true;
                break;
            }
            match it {
                TypedInstruction::SaveState(_) if states.len() < MAX_STATES => states.push(state.clone()),
                TypedInstruction::RestoreState(_) => state = states.pop().unwrap_or(state),
                TypedInstruction::Transform(m) => {
                    let [a, b, c, d, e, f] = [m.0, m.1, m.2, m.3, m.4, m.5].map(|it| it.as_f64());
                    state.matrix *= Affine::new([a, b, c, d, e, f]);
                }
                TypedInstruction::BeginText(_) => (line, at) = (Affine::IDENTITY, Affine::IDENTITY),
                TypedInstruction::SetTextMatrix(m) => {
                    let [a, b, c, d, e, f] = [m.0, m.1, m.2, m.3, m.4, m.5].map(|it| it.as_f64());
                    line = Affine::new([a, b, c, d, e, f]);
                    at = line;
                }
                TypedInstruction::NextLine(to) => {
                    line *= Affine::translate((to.0.as_f64(), to.1.as_f64()));
                    at = line;
                }
                TypedInstruction::NextLineAndSetLeading(to) => {
                    state.leading = -to.1.as_f64();
                    line *= Affine::translate((to.0.as_f64(), to.1.as_f64()));
                    at = line;
                }
                TypedInstruction::NextLineUsingLeading(_) => {
                    line *= Affine::translate((0.0, -state.leading));
                    at = line;
                }
                TypedInstruction::TextFont(font) => {
                    let name: &[u8] = font.0.as_ref();
                    let known = match fonts.get(name) {
                        Some(known) => known.clone(),
                        None => {
                            let found = self.font(resources, font.0);
                            fonts.insert(name.to_vec(), found.clone());
                            found
                        }
                    };
                    (state.font, state.size) = (known, font.1.as_f64());
                }
                TypedInstruction::CharacterSpacing(it) => state.letter_space = it.0.as_f64(),
                TypedInstruction::WordSpacing(it) => state.word_space = it.0.as_f64(),
                TypedInstruction::HorizontalScaling(it) => state.stretch = it.0.as_f64() / 100.0,
                TypedInstruction::TextLeading(it) => state.leading = it.0.as_f64(),
                TypedInstruction::TextRise(it) => state.rise = it.0.as_f64(),
                TypedInstruction::ShowText(it) => self.show(it.0, &state, &mut at),
                TypedInstruction::ShowTexts(it) => self.show_all(it.0, &state, &mut at),
                TypedInstruction::NextLineAndShowText(it) => {
                    line *= Affine::translate((0.0, -state.leading));
                    at = line;
                    self.show(it.0, &state, &mut at);
                }
                TypedInstruction::ShowTextWithParameters(it) => {
                    (state.word_space, state.letter_space) = (it.0.as_f64(), it.1.as_f64());
                    line *= Affine::translate((0.0, -state.leading));
                    at = line;
                    self.show(it.2, &state, &mut at);
                }
                TypedInstruction::XObject(it) => {
                    if let Some(stream) = resources.get_x_object(it.0) {
                        self.form(&stream, resources, &state, depth);
                    }
                }
                TypedInstruction::InlineImage(_) => self.content.pictures = true,
                TypedInstruction::BeginMarkedContent(it) => self.mark(it.0, None),
                TypedInstruction::BeginMarkedContentWithProperties(it) => {
                    let dict = match it.1 {
                        Object::Name(name) => resources.properties.get::<Dict<'_>>(name.as_ref()),
                        Object::Dict(dict) => Some(dict.clone()),
                        _ => None,
                    };
                    self.mark(it.0, dict.as_ref());
                }
                TypedInstruction::EndMarkedContent(_) if self.marks.len() > n_marks => drop(self.marks.pop()),
                TypedInstruction::MoveTo(to) => pen = state.matrix * Point::new(to.0.as_f64(), to.1.as_f64()),
                TypedInstruction::LineTo(to) => {
                    let end = state.matrix * Point::new(to.0.as_f64(), to.1.as_f64());
                    self.line(pen, end);
                    pen = end;
                }
                TypedInstruction::RectPath(it) => {
                    let [x, y, w, h] = [it.0, it.1, it.2, it.3].map(|it| it.as_f64());
                    let a = state.matrix * Point::new(x, y);
                    let b = state.matrix * Point::new(x + w, y + h);
                    let (across, along) = (Point::new(b.x, a.y), Point::new(a.x, b.y));
                    for (from, to) in [(a, across), (across, b), (b, along), (along, a)] {
                        self.line(from, to);
                    }
                }
                TypedInstruction::EndPath(_) => self.path.clear(),
                TypedInstruction::StrokePath(_)
                | TypedInstruction::CloseAndStrokePath(_)
                | TypedInstruction::FillPathNonZero(_)
                | TypedInstruction::FillPathNonZeroCompatibility(_)
                | TypedInstruction::FillPathEvenOdd(_)
                | TypedInstruction::FillAndStrokeNonZero(_)
                | TypedInstruction::FillAndStrokeEvenOdd(_)
                | TypedInstruction::CloseFillAndStrokeNonZero(_)
                | TypedInstruction::CloseFillAndStrokeEvenOdd(_) => {
                    let room = MAX_RULES.saturating_sub(self.content.rules.len());
                    self.content.rules.extend(self.path.drain(..).take(room));
                }
                _ => {}
            }
        }
        self.marks.truncate(n_marks);
    }

    /// A font that does not load shows nothing; one that nobody names is taken for Helvetica, as all readers do.
    fn font(&self, resources: &Resources<'a>, name: &Name<'_>) -> Option<(Font<'a>, bool)> {
        let Reader { fonts, resolver, cmaps, .. } = &*self.reader;
        let Some(dict) = resources.get_font(name) else {
            return fonts.standard_font(StandardFont::Helvetica, resolver).map(|it| (it, false));
        };
        let face = dict.get::<Name<'_>>("BaseFont").map(|it| it.as_str().to_ascii_lowercase()).unwrap_or_default();
        let bold = ["bold", "black", "heavy", "semibd"].iter().any(|it| face.contains(it));
        fonts.font(&dict, resolver, cmaps).map(|it| (it, bold))
    }

    fn form(&mut self, stream: &Stream<'a>, resources: &Resources<'a>, state: &State<'a>, depth: usize) {
        let dict = stream.dict();
        let subtype = dict.get::<Name<'_>>("Subtype");
        if subtype.as_ref().is_some_and(|it| it.as_str() == "Image") {
            self.content.pictures = true;
        }
        if depth >= MAX_FORMS || subtype.is_none_or(|it| it.as_str() != "Form") {
            return;
        }
        let Ok(data) = stream.decoded_data() else { return };
        let own = dict.get::<Dict<'a>>("Resources").map(Resources::new);
        let mut state = state.clone();
        state.matrix *= Affine::new(dict.get::<[f64; 6]>("Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]));
        self.run(TypedIter::new(&data), own.as_ref().unwrap_or(resources), state, depth + 1);
    }

    fn mark(&mut self, tag: &[u8], dict: Option<&Dict<'_>>) {
        if self.marks.len() >= MAX_STATES {
            return self.marks.push(Mark::default());
        }
        let above = self.marks.last().cloned().unwrap_or_default();
        let tagged = dict.and_then(|it| it.get::<i32>("MCID"));
        let words = dict.and_then(|it| it.get::<Text<'_>>("ActualText")).map(|it| text_string(it.as_bytes()));
        self.marks.push(Mark {
            artifact: above.artifact || tag == b"Artifact",
            tag: tagged.or(above.tag),
            replaces: words.is_some(),
            instead: words,
        });
    }

    fn show_all(&mut self, parts: &Array<'_>, state: &State<'a>, at: &mut Affine) {
        for part in parts.iter::<Object<'_>>() {
            match part {
                Object::Number(by) => {
                    let by = -by.as_f64() / 1000.0 * state.size * state.stretch;
                    *at *= Affine::translate((by, 0.0));
                }
                Object::String(text) => self.show(&text, state, at),
                _ => {}
            }
        }
    }

    fn show(&mut self, text: &Text<'_>, state: &State<'a>, at: &mut Affine) {
        let Some((font, bold)) = &state.font else { return };
        let bytes = text.as_bytes();
        let mut offset = 0;
        while offset < bytes.len() {
            let (code, len) = font.read_code(bytes, offset);
            offset += len.max(1);
            let space = if code == 32 && len == 1 { state.word_space } else { 0.0 };
            let wide = font.code_advance(code).x / 1000.0 * state.size;
            let shape = state.matrix * *at * Affine::translate((0.0, state.rise));
            let known = match font.glyph(font.map_code(code), code) {
                FontGlyph::Outline(it) => it.as_unicode(),
                FontGlyph::Type3(it) => it.as_unicode(),
            };
            self.place(known, shape, wide * state.stretch, state.size, *bold);
            *at *= Affine::translate(((wide + state.letter_space + space) * state.stretch, 0.0));
        }
    }

    fn place(&mut self, known: Option<BfString>, shape: Affine, wide: f64, size: f64, bold: bool) {
        let mut letters = match known {
            Some(BfString::Char(it)) => it.to_string(),
            Some(BfString::String(it)) => it,
            None => String::new(),
        };
        let mark = self.marks.last_mut();
        let (artifact, tag) = mark.as_ref().map_or((false, None), |it| (it.artifact, it.tag));
        match mark.filter(|it| it.replaces) {
            Some(mark) => letters = mark.instead.take().unwrap_or_default(),
            None if letters.is_empty() || letters.contains(['\u{fffd}', '\0']) => {
                self.content.n_unknown += 1;
                letters = "\u{fffd}".to_string();
            }
            None => {}
        }
        let [a, b, c, d, x, y] = shape.as_coeffs();
        let end = shape * Point::new(wide, 0.0);
        let size = (c.hypot(d) * size.abs()) as f32;
        if !(x.is_finite() && y.is_finite() && size.is_finite()) || size < 0.5 {
            return;
        }
        // Anything but upright, or nearly so, is a stamp across the page.
        let turn = match (a.abs() * 0.2 > b.abs(), b.abs() * 0.2 > a.abs()) {
            (true, _) => {
                if a > 0.0 {
                    0
                } else {
                    2
                }
            }
            (_, true) => {
                if b > 0.0 {
                    1
                } else {
                    3
                }
            }
            _ => return,
        };
        if let Some(n) = self.turns.get_mut(turn) {
            *n += 1;
        }
        let glyph = Glyph { letters, x0: x as f32, x1: end.x as f32, y: y as f32, size, bold, artifact, tag };
        match turn {
            0 => self.content.glyphs.push(glyph),
            _ if self.lost.len() < MAX_GLYPHS => self.lost.push((turn, glyph, end.y as f32)),
            _ => {}
        }
    }

    fn line(&mut self, from: Point, to: Point) {
        let flat = (from.x - to.x).abs() < 1.0 || (from.y - to.y).abs() < 1.0;
        if flat && self.path.len() < MAX_RULES {
            let (x0, x1) = (from.x.min(to.x) as f32, from.x.max(to.x) as f32);
            let (y0, y1) = (from.y.min(to.y) as f32, from.y.max(to.y) as f32);
            self.path.push(Rule { x0, y0, x1, y1 });
        }
    }

    /// A page whose letters mostly run another way was laid down sideways: it is read as one holds it.
    fn finish(self) -> Content {
        let Painter { mut content, turns, lost, .. } = self;
        let most = (0..4).max_by_key(|it| (turns.get(*it), std::cmp::Reverse(*it))).unwrap_or(0);
        if most != 0 {
            let (width, height) = (content.width, content.height);
            let turned = |x: f32, y: f32| match most {
                1 => (y, width - x),
                2 => (width - x, height - y),
                _ => (height - y, x),
            };
            let own = lost.into_iter().filter(|it| it.0 == most).map(|(_, glyph, end_y)| {
                let ((x0, y), (x1, _)) = (turned(glyph.x0, glyph.y), turned(glyph.x1, end_y));
                Glyph { x0, x1, y, ..glyph }
            });
            content.glyphs = own.collect();
            for rule in &mut content.rules {
                let ((ax, ay), (bx, by)) = (turned(rule.x0, rule.y0), turned(rule.x1, rule.y1));
                *rule = Rule { x0: ax.min(bx), y0: ay.min(by), x1: ax.max(bx), y1: ay.max(by) };
            }
            if most != 2 {
                (content.width, content.height) = (height, width);
            }
        }
        let (width, height) = (content.width, content.height);
        content.glyphs.retain(|it| it.x1 >= 0.0 && it.x0 <= width && it.y >= 0.0 && it.y <= height + it.size);
        content
    }
}
