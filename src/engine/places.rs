//! Every place that states what a fact of a draft states: in the sources, and elsewhere in the draft.
//!
//! A check is handed the best twenty places and keeps three; this is asked rarely, of one fact, and looks at more. Places
//! of confidential sources are among the answers: they open the writer's own files.

use super::Engine;
use super::draft::Draft;
use super::faults::Faults;
use super::lookup::Asking;
use super::view::{self, FactRef};
use crate::check::{self, CorpusState};
use crate::corpus::Paragraphs;
use crate::corpus::source::Source;
use crate::fact::{Candidate, Fact, FactKind, Figure, Links, Name};
use crate::finding::Evidence;
use crate::text::fold::fold;
use crate::text::{Place, TextId, TextSpan};

/// Places that state the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// In the draft, in its order.
    pub draft: Vec<TextSpan>,
    /// In the sources, by path and place.
    pub sources: Vec<Place>,
}

/// Sources that are opened for one answer: more than a story has, and no more than a writer waits for.
const MAX_OPENED: usize = 2_000;

/// Nobody goes through more.
const MAX_PLACES: usize = 200;

impl Engine {
    /// What states the same as the innermost fact under a byte of a draft; the fact itself is among it if wanted.
    pub fn places(&self, id: TextId, offset: u32, with_itself: bool) -> Places {
        let Some(draft) = self.drafts.get(&id) else {
            return Places::default();
        };
        let Some(idx) = draft.text.paragraphs.partition_point(|it| it.at.start <= offset).checked_sub(1) else {
            return Places::default();
        };
        let here = view::of_paragraph(draft, idx);
        let under = here.iter().enumerate().filter(|(_, it)| it.span.start <= offset && offset <= it.span.end);
        let Some((fact_idx, at)) = under.min_by_key(|(_, it)| (it.span.len(), it.span.start, it.fact.kind.word()))
        else {
            return Places::default();
        };
        let all = self.fact_refs(id);
        // "Holt" is whoever the draft calls "Mira Holt".
        let name = named(at, &here).map(|it| full(it, &all));
        let same = |it: &&FactRef<'_>| match (&name, &it.fact.kind) {
            (Some(name), FactKind::Name(other)) => is_same_name(name, other),
            (Some(_), _) => it.span == at.span && it.fact == at.fact,
            (None, _) => is_same(at, it),
        };
        let mut places: Vec<TextSpan> = all.iter().filter(same).map(|it| it.span).collect();
        places.retain(|it| with_itself || *it != at.span);
        places.sort_unstable();
        places.dedup();
        let mut sources = match (&name, &at.fact.kind) {
            (Some(name), _) => self.places_of_name(name),
            (None, FactKind::Date(date)) => {
                let holds = |fact: &Fact| matches!(&fact.kind, FactKind::Date(it) if it == date);
                let opened = self.corpus.sources().take(MAX_OPENED);
                opened.flat_map(|source| places_in(source, &holds)).collect()
            }
            (None, FactKind::Figure(_) | FactKind::Quote(_)) => {
                let supporting = self.supporting(draft, idx, fact_idx, at.fact);
                supporting.into_iter().map(|it| Place { text: it.place.text, span: it.focus }).collect()
            }
            (None, FactKind::Name(_) | FactKind::Attribution(_)) => Vec::new(),
        };
        let path = |it: &Place| self.corpus.head(it.text).map(|it| it.reference.path.as_str());
        sources.sort_by_cached_key(|it| (path(it), it.span));
        sources.dedup();
        sources.truncate(MAX_PLACES);
        Places { draft: places, sources }
    }

    fn supporting(&self, draft: &Draft, idx: usize, fact_idx: usize, fact: &Fact) -> Vec<Evidence> {
        let (Some(paragraph), Some(reading)) = (draft.text.paragraphs.get(idx), draft.reading(idx)) else {
            return Vec::new();
        };
        let no_links = Links::default();
        let links = draft.links.as_ref().and_then(|it| it.get(idx)).unwrap_or(&no_links);
        let masked = draft.masked.as_ref().map_or(&[][..], |it| it.sources.as_slice());
        let around = draft.around(idx);
        let asking = Asking { prose: &paragraph.prose, reading, around: &around, masked };
        let Some((stems, what)) = asking.question(fact) else {
            return Vec::new();
        };
        let found = self.corpus.find(&self.corpus.score(&stems), what, masked, MAX_PLACES);
        let mut paragraphs = Paragraphs::default();
        let fetched: Vec<Candidate> =
            found.into_iter().filter_map(|it| self.corpus.candidate(it, &mut paragraphs)).collect();
        let mut candidates: Vec<Vec<&Candidate>> = vec![Vec::new(); reading.facts.len()];
        if let Some(slot) = candidates.get_mut(fact_idx) {
            slot.extend(&fetched);
        }
        let n_sources = self.corpus.n_sources() as u32;
        let ctx = check::Ctx {
            rules: &self.rules,
            paragraph,
            reading,
            links,
            front: &draft.text.comments.front,
            around: &around,
            candidates: &candidates,
            statements: &[],
            names: &[],
            cited: &[],
            corpus: CorpusState { n_sources, judges_absence: false },
        };
        Faults::default().guarded("finding places", Vec::new(), || check::supporting(&ctx, fact_idx))
    }

    fn places_of_name(&self, name: &Name) -> Vec<Place> {
        let key = fold(if name.given.is_empty() { &name.words } else { &name.surname }).text;
        let mut places = Vec::new();
        for part in self.corpus.parts() {
            let directory = part.directory();
            let names = directory.names;
            let entries = directory.names_with(&key);
            let entries = entries.filter(|(entry, at)| names.words(*entry).len() == at + key.len());
            for mention in entries.flat_map(|(entry, _)| names.mentions(entry)).take(MAX_OPENED) {
                let Some((source, idx, _)) = part.open(mention.number) else { continue };
                let paragraph = source.text.paragraphs.get(idx as usize);
                let reading = source.reading(idx as usize);
                let fact = mention.fact.and_then(|it| reading?.facts.get(it as usize));
                if let (Some(paragraph), Some(fact)) = (paragraph, fact)
                    && matches!(&fact.kind, FactKind::Name(it) if is_same_name(name, it))
                {
                    places.push(Place { text: source.id, span: paragraph.to_text(fact.span) });
                }
            }
        }
        // The directory knows nothing of confidential sources.
        let holds = |fact: &Fact| matches!(&fact.kind, FactKind::Name(it) if is_same_name(name, it));
        let confidential = self.corpus.heads().filter(|it| it.reference.confidential);
        let confidential = confidential.filter_map(|it| self.corpus.source(it.id));
        places.extend(confidential.flat_map(|source| places_in(source, &holds)));
        places
    }
}

fn places_in<'a>(source: &'a Source, holds: &'a dyn Fn(&Fact) -> bool) -> impl Iterator<Item = Place> + 'a {
    source.facts().filter(move |(_, fact)| holds(fact)).map(|(place, _)| place)
}

/// The name that a fact is, or that an attribution gives its speaker.
fn named<'a>(at: &FactRef<'a>, here: &[FactRef<'a>]) -> Option<&'a Name> {
    match &at.fact.kind {
        FactKind::Name(name) => Some(name),
        FactKind::Attribution(it) => {
            let speaker = it.speaker.span?;
            here.iter().find_map(|other| match &other.fact.kind {
                FactKind::Name(name) if speaker.contains(other.fact.span) => Some(name),
                FactKind::Name(_)
                | FactKind::Figure(_)
                | FactKind::Date(_)
                | FactKind::Quote(_)
                | FactKind::Attribution(_) => None,
            })
        }
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) => None,
    }
}

/// The same name as the draft first gives it in full.
fn full<'a>(name: &'a Name, all: &[FactRef<'a>]) -> &'a Name {
    if !name.given.is_empty() {
        return name;
    }
    let whole = all.iter().find_map(|it| match &it.fact.kind {
        FactKind::Name(other) if !other.given.is_empty() && is_same_name(name, other) => Some(other),
        FactKind::Name(_) | FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => {
            None
        }
    });
    whole.unwrap_or(name)
}

/// Case and accents apart; a bare surname is anybody's of that name.
fn is_same_name(a: &Name, b: &Name) -> bool {
    let bare = |bare: &Name, full: &Name| {
        bare.given.is_empty() && !full.given.is_empty() && fold(&bare.words).text == fold(&full.surname).text
    };
    fold(&a.words).text == fold(&b.words).text || bare(a, b) || bare(b, a)
}

fn is_same(a: &FactRef<'_>, b: &FactRef<'_>) -> bool {
    let words = |words: &str| fold(words.trim_matches(|it: char| !it.is_alphanumeric())).text;
    match (&a.fact.kind, &b.fact.kind) {
        (FactKind::Figure(one), FactKind::Figure(other)) => {
            words(a.text) == words(b.text) || is_same_figure(one, other)
        }
        (FactKind::Date(one), FactKind::Date(other)) => one == other,
        (FactKind::Quote(one), FactKind::Quote(other)) => {
            words(one.words.of(a.prose)) == words(other.words.of(b.prose))
        }
        (FactKind::Attribution(one), FactKind::Attribution(other)) => {
            words(&one.speaker.words) == words(&other.speaker.words) && one.speaker.kind == other.speaker.kind
        }
        (
            FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Name(_) | FactKind::Attribution(_),
            _,
        ) => false,
    }
}

fn is_same_figure(a: &Figure, b: &Figure) -> bool {
    a.value.lo == b.value.lo
        && a.value.hi == b.value.hi
        && a.unit.dimension == b.unit.dimension
        && a.counted.head_stem == b.counted.head_stem
}
