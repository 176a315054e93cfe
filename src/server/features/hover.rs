//! What is known of the fact under the cursor: its standing, and the sentence of each source that speaks to it.
//!
//! It always answers for a fact, also that no source speaks to it and that it is not judged. It says what the sources
//! hold, never what is so. Of a confidential source neither words nor name appear.

use crate::engine::{ClaimView, Engine, FactView, KnownName};
use crate::fact::FactKind;
use crate::finding::{Evidence, Finding, Relation, Standing};
use crate::server::features::standing;
use crate::text::fold::one_line;
use crate::text::visible::visible;
use crate::text::{Place, TextId, TextSpan};

/// Facts that are told of at one place; further out they are whole quotations and sentences.
const MAX_FACTS: usize = 3;

/// What a hover is written with.
pub struct Page<'a> {
    pub engine: &'a Engine,
    pub markdown: bool,
    /// A finding's evidence is on the screen already: its sentence is not told again, only where it stands.
    pub is_brief: bool,
    /// The sources are still being read: nothing can be said of absence.
    pub is_loading: bool,
}

impl Page<'_> {
    /// The words of the hover and the span that they are about; `None` where the draft says nothing that can be
    /// compared.
    pub fn hover(&self, draft: TextId, offset: u32) -> Option<(TextSpan, String)> {
        let facts = self.engine.facts_at(draft, offset);
        let at = |it: &Finding| it.span.start <= offset && offset <= it.span.end;
        let findings: Vec<Finding> = self.engine.findings(draft).into_iter().filter(at).collect();
        // Of an attribution that is found fault with, "not judged" beside the fault would say the opposite.
        let is_faulted = |fact: &FactView| {
            let is_bare = fact.evidence.is_empty() && matches!(fact.fact.kind, FactKind::Attribution(_));
            is_bare && findings.iter().any(|it| it.span.overlaps(fact.span))
        };
        let told = facts.iter().take(MAX_FACTS).filter(|it| !is_faulted(it));
        let seen: Vec<Place> = match self.is_brief {
            true => findings.iter().flat_map(|it| &it.evidence).map(|it| it.place).collect(),
            false => Vec::new(),
        };
        let mut parts: Vec<String> = told.map(|it| self.fact(draft, it, &seen)).collect();
        // A finding over a fact was told with the fact, and its message is shown by the client itself.
        let is_told = |it: &Finding| {
            facts.iter().take(MAX_FACTS).any(|fact| fact.span.overlaps(it.span) && !fact.evidence.is_empty())
        };
        parts.extend(findings.iter().filter(|it| !is_told(it)).map(|it| self.finding(it)).filter(|it| !it.is_empty()));
        // The sentence as a whole, where nothing said so far shows what the sources have of it.
        let claim = self.engine.claim_at(draft, offset);
        let is_shown = |it: &ClaimView| match it.standing {
            Standing::NotJudged => parts.is_empty() && findings.is_empty(),
            _ => findings.iter().all(|it| it.evidence.is_empty()),
        };
        let claim = claim.filter(is_shown);
        parts.extend(claim.as_ref().map(|it| self.claim(it)));
        let span = facts.first().map(|it| it.span).or_else(|| findings.first().map(|it| it.span));
        let span = span.or(claim.map(|it| it.span)).filter(|_| !parts.is_empty())?;
        let between = if self.markdown { "\n\n---\n\n" } else { "\n\n" };
        Some((span, parts.join(between)))
    }

    fn fact(&self, draft: TextId, fact: &FactView, seen: &[Place]) -> String {
        let words = self.strong(&fact.text);
        let standing = standing::in_words(fact.standing, fact.backing, self.is_loading);
        let mut lines = vec![format!("{words} ({}): {}", fact.kind, standing)];
        if let FactKind::Name(name) = &fact.fact.kind
            && let Some(known) = self.engine.known_name(draft, name)
        {
            lines.extend(self.name(&known));
        }
        lines.extend(fact.evidence.iter().map(|it| self.evidence(it, seen)));
        lines.extend(fact.leads.iter().map(|it| self.place(it, "is a lead only and gives this", false)));
        lines.join("\n\n")
    }

    fn claim(&self, claim: &ClaimView) -> String {
        let standing = standing::in_words(claim.standing, claim.backing, self.is_loading);
        let mut lines = vec![format!("{} (claim): {standing}", self.strong("this sentence"))];
        lines.extend(claim.evidence.iter().map(|it| self.evidence(it, &[])));
        lines.join("\n\n")
    }

    /// "Written Katrin Solvaag (3 sources), Katrin Solvag (1 source)" and what the sources call somebody. Nothing that only
    /// confidential sources say.
    fn name(&self, known: &KnownName) -> Vec<String> {
        let counted = |words: &str, n: u32| {
            let sources = if n == 1 { "source" } else { "sources" };
            self.plain(&format!("{words} ({n} {sources})"))
        };
        let spellings: Vec<String> = known.spellings.iter().map(|(words, n)| counted(words, *n)).collect();
        let titles = known.titles.iter().filter(|it| it.n_sources > 0 && !it.source.confidential);
        let titles: Vec<String> = titles.map(|it| counted(&it.words, it.n_sources)).collect();
        let spellings = (spellings.len() > 1).then(|| format!("Written {}", spellings.join(", ")));
        let titles = (!titles.is_empty()).then(|| format!("Called {}", titles.join(", ")));
        spellings.into_iter().chain(titles).collect()
    }

    fn finding(&self, finding: &Finding) -> String {
        let help = (!finding.help.is_empty()).then(|| self.plain(&finding.help));
        if self.is_brief {
            return help.unwrap_or_default();
        }
        let mut lines = vec![format!("{}: {}", self.strong(&finding.rule), self.plain(&finding.message))];
        lines.extend(help);
        lines.extend(finding.evidence.iter().map(|it| self.evidence(it, &[])));
        lines.join("\n\n")
    }

    /// "sources/berlin.txt, line 12 (Berlin Courier, 2024-03-02) differs:" and the sentence below it.
    fn evidence(&self, evidence: &Evidence, seen: &[Place]) -> String {
        let relation = match evidence.relation {
            Relation::Supports => "supports this",
            Relation::Conflicts => "differs",
            Relation::Weaker => "says less",
            Relation::Nearest => "is nearest",
        };
        self.place(evidence, relation, seen.contains(&evidence.place))
    }

    fn place(&self, evidence: &Evidence, relation: &str, is_seen: bool) -> String {
        let place = evidence.locator_or_line();
        if evidence.confidential {
            return format!("A confidential source ({}, {place}) {relation}.", evidence.source);
        }
        let meta = self.engine.corpus().head(evidence.place.text).map(|it| &it.meta);
        let outlet = meta.and_then(|it| it.outlet.as_deref());
        let date = meta.and_then(|it| it.date.as_deref());
        let origin = Some(evidence.origin.as_str());
        let origin = origin.filter(|it| !it.is_empty() && *it != evidence.source && outlet != Some(*it));
        let origin = origin.map(|it| format!("from {it}"));
        let of: Vec<&str> = [outlet, date, origin.as_deref()].into_iter().flatten().collect();
        let of = if of.is_empty() { String::new() } else { format!(" ({})", of.join(", ")) };
        let head = self.plain(&format!("{}, {place}{of} {relation}", evidence.source));
        if is_seen {
            return format!("{head}.");
        }
        let words = one_line(&evidence.text);
        match self.markdown {
            true => format!("{head}:\n\n> {}", escaped(&words)),
            false => format!("{head}:\n  {}", visible(&words)),
        }
    }

    fn strong(&self, words: &str) -> String {
        let words = one_line(words);
        if self.markdown { format!("**{}**", escaped(&words)) } else { visible(&words).into_owned() }
    }

    fn plain(&self, words: &str) -> String {
        let words = one_line(words);
        if self.markdown { escaped(&words) } else { visible(&words).into_owned() }
    }
}

/// The words with Markdown's marks made harmless: a source's asterisk must not set the rest in bold, and nothing in it may
/// become HTML, a picture or a link. NB: nor an address by itself, which clients draw as a link: it leads where the source
/// wants it to.
pub(super) fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len() + 8);
    for char in visible(words).chars() {
        let is_mark = matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!');
        // "https://" and "www." begin an address.
        let is_address = (char == '/' && escaped.ends_with(':')) || (char == '.' && escaped.ends_with("www"));
        if is_mark || is_address {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}
