//! Parts of speech, inflection, and the relations between a word and its head, as Universal Dependencies name them.
//!
//! Data only. NB: the order of [`Relation`] is the order of the parser's weights: after any change, learn anew.

/// A part of speech of Universal Dependencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    Adjective,
    Adposition,
    Adverb,
    Auxiliary,
    Coordinator,
    Determiner,
    Interjection,
    Noun,
    Numeral,
    Particle,
    Pronoun,
    Name,
    Mark,
    Subordinator,
    Symbol,
    Verb,
    Other,
}

/// How a word is inflected, as far as English shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Inflection {
    /// Nothing to be seen: "house", "blue", "because".
    Plain,
    /// "houses", "Alps".
    Plural,
    /// "bluer", "more".
    Comparative,
    /// "bluest", "most".
    Superlative,
    /// The bare verb: "(to) send", "(will) send".
    Infinitive,
    /// "sent" in "they sent".
    Past,
    /// "sent" in "was sent", "have sent".
    PastParticiple,
    /// "sending".
    Gerund,
    /// "send" in "they send", "sends".
    Present,
    /// "will", "might".
    Modal,
    /// "her", "whose", "'s".
    Possessive,
}

/// What a word is to its head. Subtypes are kept where they say who did what, and where they tell possession.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    Acl,
    Advcl,
    Advmod,
    Amod,
    Appos,
    Aux,
    AuxPass,
    Case,
    Cc,
    Ccomp,
    Compound,
    Conj,
    Cop,
    Csubj,
    Dep,
    Det,
    Discourse,
    Dislocated,
    Expl,
    Fixed,
    Flat,
    Goeswith,
    Iobj,
    List,
    Mark,
    Nmod,
    Nsubj,
    NsubjPass,
    Nummod,
    Obj,
    Obl,
    OblAgent,
    Orphan,
    Parataxis,
    Punct,
    Reparandum,
    Root,
    Vocative,
    Xcomp,
}
