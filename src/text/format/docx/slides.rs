//! The slides of a PowerPoint file in the order of the show, each with its number for a place.
//!
//! What a slide repeats of its master (footer, date, number) is left out, and so are hidden slides; a speaker's notes
//! stand behind their slide.

use super::package::Relations;
use crate::text::Sort;
use crate::text::format::words::{Words, row};
use crate::text::format::xml::{Node, Tag, Xml};
use crate::text::format::zipped::Package;
use crate::text::format::{Document, LARGEST, Refused, Undecodable};
use crate::text::locator::Locator;

pub fn read(package: &mut Package<'_>, main: &str, document: &mut Document) -> Result<(), Refused> {
    let relations = Relations::read(package, main)?;
    let Some(text) = package.xml(main)? else { return Ok(()) };
    let mut slides = Vec::new();
    let mut xml = Xml::new(&text, main);
    while let Some(step) = xml.step()? {
        if let Node::Start(tag) = step.node
            && tag.name() == "sldId"
        {
            slides.extend(tag.get_prefixed("id").and_then(|id| relations.id(&id).cloned()));
        }
    }
    for (n, slide) in slides.iter().enumerate() {
        document.locate(Locator::Slide(n as u32 + 1));
        let Some(text) = package.xml(slide)? else { continue };
        let is_shown = shapes(&text, slide, Sort::ListItem, document)?;
        let notes = Relations::read(package, slide)?.kind("notesSlide").filter(|_| is_shown).cloned();
        if let Some(name) = notes
            && let Some(text) = package.xml(&name)?
        {
            shapes(&text, &name, Sort::Body, document)?;
        }
        if document.raw.len() > LARGEST {
            return Err(Undecodable::TooLarge.into());
        }
    }
    Ok(())
}

#[derive(Default)]
struct Shape {
    sort: Option<Sort>,
    is_repeated: bool,
    paragraph: Words,
    cells: Option<Vec<Words>>,
    in_cell: bool,
}

/// Says whether the slide is shown at all. `usual` is what words are that are no title.
fn shapes(text: &str, name: &str, usual: Sort, document: &mut Document) -> Result<bool, Refused> {
    let mut xml = Xml::new(text, name);
    let mut shape = Shape::default();
    let (mut skipped, mut in_text) = (0_usize, false);
    while let Some(step) = xml.step()? {
        match step.node {
            Node::Start(_) if skipped > 0 => skipped += 1,
            Node::End(_) if skipped > 0 => skipped -= 1,
            Node::Words(it) => {
                if in_text && skipped == 0 {
                    shape.paragraph.push(it.text());
                }
            }
            Node::Start(tag) => match tag.name() {
                "sld" if tag.get("show").is_some_and(|it| it == "0" || it == "false") => return Ok(false),
                "Fallback" => skipped = 1,
                "fld" if tag.get("type").is_some_and(|it| it == "slidenum" || it.starts_with("datetime")) => {
                    skipped = 1
                }
                "sp" => shape = Shape::default(),
                "ph" => placeholder(&tag, &mut shape),
                "tr" => shape.cells = Some(Vec::new()),
                "tc" => (shape.in_cell, shape.paragraph) = (true, Words::default()),
                "p" if shape.in_cell => shape.paragraph.space(),
                "p" => shape.paragraph = Words::default(),
                "t" => in_text = true,
                "br" | "tab" => shape.paragraph.push(" "),
                _ => {}
            },
            Node::End(name) => match name.as_str() {
                "t" => in_text = false,
                "tc" => {
                    shape.in_cell = false;
                    let words = std::mem::take(&mut shape.paragraph);
                    if let Some(cells) = &mut shape.cells {
                        cells.push(words);
                    }
                }
                "tr" => {
                    let cells = shape.cells.take().unwrap_or_default();
                    document.push(Sort::TableRow, &row(&cells).text);
                }
                "p" if !shape.in_cell && !shape.is_repeated => {
                    let words = std::mem::take(&mut shape.paragraph);
                    document.push(shape.sort.unwrap_or(usual), &words.text);
                }
                _ => {}
            },
        }
    }
    Ok(true)
}

fn placeholder(tag: &Tag<'_>, shape: &mut Shape) {
    match tag.get("type").as_deref() {
        Some("title" | "ctrTitle" | "subTitle") => shape.sort = Some(Sort::Heading),
        Some("ftr" | "dt" | "sldNum" | "hdr" | "sldImg") => shape.is_repeated = true,
        Some(_) | None => {}
    }
}
