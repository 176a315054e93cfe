//! What two clauses of one event say differently, slot by slot: polarity, predicate, roles, words inside the slots, how
//! firm, how many, who says so, on what condition.
//!
//! Every difference names the words of both sides. What either side leaves open is none.

use super::event::{Bond, Fit, Meeting, Pair};
use crate::fact::{
    Claim, Clauses, Firmness, Inflection, Relation, Role, Slot, SlotAmount, Standpoint, Tag, Tense, Word,
};

/// What differs. Ordered by how plain the case is, plainest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Polarity,
    Opposite,
    Roles,
    Word,
    Name,
    Time,
    Part,
    Firmness,
    Stage,
    StageBack,
    Condition,
    Amount,
    Cause,
    Authority,
    Standing,
}

/// First and last word of each side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    pub kind: Kind,
    pub draft: (u32, u32),
    pub source: (u32, u32),
}

pub fn differ(pair: &Pair<'_>, draft: &Claim, source: &Claim, meeting: &Meeting) -> Vec<Difference> {
    let mut found = Vec::new();
    if matches!(source.standing, Standpoint::Asked | Standpoint::Supposed) {
        return found;
    }
    let differ = Differ { pair, draft, source, meeting };
    if meeting.is_same_event() && !differ.speakers_differ() {
        if draft.finite {
            found.extend(differ.polarity());
            found.extend(differ.opposite());
            found.extend(differ.stage());
        }
        if meeting.bond == Bond::Same || meeting.bond == Bond::Akin {
            if found.is_empty() && draft.finite && meeting.full && meeting.covered >= 0.7 {
                found.extend(differ.firmness());
                found.extend(differ.condition());
                found.extend(differ.standing());
                found.extend(differ.part());
                found.extend(differ.partly());
            }
            found.extend(differ.tense());
            for ours in &draft.slots {
                for theirs in source.slots.iter().filter(|it| it.role == ours.role) {
                    found.extend(differ.amount(ours, theirs).filter(|_| {
                        (draft.finite || matches!(ours.amount, Some((SlotAmount::All, _)))) && meeting.covered >= 0.7
                    }));
                    found.extend(differ.inside(ours, theirs));
                    found.extend(differ.whole(ours, theirs));
                }
            }
            found.extend(differ.case());
            found.extend(differ.manner());
        }
    }
    found.extend(differ.roles());
    found.extend(differ.name());
    found.sort_by_key(|it| it.kind);
    found
}

/// Two clauses while they are compared.
pub struct Differ<'a, 'b> {
    pub pair: &'b Pair<'a>,
    pub draft: &'b Claim,
    pub source: &'b Claim,
    pub meeting: &'b Meeting,
}

impl Differ<'_, '_> {
    pub fn at(&self, kind: Kind, draft: (u32, u32), source: (u32, u32)) -> Difference {
        Difference { kind, draft, source }
    }

    /// Two who say different things do not contradict each other's words.
    fn speakers_differ(&self) -> bool {
        let (Some(ours), Some(theirs)) = (self.draft.holder, self.source.holder) else { return false };
        let named = |it: Option<&Word>| it.is_some_and(|it| it.tag != Tag::Pronoun);
        named(self.pair.ours(ours)) && named(self.pair.theirs(theirs)) && !self.pair.akin(ours, theirs)
    }

    /// A few of them may, and a few may not.
    fn is_partial(&self) -> bool {
        let partial = |claim: &Claim| {
            claim.slots.iter().any(|it| {
                it.role != Role::Oblique
                    && it.amount.is_some_and(|it| it.0 > SlotAmount::None && it.0 != SlotAmount::All)
            })
        };
        // "all but two", and not "they agreed, but some left".
        let excepted = |clauses: &Clauses| {
            clauses.words.iter().enumerate().any(|(at, it)| match it.folded.as_str() {
                "except" | "only" => true,
                "but" => at.checked_sub(1).and_then(|it| clauses.word(it)).is_some_and(|it| {
                    matches!(
                        it.folded.as_str(),
                        "all" | "none" | "nothing" | "nobody" | "everyone" | "everything" | "any"
                    )
                }),
                _ => false,
            })
        };
        partial(self.draft) || partial(self.source) || excepted(self.pair.draft) != excepted(self.pair.source)
    }

    /// A plain verb says so little that its object has to be the same.
    fn is_telling(&self) -> bool {
        let light = matches!(
            self.draft.lemma.as_str(),
            "be" | "have" | "do" | "get" | "make" | "take" | "go" | "say" | "come" | "give"
        );
        !light
            || self.meeting.covered >= 0.8 && (self.meeting.shared > 1 || self.draft.copular)
            || self.meeting.undergoer == Fit::Same
    }

    fn polarity(&self) -> Option<Difference> {
        let same = matches!(self.meeting.bond, Bond::Same | Bond::Akin);
        let differs = self.draft.negative != self.source.negative;
        // "may not" leaves room for "may".
        let both_open = self.draft.firmness == Firmness::Possible && self.source.firmness == Firmness::Possible;
        // "No vehicles" and "numerous vehicles" are held together by the vehicles.
        let none = |claim: &Claim| claim.slots.iter().any(|it| matches!(it.amount, Some((SlotAmount::None, _))));
        let partial = self.is_partial() && !none(self.draft) && !none(self.source);
        // "No harvest was better", "the harvest was the best".
        let has = |clauses: &Clauses, form| clauses.words.iter().any(|it| it.inflection == form);
        let (more, most) = (Inflection::Comparative, Inflection::Superlative);
        let ranked = has(self.pair.draft, more) && has(self.pair.source, most)
            || has(self.pair.draft, most) && has(self.pair.source, more);
        if !same || !differs || partial || both_open || ranked || !self.is_telling() {
            return None;
        }
        if self.meeting.bond == Bond::Akin && self.meeting.covered < 0.75 {
            return None;
        }
        Some(self.at(Kind::Polarity, verb(self.pair.draft, self.draft), verb(self.pair.source, self.source)))
    }

    fn opposite(&self) -> Option<Difference> {
        let plain = !self.draft.negative && !self.source.negative;
        let possible = self.draft.firmness == Firmness::Possible && self.source.firmness == Firmness::Possible;
        let open = self.source.firmness < Firmness::Certain && self.draft.firmness > self.source.firmness;
        if self.meeting.bond != Bond::Opposite || open || !plain || self.is_partial() || possible {
            return None;
        }
        // The draft's actor stands elsewhere in the source: it may tell the same from the other side.
        let actor = self.draft.slot(Role::Actor);
        let elsewhere =
            |it: &&Slot| actor.is_some_and(|ours| it.role != Role::Actor && self.pair.akin(ours.head, it.head));
        if self.meeting.actor != Fit::Same && self.source.slots.iter().any(|it| elsewhere(&it)) {
            return None;
        }
        // What is opened and what is closed has to be the same thing.
        let same = self.meeting.undergoer == Fit::Same
            || (self.meeting.actor == Fit::Same || self.same_pronoun()) && self.lacks_undergoer();
        let both = self.meeting.actor == Fit::Same && (self.meeting.undergoer == Fit::Same || self.lacks_undergoer());
        let same = same && (both || self.meeting.covered >= 0.75 || self.meeting.full || self.turns());
        same.then(|| self.at(Kind::Opposite, verb(self.pair.draft, self.draft), verb(self.pair.source, self.source)))
    }

    /// "He denied taking it", "he admitted taking it".
    fn same_pronoun(&self) -> bool {
        let head = |it: &Claim| it.slot(Role::Actor).map(|it| it.head);
        let (Some(ours), Some(theirs)) = (head(self.draft), head(self.source)) else { return false };
        let same = self.pair.ours(ours).zip(self.pair.theirs(theirs)).is_some_and(|(a, b)| a.folded == b.folded);
        same && self.meeting.shared > 1 && self.meeting.covered >= 0.9
    }

    /// "The fleet is smaller", "the navy expanded its fleet": one moves what moves in the other.
    fn turns(&self) -> bool {
        let lacks = |it: &Claim| it.slot(Role::Undergoer).is_none();
        lacks(self.draft) != lacks(self.source) && self.meeting.undergoer == Fit::Same
    }

    fn lacks_undergoer(&self) -> bool {
        self.draft.slot(Role::Undergoer).is_none() && self.source.slot(Role::Undergoer).is_none()
    }

    fn stage(&self) -> Option<Difference> {
        let Bond::Rungs(ours, theirs) = self.meeting.bond else { return None };
        // "asked the board to look at it": what is asked for stands at no stage.
        let asked = self.pair.theirs(self.source.predicate).is_some_and(|it| it.inflection == Inflection::Infinitive);
        let negative = self.draft.negative || self.source.negative || asked && self.source.modals.is_empty();
        let same =
            self.meeting.undergoer == Fit::Same || self.meeting.undergoer == Fit::Open && self.meeting.shared > 1;
        if negative || !same || self.draft.firmness < Firmness::Certain || !self.meeting.full {
            return None;
        }
        let places = (verb(self.pair.draft, self.draft), verb(self.pair.source, self.source));
        // "announced in January and ratified in May" has the source's step as well.
        if self.pair.draft.claims.iter().any(|it| it.lemma == self.source.lemma) {
            return None;
        }
        // Of what is settled the next step is too near to tell: approved, announced, signed.
        if ours > theirs && (theirs <= 5 || ours - theirs > 1) {
            Some(self.at(Kind::Stage, places.0, places.1))
        } else if ours > theirs {
            None
        } else {
            let behind = self.draft.tense == Tense::Present
                && self.source.tense == Tense::Past
                && self.source.firmness == Firmness::Fact;
            behind.then(|| self.at(Kind::StageBack, places.0, places.1))
        }
    }

    fn firmness(&self) -> Option<Difference> {
        let (ours, theirs) = (self.draft.firmness, self.source.firmness);
        let done = ours == Firmness::Fact && self.draft.tense == Tense::Past;
        // "is leaving" is said of what will be.
        let verb_form = self.pair.ours(self.draft.predicate).map(|it| it.inflection);
        let progressive = verb_form == Some(Inflection::Gerund) && self.draft.tense == Tense::Present;
        // "urged the board to look" wants no more than "asked the board to look".
        let wants = self.pair.lexicon.clauses.planned.contains(&self.draft.lemma);
        if wants || progressive && theirs > Firmness::Possible {
            return None;
        }
        let firmer = match theirs {
            Firmness::Possible => ours > Firmness::Possible,
            Firmness::Planned => ours >= Firmness::Certain,
            Firmness::Certain => done,
            Firmness::Fact => false,
        };
        // "could make return": a modal that stands near is near enough.
        let lexicon = &self.pair.lexicon.clauses;
        let near = self.draft.predicate.saturating_sub(4)..self.draft.predicate;
        let hedged =
            near.filter_map(|it| self.pair.ours(it)).any(|it| !it.capital && lexicon.possible.contains(&it.folded));
        if !firmer || hedged || self.draft.negative != self.source.negative {
            return None;
        }
        let source = match self.source.modals.last() {
            Some(modal) => span_of(*modal, self.source.predicate),
            None => verb(self.pair.source, self.source),
        };
        Some(self.at(Kind::Firmness, verb(self.pair.draft, self.draft), source))
    }

    fn condition(&self) -> Option<Difference> {
        let theirs = self.source.condition?;
        // Speech is not what the condition is about.
        if self.pair.lexicon.clauses.stances.contains_key(&self.draft.lemma) {
            return None;
        }
        let hedged = |it: &Word| {
            matches!(it.folded.as_str(), "if" | "unless" | "provided" | "should" | "when" | "once" | "without")
        };
        if self.draft.condition.is_some()
            || self.draft.firmness <= Firmness::Planned
            || self.pair.draft.words.iter().any(hedged)
        {
            return None;
        }
        Some(self.at(Kind::Condition, verb(self.pair.draft, self.draft), theirs))
    }

    fn standing(&self) -> Option<Difference> {
        // "by his own estimate" is an attribution without a verb.
        let stances = &self.pair.lexicon.clauses.stances;
        let told = self.pair.draft.words.iter().any(|it| it.tag == Tag::Noun && stances.contains_key(&it.lemma));
        // "can help" leaves as much open as "believe".
        if told
            || self.draft.firmness == Firmness::Possible
            || self.draft.standing != Standpoint::Asserted
            || self.draft.quoted
        {
            return None;
        }
        let stance = self.source.stance?;
        // What a body says of others is news; what it says of itself, or as a judgement, is its word.
        let own = (0..self.pair.source.words.len() as u32).any(|it| {
            let near = it > stance.min(self.source.predicate) && it < stance.max(self.source.predicate);
            near && self
                .pair
                .theirs(it)
                .is_some_and(|it| matches!(it.folded.as_str(), "its" | "their" | "our" | "his" | "her"))
        });
        let judges =
            self.source.copular && self.pair.theirs(self.source.predicate).is_some_and(|it| it.tag == Tag::Adjective);
        match self.source.standing {
            Standpoint::Alleged | Standpoint::Believed => {}
            Standpoint::Said if own && judges => {}
            Standpoint::Denied if self.draft.negative => return None,
            Standpoint::Denied => {
                let places = (verb(self.pair.draft, self.draft), (stance, stance));
                return Some(self.at(Kind::Polarity, places.0, places.1));
            }
            Standpoint::Said | Standpoint::Asserted | Standpoint::Asked | Standpoint::Supposed => return None,
        }
        Some(self.at(Kind::Standing, verb(self.pair.draft, self.draft), (stance, stance)))
    }

    /// "expires in two years", "expired two years ago"; "begins on Thursday", "began on Wednesday".
    fn tense(&self) -> Option<Difference> {
        if self.meeting.covered < 0.6 {
            return None;
        }
        let ago = |clauses: &Clauses| clauses.words.iter().any(|it| it.folded == "ago");
        let ahead = |it: &Slot| {
            let word = it.preposition.and_then(|it| self.pair.theirs(it)).map_or("", |it| it.folded.as_str());
            word == "in"
                && matches!(
                    self.pair.theirs(it.head).map(|it| it.lemma.as_str()),
                    Some("year" | "month" | "week" | "day" | "hour")
                )
        };
        let not_past = self.source.tense != Tense::Past;
        let turned =
            self.draft.tense == Tense::Past && ago(self.pair.draft) && not_past && self.source.slots.iter().any(ahead);
        turned.then(|| self.at(Kind::Time, verb(self.pair.draft, self.draft), verb(self.pair.source, self.source)))
    }

    /// The source speaks of somebody's deputy, of some of its members; the draft of the thing itself.
    fn part(&self) -> Option<Difference> {
        let role = if self.meeting.actor == Fit::Part { Role::Actor } else { Role::Undergoer };
        if self.meeting.actor != Fit::Part && self.meeting.undergoer != Fit::Part {
            return None;
        }
        let (ours, theirs) = (self.draft.slot(role)?, self.source.slot(role)?);
        Some(self.at(Kind::Part, (ours.first, ours.last), (theirs.first, theirs.last)))
    }

    fn partly(&self) -> Option<Difference> {
        let theirs = self.source.partly?;
        let hedges = |it: &Word| it.folded == "most" || self.pair.lexicon.clauses.partly.contains(&it.folded);
        let plain = self.draft.partly.is_none()
            && !self.pair.draft.words.iter().any(hedges)
            && self.draft.firmness == Firmness::Fact;
        plain
            .then(|| self.at(Kind::Firmness, verb(self.pair.draft, self.draft), span_of(theirs, self.source.predicate)))
    }

    /// Who did it and to whom have changed places.
    fn roles(&self) -> Option<Difference> {
        let (bond, draft, source) = (self.meeting.bond, self.draft, self.source);
        let converse = bond == Bond::Converse;
        if !matches!(bond, Bond::Same | Bond::Converse) || draft.negative != source.negative {
            return None;
        }
        let (ours, theirs) = (draft.slot(Role::Actor)?, source.slot(Role::Actor)?);
        let straight = self.pair.same_slot(ours, theirs);
        let in_other =
            |slots: &[Slot], same: &dyn Fn(&Slot) -> bool| slots.iter().any(|it| it.role != Role::Actor && same(it));
        let crossed = in_other(&source.slots, &|it| self.pair.same_slot(ours, it))
            && in_other(&draft.slots, &|it| self.pair.akin(it.head, theirs.head) && !self.pair.named_apart(it, theirs));
        // "the oldest of them, planted by his grandfather": what is no noun is no actor that could be told from another.
        let noun = |it: Option<&Word>| it.is_some_and(|it| matches!(it.tag, Tag::Noun | Tag::Name | Tag::Pronoun));
        let nouns = noun(self.pair.ours(ours.head)) && noun(self.pair.theirs(theirs.head));
        if converse || straight || !crossed || !nouns || draft.lemma == "be" {
            return None;
        }
        Some(self.at(Kind::Roles, (ours.first, ours.last), (theirs.first, theirs.last)))
    }

    /// All is the same but a name.
    fn name(&self) -> Option<Difference> {
        if self.meeting.bond != Bond::Same || self.draft.negative != self.source.negative || self.draft.lemma == "be" {
            return None;
        }
        self.draft.slots.iter().find_map(|ours| {
            let theirs = self
                .source
                .slots
                .iter()
                .find(|it| it.role == ours.role && (it.role != Role::Oblique || self.same_preposition(ours, it)))?;
            let names = |it: Option<&Word>| it.is_some_and(|it| it.capital && it.stem.is_some());
            let both = names(self.pair.ours(ours.head)) && names(self.pair.theirs(theirs.head));
            if !both || !self.pair.named_apart(ours, theirs) || self.swapped(ours, theirs) {
                return None;
            }
            let own = |it: &u32| *it != self.draft.predicate && !(ours.first..=ours.last).contains(it);
            let rest: Vec<u32> = self.draft.words.iter().copied().filter(own).collect();
            let (covered, shared) = self.pair.covered(rest.iter().copied());
            let same_rest = self.draft.slots.iter().filter(|it| it.role != ours.role).any(|it| {
                self.source.slots.iter().any(|other| other.role == it.role && self.pair.akin(it.head, other.head))
            });
            let short = self.pair.source.words.len() <= 14;
            (covered >= 0.99 && (shared > 1 || shared > 0 && short) && same_rest)
                .then(|| self.at(Kind::Name, (ours.first, ours.last), (theirs.first, theirs.last)))
        })
    }

    /// The names stand on both sides, in other slots.
    fn swapped(&self, ours: &Slot, theirs: &Slot) -> bool {
        self.pair.has(ours.head) && self.pair.is_ours(theirs.head) && !self.pair.akin(ours.head, theirs.head)
    }
}

/// The predicate with its auxiliaries, its negation and its particle, where they stand together.
pub fn verb(clauses: &Clauses, claim: &Claim) -> (u32, u32) {
    let (mut first, mut last) = (claim.predicate, claim.predicate);
    let helps = |it: &Word| {
        matches!(it.tag, Tag::Auxiliary | Tag::Particle)
            || matches!(it.relation, Relation::Aux | Relation::AuxPass | Relation::Cop)
    };
    while let Some(before) = first.checked_sub(1)
        && clauses
            .word(before as usize)
            .is_some_and(|it| helps(it) || claim.negators.contains(&before) || claim.modals.contains(&before))
    {
        first = before;
    }
    if let Some(particle) = claim.particle.filter(|it| *it == last + 1) {
        last = particle;
    }
    for negator in &claim.negators {
        let near = |it: u32| first.saturating_sub(it) <= 6 && it < first;
        if near(*negator) {
            first = *negator;
        }
        // "there is no cure".
        if *negator > last && *negator - last <= 3 {
            last = *negator;
        }
    }
    (first, last)
}

pub fn span_of(a: u32, b: u32) -> (u32, u32) {
    (a.min(b), a.max(b))
}
