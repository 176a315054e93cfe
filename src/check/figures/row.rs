//! A figure of the draft beside the rows of data files: a number that stands in another row or another column is no
//! support, and another number in the very row and column is a conflict.
//!
//! Only rows whose cells carry the words of their column's head are looked at here. Which row is meant is told by the
//! draft's naming it: a row is out where the draft names another one more closely. Where it names none, a short table may bear a figure
//! out as any source does; in a long one every number stands somewhere, so the column has to be named at least.

use rustc_hash::{FxHashMap, FxHashSet};

use super::compare::{Parted, Verdict};
use super::fit::{Fit, fit};
use super::same::Topic;
use crate::check::Ctx;
use crate::fact::{Candidate, ChangeRole, Date, Dimension, Fact, FactKind, Figure, Form};
use crate::rules::lexicon::counted::Counted;
use crate::text::cells::{Cell, cell_at, cells};
use crate::text::{TextId, table};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Not the row of a table with heads.
    NoRow,
    Elsewhere,
    Perhaps,
    /// The row that the draft names and the column that it speaks of.
    ItsOwn,
}

/// The rows among a figure's candidates.
pub struct Rows<'a> {
    draft: &'a Figure,
    counted: &'a Counted,
    sentence: Words,
    /// Words of what is counted.
    counts: FxHashSet<String>,
    /// Those, and words of whose figure it is.
    thing: FxHashSet<String>,
    /// What each row's own words have in common with the draft, by where it stands.
    named: FxHashMap<(TextId, u32), Named>,
    /// Other figures of the draft's sentence.
    others: Vec<&'a Figure>,
}

/// How a draft names a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Named {
    /// What the row and the draft have in common, sorted: words of its cells, the year that it is of.
    words: Vec<String>,
    /// All words of its first cell are among them.
    whole: bool,
}

impl Named {
    /// "Northgate East" where the other row is "Northgate"; "Northgate" of 2019 where it is of another year.
    fn is_closer_than(&self, other: &Named) -> bool {
        self.words.len() > other.words.len() && other.words.iter().all(|it| self.words.contains(it))
            || self.whole && !other.whole
    }
}

/// Words in one form, without those that say nothing.
#[derive(Default)]
struct Words(FxHashSet<String>);

impl Words {
    fn of(ctx: &Ctx<'_>, text: &str) -> Words {
        Words(words(ctx, text).collect())
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

fn words<'a>(ctx: &'a Ctx<'_>, text: &'a str) -> impl Iterator<Item = String> + 'a {
    let lexicon = &ctx.rules.lexicon;
    text.split(|it: char| !(it.is_alphanumeric() || matches!(it, '\'' | '’')))
        .map(|it| it.trim_end_matches("’s").trim_end_matches("'s").trim_matches(['\'', '’']).to_lowercase())
        .filter(|it| !it.is_empty() && !lexicon.words.function_words.contains(it))
        .map(|it| lexicon.nouns.singular(&it))
}

impl<'a> Rows<'a> {
    pub fn of(
        ctx: &'a Ctx<'_>,
        topic: &Topic<'_>,
        sentence: &str,
        draft: &'a Figure,
        candidates: &[&Candidate],
    ) -> Rows<'a> {
        let mut rows = Rows {
            draft,
            counted: &ctx.rules.lexicon.counted,
            sentence: Words::default(),
            counts: FxHashSet::default(),
            thing: FxHashSet::default(),
            named: FxHashMap::default(),
            others: Vec::new(),
        };
        let with_heads: Vec<&Candidate> = candidates.iter().copied().filter(|it| is_row(it)).collect();
        if with_heads.is_empty() {
            return rows;
        }
        rows.sentence = Words::of(ctx, sentence);
        rows.counts = draft.counted.span.map(|it| words(ctx, it.of(ctx.prose())).collect()).unwrap_or_default();
        rows.counts.extend(Some(draft.counted.head.clone()).filter(|it| !it.is_empty()));
        rows.thing.clone_from(&rows.counts);
        rows.thing.extend(draft.subject.span.into_iter().flat_map(|it| words(ctx, it.of(ctx.prose()))));
        rows.others = others(ctx, draft);
        for candidate in &with_heads {
            let key = (candidate.place.text, candidate.place.span.start);
            rows.named.insert(key, named(ctx, topic, &rows.sentence, candidate));
        }
        // What a sentence does not name its paragraph may: "Civic Union … With 34.2 per cent the party", where "party" is a
        // word of other rows.
        let whole_in =
            |named: &FxHashMap<(TextId, u32), Named>, text: TextId| named.iter().any(|it| it.0.0 == text && it.1.whole);
        let named_in = |text: TextId| rows.named.iter().any(|it| it.0.0 == text && !it.1.words.is_empty());
        let unnamed: Vec<&Candidate> =
            with_heads.iter().copied().filter(|it| !whole_in(&rows.named, it.place.text)).collect();
        if !unnamed.is_empty() {
            let paragraph = Words::of(ctx, ctx.prose());
            let key = |it: &Candidate| (it.place.text, it.place.span.start);
            let around: FxHashMap<(TextId, u32), Named> =
                unnamed.iter().map(|it| (key(it), named(ctx, topic, &paragraph, it))).collect();
            let of_paragraph = |text: TextId| !named_in(text) || whole_in(&around, text);
            let chosen: Vec<(TextId, u32)> = around.keys().copied().filter(|it| of_paragraph(it.0)).collect();
            for (key, named) in around.into_iter().filter(|it| chosen.contains(&it.0)) {
                rows.named.insert(key, Named { whole: false, ..named });
            }
        }
        rows
    }

    /// What a figure of a row has to do with the draft's.
    pub fn says(&self, candidate: &Candidate, fact: &Fact, source: &Figure) -> Says {
        let Some(named) = self.named.get(&(candidate.place.text, candidate.place.span.start)) else {
            return Says::NoRow;
        };
        let Some(cell) = cell_at(&candidate.prose, fact.span.start) else { return Says::NoRow };
        // "About 510 people had to leave, more of them from Netmakers' Row": the sum of all rows goes with any of them.
        let first = cells(&candidate.prose).next().map_or("", |it| it.value.of(&candidate.prose));
        let is_total = table::is_total(first);
        if self.is_another(candidate) && !is_total {
            return Says::Elsewhere;
        }
        let rank = self.rank(cell);
        let rivals = candidate.facts.iter().filter_map(|it| match &it.kind {
            FactKind::Figure(figure) if figure.unit.dimension == source.unit.dimension => {
                cell_at(&candidate.prose, it.span.start).filter(|it| it.span != cell.span)
            }
            _ => None,
        });
        let best_rival = rivals.map(|it| self.rank(it)).max().unwrap_or(0);
        if rank < best_rival {
            return Says::Elsewhere;
        }
        let is_long = candidate.columns.is_empty();
        if is_total {
            return if rank > 0 || !is_long { Says::Perhaps } else { Says::Elsewhere };
        }
        if named.words.is_empty() && is_long {
            let telling = self.draft.value.lo.abs() / self.draft.value.grain >= 99.5;
            return if rank > 0 && telling { Says::Perhaps } else { Says::Elsewhere };
        }
        let text = candidate.place.text;
        let only = self.named.iter().filter(|it| it.0.0 == text && it.1.words == named.words).count() == 1;
        if named.whole && only && rank > best_rival { Says::ItsOwn } else { Says::Perhaps }
    }

    /// The draft names another row of this table, and names it better.
    pub fn is_another(&self, candidate: &Candidate) -> bool {
        let text = candidate.place.text;
        let Some(named) = self.named.get(&(text, candidate.place.span.start)) else { return false };
        self.named.iter().any(|(key, it)| key.0 == text && !it.words.is_empty() && it.is_closer_than(named))
    }

    /// How well the draft's words name a column: what is counted says most.
    fn rank(&self, cell: Cell<'_>) -> usize {
        let label = cell.label.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
        let word = |it: &str| {
            let it = it.to_lowercase();
            let singular = it.strip_suffix('s').filter(|short| short.len() > 2).unwrap_or(&it).to_string();
            if self.thing.contains(&it) || self.thing.contains(&singular) {
                3
            } else if self.thing.iter().any(|thing| self.counted.are_akin(thing, &singular)) {
                2
            } else {
                usize::from(self.sentence.has(&it) || self.sentence.has(&singular))
            }
        };
        label.map(word).sum()
    }

    /// Whether a candidate is one of these rows.
    pub fn has(&self, candidate: &Candidate) -> bool {
        self.named.contains_key(&(candidate.place.text, candidate.place.span.start))
    }

    /// Whether a row that is the draft's own may be held against it: the draft gives one plain figure of this column,
    /// and says nothing more of it than the row can.
    pub fn is_sure(
        &self,
        ctx: &Ctx<'_>,
        topic: &Topic<'_>,
        candidate: &Candidate,
        source: &Figure,
        verdict: &Verdict,
    ) -> bool {
        let draft = self.draft;
        let level = draft.change.is_none_or(|it| it.role == ChangeRole::To);
        let plain = draft.form == Form::Number && source.form == Form::Number && draft.whole.is_none();
        let alone = draft.statistic.is_none() && draft.per.is_none() && draft.superlative.is_none();
        let is_another = matches!(verdict, Verdict::Differs(Parted::Value(_)));
        if !(is_another && level && plain && alone) {
            return false;
        }
        // "Turnout was 41.2 per cent, up from 38.": the 38 is of another year.
        let told = |it: &&Figure| {
            it.unit.dimension == source.unit.dimension && matches!(fit(it, source), Fit::Holds | Fit::Nearly(_))
        };
        if self.others.iter().any(told) {
            return false;
        }
        let own = Words::of(ctx, &candidate.prose);
        let known = |it: &String| own.has(it) || own.0.iter().any(|other| self.counted.are_akin(it, other));
        let counts = draft.unit.dimension == Dimension::Count;
        if counts && (draft.counted.is_empty() || !self.counts.iter().all(known)) {
            return false;
        }
        let n_shared = topic.stems.iter().filter(|it| candidate.stems.binary_search(it).is_ok()).count();
        n_shared * 5 >= topic.stems.len() * 2
    }
}

/// Whether its cells carry the words of their columns' heads.
fn is_row(candidate: &Candidate) -> bool {
    !candidate.sentence && candidate.prose.contains('\t') && cells(&candidate.prose).any(|it| !it.label.is_empty())
}

/// The words of a row that are no numbers, and its year or month.
fn named(ctx: &Ctx<'_>, topic: &Topic<'_>, draft: &Words, candidate: &Candidate) -> Named {
    let prose = &candidate.prose;
    let mut named = Named::default();
    let mut is_first = true;
    for cell in cells(prose) {
        let value = cell.value.of(prose);
        if value.trim().is_empty() {
            continue;
        }
        let is_key = std::mem::take(&mut is_first) || cell.label.is_empty();
        let dated = candidate.facts.iter().find_map(|it| match &it.kind {
            FactKind::Date(date) if cell.value.contains(it.span) => Some(date),
            _ => None,
        });
        if let Some(date) = dated {
            // Only what dates the row, and no day on which something in it began or ended.
            let label = cell.label.to_lowercase();
            let dates_it = is_key || ["year", "date", "month", "quarter", "period"].iter().any(|it| label.contains(it));
            if dates_it && topic.dates.iter().any(|it| is_same(it, date)) {
                named.words.extend(value.split_whitespace().map(str::to_string));
                named.whole |= is_key;
            }
            continue;
        }
        if !is_key && value.bytes().any(|it| it.is_ascii_digit()) {
            continue;
        }
        let own: Vec<String> = words(ctx, value).take(12).collect();
        let n_met = own.iter().filter(|it| draft.has(it)).count();
        named.whole |= is_key && n_met == own.len() && n_met > 0;
        if n_met * 2 >= own.len() {
            named.words.extend(own.into_iter().filter(|it| draft.has(it)));
        }
    }
    named.words.sort_unstable();
    named.words.dedup();
    named
}

/// The draft's date is the row's, as far as the row gives it.
fn is_same(ours: &Date, theirs: &Date) -> bool {
    let fits = |ours: Option<u32>, theirs: Option<u32>| ours.is_none() || theirs.is_none() || ours == theirs;
    ours.year.is_some()
        && ours.year == theirs.year
        && fits(ours.month.map(u32::from), theirs.month.map(u32::from))
        && fits(ours.quarter.map(u32::from), theirs.quarter.map(u32::from))
        && fits(ours.day.map(u32::from), theirs.day.map(u32::from))
}

/// The other figures of the sentence that a figure stands in.
fn others<'a>(ctx: &'a Ctx<'_>, draft: &Figure) -> Vec<&'a Figure> {
    let facts = || {
        ctx.reading.facts.iter().filter_map(|fact| match &fact.kind {
            FactKind::Figure(figure) => Some((fact.sentence, figure.as_ref())),
            _ => None,
        })
    };
    let Some((sentence, _)) = facts().find(|it| std::ptr::eq(it.1, draft)) else { return Vec::new() };
    facts().filter(|it| it.0 == sentence && !std::ptr::eq(it.1, draft)).map(|it| it.1).collect()
}
