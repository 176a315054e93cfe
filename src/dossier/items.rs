//! A row for each checkable item: the draft's facts and claims with what the sources have, and the findings over them.
//!
//! A finding joins the item that it is about, by its family and its place; one that is about no fact (a placeholder, a
//! stet) is an item by itself. Of a name there is one item, however often it stands in the draft.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::body::Body;
use super::model::{Evidence, Finding, Item, Span, Support};
use super::passage::Shelf;
use crate::engine::desk::Desk;
use crate::engine::{ClaimView, FactView};
use crate::fact::{FactKind, QuoteUse};
use crate::finding::{self, Backing, Standing};
use crate::text::alike::{name_key, name_words};
use crate::text::fold::one_line;
use crate::text::{self, Sort, TextId, TextSpan};

/// All items in the order of the text, and where each is marked in it.
#[derive(Default)]
pub struct Items {
    pub items: Vec<Item>,
    pub marks: Vec<Mark>,
    /// By item: the facts that it is of, by their index in the engine's list.
    pub facts: FxHashMap<usize, usize>,
}

/// Words of the draft that belong to an item, in the prose of a paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub paragraph: usize,
    pub span: text::Span,
    pub item: usize,
}

/// Pieces of evidence that are shown with one item.
const MAX_EVIDENCE: usize = 4;

const QUERY: &str = "query";

/// The letter that stands for a standing wherever colour may be missing.
pub fn letter(standing: &str) -> &'static str {
    match standing {
        "supported" => "S",
        "computed" => "C",
        "own-reporting" => "O",
        "strengthened" => "T",
        "conflicting" => "X",
        "disputed" => "D",
        "unsupported" => "U",
        "not-judged" => "N",
        _ => "Q",
    }
}

struct Gather<'a> {
    desk: &'a Desk,
    body: &'a Body<'a>,
    shelf: &'a Shelf<'a>,
    found: Items,
    /// Names that have an item, by their folded words.
    names: FxHashMap<String, usize>,
    ids: FxHashMap<u64, u32>,
}

pub fn items(desk: &Desk, draft: TextId, body: &Body<'_>, shelf: &Shelf<'_>, facts: &[FactView]) -> Items {
    let mut gather =
        Gather { desk, body, shelf, found: Items::default(), names: FxHashMap::default(), ids: FxHashMap::default() };
    for (idx, view) in facts.iter().enumerate() {
        gather.fact(idx, view);
    }
    for claim in desk.engine.claims(draft) {
        gather.claim(&claim);
    }
    let (said, accepted) = desk.engine.weighed(draft);
    let reasons: FxHashMap<&str, &str> =
        desk.engine.decisions().all().map(|it| (it.fingerprint.as_str(), it.reason.as_str())).collect();
    for it in &said {
        gather.finding(facts, &it.finding, None);
    }
    for it in &accepted {
        let reason = reasons.get(it.finding.fingerprint.as_str()).copied().unwrap_or("");
        gather.finding(facts, &it.finding, Some(reason));
    }
    gather.sorted()
}

impl Gather<'_> {
    fn fact(&mut self, idx: usize, view: &FactView) {
        let Some(paragraph) = self.body.paragraph_at(view.span.start) else { return };
        if self.body.sort(paragraph) == Some(Sort::Aside) {
            return;
        }
        let is_item = match &view.fact.kind {
            FactKind::Figure(_) | FactKind::Date(_) => true,
            FactKind::Quote(it) => !it.nested && matches!(it.purpose, QuoteUse::Speech | QuoteUse::Fragment),
            FactKind::Name(_) => view.standing != Standing::NotJudged,
            FactKind::Attribution(_) => false,
        };
        if is_item {
            self.add_fact(idx, view, paragraph);
        }
    }

    fn add_fact(&mut self, idx: usize, view: &FactView, paragraph: usize) -> usize {
        let key = match &view.fact.kind {
            FactKind::Name(it) => Some(name_key(&name_words(&it.words))),
            _ => None,
        };
        let sentence = self.body.sentence(paragraph, view.fact.sentence as usize);
        if let Some(known) = key.as_ref().and_then(|it| self.names.get(it)).copied() {
            self.found.marks.push(Mark { paragraph, span: view.fact.span, item: known });
            if let Some(item) = self.found.items.get_mut(known)
                && item.sentence != sentence
                && item.again.last() != Some(&sentence)
            {
                item.again.push(sentence);
            }
            return known;
        }
        let standing = match &view.fact.kind {
            FactKind::Attribution(_) => QUERY,
            FactKind::Name(_) if view.standing == Standing::NotJudged => QUERY,
            _ => view.standing.word(),
        };
        let mut item = self.item(view.kind, view.span, paragraph, sentence, standing);
        item.evidence = view.evidence.iter().map(|it| self.shelf.evidence(it)).collect();
        item.against = view.against.iter().map(|it| self.shelf.evidence(it)).collect();
        item.leads = view.leads.iter().map(|it| self.shelf.evidence(it)).collect();
        item.support = self.support(&view.sources, view.backing);
        item.transformation = match &view.working {
            Some(working) => Some(format!("computed: {working}")),
            None if view.standing == Standing::Supported => {
                view.evidence.first().and_then(|it| self.shelf.transformation(&view.fact, &item.text, it))
            }
            None => None,
        };
        let at = self.push(item, view.fact.span);
        self.found.facts.insert(at, idx);
        if let Some(key) = key {
            self.names.insert(key, at);
        }
        at
    }

    fn claim(&mut self, claim: &ClaimView) -> Option<usize> {
        let paragraph = self.body.paragraph_at(claim.span.start)?;
        let span = self.body.to_prose(paragraph, claim.span)?;
        let sentence = self.body.sentence_over(paragraph, span);
        let mut item = self.item("claim", claim.span, paragraph, sentence, claim.standing.word());
        // A place that merely comes near proves nothing, and there may be one for every sentence.
        if claim.standing != Standing::NotJudged {
            item.evidence = claim.evidence.iter().map(|it| self.shelf.evidence(it)).collect();
        }
        item.support = self.support(&claim.sources, claim.backing);
        self.found.items.push(item);
        Some(self.found.items.len() - 1)
    }

    fn finding(&mut self, facts: &[FactView], found: &finding::Finding, accepted: Option<&str>) {
        let family = self.desk.engine.rules().rule(&found.rule).map_or("", |it| it.family.as_str()).to_string();
        let Some(at) = self.joined(facts, found, &family) else { return };
        let rule = self.desk.engine.rules().rule(&found.rule);
        let evidence: Vec<Evidence> = found.evidence.iter().map(|it| self.shelf.evidence(it)).collect();
        let Some(item) = self.found.items.get_mut(at) else { return };
        item.findings.push(Finding {
            id: found.id.clone(),
            rule: found.rule.clone(),
            severity: found.severity.word(),
            text: one_line(&found.text),
            message: found.message.clone(),
            help: found.help.clone(),
            why: rule.map_or(String::new(), |it| it.why.clone()),
            accepted: accepted.map(one_line),
        });
        // What the finding rests on comes first.
        for it in std::mem::replace(&mut item.evidence, evidence) {
            let is_known = |known: &Evidence| {
                known.source == it.source
                    && known.place == it.place
                    && known.words.as_ref().map(|it| &it.focus) == it.words.as_ref().map(|it| &it.focus)
            };
            if item.evidence.len() < MAX_EVIDENCE && !item.evidence.iter().any(is_known) {
                item.evidence.push(it);
            }
        }
    }

    /// The item that a finding is about; a new one where there is none.
    fn joined(&mut self, facts: &[FactView], found: &finding::Finding, family: &str) -> Option<usize> {
        let kinds: &[&str] = match family {
            "figure" => &["figure"],
            "date" => &["date"],
            "quote" => &["quote"],
            "name" => &["name"],
            "attribution" => &["attribution", "quote"],
            "origin" => &["figure", "quote", "date"],
            "claim" => &["claim"],
            _ => &[],
        };
        let Some(paragraph) = self.body.paragraph_at(found.span.start) else {
            return Some(self.alone(found, family, None));
        };
        let Some(span) = self.body.to_prose(paragraph, found.span).filter(|_| !matches!(family, "stet")) else {
            return Some(self.alone(found, family, None));
        };
        for kind in kinds.iter().filter(|it| **it != "claim") {
            let fits = |it: &(usize, &FactView)| it.1.kind == *kind && it.1.span.overlaps(found.span);
            let closeness =
                |it: &FactView| it.span.start.abs_diff(found.span.start) + it.span.end.abs_diff(found.span.end);
            let near = facts.iter().enumerate().filter(fits).min_by_key(|it| closeness(it.1));
            let Some((idx, view)) = near else { continue };
            let known = self.found.facts.iter().find(|(_, fact)| **fact == idx).map(|(item, _)| *item);
            return Some(known.unwrap_or_else(|| self.add_fact(idx, view, paragraph)));
        }
        let sentence = self.body.sentence_over(paragraph, span);
        if matches!(family, "claim" | "origin") {
            let known = self.found.items.iter().position(|it| it.kind == "claim" && it.sentence == sentence);
            if let Some(known) = known {
                self.found.marks.push(Mark { paragraph, span, item: known });
                return Some(known);
            }
        }
        Some(self.alone(found, family, Some((paragraph, span, sentence))))
    }

    fn alone(&mut self, found: &finding::Finding, family: &str, at: Option<(usize, text::Span, usize)>) -> usize {
        let kind = KINDS.iter().find(|it| **it == family).copied().unwrap_or("draft");
        let (paragraph, sentence) = at.map_or((usize::MAX, 0), |it| (it.0, it.2));
        let item = self.item(kind, found.span, paragraph, sentence, QUERY);
        match at {
            Some((_, span, _)) => self.push(item, span),
            None => {
                self.found.items.push(item);
                self.found.items.len() - 1
            }
        }
    }

    fn push(&mut self, item: Item, span: text::Span) -> usize {
        let idx = self.found.items.len();
        if let Some(paragraph) = item.paragraph.checked_sub(1) {
            self.found.marks.push(Mark { paragraph, span, item: idx });
        }
        self.found.items.push(item);
        idx
    }

    fn item(
        &mut self,
        kind: &'static str,
        span: TextSpan,
        paragraph: usize,
        sentence: usize,
        standing: &'static str,
    ) -> Item {
        let words = match self.body.to_prose(paragraph, span) {
            Some(it) => self.body.prose(paragraph, it),
            None => span.of(&self.body.text.raw),
        };
        let text = one_line(words);
        Item {
            id: self.id(kind, &text, self.body.sentence_words(sentence)),
            number: 0,
            kind,
            standing,
            letter: letter(standing),
            text,
            span: Span { start: span.start, end: span.end },
            line: self.body.line(span.start),
            place: self.body.place(span.start),
            sentence,
            paragraph: if paragraph == usize::MAX { 0 } else { paragraph + 1 },
            again: Vec::new(),
            findings: Vec::new(),
            evidence: Vec::new(),
            against: Vec::new(),
            leads: Vec::new(),
            transformation: None,
            support: Support::default(),
        }
    }

    /// Of the kind, the words, their sentence and how many there were like it before.
    fn id(&mut self, kind: &str, text: &str, sentence: &str) -> String {
        let base = xxh3_64([kind, text, sentence].join("\n").to_lowercase().as_bytes());
        let ordinal = self.ids.entry(base).or_insert(0);
        *ordinal += 1;
        let hash = xxh3_64(&[&base.to_le_bytes()[..], &ordinal.to_le_bytes()[..]].concat());
        format!("I-{:08x}", hash >> 32)
    }

    fn support(&self, sources: &[TextId], backing: Backing) -> Support {
        let origins = if sources.is_empty() { backing.n_origins as usize } else { self.shelf.n_origins(sources) };
        let (sources, primary) = (self.shelf.ids(sources), backing.primary);
        Support { sources, origins, primary }
    }

    /// In the order of the text, numbered; what stands in notes comes last.
    fn sorted(self) -> Items {
        let Items { items, mut marks, facts } = self.found;
        let mut order: Vec<usize> = (0..items.len()).collect();
        let key =
            |it: &usize| items.get(*it).map(|it| (it.paragraph == 0, it.span.start, std::cmp::Reverse(it.span.end)));
        order.sort_by(|a, b| key(a).cmp(&key(b)).then(a.cmp(b)));
        let mut place = vec![0; items.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(slot) = place.get_mut(*old) {
                *slot = new;
            }
        }
        let moved = |old: usize| place.get(old).copied().unwrap_or(0);
        for mark in &mut marks {
            mark.item = moved(mark.item);
        }
        let facts = facts.into_iter().map(|(item, fact)| (moved(item), fact)).collect();
        let mut sorted: Vec<(usize, Item)> = items.into_iter().enumerate().map(|(old, it)| (moved(old), it)).collect();
        sorted.sort_by_key(|it| it.0);
        let numbered = |(new, item): (usize, Item)| Item { number: new + 1, ..item };
        // Two of one id would be one anchor.
        Items { items: apart(sorted.into_iter().map(numbered).collect()), marks, facts }
    }
}

/// Kinds that an item can be of beside those of facts.
const KINDS: [&str; 8] = ["figure", "date", "quote", "name", "attribution", "claim", "origin", "stet"];

/// NB: 32 bits meet by chance once in some thousand drafts.
fn apart(mut items: Vec<Item>) -> Vec<Item> {
    let mut met: FxHashMap<String, u32> = FxHashMap::default();
    for item in &mut items {
        let n = met.entry(item.id.clone()).or_insert(0);
        *n += 1;
        if *n > 1 {
            item.id.push_str(&format!("-{n}"));
        }
    }
    items
}
