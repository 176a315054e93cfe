//! A saved page: which of its blocks are the article, and what its head says of it.
//!
//! Navigation, chrome and teasers are told by element names, roles, class words and the share of links in a block.
//! Names and roles are sure; class words are not ("has-sidebar" on the body), so what they alone throw out comes back
//! when little else is left.

use super::Writer;
use super::entity::decode_all;
use super::html::{self, Candidate, Frame, Name, Walker, trim};
use crate::text::Sort;

/// What of a start tag is looked at.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub href: String,
    /// Class and id together.
    hints: String,
    role: String,
    /// `name`, `property`, `itemprop` or `rel`, whichever stood last.
    key: String,
    content: String,
    datetime: String,
    lang: String,
    hidden: bool,
}

impl Attributes {
    pub(super) fn clear(&mut self) {
        for it in [
            &mut self.href,
            &mut self.hints,
            &mut self.role,
            &mut self.key,
            &mut self.content,
            &mut self.datetime,
            &mut self.lang,
        ] {
            it.clear();
        }
        self.hidden = false;
    }

    pub(super) fn name(&mut self, name: &Name) {
        self.hidden |= trim(name) == b"hidden";
    }

    pub(super) fn value(&mut self, name: &Name, value: &[u8]) {
        let value = String::from_utf8_lossy(value);
        match trim(name) {
            b"href" => self.href.push_str(&value),
            b"class" | b"id" => {
                self.hints.push(' ');
                self.hints.push_str(&value);
            }
            b"role" => {
                self.role.clear();
                self.role.push_str(&value);
            }
            // As books have it.
            b"epub:type" if self.role.is_empty() => match value.split_whitespace().next() {
                Some("footnote" | "endnote" | "rearnote") => self.role.push_str("doc-footnote"),
                Some("footnotes" | "endnotes" | "rearnotes") => self.role.push_str("doc-endnotes"),
                Some("noteref") => self.role.push_str("doc-noteref"),
                _ => {}
            },
            b"name" | b"property" | b"itemprop" | b"rel" => {
                self.key.clear();
                self.key.push_str(&value);
            }
            b"content" => self.content.push_str(&value),
            b"datetime" => self.datetime.push_str(&value),
            b"lang" => self.lang.push_str(&value),
            b"aria-hidden" => self.hidden |= &*value == "true",
            // "hidden=until-found" is shown when searched for.
            b"hidden" => self.hidden = &*value != "until-found",
            b"style" => {
                let style = value.replace(' ', "").to_ascii_lowercase();
                self.hidden |= style.contains("display:none") || style.contains("visibility:hidden");
            }
            _ => {}
        }
    }
}

/// Class words of what stands around an article. "has-sidebar" says that there is one elsewhere.
const CHROME: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "footer",
    "sidebar",
    "masthead",
    "topbar",
    "related",
    "recommended",
    "recommendations",
    "recirc",
    "recirculation",
    "teaser",
    "teasers",
    "promo",
    "promos",
    "newsletter",
    "signup",
    "subscribe",
    "subscription",
    "paywall",
    "regwall",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "banner",
    "advert",
    "adverts",
    "advertisement",
    "ad",
    "ads",
    "adslot",
    "advertising",
    "sponsored",
    "sponsor",
    "outbrain",
    "taboola",
    "social",
    "share",
    "sharing",
    "sharebar",
    "comments",
    "comment",
    "disqus",
    "popup",
    "modal",
    "overlay",
    "trending",
    "mostread",
    "popular",
    "tags",
    "taglist",
    "toolbar",
    "skip",
    "copyright",
    "pagination",
    "pager",
    "widget",
    "pullquote",
    "carousel",
    "ticker",
    "screenreader",
    "readmore",
    "morestories",
];

/// Pairs of class words, as they stand in "sr-only" and "most-read".
const CHROME_PAIRS: &[(&str, &str)] = &[
    ("sr", "only"),
    ("visually", "hidden"),
    ("screen", "reader"),
    ("most", "read"),
    ("read", "more"),
    ("more", "stories"),
    ("up", "next"),
    ("sign", "up"),
    ("pull", "quote"),
    ("log", "in"),
    ("also", "read"),
];

/// How an element changes what is inside it.
pub(super) fn frame(frame: &mut Frame, outer: &Frame, attributes: &Attributes, n_articles: &mut u32) {
    let inside = outer.article > 0 || outer.main;
    match trim(&frame.name) {
        b"nav" | b"aside" | b"script" | b"style" | b"noscript" | b"template" | b"button" | b"select" | b"textarea"
        | b"svg" | b"iframe" | b"object" | b"video" | b"audio" | b"dialog" | b"menu" | b"label" | b"fieldset"
        | b"legend" | b"option" | b"head" | b"canvas" | b"math" | b"search" | b"map" => frame.hard = true,
        b"amp-ad" | b"amp-consent" | b"amp-sidebar" | b"amp-sticky-a" | b"amp-embed" => frame.hard = true,
        // Some pages stand in one form from head to foot.
        b"form" => frame.soft = true,
        b"footer" => frame.hard = true,
        b"header" => frame.soft |= !inside,
        b"article" if outer.article == 0 => {
            *n_articles += 1;
            frame.article = *n_articles;
        }
        b"main" => frame.main = true,
        _ => {}
    }
    frame.hard |= attributes.hidden;
    match attributes.role.as_str() {
        "" => {}
        "main" => frame.main = true,
        "article" if frame.article == 0 => {
            *n_articles += 1;
            frame.article = *n_articles;
        }
        "banner" => frame.soft |= !inside,
        "navigation" | "complementary" | "contentinfo" | "search" | "dialog" | "alertdialog" | "menu" | "menubar"
        | "toolbar" | "tablist" | "alert" => frame.hard = true,
        "doc-footnote" | "doc-endnote" | "doc-endnotes" => {
            frame.sort = Sort::Footnote;
            // A note may be an `aside`, and is none.
            frame.hard = outer.hard || attributes.hidden;
        }
        // The mark of a note, and the arrow that leads back from it.
        "doc-noteref" | "doc-backlink" => frame.hard = true,
        _ => {}
    }
    let exempt = matches!(trim(&frame.name), b"html" | b"body" | b"main" | b"article");
    if attributes.hints.is_empty() || exempt || frame.hard {
        return;
    }
    let hints = attributes.hints.to_ascii_lowercase();
    let mut previous = "";
    for word in hints.split(|it: char| !it.is_ascii_alphanumeric()) {
        let elsewhere = matches!(previous, "has" | "with" | "no" | "is" | "without" | "hide");
        if !elsewhere && CHROME.contains(&word) || CHROME_PAIRS.contains(&(previous, word)) {
            frame.soft = true;
        }
        if matches!(word, "footnote" | "footnotes" | "endnotes") {
            frame.sort = Sort::Footnote;
        }
        previous = word;
    }
}

/// What the tags of the head say: looked at wherever they stand.
pub(super) fn head(walker: &mut Walker<'_, '_>, name: &Name) {
    let attributes = &walker.attributes;
    let page = &mut walker.writer.markup.page;
    let set = |slot: &mut Option<String>, value: &str, stronger: bool| {
        let value = value.trim();
        if !value.is_empty() && (slot.is_none() || stronger) {
            *slot = Some(value.to_string());
        }
    };
    match trim(name) {
        b"meta" => match attributes.key.to_ascii_lowercase().as_str() {
            "og:title" => set(&mut page.title, &attributes.content, true),
            "og:site_name" => set(&mut page.outlet, &attributes.content, true),
            "application-name" | "dc.publisher" | "publisher" => set(&mut page.outlet, &attributes.content, false),
            "original-source" => set(&mut page.origin, &attributes.content, true),
            "syndication-source" => set(&mut page.origin, &attributes.content, false),
            "og:url" => set(&mut page.url, &attributes.content, false),
            "article:published_time" => set(&mut page.date, &attributes.content, true),
            "datepublished" | "date" | "pubdate" | "dc.date" | "dc.date.issued" | "publish-date"
            | "parsely-pub-date" | "og:published_time" | "sailthru.date" => {
                set(&mut page.date, &attributes.content, false)
            }
            _ => {}
        },
        b"link" if attributes.key.eq_ignore_ascii_case("canonical") => set(&mut page.url, &attributes.href, true),
        b"html" => set(&mut page.language, &attributes.lang, false),
        b"time" if walker.candidates.len() < 12 => set(&mut page.date, &attributes.datetime, false),
        _ => {}
    }
}

pub(super) fn read(writer: &mut Writer<'_>, start: usize) {
    let end = writer.raw.len();
    let walker = html::walk(writer, start, end, Sort::Body);
    let (candidates, title) = (walker.candidates, walker.title);
    let blocks = chosen(&candidates);
    writer.markup.blocks.extend(blocks.into_iter().map(|it| it.block));
    let raw = writer.raw;
    let page = &mut writer.markup.page;
    page.title = page.title.take().map(|it| decode_all(&it)).or(title).filter(|it| !it.is_empty());
    if page.date.is_none() {
        page.date = linked_data(raw, "\"datePublished\"");
    }
    if page.outlet.is_none() {
        page.outlet = publisher(raw);
    }
    // The day is what a date is compared by.
    if let Some(date) = &mut page.date
        && let Some(day) = date.get(..10)
        && day.bytes().enumerate().all(|(idx, it)| if matches!(idx, 4 | 7) { it == b'-' } else { it.is_ascii_digit() })
    {
        *date = day.to_string();
    }
}

/// `"publisher": {"@type": "NewsMediaOrganization", "name": "…"}` in a script for search engines.
fn publisher(raw: &str) -> Option<String> {
    let at = memchr::memmem::find(raw.as_bytes(), b"\"publisher\"")?;
    let rest = raw.get(at + 11..)?.trim_start().strip_prefix(':')?.trim_start().strip_prefix('{')?;
    // Its own name, and not the one of a picture inside it.
    let own = rest.get(..rest.find(['{', '}'])?)?;
    linked_data(own, "\"name\"").map(|it| decode_all(&it)).filter(|it| !it.is_empty())
}

/// `"datePublished": "2031-05-02"` in a script for search engines.
fn linked_data(raw: &str, key: &str) -> Option<String> {
    let at = memchr::memmem::find(raw.as_bytes(), key.as_bytes())?;
    let rest = raw.get(at + key.len()..)?.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let value = rest.get(..rest.find('"')?)?;
    (value.len() < 80).then(|| value.to_string())
}

fn chosen(all: &[Candidate]) -> Vec<Candidate> {
    let kept = |soft: bool| -> Vec<Candidate> { all.iter().filter(|it| soft || !it.soft).copied().collect() };
    let (sure, every) = (kept(false), kept(true));
    // What only class words speak against is taken back when it is the better part of the prose.
    let pool = if weight(&sure) * 3 < weight(&every) { every } else { sure };
    let total = weight(&pool);
    let mut sums: Vec<usize> = Vec::new();
    for it in pool.iter().filter(|it| it.article > 0) {
        let idx = it.article as usize;
        if sums.len() <= idx {
            sums.resize(idx + 1, 0);
        }
        if let Some(sum) = sums.get_mut(idx) {
            *sum += prose_weight(it);
        }
    }
    let best = sums.iter().copied().max().unwrap_or(0);
    let in_main: Vec<Candidate> = pool.iter().filter(|it| it.main).copied().collect();
    let inside: Box<dyn Fn(&Candidate) -> bool> = if best >= 200 && best * 4 >= total {
        // A page of several long stories keeps them all; cards of other stories are short.
        Box::new(move |it| it.article > 0 && sums.get(it.article as usize).is_some_and(|sum| sum * 2 >= best))
    } else if weight(&in_main) >= 200 && weight(&in_main) * 4 >= total {
        Box::new(|it| it.main)
    } else {
        Box::new(|_| true)
    };
    let mut headline = true;
    let mut found = Vec::new();
    for it in &pool {
        let within = inside(it);
        let first_headline = headline && it.headline && it.n_linked * 2 < it.n_bytes.max(1);
        if (within || first_headline) && !is_teaser(it) {
            found.push(*it);
        }
        if it.headline && first_headline {
            headline = false;
        }
    }
    found
}

/// Bytes of running prose.
fn weight(blocks: &[Candidate]) -> usize {
    blocks.iter().map(prose_weight).sum()
}

fn prose_weight(it: &Candidate) -> usize {
    let prose = matches!(it.block.sort, Sort::Body | Sort::Quotation | Sort::ListItem);
    if prose && it.n_bytes >= 60 && !is_teaser(it) { it.n_bytes } else { 0 }
}

/// A block that is mostly links leads elsewhere. A long paragraph may be one link from end to end.
fn is_teaser(it: &Candidate) -> bool {
    let linked = it.n_linked * 3 > it.n_bytes * 2;
    match it.block.sort {
        Sort::Body | Sort::ListItem | Sort::Aside => linked && it.n_bytes < 240,
        Sort::Heading => linked && !it.headline,
        Sort::Quotation | Sort::Footnote | Sort::Caption | Sort::TableRow => false,
    }
}

#[cfg(test)]
mod tests;
