//! `overstated-claim` where a house says how near its speaker a figure has to stand (`attribution-distance`).
//!
//! "The plant leaked for six weeks.", where every source that bears it out has it from somebody. Silent at the loosest
//! setting, which is the default, and where any source states the figure itself.

use super::lone::is_told;
use super::verbs::{shared, speaker};
use super::words;
use crate::check::{Ctx, figures};
use crate::fact::{Candidate, Fact, FactKind, SourceKind, Speaker, SpeakerKind};
use crate::finding::{Checked, Evidence, Raised, Relation, Weight};
use crate::text::Sort;

const RULE: &str = "overstated-claim";

pub fn distance(ctx: &Ctx<'_>, acc: &mut Checked) {
    let whole_paragraph = match ctx.rules.word(RULE, "attribution-distance", "first-mention") {
        "sentence" => false,
        "paragraph" => true,
        _ => return,
    };
    if !matches!(ctx.paragraph.sort, Sort::Body | Sort::ListItem) {
        return;
    }
    let mut raised: Option<u32> = None;
    for (idx, fact) in ctx.facts() {
        let FactKind::Figure(figure) = &fact.kind else { continue };
        let near = |it: &Fact| it.sentence == fact.sentence || whole_paragraph;
        let spoken = |it: &Fact| near(it) && matches!(it.kind, FactKind::Attribution(_) | FactKind::Quote(_));
        if raised == Some(fact.sentence) || !is_told(ctx, fact, figure) || ctx.reading.facts.iter().any(spoken) {
            continue;
        }
        if !ctx.candidates(idx).iter().any(|it| holder(it).is_some()) {
            continue;
        }
        let evidence = figures::supporting(ctx, idx, fact, figure);
        let Some((candidate, speaker)) = held(ctx, idx, &evidence) else { continue };
        if is_told_of(ctx, fact.sentence, speaker) || !is_same_sentence(ctx, fact.sentence, candidate) {
            continue;
        }
        raised = Some(fact.sentence);
        let words = fact.span.of(ctx.prose()).to_string();
        let args = vec![("draft", words), ("place", candidate.file_and_place()), ("source", speaker.words.clone())];
        let evidence = evidence.into_iter().map(|it| Evidence { relation: Relation::Weaker, ..it }).collect();
        acc.raised.push(Raised {
            rule: RULE,
            span: fact.span,
            weight: Weight::Full,
            variant: "distance",
            args,
            evidence,
            fixes: Vec::new(),
        });
    }
}

/// "The union counted 340.", "By his own estimate": the one who says it stands in the sentence or in the one before, in
/// whatever way.
fn is_told_of(ctx: &Ctx<'_>, sentence: u32, speaker: &Speaker) -> bool {
    let sentences = &ctx.reading.sentences;
    let own = sentences.get(sentence as usize).map(|it| it.span);
    let before = sentence.checked_sub(1).and_then(|it| sentences.get(it as usize)).map(|it| it.span);
    let Some(near) = own.map(|it| before.map_or(it, |before| before.cover(it))) else { return true };
    let head = speaker.head.to_lowercase();
    let last = head.rsplit(' ').next().unwrap_or("");
    let is_head = |word: &str| !last.is_empty() && (word == last || word.strip_suffix('s') == Some(last));
    words::words(ctx.prose(), near).iter().any(|it| {
        let word = it.lower.trim_end_matches("'s");
        is_head(word) || ctx.rules.lexicon.voices.estimating.contains(word)
    })
}

/// Whether a place says much the same as the sentence, and not only the figure.
fn is_same_sentence(ctx: &Ctx<'_>, sentence: u32, candidate: &Candidate) -> bool {
    let stems = ctx.reading.sentences.get(sentence as usize).map_or(&[][..], |it| it.stems.as_slice());
    shared(stems, &candidate.stems) * 2 >= stems.len()
}

/// Who says it at the first of these places; `None` if any of them states it itself.
fn held<'a>(ctx: &Ctx<'a>, idx: usize, evidence: &[Evidence]) -> Option<(&'a Candidate, &'a Speaker)> {
    let mut first = None;
    for it in evidence {
        let candidate = ctx.candidates(idx).iter().copied().find(|candidate| candidate.place == it.place)?;
        let holder = holder(candidate)?;
        first = first.or(Some((candidate, holder)));
    }
    first
}

/// The one to whom a sentence of a source gives its words. What somebody published themselves is stated.
fn holder(candidate: &Candidate) -> Option<&Speaker> {
    let states = matches!(
        candidate.source.kind,
        SourceKind::Own | SourceKind::Data | SourceKind::Primary | SourceKind::Release | SourceKind::Notes
    );
    let mut spoken = candidate.facts.iter().enumerate().filter_map(|(idx, fact)| match &fact.kind {
        FactKind::Attribution(it) => Some(speaker(candidate, idx, &it.speaker)),
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Name(_) => None,
    });
    let speaker = spoken.next()?;
    // "an earlier version of this article said" is the source itself.
    let itself = speaker.words.to_lowercase().starts_with("this ");
    let known = !itself && !matches!(speaker.kind, SpeakerKind::Nobody | SpeakerKind::Pronoun);
    (known && !states && candidate.sentence).then_some(speaker)
}
