//! Parts of speech with their inflection, and the relations between a word and its head, as Universal Dependencies
//! name them.
//!
//! NB: the order of [`CLASSES`] and of [`RELATIONS`] is the order of the weights: after any change to them, learn anew.

pub use crate::fact::{Inflection, Relation, Tag};

impl Tag {
    /// The name in treebanks.
    pub fn code(self) -> &'static str {
        match self {
            Tag::Adjective => "ADJ",
            Tag::Adposition => "ADP",
            Tag::Adverb => "ADV",
            Tag::Auxiliary => "AUX",
            Tag::Coordinator => "CCONJ",
            Tag::Determiner => "DET",
            Tag::Interjection => "INTJ",
            Tag::Noun => "NOUN",
            Tag::Numeral => "NUM",
            Tag::Particle => "PART",
            Tag::Pronoun => "PRON",
            Tag::Name => "PROPN",
            Tag::Mark => "PUNCT",
            Tag::Subordinator => "SCONJ",
            Tag::Symbol => "SYM",
            Tag::Verb => "VERB",
            Tag::Other => "X",
        }
    }
}

/// What the tagger tells apart: a part of speech, and the finer tag of the Penn Treebank, which carries inflection.
pub const CLASSES: [(Tag, &str); 64] = [
    (Tag::Noun, "NN"),
    (Tag::Noun, "NNS"),
    (Tag::Noun, "FW"),
    (Tag::Name, "NNP"),
    (Tag::Name, "NNPS"),
    (Tag::Name, "ADD"),
    (Tag::Verb, "VB"),
    (Tag::Verb, "VBD"),
    (Tag::Verb, "VBG"),
    (Tag::Verb, "VBN"),
    (Tag::Verb, "VBP"),
    (Tag::Verb, "VBZ"),
    (Tag::Auxiliary, "MD"),
    (Tag::Auxiliary, "VB"),
    (Tag::Auxiliary, "VBD"),
    (Tag::Auxiliary, "VBG"),
    (Tag::Auxiliary, "VBN"),
    (Tag::Auxiliary, "VBP"),
    (Tag::Auxiliary, "VBZ"),
    (Tag::Adjective, "JJ"),
    (Tag::Adjective, "JJR"),
    (Tag::Adjective, "JJS"),
    (Tag::Adjective, "NNP"),
    (Tag::Adverb, "RB"),
    (Tag::Adverb, "RBR"),
    (Tag::Adverb, "RBS"),
    (Tag::Adverb, "WRB"),
    (Tag::Adposition, "IN"),
    (Tag::Adposition, "RP"),
    (Tag::Subordinator, "IN"),
    (Tag::Coordinator, "CC"),
    (Tag::Determiner, "DT"),
    (Tag::Determiner, "PDT"),
    (Tag::Determiner, "WDT"),
    (Tag::Pronoun, "PRP"),
    (Tag::Pronoun, "PRP$"),
    (Tag::Pronoun, "DT"),
    (Tag::Pronoun, "EX"),
    (Tag::Pronoun, "NN"),
    (Tag::Pronoun, "WDT"),
    (Tag::Pronoun, "WP"),
    (Tag::Pronoun, "WP$"),
    (Tag::Particle, "TO"),
    (Tag::Particle, "RB"),
    (Tag::Particle, "POS"),
    (Tag::Numeral, "CD"),
    (Tag::Numeral, "LS"),
    (Tag::Interjection, "UH"),
    (Tag::Mark, "."),
    (Tag::Mark, ","),
    (Tag::Mark, ":"),
    (Tag::Mark, "-LRB-"),
    (Tag::Mark, "-RRB-"),
    (Tag::Mark, "``"),
    (Tag::Mark, "''"),
    (Tag::Mark, "HYPH"),
    (Tag::Mark, "NFP"),
    (Tag::Symbol, "SYM"),
    (Tag::Symbol, "$"),
    (Tag::Symbol, "NFP"),
    (Tag::Symbol, ","),
    (Tag::Symbol, "NN"),
    (Tag::Other, "GW"),
    (Tag::Other, "FW"),
];

/// Which of [`CLASSES`] a word is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class(pub u8);

impl Class {
    /// No word: before the first and after the last.
    pub const NONE: Class = Class(u8::MAX);

    pub fn tag(self) -> Tag {
        CLASSES.get(usize::from(self.0)).map_or(Tag::Other, |(tag, _)| *tag)
    }

    /// The tag of the Penn Treebank.
    pub fn penn(self) -> &'static str {
        CLASSES.get(usize::from(self.0)).map_or("", |(_, penn)| *penn)
    }

    pub fn form(self) -> Inflection {
        match self.penn() {
            "NNS" | "NNPS" => Inflection::Plural,
            "JJR" | "RBR" => Inflection::Comparative,
            "JJS" | "RBS" => Inflection::Superlative,
            "VB" => Inflection::Infinitive,
            "VBD" => Inflection::Past,
            "VBN" => Inflection::PastParticiple,
            "VBG" => Inflection::Gerund,
            "VBP" | "VBZ" => Inflection::Present,
            "MD" => Inflection::Modal,
            "PRP$" | "WP$" | "POS" => Inflection::Possessive,
            _ => Inflection::Plain,
        }
    }

    /// The class that a treebank's tags name; the commonest of that part of speech where the finer tag is rare.
    pub fn of(code: &str, penn: &str) -> Class {
        let exact = CLASSES.iter().position(|(tag, fine)| tag.code() == code && *fine == penn);
        let near = || CLASSES.iter().position(|(tag, _)| tag.code() == code);
        exact.or_else(near).map_or(Class::NONE, |at| Class(at as u8))
    }
}

pub const RELATIONS: [(Relation, &str); 39] = [
    (Relation::Acl, "acl"),
    (Relation::Advcl, "advcl"),
    (Relation::Advmod, "advmod"),
    (Relation::Amod, "amod"),
    (Relation::Appos, "appos"),
    (Relation::Aux, "aux"),
    (Relation::AuxPass, "aux:pass"),
    (Relation::Case, "case"),
    (Relation::Cc, "cc"),
    (Relation::Ccomp, "ccomp"),
    (Relation::Compound, "compound"),
    (Relation::Conj, "conj"),
    (Relation::Cop, "cop"),
    (Relation::Csubj, "csubj"),
    (Relation::Dep, "dep"),
    (Relation::Det, "det"),
    (Relation::Discourse, "discourse"),
    (Relation::Dislocated, "dislocated"),
    (Relation::Expl, "expl"),
    (Relation::Fixed, "fixed"),
    (Relation::Flat, "flat"),
    (Relation::Goeswith, "goeswith"),
    (Relation::Iobj, "iobj"),
    (Relation::List, "list"),
    (Relation::Mark, "mark"),
    (Relation::Nmod, "nmod"),
    (Relation::Nsubj, "nsubj"),
    (Relation::NsubjPass, "nsubj:pass"),
    (Relation::Nummod, "nummod"),
    (Relation::Obj, "obj"),
    (Relation::Obl, "obl"),
    (Relation::OblAgent, "obl:agent"),
    (Relation::Orphan, "orphan"),
    (Relation::Parataxis, "parataxis"),
    (Relation::Punct, "punct"),
    (Relation::Reparandum, "reparandum"),
    (Relation::Root, "root"),
    (Relation::Vocative, "vocative"),
    (Relation::Xcomp, "xcomp"),
];

impl Relation {
    /// The name in treebanks.
    pub fn code(self) -> &'static str {
        RELATIONS.get(self as usize).map_or("dep", |(_, code)| *code)
    }

    pub fn at(index: usize) -> Relation {
        RELATIONS.get(index).map_or(Relation::Dep, |(relation, _)| *relation)
    }

    /// From a treebank's name; a subtype that is not kept is folded into what it is a subtype of.
    pub fn of(code: &str) -> Relation {
        let find = |code: &str| RELATIONS.iter().find(|(_, it)| *it == code).map(|(relation, _)| *relation);
        find(code).or_else(|| find(code.split(':').next().unwrap_or(code))).unwrap_or(Relation::Dep)
    }
}
