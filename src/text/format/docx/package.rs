//! What an Office package is made of: which part is the text, which others go with it, and its title.
//!
//! Relations lead to parts; only where they are missing do the usual names count. Dates of the properties are those of
//! the file, not of what it tells, and are not taken.

use std::collections::BTreeMap;

use crate::text::format::Refused;
use crate::text::format::xml::{Node, Xml};
use crate::text::format::zipped::Package;

/// Relations of one part.
#[derive(Debug, Default)]
pub struct Relations {
    /// Targets by the last word of their type; the first of each.
    by_kind: BTreeMap<String, String>,
    by_id: BTreeMap<String, String>,
}

impl Relations {
    /// Of the part `of`, which is "" for the package.
    pub fn read(package: &mut Package<'_>, of: &str) -> Result<Relations, Refused> {
        let mut relations = Relations::default();
        let name = relations_name(of);
        let Some(text) = package.xml(&name)? else { return Ok(relations) };
        let mut xml = Xml::new(&text, &name);
        while let Some(step) = xml.step()? {
            if let Node::Start(tag) = step.node
                && tag.name() == "Relationship"
                && !tag.is("TargetMode", "External")
            {
                let target = resolve(of, &tag.get("Target").unwrap_or_default());
                let kind = tag.get("Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or("").to_string();
                relations.by_kind.entry(kind).or_insert_with(|| target.clone());
                if let Some(id) = tag.get("Id") {
                    relations.by_id.insert(id, target);
                }
            }
        }
        Ok(relations)
    }

    pub fn kind(&self, kind: &str) -> Option<&String> {
        self.by_kind.get(kind)
    }

    pub fn id(&self, id: &str) -> Option<&String> {
        self.by_id.get(id)
    }
}

/// "word/document.xml" to "word/_rels/document.xml.rels".
pub fn relations_name(of: &str) -> String {
    match of.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{of}.rels"),
    }
}

/// A target as the part `of` names it, from the package's root.
pub fn resolve(of: &str, target: &str) -> String {
    let folder = of.rsplit_once('/').map_or("", |it| it.0);
    let mut path: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|it| !it.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The parts that a document is read from.
#[derive(Debug)]
pub struct Parts {
    pub main: Option<String>,
    properties: Option<String>,
    /// Of the main part.
    relations: Relations,
}

impl Parts {
    pub fn of(package: &mut Package<'_>) -> Result<Parts, Refused> {
        let root = Relations::read(package, "")?;
        let usual = ["word/document.xml", "ppt/presentation.xml"];
        let main = root.kind("officeDocument").filter(|it| package.has(it)).cloned();
        let main = main.or_else(|| usual.iter().find(|it| package.has(it)).map(ToString::to_string));
        // A workbook has a main part as well.
        let main = main.filter(|it| it.ends_with("presentation.xml") || !it.starts_with("xl/"));
        let relations = match &main {
            Some(main) => Relations::read(package, main)?,
            None => Relations::default(),
        };
        Ok(Parts { main, properties: root.kind("core-properties").cloned(), relations })
    }

    /// The part of a kind, or the name that it usually has.
    pub fn named(&self, kind: &str, usual: &str) -> String {
        self.relations.kind(kind).map_or_else(|| usual.to_string(), Clone::clone)
    }

    pub fn has(&self, kind: &str) -> bool {
        self.relations.kind(kind).is_some()
    }

    pub fn title(&self, package: &mut Package<'_>) -> Result<Option<String>, Refused> {
        let name = self.properties.as_deref().unwrap_or("docProps/core.xml");
        let Some(text) = package.xml(name)? else { return Ok(None) };
        let title = words_of(&text, name, "title")?;
        // A printer's name for a file is no title.
        Ok(title.filter(|it| !it.starts_with("Microsoft ") && !it.ends_with(".docx") && !it.ends_with(".doc")))
    }
}

/// The words of the first element of a name.
pub fn words_of(text: &str, name: &str, element: &str) -> Result<Option<String>, Refused> {
    let mut xml = Xml::new(text, name);
    let mut found: Option<String> = None;
    while let Some(step) = xml.step()? {
        match step.node {
            Node::Start(tag) if found.is_none() && tag.name() == element => found = Some(String::new()),
            Node::Words(words) => {
                if let Some(found) = &mut found {
                    found.push_str(words.text());
                }
            }
            Node::End(name) if name == element => break,
            Node::Start(_) | Node::End(_) => {}
        }
    }
    let words = found.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Some(words).filter(|it| !it.is_empty()))
}
