//! What one source shows of whom it has its facts from: what it declares, its one speaker, its quotations and its wording.
//!
//! A word of credit counts for the whole text where the text begins with it, or comes back to it again and again; one
//! further down is about that sentence only. A source that looked for itself, or is the document itself, credits nobody.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use super::How;
use super::outlets::{self, Credited, Word};
use super::wording::{Wording, Words};
use crate::corpus::SourceMeta;
use crate::fact::{FactKind, Links, QuoteUse, Reading, SourceKind, SpeakerKind};
use crate::rules::Rules;
use crate::rules::lexicon::origins::Origins;
use crate::text::fold::fold;
use crate::text::{Paragraph, Sort, Span, Text, TextSpan};

/// What one source shows by itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clues {
    pub declared: Option<Declared>,
    pub sole: Option<Sole>,
    /// Hashes of its long quotations, sorted.
    pub quotes: Vec<u64>,
}

/// Whom a source names as the origin of its facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Declared {
    /// Folded, without "the": equal keys are one origin.
    pub key: String,
    /// As written.
    pub name: String,
    pub how: How,
    /// The words that show it; `None` where the text itself does not have them.
    pub at: Option<TextSpan>,
}

/// The one named person whose statements a source is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Sole {
    /// Folded.
    pub surname: String,
    /// As written; empty where the source does not give it.
    pub given: String,
    pub name: String,
    /// Where the first statement is told to be theirs.
    pub at: TextSpan,
    /// Hardly anything but their statements is there. Otherwise it takes a quotation that others share.
    pub mostly: bool,
}

/// Sentences that a text begins with.
const LEAD: usize = 4;

/// Paragraphs at the head and at the foot where a line of credit may stand.
const EDGE: usize = 3;

/// How often a text must come back to an outlet that it does not begin with.
const AGAIN: usize = 3;

/// Quotations kept for comparing.
const MOST_QUOTES: usize = 32;

/// Words of a quotation that two reporters hardly hear alike by chance.
const LONG_QUOTE: u32 = 6;

pub fn clues(rules: &Rules, text: &Text, readings: &[Reading], links: &[Links], meta: &SourceMeta) -> Clues {
    let pairs = || text.paragraphs.iter().zip(readings);
    let mut quotes: Vec<u64> = pairs().flat_map(|(paragraph, reading)| long_quotes(paragraph, reading)).collect();
    quotes.sort_unstable();
    quotes.dedup();
    quotes.truncate(MOST_QUOTES);
    Clues {
        declared: said(rules, meta).or_else(|| credited(rules, text, readings, meta)),
        sole: sole(text, readings, links),
        quotes,
    }
}

/// "The New York Times" and "New York Times" alike.
pub fn key(rules: &Rules, name: &str) -> String {
    let folded = fold(name.trim()).text;
    let words: Vec<&str> = folded.split_whitespace().collect();
    let words = words.join(" ");
    let plain = words.strip_prefix("the ").unwrap_or(&words);
    rules.lexicon.origins.known(plain).unwrap_or(plain).to_string()
}

/// What the file, its sidecar or the configuration says.
fn said(rules: &Rules, meta: &SourceMeta) -> Option<Declared> {
    let declared = |name: &str, how| Declared { key: key(rules, name), name: name.trim().to_string(), how, at: None };
    if let Some(origin) = meta.origin.as_deref().filter(|it| !it.trim().is_empty()) {
        return Some(declared(origin, How::Said));
    }
    // An interview or a transcript with one speaker is that speaker's.
    match meta.speakers.as_slice() {
        [only] if matches!(meta.kind, SourceKind::Interview | SourceKind::Transcript) => {
            Some(declared(only, How::Speaker))
        }
        _ => None,
    }
}

/// Whether a source of this kind may have its facts from an outlet.
fn may_credit(kind: SourceKind) -> bool {
    match kind {
        SourceKind::Report | SourceKind::Rewrite | SourceKind::Release | SourceKind::Unknown => true,
        SourceKind::Primary
        | SourceKind::Transcript
        | SourceKind::Interview
        | SourceKind::Mail
        | SourceKind::Notes
        | SourceKind::Own
        | SourceKind::Data => false,
    }
}

fn credited(rules: &Rules, text: &Text, readings: &[Reading], meta: &SourceMeta) -> Option<Declared> {
    let origins = &rules.lexicon.origins;
    let own = meta.outlet.as_deref().map(|it| key(rules, it));
    let n = text.paragraphs.len();
    let declared = |paragraph: &Paragraph, it: &Credited, how| Declared {
        key: it.mention.key.clone(),
        name: it.mention.at.of(&paragraph.prose).to_string(),
        how,
        at: Some(paragraph.to_text(it.at)),
    };
    let mut lead: Vec<(&Paragraph, Credited)> = Vec::new();
    let mut later: Vec<(&Paragraph, Credited)> = Vec::new();
    let mut n_sentences = 0;
    for (idx, (paragraph, reading)) in text.paragraphs.iter().zip(readings).enumerate() {
        if paragraph.sort == Sort::Aside {
            continue;
        }
        let is_edge = idx < EDGE || idx + EDGE >= n;
        if !is_edge && !origins.may_name(&paragraph.prose) {
            n_sentences += reading.sentences.len() * usize::from(paragraph.sort != Sort::Heading);
            continue;
        }
        let words = outlets::words(&paragraph.prose);
        if is_edge
            && let Some(credit) = outlets::credit_line(origins, &paragraph.prose, &words)
            && own.as_ref() != Some(&credit.mention.key)
        {
            return Some(declared(paragraph, &credit, How::Credit));
        }
        for it in outlets::credited(origins, &paragraph.prose, &words) {
            if own.as_ref() == Some(&it.mention.key) {
                continue;
            }
            let before = n_sentences + reading.sentences.iter().filter(|other| other.span.end <= it.at.start).count();
            if before < LEAD { lead.push((paragraph, it)) } else { later.push((paragraph, it)) }
        }
        if paragraph.sort != Sort::Heading {
            n_sentences += reading.sentences.len();
        }
    }
    if lead.is_empty() && later.is_empty() || !may_credit(meta.kind) || has_own(origins, text) {
        return None;
    }
    // "The Courier" is the Harn Courier that was named before.
    let full: Vec<String> = lead.iter().chain(&later).map(|(_, it)| it.mention.key.clone()).collect();
    for (_, it) in lead.iter_mut().chain(&mut later) {
        let is_short = |other: &&String| other.strip_suffix(&it.mention.key).is_some_and(|it| it.ends_with(' '));
        if let Some(full) = full.iter().find(is_short) {
            it.mention.key.clone_from(full);
        }
    }
    let one_of = |all: &[(&Paragraph, Credited)], least: usize| {
        let (paragraph, first) = all.first()?;
        let same = all.iter().all(|(_, it)| it.mention.key == first.mention.key);
        // Two outlets: nobody can tell which of them a figure is from.
        (same && all.len() >= least).then(|| declared(paragraph, first, How::Phrase))
    };
    if lead.is_empty() { one_of(&later, AGAIN) } else { one_of(&lead, 1) }
}

/// Whether the text says that it found something out for itself.
fn has_own(origins: &Origins, text: &Text) -> bool {
    let says = |words: &[Word]| {
        words.iter().enumerate().any(|(idx, word)| {
            origins.own.at(&word.lower).iter().any(|(phrase, ())| outlets::starts_at(words, phrase, idx).is_some())
        })
    };
    text.paragraphs.iter().any(|it| says(&outlets::words(&it.prose)))
}

/// Whose statements the source is made of: one person with a name, nobody else with one, and more than half of all that
/// is said.
fn sole(text: &Text, readings: &[Reading], links: &[Links]) -> Option<Sole> {
    let no_links = Links::default();
    let mut by_head: BTreeMap<&str, (usize, TextSpan)> = BTreeMap::new();
    let (mut n_said, mut n_sentences, mut n_theirs) = (0, 0, 0);
    for (idx, (paragraph, reading)) in text.paragraphs.iter().zip(readings).enumerate() {
        if matches!(paragraph.sort, Sort::Aside | Sort::Heading) {
            continue;
        }
        let links = links.get(idx).unwrap_or(&no_links);
        n_sentences += reading.sentences.len();
        let mut last = None;
        for (fact_idx, fact) in reading.facts.iter().enumerate() {
            let FactKind::Attribution(it) = &fact.kind else { continue };
            let speaker = links.speaker(fact_idx).unwrap_or(&it.speaker);
            match speaker.kind {
                SpeakerKind::Named if !speaker.head.is_empty() => {
                    let entry = by_head.entry(&speaker.head).or_insert((0, paragraph.to_text(fact.span)));
                    entry.0 += 1;
                    n_theirs += usize::from(last != Some(fact.sentence));
                    last = Some(fact.sentence);
                }
                SpeakerKind::Nobody | SpeakerKind::Pronoun => continue,
                SpeakerKind::Named | SpeakerKind::Institution | SpeakerKind::Office | SpeakerKind::Unnamed => {}
            }
            n_said += 1;
        }
    }
    let (head, (n, at)) = by_head.pop_first().filter(|_| by_head.is_empty())?;
    if n * 5 < n_said * 3 {
        return None;
    }
    let given = readings.iter().flat_map(|it| &it.facts).find_map(|fact| match &fact.kind {
        FactKind::Name(name) if name.surname == head && !name.given.is_empty() => Some(name.given.as_str()),
        FactKind::Name(_) | FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => {
            None
        }
    });
    let given = given.unwrap_or("").to_string();
    let name = if given.is_empty() { head.to_string() } else { format!("{given} {head}") };
    let mostly = n >= 3 && (n >= 5 && n_theirs * 6 >= n_sentences || n_theirs * 3 >= n_sentences);
    Some(Sole { surname: fold(head).text, given, name, at, mostly })
}

fn long_quotes(paragraph: &Paragraph, reading: &Reading) -> Vec<u64> {
    let of = |words: &str| {
        let folded: String = words.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        xxh3_64(folded.as_bytes())
    };
    let quotes = reading.facts.iter().filter_map(|fact| match &fact.kind {
        FactKind::Quote(it) if it.purpose == QuoteUse::Speech && it.n_words >= LONG_QUOTE => Some(it.words),
        FactKind::Quote(_) | FactKind::Figure(_) | FactKind::Date(_) | FactKind::Name(_) | FactKind::Attribution(_) => {
            None
        }
    });
    quotes.map(|it| of(it.of(&paragraph.prose))).collect()
}

/// The words of a text but for its quotations.
pub fn wording<'a>(text: &Text, readings: impl Iterator<Item = &'a Reading>) -> Wording {
    let mut words = Words::default();
    for (paragraph, reading) in text.paragraphs.iter().zip(readings) {
        if paragraph.sort == Sort::Aside {
            continue;
        }
        let quoted = reading.facts.iter().filter_map(|fact| match &fact.kind {
            FactKind::Quote(it) => Some(it.words),
            FactKind::Figure(_) | FactKind::Date(_) | FactKind::Name(_) | FactKind::Attribution(_) => None,
        });
        let mut from = 0;
        // NB: quotations inside quotations end before the one around them.
        for it in quoted.chain([Span::new(paragraph.prose.len(), paragraph.prose.len())]) {
            let until = it.start as usize;
            if until >= from {
                let prose = paragraph.prose.get(from..until).unwrap_or("");
                for word in prose.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()) {
                    words.push(word);
                }
                if !it.is_empty() {
                    words.stop();
                }
            }
            from = from.max(it.end as usize);
        }
    }
    words.finish()
}
