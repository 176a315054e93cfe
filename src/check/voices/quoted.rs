//! `anonymous-quote` in running text: words between quotation marks from somebody without a name.
//!
//! A house allows them, wants an editor's approval, which the front matter records, or forbids them. One that forbids
//! them takes nobody's word unnamed, quoted or not. Each speaker is raised at their first quotation of a paragraph.

use super::Voice;
use crate::check::{Ctx, attributions};
use crate::fact::{Fact, FactKind, QuoteUse, SpeakerKind};
use crate::finding::Checked;

pub const RULE: &str = "anonymous-quote";

pub fn quoted(ctx: &Ctx<'_>, voice: &Voice<'_>, acc: &mut Checked) {
    let policy = ctx.rules.word(RULE, "policy", "approval");
    let forbids = policy == "forbid";
    let allowed = policy == "allow" || !forbids && super::is_approved(ctx.rules, ctx.front, voice.speaker);
    if allowed || !voice.is_unnamed(ctx) {
        return;
    }
    let quoted = is_quoted(ctx, voice.idx);
    let first = !voice.is_led_back() || is_first_here(ctx, voice);
    if quoted && first {
        acc.raised.push(voice.raised(ctx, RULE, if forbids { "forbidden" } else { "" }));
    // Of somebody about whom nothing at all is said it is said that nothing is.
    } else if forbids && !voice.is_led_back() && voice.speaker.rung > 0 && is_brought_in(voice) {
        acc.raised.push(voice.raised(ctx, RULE, "unnamed"));
    }
}

/// "EU member said" may be a name, "its authors say" tells of somebody who was brought in before.
fn is_brought_in(voice: &Voice<'_>) -> bool {
    let words = &voice.speaker.words;
    !attributions::is_definite(words) && (voice.speaker.plural || attributions::is_indefinite(words))
}

/// Whether an attribution has words between quotation marks.
fn is_quoted(ctx: &Ctx<'_>, idx: usize) -> bool {
    let belongs = |it: &Fact| match &it.kind {
        FactKind::Quote(quote) => {
            quote.attribution == Some(idx as u32)
                && !quote.nested
                && matches!(quote.purpose, QuoteUse::Speech | QuoteUse::Fragment)
        }
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Name(_) | FactKind::Attribution(_) => false,
    };
    ctx.reading.facts.iter().any(belongs)
}

/// "A clerk said the vault was open. “It stood so all week,” she said.": brought in here, and quoted only now. Who was
/// brought in before this paragraph was raised there.
fn is_first_here(ctx: &Ctx<'_>, voice: &Voice<'_>) -> bool {
    let mut seen = false;
    for (idx, fact) in ctx.facts().take(voice.idx) {
        let FactKind::Attribution(it) = &fact.kind else { continue };
        let own = it.speaker.kind == SpeakerKind::Unnamed && it.speaker.words == voice.speaker.words;
        let same = own || ctx.links.speaker(idx).is_some_and(|it| it.words == voice.speaker.words);
        if same && is_quoted(ctx, idx) {
            return false;
        }
        seen |= own;
    }
    seen
}
