//! Voices without a name, as houses differ over them: whether they may be quoted or pass judgement, which outlets and
//! papers are meant, how they are said to speak, and what rests on one of them alone.
//!
//! Each question is a file of its own; here is what they share. [`attributions`](super::attributions) asks whether a
//! speaker is described and explained; nothing of that is asked again here. All but [`distance`] is off by default.

mod distance;
mod judgement;
mod lone;
mod outlets;
pub mod prominent;
mod quoted;
mod verbs;
mod words;

use super::{Ctx, ParamKind, ParamSpec, attributions};
use crate::fact::{Attribution, Fact, FactKind, NameKind, Speaker, SpeakerKind};
use crate::finding::{Checked, Raised, Weight};
use crate::rules::Rules;
use crate::text::comment::{Attestation, FrontMatter};
use crate::text::{Language, Sort, Span};
use words::Word;

pub const PARAMS: &[ParamSpec] = &[
    // Whether somebody without a name may be quoted: allow, approval, forbid.
    ParamSpec { name: "policy", kind: ParamKind::Word },
    // How many voices without a name a figure takes.
    ParamSpec { name: "min-origins-anonymous", kind: ParamKind::Number },
    // The same for an allegation; with 1 an allegation of one voice is a slight case.
    ParamSpec { name: "min-origins-allegation", kind: ParamKind::Number },
    // Verbs that are raised whatever the sources have.
    ParamSpec { name: "verbs", kind: ParamKind::Words },
];

pub fn voices(ctx: &Ctx<'_>, acc: &mut Checked) {
    let prose = match ctx.paragraph.sort {
        Sort::Body | Sort::ListItem | Sort::Footnote | Sort::Caption => true,
        Sort::Heading | Sort::Quotation | Sort::TableRow | Sort::Aside => false,
    };
    if !prose || ctx.paragraph.language != Language::English {
        return;
    }
    outlets::papers(ctx, acc);
    outlets::reporting(ctx, acc);
    distance::distance(ctx, acc);
    lone::figures(ctx, acc);
    for voice in all(ctx) {
        outlets::outlets(ctx, &voice, acc);
        quoted::quoted(ctx, &voice, acc);
        judgement::judgement(ctx, &voice, acc);
        lone::allegation(ctx, &voice, acc);
        verbs::verb(ctx, &voice, acc);
    }
}

/// An attribution with its speaker, as far as earlier words settle who that is.
struct Voice<'a> {
    idx: usize,
    fact: &'a Fact,
    attribution: &'a Attribution,
    speaker: &'a Speaker,
}

fn all<'a>(ctx: &Ctx<'a>) -> Vec<Voice<'a>> {
    let links = ctx.links;
    ctx.facts()
        .filter_map(|(idx, fact)| {
            let FactKind::Attribution(attribution) = &fact.kind else { return None };
            let speaker = links.speaker(idx).unwrap_or(&attribution.speaker);
            Some(Voice { idx, fact, attribution, speaker })
        })
        .collect()
}

impl Voice<'_> {
    /// Whether it is somebody whom the text does not name and ought to: no crowd, no spokesperson, no body that the house
    /// lets speak, none of a class of whom one is then named.
    fn is_unnamed(&self, ctx: &Ctx<'_>) -> bool {
        let acknowledged = self.attribution.anonymity.acknowledged.is_some();
        let speakers = &ctx.rules.lexicon.speakers;
        let head = &self.speaker.head;
        self.speaker.kind == SpeakerKind::Unnamed
            && !head.is_empty()
            && !speakers.spokespeople.contains(head)
            && (acknowledged || !speakers.crowd.contains(head))
            && !self.is_then_named(ctx)
            && !attributions::is_institutional(ctx, self.attribution, self.speaker)
            && !attributions::is_house_voice(ctx.rules, self.speaker)
    }

    /// "Experts disagree. Krane says …": somebody of a class speaks under a name. "An engineer (Ada Brenn) said": so does she.
    fn is_then_named(&self, ctx: &Ctx<'_>) -> bool {
        let own = self.attribution.speaker.span.unwrap_or(self.fact.span);
        let beside = |fact: &Fact| match &fact.kind {
            FactKind::Name(name) => {
                let gap = fact.span.start.saturating_sub(own.end).max(own.start.saturating_sub(fact.span.end));
                name.kind == NameKind::Person
                    && gap <= 2
                    && !ctx.reading.is_quoted(fact.span)
                    && !own.contains(fact.span)
            }
            FactKind::Attribution(_) | FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) => false,
        };
        let named = all(ctx).iter().any(|it| it.speaker.kind == SpeakerKind::Named);
        named || ctx.reading.facts.iter().any(beside) || self.speaker.plural && attributions::has_name(ctx)
    }

    /// "he", "the official": somebody who was brought in before.
    fn is_led_back(&self) -> bool {
        self.attribution.speaker.kind == SpeakerKind::Pronoun || !std::ptr::eq(self.speaker, &self.attribution.speaker)
    }

    fn raised(&self, ctx: &Ctx<'_>, rule: &'static str, variant: &'static str) -> Raised {
        let words = self.fact.span.of(ctx.prose()).to_string();
        let args = vec![("words", words), ("speaker", self.speaker.words.clone())];
        Raised {
            rule,
            span: self.fact.span,
            weight: Weight::Full,
            variant,
            args,
            evidence: Vec::new(),
            fixes: Vec::new(),
        }
    }
}

/// Whether the front matter names somebody who approved that this speaker stays unnamed.
fn is_approved(rules: &Rules, front: &FrontMatter, speaker: &Speaker) -> bool {
    front.anonymous.iter().any(|it| it.approved_by.is_some() && is_about(rules, it, speaker))
}

/// An `id` that describes somebody ("ward nurse") is about that speaker; a mark of the desk's own ("S1") may be about any.
fn is_about(rules: &Rules, attestation: &Attestation, speaker: &Speaker) -> bool {
    let Some(id) = &attestation.id else { return true };
    let id = id.to_lowercase();
    let speakers = &rules.lexicon.speakers;
    let mut describes = false;
    for word in id.split(|it: char| !it.is_alphabetic()) {
        let one = word.strip_suffix('s').unwrap_or(word);
        if [word, one].contains(&speaker.head.as_str()) {
            return true;
        }
        let known =
            |it: &str| speakers.roles.contains(it) || speakers.crowd.contains(it) || speakers.spokespeople.contains(it);
        describes |= known(word) || known(one);
    }
    !describes
}

/// The words of a sentence that stand outside quotation marks.
fn unquoted(ctx: &Ctx<'_>, within: Span) -> Vec<Word> {
    let quotes: Vec<Span> = quotes(ctx).filter(|it| it.overlaps(within)).collect();
    let mut words = words::words(ctx.prose(), within);
    words.retain(|word| !quotes.iter().any(|it| it.contains(word.span)));
    words
}

/// What stands between quotation marks.
fn quotes<'a>(ctx: &Ctx<'a>) -> impl Iterator<Item = Span> + use<'a> {
    ctx.reading.facts.iter().filter_map(|it| match &it.kind {
        FactKind::Quote(quote) => Some(quote.words),
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Name(_) | FactKind::Attribution(_) => None,
    })
}

fn sentence(ctx: &Ctx<'_>, fact: &Fact) -> Span {
    ctx.reading.sentences.get(fact.sentence as usize).map_or(fact.span, |it| it.span)
}

/// Whether a noun stands for a person or a body, in either number.
fn is_person(rules: &Rules, word: &str) -> bool {
    let speakers = &rules.lexicon.speakers;
    let one = word.strip_suffix('s').unwrap_or(word);
    [word, one].iter().any(|it| {
        speakers.roles.contains(*it)
            || speakers.crowd.contains(*it)
            || speakers.institutions.contains(*it)
            || speakers.offices.contains(*it)
            || speakers.spokespeople.contains(*it)
    })
}

#[cfg(test)]
mod tests;
