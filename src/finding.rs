//! What a check hands out, and what becomes of it: a rule broken at a place, with its evidence.
//!
//! Data only. A check fills a [`Raised`]; the engine turns it into a [`Finding`] once it knows level, stets and order.
//! Nothing here derives `Serialize`: the faces convert by hand.

use crate::fact::{Candidate, SourceKind, SourceRef, Trust};
use crate::text::{Place, Span, TextId, TextSpan};

/// How loud a finding is. Ordered from the quietest to the loudest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Hint,
    Information,
    Warning,
    Error,
}

impl Severity {
    pub const ALL: [Severity; 4] = [Severity::Error, Severity::Warning, Severity::Information, Severity::Hint];

    pub fn word(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Information => "information",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    pub fn parse(word: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// Whether a case is a plain one or a slight one; a rule file gives a level for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Full,
    Slight,
}

/// The standing of a checkable item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    Supported,
    Computed,
    OwnReporting,
    Strengthened,
    Conflicting,
    Disputed,
    Unsupported,
    NotJudged,
}

impl Standing {
    pub const ALL: [Standing; 8] = [
        Standing::Supported,
        Standing::Computed,
        Standing::OwnReporting,
        Standing::Strengthened,
        Standing::Conflicting,
        Standing::Disputed,
        Standing::Unsupported,
        Standing::NotJudged,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Standing::Supported => "supported",
            Standing::Computed => "computed",
            Standing::OwnReporting => "own-reporting",
            Standing::Strengthened => "strengthened",
            Standing::Conflicting => "conflicting",
            Standing::Disputed => "disputed",
            Standing::Unsupported => "unsupported",
            Standing::NotJudged => "not-judged",
        }
    }
}

/// How a place in a source bears on the draft's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    Supports,
    Conflicts,
    Weaker,
    Nearest,
}

impl Relation {
    pub fn word(self) -> &'static str {
        match self {
            Relation::Supports => "supports",
            Relation::Conflicts => "conflicts",
            Relation::Weaker => "weaker",
            Relation::Nearest => "nearest",
        }
    }
}

/// A place in a source, with the source's own words as they were read.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub source: String,
    pub relation: Relation,
    pub place: Place,
    /// The very words that speak to the draft's, inside `place`.
    pub focus: TextSpan,
    pub line: u32,
    pub locator: Option<String>,
    /// The sentence, verbatim. Empty where the source is confidential.
    pub text: String,
    /// Whom the source has its facts from. Empty where that is not told.
    pub origin: String,
    pub confidential: bool,
}

impl Evidence {
    /// Evidence from a whole candidate; `focus` counts bytes of the candidate's verbatim text.
    pub fn of(candidate: &Candidate, relation: Relation, focus: Span) -> Evidence {
        let start = candidate.place.span.start;
        Evidence {
            source: candidate.source.path.clone(),
            relation,
            place: candidate.place,
            focus: TextSpan { start: start + focus.start, end: start + focus.end },
            line: candidate.line,
            locator: candidate.locator.clone(),
            text: candidate.verbatim.clone(),
            origin: candidate.source.origin.to_string(),
            confidential: candidate.source.confidential,
        }
    }

    /// Evidence from a whole candidate; `words` count bytes of its prose, and are found in the file whatever markup stands
    /// between them.
    pub fn at(candidate: &Candidate, relation: Relation, words: Span) -> Evidence {
        Evidence::of(candidate, relation, candidate.map.place(words))
    }

    /// Evidence from a whole candidate, its sentence in focus.
    pub fn whole(candidate: &Candidate, relation: Relation) -> Evidence {
        Evidence::of(candidate, relation, Span::new(0, candidate.verbatim.len()))
    }

    /// "harbour.txt line 3", as [`Candidate::file_and_place`] has it.
    pub fn file_and_place(&self) -> String {
        let file = self.source.rsplit('/').next().unwrap_or("");
        format!("{file} {}", self.locator_or_line())
    }

    /// "page 2" where the format has places of its own, "line 12" otherwise.
    pub fn locator_or_line(&self) -> String {
        self.locator.clone().unwrap_or_else(|| format!("line {}", self.line))
    }
}

/// What a check has to say about one place of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Raised {
    /// The rule's id, as in its file's name.
    pub rule: &'static str,
    /// In the paragraph's prose.
    pub span: Span,
    pub weight: Weight,
    /// Which of the rule's messages: "" for `message`, otherwise a key of `[messages]`.
    pub variant: &'static str,
    /// What stands for `{name}` in the message.
    pub args: Vec<(&'static str, String)>,
    /// At most three, nearest first.
    pub evidence: Vec<Evidence>,
    pub fixes: Vec<Fix>,
}

/// A change of the draft's words that a check offers, still in the paragraph's own bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    pub title: String,
    pub safety: Safety,
    pub span: Span,
    pub text: String,
}

/// Whether a fix may be applied unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    Safe,
    Ask,
}

impl Safety {
    pub fn word(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::Ask => "ask",
        }
    }
}

/// The standing of one fact, with what it rests on. For coverage, hover and the quiet marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Index into the reading's facts.
    pub fact: u32,
    pub standing: Standing,
    pub evidence: Vec<Evidence>,
    /// How many sources support it, and from how many origins they have it.
    pub backing: Backing,
    /// Places of sources that are leads only and give it: shown, and worth nothing.
    pub leads: Vec<Evidence>,
    /// Every source that supports it, those beyond `evidence` too. Sorted.
    pub sources: Vec<TextId>,
    /// Places that give otherwise although it stands supported: at most three, nearest first.
    pub against: Vec<Evidence>,
    /// "5 − 4 = 1 percentage point": how it follows. None where the figures are a confidential source's.
    pub working: Option<String>,
}

impl Judged {
    /// One that nothing more is known of than how it stands.
    pub fn new(fact: usize, standing: Standing, evidence: Vec<Evidence>, backing: Backing) -> Judged {
        let sources = texts(evidence.iter().filter(|_| backing.n_sources > 0));
        let (fact, leads, against, working) = (fact as u32, Vec::new(), Vec::new(), None);
        Judged { fact, standing, evidence, backing, leads, sources, against, working }
    }
}

/// The sources of places, each once.
pub fn texts<'a>(evidence: impl Iterator<Item = &'a Evidence>) -> Vec<TextId> {
    let mut texts: Vec<TextId> = evidence.map(|it| it.place.text).collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// How widely something is supported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backing {
    pub n_sources: u32,
    /// Sources that have their facts from the same are one origin.
    pub n_origins: u32,
    /// A primary document or a record is among the sources.
    pub primary: bool,
}

impl Backing {
    /// What one place a source shows of them: whether a record is among them is not known from places.
    pub fn of_places(n_sources: u32, places: &[Evidence]) -> Backing {
        let origin = |it: &Evidence| if it.origin.is_empty() { it.source.clone() } else { it.origin.clone() };
        let mut origins: Vec<String> = places.iter().map(origin).collect();
        origins.sort_unstable();
        origins.dedup();
        Backing { n_sources, n_origins: origins.len() as u32, primary: false }
    }

    /// Counts each source and each origin once.
    pub fn of<'a>(sources: impl Iterator<Item = &'a SourceRef>) -> Backing {
        let mut paths: Vec<&str> = Vec::new();
        let mut origins: Vec<&str> = Vec::new();
        let mut primary = false;
        for source in sources {
            // One that nobody traced is its own origin.
            let origin = if source.origin.is_empty() { &*source.path } else { &*source.origin };
            paths.push(&source.path);
            origins.push(origin);
            primary |= source.kind == SourceKind::Primary || source.trust == Trust::Record;
        }
        for list in [&mut paths, &mut origins] {
            list.sort_unstable();
            list.dedup();
        }
        Backing { n_sources: paths.len() as u32, n_origins: origins.len() as u32, primary }
    }
}

/// Something about a name that is raised unless the rest of the text speaks against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub raised: Raised,
    /// The name's folded words, by single spaces.
    pub name: String,
    /// Not raised where the text has this name too: then they are two.
    pub unless: Option<String>,
    /// The word that differs may stand for the whole name elsewhere.
    pub alone: bool,
}

/// All that the checks say about one paragraph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    pub raised: Vec<Raised>,
    pub judged: Vec<Judged>,
    /// The sentences that were held against the sources as claims.
    pub claims: Vec<Claimed>,
    pub held: Vec<Held>,
    /// Names and titles that a source has in another dress: their spelling is no claim.
    pub dressed: Vec<Span>,
    /// Claims that several places bear out.
    pub borne_out: Vec<BorneOut>,
}

/// How a sentence stands that was held against the sources, with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Claimed {
    /// In the paragraph's prose.
    pub span: Span,
    pub standing: Standing,
    /// At most three, nearest first.
    pub evidence: Vec<Evidence>,
    pub backing: Backing,
    /// Every source that supports it. Sorted.
    pub sources: Vec<TextId>,
}

/// A claim with the places that bear it out.
#[derive(Clone, Debug, PartialEq)]
pub struct BorneOut {
    /// Its predicate, in the paragraph's prose.
    pub span: Span,
    pub backing: Backing,
    /// At most three, each of another source.
    pub evidence: Vec<Evidence>,
}

/// A rule broken at a place of a draft, ready for any face.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// `F-` and the first eight hex digits of the fingerprint.
    pub id: String,
    pub rule: String,
    pub severity: Severity,
    /// Stands alone in any client: names what differs first.
    pub message: String,
    /// One imperative that would settle it.
    pub help: String,
    pub span: TextSpan,
    /// The draft's own words.
    pub text: String,
    pub evidence: Vec<Evidence>,
    pub suggestions: Vec<Suggestion>,
    /// 32 hex digits.
    pub fingerprint: String,
}

/// A change of the draft that is offered: edits of the whole text, sorted, disjoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub title: String,
    pub safety: Safety,
    pub edits: Vec<Edit>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    pub span: TextSpan,
    pub text: String,
}

/// The suggestions that may be applied unasked, all together; of two that overlap, the first.
pub fn safe(findings: &[Finding]) -> Vec<(&Finding, &Suggestion)> {
    let mut kept: Vec<(&Finding, &Suggestion)> = Vec::new();
    for finding in findings {
        for suggestion in finding.suggestions.iter().filter(|it| it.safety == Safety::Safe) {
            let made = |it: &TextSpan| kept.iter().flat_map(|(_, it)| &it.edits).any(|made| clash(made.span, *it));
            if !suggestion.edits.iter().any(|it| made(&it.span)) {
                kept.push((finding, suggestion));
            }
        }
    }
    kept
}

/// Whether two edits cannot both be made: they share a byte, or both put something in at the same place.
fn clash(a: TextSpan, b: TextSpan) -> bool {
    a.overlaps(b) || a == b
}

/// A text with edits made in it, whatever their order; they must be disjoint.
pub fn edited(raw: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|it| it.span);
    let mut out = String::with_capacity(raw.len());
    let mut from = 0;
    for edit in &edits {
        out.push_str(raw.get(from..edit.span.start as usize).unwrap_or(""));
        out.push_str(&edit.text);
        from = edit.span.end as usize;
    }
    out.push_str(raw.get(from..).unwrap_or(""));
    out
}
