//! What differs inside slots of one role, and beside the predicate: how many, which of two opposites, where and when.

use super::differ::{Differ, Difference, Kind, span_of};
use super::event::Fit;
use crate::fact::{Inflection, Relation, Role, Slot, SlotAmount, Tag, Word};

impl Differ<'_, '_> {
    /// "some clinics" told of "clinics" or of "all clinics".
    pub fn amount(&self, ours: &Slot, theirs: &Slot) -> Option<Difference> {
        if !self.pair.same_slot(ours, theirs) || self.draft.negative || self.source.negative {
            return None;
        }
        let plural = self.pair.ours(ours.head).is_some_and(|it| it.inflection == Inflection::Plural);
        // "the Nordic countries" are all of them; "the residents" may be those spoken of before.
        let names =
            (ours.first..ours.head).any(|it| self.pair.ours(it).is_some_and(|it| it.capital && it.stem.is_some()));
        let definite = names && self.pair.ours(ours.first).is_some_and(|it| it.folded == "the");
        let bare = (ours.first == ours.head || definite) && plural && ours.role != Role::Oblique;
        let places = ((ours.first, ours.head), (theirs.first, theirs.head));
        match (ours.amount, theirs.amount) {
            (Some((SlotAmount::All, _)), Some((few, _))) if few < SlotAmount::All && few > SlotAmount::None => {
                Some(self.at(Kind::Amount, places.0, places.1))
            }
            (Some((SlotAmount::Most, _)), Some((few, _))) if few < SlotAmount::Most && few > SlotAmount::None => {
                Some(self.at(Kind::Amount, places.0, places.1))
            }
            (None, Some((few, _))) if few < SlotAmount::Most && few > SlotAmount::None && bare => {
                Some(self.at(Kind::Amount, places.0, places.1))
            }
            (Some((SlotAmount::All, at)), None)
                if self.pair.ours(at).is_some_and(|it| it.folded != "both")
                    && !self.pair.source.words.iter().any(is_whole)
                    && self.draft.slots.len() <= 3 =>
            {
                Some(self.at(Kind::Amount, (at, ours.head), places.1))
            }
            _ => None,
        }
    }

    /// Opposites inside two slots of one role: "the northern shore", "the southern shore".
    pub fn inside(&self, ours: &Slot, theirs: &Slot) -> Option<Difference> {
        let related =
            self.pair.akin(ours.head, theirs.head) || ours.role == Role::Oblique && self.same_preposition(ours, theirs);
        if !related {
            return None;
        }
        self.opposites(ours.first..=ours.last, theirs.first..=theirs.last)
    }

    pub fn same_preposition(&self, ours: &Slot, theirs: &Slot) -> bool {
        let (Some(a), Some(b)) = (ours.preposition, theirs.preposition) else { return false };
        self.pair.ours(a).zip(self.pair.theirs(b)).is_some_and(|(a, b)| a.folded == b.folded)
    }

    fn opposites(
        &self,
        ours: impl Iterator<Item = u32>,
        theirs: impl Iterator<Item = u32> + Clone,
    ) -> Option<Difference> {
        let mut ours = ours.filter(|it| self.pair.ours(*it).is_some_and(|it| it.stem.is_some()) && !self.pair.has(*it));
        ours.find_map(|our| {
            let their = theirs.clone().find(|it| self.pair.are_opposite(our, *it) && !self.pair.is_ours(*it))?;
            Some(self.at(Kind::Word, (our, our), (their, their)))
        })
    }

    /// The same noun after opposite prepositions; a time or a place that cannot be the other.
    pub fn whole(&self, ours: &Slot, theirs: &Slot) -> Option<Difference> {
        let (a, b) = (ours.preposition?, theirs.preposition?);
        if !self.pair.akin(ours.head, theirs.head) {
            return self.weekday(ours, theirs).or_else(|| self.placed_apart(ours, theirs));
        }
        let (word, other) = (self.pair.ours(a)?, self.pair.theirs(b)?);
        let opposite = self.pair.lexicon.contrasts.are_opposite(&word.folded, &other.folded);
        opposite.then(|| self.at(Kind::Word, (a, ours.head), (b, theirs.head)))
    }

    /// "in the west of the country", "on the western border": one quarter of the compass, and two places in it.
    fn placed_apart(&self, ours: &Slot, theirs: &Slot) -> Option<Difference> {
        const COMPASS: &[&str] =
            &["north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"];
        let compass = |it: Option<&Word>| it.is_some_and(|it| COMPASS.contains(&it.folded.as_str()));
        let toward = (ours.first..=ours.last).find(|it| compass(self.pair.ours(*it)))?;
        let alike = (theirs.first..=theirs.last).any(|it| self.pair.akin(toward, it));
        let held = self.meeting.actor == Fit::Same || self.meeting.undergoer == Fit::Same;
        let apart = ours.head != toward && !self.pair.has(ours.head) && !self.same_preposition(ours, theirs);
        (alike && held && apart && !compass(self.pair.ours(ours.head))).then(|| {
            self.at(Kind::Word, (ours.preposition.unwrap_or(ours.first), ours.head), (theirs.first, theirs.last))
        })
    }

    fn weekday(&self, ours: &Slot, theirs: &Slot) -> Option<Difference> {
        const DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let (a, b) = (self.pair.ours(ours.head)?, self.pair.theirs(theirs.head)?);
        let days = DAYS.contains(&a.folded.as_str()) && DAYS.contains(&b.folded.as_str()) && a.folded != b.folded;
        let sure = self.meeting.actor == Fit::Same && self.draft.tense != self.source.tense;
        (days && sure).then(|| self.at(Kind::Time, (ours.head, ours.head), (theirs.head, theirs.head)))
    }

    /// "is outside Lille", "is in Lille".
    pub fn case(&self) -> Option<Difference> {
        let ours = self.pair.draft.child(self.draft.predicate as usize, Relation::Case)? as u32;
        let theirs = self.pair.source.child(self.source.predicate as usize, Relation::Case)? as u32;
        let (a, b) = (self.pair.ours(ours)?, self.pair.theirs(theirs)?);
        let opposite = self.pair.lexicon.contrasts.are_opposite(&a.folded, &b.folded);
        opposite
            .then(|| self.at(Kind::Word, span_of(ours, self.draft.predicate), span_of(theirs, self.source.predicate)))
    }

    /// Words of one sort anywhere in the two clauses: "more slowly", "faster".
    pub fn manner(&self) -> Option<Difference> {
        let own = |it: &u32| *it != self.draft.predicate && Some(*it) != self.draft.particle;
        let mut ours = self.draft.words.iter().copied().filter(own).filter(|it| !self.pair.has(*it));
        if self.meeting.covered < 0.75 {
            return None;
        }
        ours.find_map(|our| {
            let word = self.pair.ours(our)?;
            let alike = |it: u32| {
                self.pair.theirs(it).is_some_and(|it| {
                    let modifies = |tag| matches!(tag, Tag::Adjective | Tag::Adverb);
                    it.tag == word.tag || modifies(it.tag) && modifies(word.tag)
                })
            };
            let mut theirs = self.source.words.iter().copied().filter(|it| *it != self.source.predicate);
            let their = theirs.find(|it| alike(*it) && self.pair.are_opposite(our, *it) && !self.pair.is_ours(*it))?;
            Some(self.at(Kind::Word, (our, our), (their, their)))
        })
    }
}

fn is_whole(word: &Word) -> bool {
    matches!(word.folded.as_str(), "all" | "every" | "each" | "both" | "entire" | "whole" | "everyone")
}
