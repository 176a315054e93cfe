//! Who is said to have said it, or that nobody is.

use crate::text::Span;

/// "said a Pentagon official, who did not want to be named": a speaker, the words that make them one, and the excuse.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    pub speaker: Speaker,
    /// "said", "according to", "it is understood".
    pub cue: Span,
    /// The cue's verb in its dictionary form ("say", "admit"); empty for "according to".
    pub verb: String,
    pub anonymity: Anonymity,
    /// How the speaker knows: "who attended the talks". Empty where not said.
    pub basis: Option<Span>,
    /// "in a statement", "told reporters", "spoke publicly": said in public or on paper.
    pub public: Option<Span>,
    /// The speech itself is quoted, as opposed to reported.
    pub quoted: bool,
}

/// Whose mouth it is put in.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Speaker {
    pub kind: SpeakerKind,
    /// The speaker's words in this paragraph; `None` where a link supplied the speaker from an earlier one.
    pub span: Option<Span>,
    /// As written, for messages and for comparing: "a Pentagon official", "Sergiy Kyslytsya".
    pub words: String,
    /// The title that a name was last given, as written: "First Deputy Foreign Minister". Empty for others.
    pub title: String,
    /// The head noun in its singular ("official"); the surname for named speakers; empty for nobody.
    pub head: String,
    pub plural: bool,
    /// The ladder of descriptors: 0 bare, 1 role, 2 role with body or nation, 3 with rank or unit, 4 with basis of
    /// knowledge, 5 with side or motive, 6 named, 7 named with title.
    pub rung: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpeakerKind {
    Named,
    /// A body that speaks for itself: a ministry, the police, a court, a report, a newspaper.
    Institution,
    /// A title that fits one person only: "the prime minister".
    Office,
    /// A described person or group without a name.
    Unnamed,
    /// "he", "she", "they": settled by a link, or by nothing.
    Pronoun,
    /// Nobody at all: "it is understood", "reportedly".
    Nobody,
}

/// What the text says about a name that it withholds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Anonymity {
    /// "on condition of anonymity", "who asked not to be named".
    pub acknowledged: Option<Span>,
    /// "because the court dismisses staff who talk to reporters".
    pub reason: Option<Span>,
    /// The reason is one that some houses count as none: "because they were not authorized to speak".
    pub stock: bool,
}
