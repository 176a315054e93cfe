//! What is said of a figure: which rule speaks, in which of its variants, how heavily, and with which words of the source.
//!
//! The variants are keys of `[messages]` in `rules/figure/*.toml`, where the sentences themselves stand.

use super::compare::{Lost, Parted, Verdict};
use super::fit::{Gap, Loss, Slip};
use super::judge::Outcome;
use super::same::Bond;
use crate::fact::Stage;
use crate::finding::{Evidence, Fix, Raised, Relation, Safety, Weight};
use crate::text::Span;

/// What is to be said of a figure, before it is put at its place.
pub struct Said {
    pub rule: &'static str,
    variant: &'static str,
    weight: Weight,
    pub evidence: Vec<Evidence>,
    /// The source's words and where they stand.
    given: String,
    source: String,
    working: String,
    /// How far along the source has it, where that is what was lost.
    stage: &'static str,
    offer: bool,
    /// Where it is raised, where that is not at the figure.
    at: Option<Span>,
}

impl Said {
    pub fn raised(self, span: Span, figure: String) -> Raised {
        let span = self.at.unwrap_or(span);
        let fixes = if self.offer {
            let title = format!("write {} as in {}", self.given, self.source);
            vec![Fix { title, safety: Safety::Ask, span, text: self.given.clone() }]
        } else {
            Vec::new()
        };
        Raised {
            rule: self.rule,
            span,
            weight: self.weight,
            variant: self.variant,
            args: vec![
                ("figure", figure),
                ("given", self.given),
                ("source", self.source),
                ("working", self.working),
                ("stage", self.stage.to_string()),
            ],
            evidence: self.evidence,
            fixes,
        }
    }
}

/// What is to be said of a figure that no source gives.
pub fn absent(outcomes: &[Outcome<'_>]) -> Said {
    let nearest = outcomes.iter().filter(|it| it.bond >= Bond::Akin).max_by_key(|it| (it.bond, it.closeness()));
    let evidence = nearest.map(|it| it.evidence(Relation::Nearest)).into_iter().collect();
    let withdrawn = outcomes.iter().any(|it| it.is_withdrawn() && matches!(it.verdict, Verdict::Withdrawn));
    Said {
        rule: "unsupported-figure",
        variant: if withdrawn { "withdrawn" } else { "" },
        weight: Weight::Full,
        evidence,
        given: String::new(),
        source: String::new(),
        working: String::new(),
        stage: "",
        offer: false,
        at: None,
    }
}

impl Outcome<'_> {
    /// Of a source that replaces the one that gives the draft's figure.
    pub fn said_later(&self) -> Said {
        Said { variant: "later", ..self.said() }
    }

    pub fn said(&self) -> Said {
        let (rule, variant, weight, relation) = match &self.verdict {
            Verdict::Nearly(slip) => {
                ("overstated-figure", slip_variant(*slip), self.slip_weight(*slip), Relation::Weaker)
            }
            Verdict::Weaker(lost) => {
                ("overstated-figure", lost_variant(*lost), self.loss_weight(*lost), Relation::Weaker)
            }
            Verdict::Differs(parted) => {
                ("conflicting-figure", parted_variant(parted), Weight::Full, Relation::Conflicts)
            }
            Verdict::Holds | Verdict::Computed(_) | Verdict::Open | Verdict::Withdrawn => {
                ("unsupported-figure", "", Weight::Full, Relation::Nearest)
            }
        };
        let working = match &self.verdict {
            Verdict::Differs(Parted::Computed(working) | Parted::Points(working)) | Verdict::Computed(working) => {
                working.clone()
            }
            Verdict::Differs(Parted::Opposite(it)) => it.ours.clone(),
            // The day on which it was somebody's age.
            Verdict::Weaker(Lost::Age) => self.candidate.source.date.clone().unwrap_or_default(),
            _ => String::new(),
        };
        let stage = match self.verdict {
            Verdict::Weaker(Lost::Stage(Stage::Planned)) => "planned",
            Verdict::Weaker(Lost::Stage(Stage::Target)) => "aimed at",
            Verdict::Weaker(Lost::Stage(Stage::Possible)) => "only possible",
            Verdict::Weaker(Lost::Stage(Stage::Forecast)) => "expected",
            _ => "",
        };
        let offer = matches!(
            self.verdict,
            Verdict::Nearly(_)
                | Verdict::Weaker(Lost::Value(_))
                | Verdict::Differs(Parted::Value(_) | Parted::Points(_) | Parted::Opposite(_))
        ) && self.fact.is_some();
        let at = match &self.verdict {
            Verdict::Differs(Parted::Opposite(it)) => Some(it.span),
            _ => None,
        };
        // Where several figures were computed with, the working says what they give.
        let given = match &self.verdict {
            Verdict::Differs(Parted::Opposite(it)) => it.theirs.clone(),
            _ if self.fact.is_some() => self.given(),
            _ => working.clone(),
        };
        Said {
            rule,
            variant,
            weight,
            evidence: vec![self.evidence(relation)],
            given,
            source: self.candidate.file_and_place(),
            working,
            stage,
            offer,
            at,
        }
    }

    /// Readers take a round figure as round; a toll they do not.
    fn slip_weight(&self, slip: Slip) -> Weight {
        match slip {
            Slip::HedgeDropped if self.figure_is_toll => Weight::Full,
            Slip::HedgeDropped | Slip::Rounded | Slip::Midpoint | Slip::Unit => Weight::Slight,
        }
    }

    fn loss_weight(&self, lost: Lost) -> Weight {
        match lost {
            Lost::Value(Loss::Hedge) if self.figure_is_round && !self.figure_is_toll => Weight::Slight,
            _ => Weight::Full,
        }
    }

    /// The source's words for the figure, or its whole sentence where several were computed with.
    fn given(&self) -> String {
        match self.fact {
            Some(fact) => fact.span.of(&self.candidate.prose).to_string(),
            None => String::new(),
        }
    }
}

fn slip_variant(slip: Slip) -> &'static str {
    match slip {
        Slip::Rounded => "rounded",
        Slip::HedgeDropped => "hedge-dropped",
        Slip::Midpoint => "midpoint",
        Slip::Unit => "unit",
    }
}

fn lost_variant(lost: Lost) -> &'static str {
    match lost {
        Lost::Value(Loss::Hedge) => "hedge-dropped",
        Lost::Value(Loss::Cap) => "cap-dropped",
        Lost::Value(Loss::Floor) => "floor-dropped",
        Lost::Value(Loss::RangeEnd) => "range-end",
        Lost::Value(Loss::Precision) => "precision",
        Lost::Value(Loss::Loose) => "loose",
        Lost::Stage(_) => "stage",
        Lost::Sample => "sample",
        Lost::Part => "part",
        Lost::Superlative => "superlative",
        Lost::Age => "stale-age",
    }
}

fn parted_variant(parted: &Parted) -> &'static str {
    match parted {
        Parted::Value(Gap::Plain) => "",
        Parted::Value(Gap::WrongSide) => "wrong-side",
        Parted::Value(Gap::Thousandfold) => "thousandfold",
        Parted::Value(Gap::DigitSwap) => "digit-swap",
        Parted::Value(Gap::BoundReversed) => "bound-reversed",
        Parted::Direction => "direction",
        Parted::Opposite(_) => "opposite",
        Parted::Points(_) => "points",
        Parted::Increment => "increment",
        Parted::Statistic => "statistic",
        Parted::Basis => "basis",
        Parted::Computed(_) => "computed",
    }
}
