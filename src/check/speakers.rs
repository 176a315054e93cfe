//! In whose mouth the draft puts words, against in whose mouth the sources put them: quotations and reported claims.
//!
//! Speakers are compared only where the words are the same; where any source gives them to the draft's speaker, or where
//! nobody can tell whether two descriptions are of one speaker, nothing is said. What notes and confidential sources hold
//! of a name never reaches a message.

mod body;
mod confirmed;
mod descriptor;
mod kin;
mod quoted;
mod reported;
mod say;
mod seen;

use super::{Ctx, ParamSpec};
use crate::fact::{Candidate, FactKind, SourceKind, Speaker, SpeakerKind};
use crate::finding::{Checked, Raised};
use crate::text::{Language, Span};
use descriptor::Drift;
use kin::Kin;

pub const PARAMS: &[ParamSpec] = &[];

pub const MISATTRIBUTION: &str = "misattribution";
pub const NAMEABLE: &str = "nameable-speaker";
pub const EXPOSED: &str = "exposed-speaker";
pub const DESCRIPTOR: &str = "altered-descriptor";
pub const CORROBORATION: &str = "inflated-corroboration";

/// Words of the draft, who speaks them there, and who speaks them in the sources.
struct Said<'a> {
    speaker: &'a Speaker,
    /// The words in the paragraph that a finding marks.
    span: Span,
    /// `span` is the speaker's own words, which a fix may replace.
    replaces: bool,
    /// Between quotation marks, as opposed to reported.
    quoted: bool,
    /// More than a few quoted words.
    whole: bool,
    /// Only "he" or "she" stands there, and a link says who that is.
    pronoun: bool,
    /// Enough words, and nearly all of them, for a grave charge.
    telling: bool,
    voices: Vec<Voice<'a>>,
}

/// A place of a source that has the words.
struct Voice<'a> {
    candidate: &'a Candidate,
    /// `None` where the source does not say, or says it in its own voice.
    speaker: Option<&'a Speaker>,
    /// The words in the candidate's paragraph.
    words: Span,
}

pub fn speakers(ctx: &Ctx<'_>, acc: &mut Checked) {
    if ctx.paragraph.language != Language::English {
        return;
    }
    let mut found: Vec<Raised> = Vec::new();
    for said in quoted::quoted(ctx).iter().chain(&reported::reported(ctx)) {
        found.extend(judge(ctx, said));
    }
    found.extend(confirmed::confirmed(ctx));
    found.extend(seen::seen(ctx));
    for raised in found {
        // One speaker of two quotations is one fault.
        if !acc.raised.iter().any(|it| it.rule == raised.rule && it.span.overlaps(raised.span)) {
            acc.raised.push(raised);
        }
    }
}

fn judge(ctx: &Ctx<'_>, said: &Said<'_>) -> Option<Raised> {
    match said.speaker.kind {
        SpeakerKind::Unnamed => nameable(ctx, said).or_else(|| drifted(ctx, said)),
        SpeakerKind::Named if is_interviewed(ctx, said.speaker) => None,
        SpeakerKind::Named => exposed(ctx, said).or_else(|| misattributed(ctx, said)),
        SpeakerKind::Institution | SpeakerKind::Office => misattributed(ctx, said),
        SpeakerKind::Pronoun | SpeakerKind::Nobody => None,
    }
}

/// The draft's front matter says that the writer has it from this speaker.
fn is_interviewed(ctx: &Ctx<'_>, speaker: &Speaker) -> bool {
    ctx.front.interviews.iter().any(|it| it.who.rsplit(' ').next() == Some(speaker.head.as_str()))
}

/// The sources give the words to somebody else, and none to the draft's speaker.
fn misattributed(ctx: &Ctx<'_>, said: &Said<'_>) -> Option<Raised> {
    let mut other = None;
    for voice in &said.voices {
        let kin = match voice.speaker {
            Some(it) if is_sure(ctx, said, it, voice) => kin::kin(ctx.rules, said.speaker, it, voice.candidate),
            Some(_) | None => Kin::Open,
        };
        match kin {
            Kin::Same | Kin::Open => return None,
            Kin::Other if faults(voice.candidate) => other = other.or(Some(voice)),
            Kin::Other => {}
        }
    }
    // Whom "he" means is known by the sentence alone, and that is too little for so grave a charge.
    let voice = other.filter(|_| said.telling && !said.pronoun)?;
    say::misattributed(ctx, said, voice)
}

/// Whether both speakers are who they seem. A pronoun or a running quotation leads back to the wrong one where two are
/// about, and of two who spoke together the nearer one alone is read.
fn is_sure(ctx: &Ctx<'_>, said: &Said<'_>, theirs: &Speaker, voice: &Voice<'_>) -> bool {
    let (ours, candidate) = (said.speaker, voice.candidate);
    let has = |text: &str, head: &str| text.to_lowercase().contains(&head.to_lowercase());
    let explicit = theirs.span.is_some() || has(&candidate.prose, &theirs.head);
    let alone = has(&candidate.paragraph, &theirs.head) && !has(&candidate.paragraph, &ours.head);
    let meant = !said.pronoun || has(ctx.prose(), &ours.head) && !has(ctx.prose(), &theirs.head);
    (explicit || theirs.kind == SpeakerKind::Unnamed || alone)
        && meant
        && !kin::are_together(&candidate.prose, ours, theirs)
}

/// A source names the speaker whom the draft only describes.
fn nameable(ctx: &Ctx<'_>, said: &Said<'_>) -> Option<Raised> {
    let lexicon = &ctx.rules.lexicon.speakers;
    let speaker = said.speaker;
    if lexicon.spokespeople.contains(&speaker.head) || lexicon.crowd.contains(&speaker.head) || speaker.plural {
        return None;
    }
    // "the bank's chief economist" is one person, and anybody can look up who.
    if descriptor::is_definite(&speaker.words) {
        return None;
    }
    let prose = ctx.prose();
    let voice = said.voices.iter().find(|voice| {
        voice.speaker.is_some_and(|it| {
            it.kind == SpeakerKind::Named
                && !prose.contains(&it.head)
                && (said.quoted || descriptor::may_be(ctx.rules, speaker, it))
        }) && is_public(ctx, voice)
    })?;
    say::nameable(ctx, said, voice)
}

/// The draft names a speaker whom the sources describe, or whose name they ask to keep.
fn exposed(ctx: &Ctx<'_>, said: &Said<'_>) -> Option<Raised> {
    let speaker = said.speaker;
    if said.pronoun {
        return None;
    }
    let same = |voice: &&Voice<'_>| {
        voice.speaker.is_some_and(|it| it.kind == SpeakerKind::Named && kin::is_same_name(speaker, it))
    };
    if let Some(voice) = said.voices.iter().find(|it| same(it) && holds(voice_text(it), &lexicon(ctx).pseudonyms)) {
        let disclosed = holds(ctx.prose(), &lexicon(ctx).pseudonyms);
        return if disclosed { None } else { say::exposed(ctx, said, voice, "pseudonym") };
    }
    // A source that gives the name and asks for nothing has let it out.
    if said.voices.iter().any(|it| same(&it) && is_open(ctx, it)) {
        return None;
    }
    let kept = |voice: &&Voice<'_>| {
        let text = voice_text(voice);
        let withheld = is_withheld(ctx, voice);
        let named = text.contains(&speaker.head);
        let described = voice.speaker.is_some_and(|it| {
            it.kind == SpeakerKind::Unnamed
                && !it.plural
                && !it.head.is_empty()
                && !descriptor::is_definite(&it.words)
                && !lexicon(ctx).spokespeople.contains(&it.head)
        });
        let pseudonym = holds(text, &lexicon(ctx).pseudonyms);
        (described && !named)
            || (withheld && (named || voice.speaker.is_none_or(|it| it.kind != SpeakerKind::Named)))
            || pseudonym
    };
    let voice = said.voices.iter().find(kept).filter(|_| said.telling)?;
    // Somebody else who is named for them settles that they are not secret.
    let elsewhere = |it: &Voice<'_>| it.speaker.is_some_and(|it| it.kind != SpeakerKind::Unnamed) && is_open(ctx, it);
    if said.voices.iter().any(elsewhere) {
        return None;
    }
    say::exposed(ctx, said, voice, "")
}

/// Another rank, body or number than the sources give a speaker without a name.
fn drifted(ctx: &Ctx<'_>, said: &Said<'_>) -> Option<Raised> {
    let mut drift: Option<(Drift, &Voice<'_>)> = None;
    let one_place = said
        .voices
        .iter()
        .all(|it| said.voices.first().is_some_and(|first| first.candidate.source.path == it.candidate.source.path));
    for voice in &said.voices {
        let speaker = voice.speaker?;
        let found = match speaker.kind {
            SpeakerKind::Unnamed => descriptor::drift(ctx.rules, said.speaker, speaker, &voice.candidate.paragraph)?,
            // What one minister says other officials may have said too; a whole sentence they have not.
            SpeakerKind::Named
                if said.speaker.plural && said.whole && !lexicon(ctx).crowd.contains(&said.speaker.head) =>
            {
                Drift::Plural
            }
            SpeakerKind::Institution | SpeakerKind::Named | SpeakerKind::Office => match said.speaker.plural {
                // "officials" for a ministry: they may be its own.
                _ if kin::kin(ctx.rules, said.speaker, speaker, voice.candidate) != Kin::Other => return None,
                _ => Drift::Body,
            },
            SpeakerKind::Pronoun | SpeakerKind::Nobody => return None,
        };
        drift = drift.or(Some((found, voice)));
    }
    let (drift, voice) = drift?;
    let counts = matches!(drift, Drift::Plural | Drift::Count { .. });
    // Two reports of one official each may make two officials.
    if counts && !one_place {
        return None;
    }
    say::drifted(ctx, said, voice, drift)
}

fn lexicon<'a>(ctx: &Ctx<'a>) -> &'a crate::rules::lexicon::speakers::Speakers {
    &ctx.rules.lexicon.speakers
}

fn voice_text<'a>(voice: &Voice<'a>) -> &'a str {
    &voice.candidate.paragraph
}

/// Whether one of some phrases stands in a text, as whole words.
fn holds(text: &str, phrases: &rustc_hash::FxHashSet<String>) -> bool {
    let lower = text.to_lowercase().replace('’', "'");
    phrases.iter().any(|it| lower.contains(it.as_str()))
}

/// Words against which a fault may be found.
fn faults(candidate: &Candidate) -> bool {
    candidate.source.verbatim && !matches!(candidate.source.kind, SourceKind::Notes | SourceKind::Own)
}

/// Whether a source is one that counts at all here.
fn counts(candidate: &Candidate) -> bool {
    candidate.source.trust.counts() && candidate.english && candidate.sentence
}

/// The source asks, in the same paragraph, that the speaker be kept out.
fn is_withheld(ctx: &Ctx<'_>, voice: &Voice<'_>) -> bool {
    holds(voice_text(voice), &lexicon(ctx).withheld)
}

/// The source gives its speaker without asking for anything.
fn is_open(ctx: &Ctx<'_>, voice: &Voice<'_>) -> bool {
    !voice.candidate.source.confidential
        && !is_withheld(ctx, voice)
        && !holds(voice_text(voice), &lexicon(ctx).pseudonyms)
}

/// The source was made for the public: what it names may be named.
fn is_public(ctx: &Ctx<'_>, voice: &Voice<'_>) -> bool {
    let public = match voice.candidate.source.kind {
        SourceKind::Primary | SourceKind::Report | SourceKind::Rewrite | SourceKind::Release | SourceKind::Unknown => {
            true
        }
        SourceKind::Transcript
        | SourceKind::Interview
        | SourceKind::Mail
        | SourceKind::Notes
        | SourceKind::Own
        | SourceKind::Data => false,
    };
    let path = voice.candidate.source.path.to_lowercase();
    let mut names = path.split(|it: char| !it.is_alphanumeric() && it != '-');
    public && is_open(ctx, voice) && !names.any(|it| lexicon(ctx).private_files.contains(it))
}

/// The attributions of a sentence that have a speaker, by index into its facts.
fn attributed<'f>(
    facts: impl Iterator<Item = (usize, &'f crate::fact::Fact)>,
) -> impl Iterator<Item = (usize, &'f crate::fact::Fact, &'f crate::fact::Attribution)> {
    facts.filter_map(|(idx, fact)| match &fact.kind {
        FactKind::Attribution(it) if it.speaker.kind != SpeakerKind::Nobody => Some((idx, fact, it)),
        FactKind::Attribution(_) | FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Name(_) => {
            None
        }
    })
}
