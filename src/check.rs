//! The checks: functions that compare, each over one paragraph, with all they may know handed in as plain data.
//!
//! A check sees no corpus, no file and no lock, and decides no severity. It may use text, facts, findings and rules, and
//! nothing else; so it cannot tell a source in memory from one in the store.

pub mod attributions;
pub mod citations;
pub mod claims;
pub mod dates;
pub mod draft;
pub mod figures;
pub mod names;
pub mod origins;
pub mod quotes;
pub mod speakers;
pub mod sums;
pub mod voices;

use crate::fact::{Candidate, Clauses, Fact, FactKind, Links, Reading, SourceRef, Stem, Stretch};
use crate::finding::{Checked, Evidence, Raised};
use crate::rules::Rules;
use crate::text::comment::FrontMatter;
use crate::text::{Paragraph, Span, TextSpan};

/// What a check is given.
pub struct Ctx<'a> {
    pub rules: &'a Rules,
    pub paragraph: &'a Paragraph,
    pub reading: &'a Reading,
    pub links: &'a Links,
    /// What the text says of itself: its date, its interviews.
    pub front: &'a FrontMatter,
    /// Stems of what stands before the paragraph and of the heading above it; for a heading, of what follows. Sorted.
    pub around: &'a [Stem],
    /// By fact: the places of the corpus that could speak to it, best first. At most 20 a fact.
    pub candidates: &'a [Vec<&'a Candidate>],
    /// The sentences that are held against the sources' as claims. Empty for the checks that do not see them.
    pub statements: &'a [Statement<'a>],
    /// By fact: what the corpus has of a name. Empty for the checks that do not see it.
    pub names: &'a [Option<&'a names::known::Roll>],
    /// What the paragraph cites, for the checks that see all sources.
    pub cited: &'a [Cited<'a>],
    pub corpus: CorpusState,
}

/// Words of the draft that are said to rest on some sources, and what these have.
pub struct Cited<'a> {
    /// In the paragraph's prose.
    pub reach: Span,
    /// "footnote 3".
    pub label: &'a str,
    /// All that is cited is at hand, so that what it does not give is miscited.
    pub sure: bool,
    pub sources: &'a [SourceRef],
    /// By fact: the places in these sources alone that could speak to it. Nothing for facts out of reach.
    pub candidates: Vec<Vec<&'a Candidate>>,
}

/// A sentence of the draft, and the sentences that could speak to it.
pub struct Statement<'a> {
    /// In the paragraph's prose.
    pub span: Span,
    pub clauses: &'a Clauses,
    /// By word: the logarithm of how many sentences the corpus has for one with this word; 0 where it has none.
    pub rarity: &'a [f32],
    /// Best first.
    pub passages: Vec<Passage<'a>>,
}

/// A sentence of a source, taken apart.
pub struct Passage<'a> {
    pub candidate: &'a Candidate,
    pub clauses: &'a Clauses,
    /// The words of the part of the source that it stands in.
    pub stretch: &'a Stretch,
}

/// What is known of the corpus as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CorpusState {
    /// Sources read.
    pub n_sources: u32,
    /// Loaded, with at least one readable source: otherwise the rules of absence are off.
    pub judges_absence: bool,
}

#[cfg(test)]
impl<'a> Ctx<'a> {
    /// A paragraph with nothing around it and no source that speaks to it.
    fn alone(
        rules: &'a Rules,
        (paragraph, reading): (&'a Paragraph, &'a Reading),
        links: &'a Links,
        front: &'a FrontMatter,
    ) -> Ctx<'a> {
        Ctx {
            rules,
            paragraph,
            reading,
            links,
            front,
            around: &[],
            candidates: &[],
            statements: &[],
            names: &[],
            cited: &[],
            corpus: CorpusState { n_sources: 1, judges_absence: true },
        }
    }
}

impl<'a> Ctx<'a> {
    pub fn prose(&self) -> &'a str {
        &self.paragraph.prose
    }

    pub fn candidates(&self, fact: usize) -> &'a [&'a Candidate] {
        self.candidates.get(fact).map_or(&[], Vec::as_slice)
    }

    pub fn facts(&self) -> impl Iterator<Item = (usize, &'a Fact)> {
        self.reading.facts.iter().enumerate()
    }
}

/// Every place that bears one fact out, for whoever asks after it: a check keeps the nearest three.
pub fn supporting(ctx: &Ctx<'_>, fact: usize) -> Vec<Evidence> {
    let Some(it) = ctx.reading.facts.get(fact) else {
        return Vec::new();
    };
    match &it.kind {
        FactKind::Figure(figure) => figures::supporting(ctx, fact, it, figure),
        FactKind::Quote(quote) => quotes::supporting(ctx, fact, it, quote),
        // Whoever asks after these looks for the same date or name.
        FactKind::Date(_) | FactKind::Name(_) | FactKind::Attribution(_) => Vec::new(),
    }
}

/// What a check of a whole text is given.
pub struct Whole<'a> {
    pub rules: &'a Rules,
    pub front: &'a FrontMatter,
    /// Notes that say that the name before them is spelt as it should be.
    pub checked: &'a [TextSpan],
    /// In the order of the text.
    pub parts: &'a [Part<'a>],
    pub corpus: CorpusState,
}

/// One paragraph with all that is known of it.
pub struct Part<'a> {
    pub paragraph: &'a Paragraph,
    pub reading: &'a Reading,
    pub links: &'a Links,
    /// What the checks of a paragraph said about it.
    pub checked: &'a Checked,
}

/// What a check of a whole text raises, each with the index of its paragraph.
pub type RaisedAt = Vec<(usize, Raised)>;

/// A parameter that a rule on this check may set, and what it is without one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParamSpec {
    pub name: &'static str,
    pub kind: ParamKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    Number,
    Flag,
    Word,
    Words,
}

/// A check by the name that rule files give it.
pub struct Check {
    pub name: &'static str,
    pub run: fn(&Ctx<'_>, &mut Checked),
    pub params: &'static [ParamSpec],
    pub sees: Sees,
}

/// A check of a whole text, for what no paragraph shows by itself. Run anew after every change: linear in the facts.
pub struct WholeCheck {
    pub name: &'static str,
    pub run: fn(&Whole<'_>, &mut RaisedAt),
    pub params: &'static [ParamSpec],
}

/// What a check looks at beside the paragraph, the front matter, its reading and the rules. The rest it is handed empty: what it found may
/// stand when the rest has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sees {
    /// Candidates, what stands around the paragraph, and what is known of the corpus. Of quotations: their candidates
    /// and what is known of the corpus.
    pub sources: Share,
    /// All links but the next. Of quotations: of what sort their speakers are and their head nouns, and whether somebody
    /// spoke before one that opens the paragraph.
    pub links: Share,
    /// [`Links::acknowledged`], which grows all through a text.
    pub acknowledged: bool,
    /// [`Ctx::statements`]; goes with all candidates.
    pub statements: bool,
    /// [`Ctx::names`], and what is known of the corpus.
    pub names: bool,
}

/// How much of something a check looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    Nothing,
    OfQuotations,
    All,
}

const NOTHING: Sees =
    Sees { sources: Share::Nothing, links: Share::Nothing, acknowledged: false, statements: false, names: false };
const FIGURES: Sees = Sees { sources: Share::All, ..NOTHING };
const QUOTES: Sees = Sees { sources: Share::OfQuotations, links: Share::OfQuotations, ..NOTHING };
const ATTRIBUTIONS: Sees = Sees { links: Share::All, acknowledged: true, ..NOTHING };
const VOICES: Sees = Sees { sources: Share::All, links: Share::All, ..NOTHING };
const CLAIMS: Sees = Sees { sources: Share::All, statements: true, ..NOTHING };
const CITATIONS: Sees = Sees { sources: Share::All, links: Share::OfQuotations, ..NOTHING };
const SPEAKERS: Sees = Sees { sources: Share::All, links: Share::All, statements: true, ..NOTHING };
const NAMES: Sees = Sees { names: true, ..NOTHING };
const DRAFT: Sees = NOTHING;

/// All checks of a paragraph, in the order in which they run.
pub const CHECKS: &[Check] = &[
    Check { name: "figures", run: figures::figures, params: figures::PARAMS, sees: FIGURES },
    Check { name: "quotes", run: quotes::quotes, params: quotes::PARAMS, sees: QUOTES },
    Check { name: "claims", run: claims::claims, params: claims::PARAMS, sees: CLAIMS },
    Check { name: "citations", run: citations::citations, params: citations::PARAMS, sees: CITATIONS },
    Check { name: "attributions", run: attributions::attributions, params: attributions::PARAMS, sees: ATTRIBUTIONS },
    Check { name: "names", run: names::names, params: names::PARAMS, sees: NAMES },
    Check { name: "voices", run: voices::voices, params: voices::PARAMS, sees: VOICES },
    Check { name: "dates", run: dates::dates, params: dates::PARAMS, sees: CLAIMS },
    Check { name: "speakers", run: speakers::speakers, params: speakers::PARAMS, sees: SPEAKERS },
    Check { name: "sums", run: sums::sums, params: sums::PARAMS, sees: DRAFT },
    Check { name: "draft", run: draft::placeholders, params: draft::PARAMS, sees: DRAFT },
    #[cfg(test)]
    Check { name: "planted", run: planted, params: &[], sees: DRAFT },
];

/// All checks of a whole text, in the order in which they run.
pub const WHOLE: &[WholeCheck] = &[
    WholeCheck { name: "names", run: names::whole, params: names::PARAMS },
    WholeCheck { name: "prominence", run: voices::prominent::prominent, params: &[] },
    WholeCheck { name: "sums", run: sums::whole, params: sums::PARAMS },
    WholeCheck { name: "origins", run: origins::origins, params: origins::PARAMS },
];

/// The parameters that the rules on a check may set; `None` where there is no such check.
pub fn params(check: &str) -> Option<&'static [ParamSpec]> {
    let of_paragraphs = CHECKS.iter().map(|it| (it.name, it.params));
    let mut all = of_paragraphs.chain(WHOLE.iter().map(|it| (it.name, it.params)));
    all.find(|(name, _)| *name == check).map(|(_, params)| params)
}

/// The names of all checks.
pub fn names() -> Vec<&'static str> {
    // A check may have one part for a paragraph and one for the whole text.
    let of_texts = WHOLE.iter().map(|it| it.name).filter(|name| CHECKS.iter().all(|it| it.name != *name));
    CHECKS.iter().map(|it| it.name).chain(of_texts).collect()
}

/// A check that fails where a test plants it: nobody writes this character.
#[cfg(test)]
fn planted(ctx: &Ctx<'_>, _: &mut Checked) {
    assert!(!ctx.prose().contains('\u{e0b5}'), "{}", ctx.prose());
}
