//! Wire copy in XML, NewsML-G2, NewsML 1 and NITF, to text; and the words of any other XML, block by block.
//!
//! An item says in its head what a paper has to know: when it may run, whose it is, what it replaces, and that it was
//! killed. A killed item is read as one that its agency has withdrawn. What tells an item apart from another version of
//! itself is its name with its version, so that a later version says which one it supersedes.

mod blocks;
pub mod ninjs;
mod xml;

use super::{Document, Member, Opened, Refused, decode_as};
use crate::text::comment::FrontMatter;
use crate::text::{Format, Sort};
use blocks::{blocks, html, plain};
pub use ninjs::ninjs;
use xml::{Node, Tree};

pub fn read(name: &str, bytes: Vec<u8>) -> Result<Opened, Refused> {
    let declared = declared(&bytes);
    let text = decode_as(bytes, declared)?.text;
    let tree = xml::tree(&text)?;
    let root = (0..tree.nodes.len()).find_map(|idx| Some((idx, tree.element(idx)?)));
    let Some((root, element)) = root else {
        return Err(Refused::new("no XML, whatever its name says", "replace it, or exclude it"));
    };
    let mut members = Vec::new();
    match element.name.as_str() {
        "html" => return Ok(Opened::Text(super::Decoded { text, lossless_utf8: false }, Format::Html)),
        "nitf" => members.push(nitf(name, &tree, root)),
        _ => {
            let mut at = root;
            while at < tree.nodes.len() {
                match tree.element(at) {
                    Some(it) if matches!(it.name.as_str(), "newsitem" | "packageitem") => {
                        members.push(newsml(name, &text, &tree, at));
                        at = it.end;
                    }
                    _ => at += 1,
                }
            }
            if members.is_empty() {
                let mut document = Document::new(name);
                blocks(&tree, root..tree.nodes.len(), &mut document);
                members.push(document);
            }
        }
    }
    if members.iter().all(Document::is_empty) {
        return Err(Refused::new("holds no words", "replace it, or exclude it"));
    }
    let document = |it: Document| Ok(Opened::Document(Box::new(it)));
    if members.len() == 1 && !tree.broken {
        return members.pop().map_or_else(|| Err(Refused::new("holds no words", "")), document);
    }
    let several = members.len() > 1;
    let named = |n: usize| if several { format!("item {}", n + 1) } else { String::new() };
    let mut all: Vec<Member> =
        members.into_iter().enumerate().map(|(n, it)| Member { name: named(n), opened: document(it) }).collect();
    if tree.broken {
        let refused = Refused::new("breaks off in the middle; what stands before that is read", "fetch it again");
        all.push(Member { name: String::new(), opened: Err(refused) });
    }
    Ok(Opened::Several(all))
}

/// A file of JSON that is an item of ninjs, or a list of items.
pub fn of_json(text: &str, name: &str) -> Option<Opened> {
    // NB: its parser gives up at a depth of 128, before any stack does.
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let document = |it: Document| Opened::Document(Box::new(it));
    match &value {
        serde_json::Value::Array(all) => {
            let items: Option<Vec<Document>> = all.iter().map(|it| ninjs(it, name)).collect();
            let member = |(n, it)| Member { name: format!("item {}", n + 1), opened: Ok(document(it)) };
            let items = items.filter(|it| !it.is_empty())?;
            Some(Opened::Several(items.into_iter().enumerate().map(member).collect()))
        }
        it => ninjs(it, name).map(document),
    }
}

/// `<?xml version="1.0" encoding="ISO-8859-1"?>`: the encoding's name.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).into_owned();
    let head = head.split("?>").next()?;
    let value = head.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    value.get(1..)?.split(quote).next().map(str::to_string)
}

/// An item of NewsML: its head, and its words in XHTML or NITF.
fn newsml(name: &str, text: &str, tree: &Tree, item: usize) -> Document {
    let all = tree.below(item);
    let contents = || ["contentset", "inlinexml", "datacontent"].into_iter().flat_map(|it| tree.named(all.clone(), it));
    // The head ends where the words begin.
    let head = all.start..contents().map(|it| it.0).min().unwrap_or(all.end);
    let after = contents().map(|(idx, it)| (idx, it.end)).min().map_or(all.end, |it| it.1);
    let first = |name: &str| {
        let ranges = [head.clone(), after..all.end];
        let idx = ranges.into_iter().find_map(|it| tree.named(it, name).next().map(|it| it.0));
        idx.map(|idx| tree.words(idx)).filter(|it| !it.is_empty())
    };
    let named_by = |name: &str| {
        let (idx, element) = tree.named(head.clone(), name).next()?;
        let inner = |it: &str| tree.named(tree.below(idx), it).next().map(|it| tree.words(it.0));
        let party = tree.named(tree.below(idx), "party").next().map(|it| it.1.attribute("formalname").to_string());
        let words = inner("name").or(party).or_else(|| Some(tree.words(idx))).filter(|it| !it.is_empty());
        words.or_else(|| some(element.attribute("literal"))).or_else(|| some(element.code("qcode")))
    };
    let mut facts = Facts::default();
    let element = tree.element(item);
    let own = |it: &str| element.and_then(|element| some(element.attribute(it)));
    facts.id = own("guid").or_else(|| first("publicidentifier")).or_else(|| first("newsitemid"));
    facts.version = own("version").or_else(|| first("revisionid"));
    facts.language = tree.named(head.clone(), "language").next().and_then(|it| some(it.1.attribute("tag")));
    facts.language = facts.language.or_else(|| own("xml:lang"));
    facts.headline = first("headline");
    facts.dateline = first("dateline");
    facts.byline = first("byline").or_else(|| first("by"));
    facts.note = first("ednote");
    facts.date = first("versioncreated").or_else(|| first("thisrevisioncreated")).or_else(|| first("firstcreated"));
    facts.embargo = first("embargoed");
    facts.credit = named_by("derivedfrom").filter(|it| !it.contains(':')).or_else(|| first("creditline"));
    facts.provider = named_by("provider").or_else(|| named_by("copyrightholder"));
    let status = tree.named(head.clone(), "pubstatus").chain(tree.named(head.clone(), "status")).next();
    facts.status = status.and_then(|(_, it)| some(it.code("qcode")).or_else(|| some(it.attribute("formalname"))));
    let replaces = tree.named(head, "link").find(|(_, it)| {
        let rel = it.code("rel").to_lowercase();
        rel.contains("previous") || rel.contains("supersede") || rel.contains("replace")
    });
    facts.supersedes =
        replaces.and_then(|(_, it)| some(it.attribute("residref")).or_else(|| some(it.attribute("href"))));
    let mut document = facts.document(name);
    let mut at = all.start;
    while at < all.end {
        let Some(element) = tree.element(at) else {
            at += 1;
            continue;
        };
        match element.name.as_str() {
            "inlinexml" | "datacontent" => {
                let inside = tree.below(at);
                match tree.named(inside.clone(), "html").next().or_else(|| tree.named(inside.clone(), "body").next()) {
                    Some((_, page)) if tree.named(inside.clone(), "nitf").next().is_none() => {
                        html(text.get(page.inside.clone()).unwrap_or(""), &mut document);
                    }
                    _ => match tree.named(inside.clone(), "body.content").next() {
                        Some((body, _)) => blocks(tree, tree.below(body), &mut document),
                        None => blocks(tree, inside, &mut document),
                    },
                }
                at = element.end;
            }
            "inlinedata" => {
                let is_html = element.attribute("contenttype").contains("html");
                let words = raw_words(tree, at);
                if is_html {
                    html(&words, &mut document)
                } else {
                    plain(&words, &mut document)
                }
                at = element.end;
            }
            _ => at += 1,
        }
    }
    document
}

/// The words in an element with their line breaks.
fn raw_words(tree: &Tree, idx: usize) -> String {
    let nodes = tree.nodes.get(tree.below(idx)).unwrap_or_default();
    let words = |node: &Node| match node {
        Node::Words(words) => Some(words.clone()),
        Node::Element(_) => None,
    };
    nodes.iter().filter_map(words).collect()
}

fn nitf(name: &str, tree: &Tree, root: usize) -> Document {
    let all = tree.below(root);
    let content = tree.named(all.clone(), "body.content").next();
    let body = content.map_or(all.end, |it| it.0);
    let head = all.start..body;
    let first = |name: &str| tree.named(head.clone(), name).map(|it| tree.words(it.0)).find(|it| !it.is_empty());
    let attribute =
        |element: &str, name: &str| tree.named(head.clone(), element).find_map(|(_, it)| some(it.attribute(name)));
    let mut facts = Facts::default();
    facts.id = attribute("doc-id", "id-string");
    facts.version = attribute("du-key", "version").or_else(|| attribute("doc-id", "version"));
    facts.language = tree.element(root).and_then(|it| some(it.attribute("xml:lang")));
    facts.headline = first("hl1").or_else(|| first("headline")).or_else(|| first("title"));
    facts.dateline = first("dateline");
    facts.byline = first("byline");
    facts.note = attribute("ed-msg", "info");
    facts.date = attribute("date.issue", "norm").or_else(|| attribute("date.release", "norm"));
    facts.date = facts.date.or_else(|| attribute("pubdata", "date.publication"));
    facts.date = facts.date.or_else(|| attribute("story.date", "norm"));
    // An item may be run from its day of release on.
    facts.embargo =
        attribute("date.release", "norm").filter(|it| facts.date.as_ref().is_some_and(|date| day(it) > day(date)));
    facts.provider = attribute("pubdata", "name").or_else(|| attribute("doc-id", "regsrc"));
    facts.provider = facts.provider.or_else(|| attribute("doc.copyright", "holder"));
    facts.credit = first("distributor").or_else(|| attribute("doc.rights", "owner"));
    facts.status = attribute("docdata", "management-status");
    facts.supersedes = attribute("doc-id", "supersedes");
    let mut document = facts.document(name);
    if let Some(hl2) = first("hl2") {
        document.push(Sort::Heading, &hl2);
    }
    if let Some((body, _)) = content {
        blocks(tree, tree.below(body), &mut document);
    } else if let Some((body, _)) = tree.named(all, "body").next() {
        blocks(tree, tree.below(body), &mut document);
    }
    document
}

/// What an item's head says.
#[derive(Debug, Default)]
struct Facts {
    id: Option<String>,
    version: Option<String>,
    language: Option<String>,
    headline: Option<String>,
    dateline: Option<String>,
    byline: Option<String>,
    /// The agency's word to the desk.
    note: Option<String>,
    date: Option<String>,
    embargo: Option<String>,
    credit: Option<String>,
    provider: Option<String>,
    /// "usable", "withheld", "canceled".
    status: Option<String>,
    supersedes: Option<String>,
    url: Option<String>,
}

impl Facts {
    /// A document with the head's words and what it says of itself.
    fn document(self, name: &str) -> Document {
        let mut document = Document::new(name);
        let killed = self.is_killed();
        let before = self.version.as_deref().and_then(|it| it.trim().parse::<u32>().ok()).filter(|it| *it > 1);
        let version = |id: &String, n: u32| format!("{id}, version {n}");
        let own = self.version.as_deref().and_then(|it| it.trim().parse::<u32>().ok());
        let supersedes = self.supersedes.or_else(|| Some(version(self.id.as_ref()?, before? - 1)));
        let named = match (&self.id, own) {
            (Some(id), Some(own)) => Some(version(id, own)),
            (id, _) => id.clone(),
        };
        let same = |it: &String| Some(it.to_lowercase()) != self.provider.as_ref().map(|it| it.to_lowercase());
        document.front = FrontMatter {
            title: self.headline.clone(),
            outlet: self.provider.clone(),
            // NB: no kind: a report of an agency and one of a paper are read alike.
            date: self.date.as_deref().map(day),
            url: self.url.or(named),
            origin: self.credit.clone().filter(same),
            language: self.language,
            trust: killed.then(|| "withdrawn".to_string()),
            killed,
            embargo: self.embargo,
            supersedes,
            ..FrontMatter::default()
        };
        for (sort, words) in [
            (Sort::Heading, self.headline),
            (Sort::Aside, self.note),
            (
                Sort::Body,
                self.byline.map(|it| if it.to_lowercase().starts_with("by ") { it } else { format!("By {it}") }),
            ),
            (Sort::Body, self.dateline),
        ] {
            document.push(sort, words.as_deref().unwrap_or(""));
        }
        document
    }

    /// Called back by its agency: "canceled", or a note that says so.
    fn is_killed(&self) -> bool {
        let status = self.status.as_deref().unwrap_or("").to_lowercase();
        let says = |it: &Option<String>| {
            let words = it.as_deref().unwrap_or("").to_uppercase();
            ["KILL", "MANDATORY KILL", "BULLETIN KILL", "STORY KILL", "WITHDRAWN"]
                .iter()
                .any(|kill| words.strip_prefix(kill).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
        };
        let statuses = ["canceled", "cancelled", "withheld", "kill", "killed", "withdrawn", "embargoed-kill"];
        // "Kill (a bill)" opens no headline in capitals alone: the word has to stand so in the original.
        let shouted = |it: &Option<String>| {
            it.as_deref().is_some_and(|it| {
                it.starts_with(char::is_uppercase)
                    && it.split_whitespace().next().is_some_and(|word| !word.chars().any(char::is_lowercase))
            })
        };
        statuses.contains(&status.as_str())
            || shouted(&self.note) && says(&self.note)
            || shouted(&self.headline) && says(&self.headline)
    }
}

fn some(words: &str) -> Option<String> {
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_string())
}

/// "2031-05-02T08:15:00Z" and "20310502T081500Z" to the day.
fn day(date: &str) -> String {
    let date = date.trim();
    let digits = date.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8
        && let (Some(year), Some(month), Some(day)) = (date.get(..4), date.get(4..6), date.get(6..8))
    {
        return format!("{year}-{month}-{day}");
    }
    match date.get(..10) {
        Some(day) if digits == 4 && day.bytes().filter(|it| *it == b'-').count() == 2 => day.to_string(),
        _ => date.to_string(),
    }
}
