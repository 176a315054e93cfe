//! People, bodies and places by their capitals, with the title beside them and the short form behind them in brackets.
//!
//! A capital proves nothing at the head of a sentence or in a headline: there only what is known otherwise is a name.
//! What cannot be told apart is `Unknown`, never a guess. Whether `[CQ]` stands behind a name is settled by the caller.

mod run;

use rustc_hash::FxHashSet;

use super::Ctx;
use super::token::Tokens;
use crate::fact::{FactKind, Name, NameKind};
use crate::rules::Rules;
use crate::text::cells::{Cell, cells};
use crate::text::{Sort, Span};
use run::Run;

pub fn names(ctx: &mut Ctx<'_>) {
    let (tokens, rules) = (ctx.tokens, ctx.rules);
    let headline = ctx.paragraph.sort == Sort::Heading && mostly_capitals(tokens);
    let taken = Taken::of(ctx);
    let inside = seen_inside(rules, tokens);
    // "Share of vote: 34.2%": what a column is called is nobody's name.
    let in_row = |_: &Cell<'_>| ctx.paragraph.sort == Sort::TableRow;
    let labelled = cells(&ctx.paragraph.prose).filter(in_row).filter(|it| !it.label.is_empty());
    let labels: Vec<Span> = labelled.map(|it| Span { start: it.span.start, end: it.value.start }).collect();
    let mut found: Vec<(Span, Name)> = Vec::new();
    let mut idx = 0;
    while idx < tokens.len() {
        let Some(run) = run::run_at(rules, tokens, idx) else {
            idx += 1;
            continue;
        };
        idx = run.last + 1;
        if let Some((run, name)) = name_of(rules, tokens, run, headline, &inside) {
            let span = run::span(tokens, run);
            if !span.is_empty() && !taken.overlaps(span) && !labels.iter().any(|it| it.overlaps(span)) {
                // The short form in brackets is part of this name, and not one of its own.
                if name.alias.is_some() {
                    idx = idx.max(run.last + 4);
                }
                found.push((span, name));
            }
        }
    }
    // "Holt" is a person where "Mira Holt" stands in the same paragraph.
    let surnames: FxHashSet<String> =
        found.iter().filter(|(_, it)| it.kind == NameKind::Person).map(|(_, it)| it.surname.clone()).collect();
    for (span, mut name) in found {
        if name.kind == NameKind::Unknown && surnames.contains(&name.words) {
            name.kind = NameKind::Person;
        }
        ctx.push(span, FactKind::Name(name));
    }
}

/// Stretches that earlier readers own: "May 2024" is no name. Sorted, so that asking stays cheap.
struct Taken(Vec<Span>);

impl Taken {
    fn of(ctx: &Ctx<'_>) -> Taken {
        let dates = ctx.facts.iter().filter(|it| matches!(it.kind, FactKind::Date(_))).map(|it| it.span);
        let mut spans: Vec<Span> = dates.chain(ctx.placeholders.iter().copied()).collect();
        spans.sort_unstable();
        Taken(spans)
    }

    fn overlaps(&self, span: Span) -> bool {
        let idx = self.0.partition_point(|it| it.end <= span.start);
        self.0.get(idx).is_some_and(|it| it.overlaps(span))
    }
}

fn mostly_capitals(tokens: &Tokens<'_>) -> bool {
    let (mut capitals, mut words) = (0, 0);
    for token in tokens.all.iter().filter(|it| it.stem.is_some()) {
        words += 1;
        capitals += usize::from(token.capital);
    }
    capitals * 3 > words * 2
}

/// Words that are capital where no sentence begins: proof for the same word where one does.
fn seen_inside(rules: &Rules, tokens: &Tokens<'_>) -> FxHashSet<String> {
    (0..tokens.len())
        .filter(|idx| run::is_capital(rules, tokens, *idx) && !run::opens(tokens, *idx))
        .map(|idx| bare(tokens.word(idx)).to_string())
        .collect()
}

/// Without the possessive: "berg's" is "berg".
pub(super) fn bare(word: &str) -> &str {
    word.strip_suffix("'s").unwrap_or(word)
}

fn name_of(
    rules: &Rules,
    tokens: &Tokens<'_>,
    run: Run,
    headline: bool,
    inside: &FxHashSet<String>,
) -> Option<(Run, Name)> {
    let lexicon = &rules.lexicon.names;
    let mut run = run;
    let whole = run::folded(tokens, run);
    let known = lexicon.places.contains(&whole) || lexicon.known_bodies.contains(&whole);
    if run::opens(tokens, run.first) && !known {
        run = drop_opener(rules, tokens, run, inside)?;
    }
    // "Norwegian Ola Berg", but "Norwegian Refugee Council".
    let body = is_body(rules, tokens, run);
    while !known && !body && is_people(rules, tokens, run.first) {
        if run.first == run.last {
            return None;
        }
        run.first = next_word(tokens, run)?;
    }
    let name = kind_of(rules, tokens, &mut run, body)?;
    // "Fees Rise As Mira Holt Quits": where all is capital nobody can tell where a longer name ends.
    let unsure = name.kind == NameKind::Unknown || name.kind == NameKind::Person && run::n_words(tokens, run) != 2;
    if headline && (run.first == run.last || unsure) && !known {
        return None;
    }
    Some((run, name))
}

/// A sentence's first word leaves the run unless something else makes it a name.
fn drop_opener(rules: &Rules, tokens: &Tokens<'_>, run: Run, inside: &FxHashSet<String>) -> Option<Run> {
    let lexicon = &rules.lexicon.names;
    let word = bare(tokens.word(run.first));
    let single = run.first == run.last;
    if !single && lexicon.honorifics.contains(word) {
        return Some(run);
    }
    let acronym = is_acronym(tokens.raw(run.first));
    let sure = lexicon.given.contains(word) || lexicon.places.contains(word) || acronym || inside.contains(word);
    let plain = lexicon.openers.contains(word)
        || rules.lexicon.words.function_words.contains(word)
        || (word.ends_with("ly") && !sure)
        || (!lexicon.given.contains(word) && rules.lexicon.speech.verbs.contains_key(word));
    // "Former Mayor Ola Berg", "First Deputy Minister Mira Holt": the word belongs to the office.
    let ranked = !single && lexicon.ranks.contains(word) && {
        let next = tokens.word(run.first + 1);
        lexicon.ranks.contains(next) || is_title(rules, tokens, run.first + 1)
    };
    if ranked {
        return Some(run);
    }
    if plain && (single || !acronym) {
        let first = if single { return None } else { next_word(tokens, run)? };
        return Some(Run { first, ..run });
    }
    // "Holt said": a speaker whom the sentence begins with. "Management said" ends like a common noun.
    let adverb =
        tokens.word(run.last + 1).ends_with("ly") || matches!(tokens.word(run.last + 1), "also" | "has" | "later");
    let next = run.last + 1 + usize::from(adverb);
    let puts = matches!(tokens.word(next), "put" | "puts") && tokens.word(next + 1) == "it";
    let speaks = puts
        || rules.lexicon.speech.verbs.contains_key(tokens.word(next))
            && tokens.sentence(next) == tokens.sentence(run.last);
    (!single || sure || speaks && !is_common(rules, word)).then_some(run)
}

/// Nouns that speak without being names: "Police said", "Critics say", "Management says".
fn is_common(rules: &Rules, word: &str) -> bool {
    let speakers = &rules.lexicon.speakers;
    let one = singular(word);
    speakers.bare.contains(&*one)
        || speakers.roles.contains(&*one)
        || speakers.crowd.contains(&*one)
        || speakers.spokespeople.contains(&*one)
        || speakers.institutions.contains(&*one)
        || speakers.institutions.contains(word)
        || speakers.documents.contains(&*one)
        || speakers.documents.contains(word)
        || speakers.source_senses.contains(word)
        || speakers.empty_modifiers.contains(word)
        || speakers.ranks.contains(word)
        || speakers.fields.contains(word)
        || [
            "ment", "tion", "ness", "ity", "ers", "ors", "ists", "ants", "ents", "ing", "ians", "body", "one", "men",
            "ship",
        ]
        .iter()
        .any(|end| word.ends_with(end))
}

/// The singular of an English noun, as far as its ending tells.
pub(super) fn singular(word: &str) -> std::borrow::Cow<'_, str> {
    if let Some(stem) = word.strip_suffix("ies").filter(|it| it.len() > 2) {
        return format!("{stem}y").into();
    }
    if let Some(stem) = word.strip_suffix("men").filter(|it| !it.is_empty() && !it.ends_with("speci")) {
        return format!("{stem}man").into();
    }
    for ending in ["ches", "shes", "sses", "xes"] {
        if word.ends_with(ending) {
            return word.strip_suffix("es").unwrap_or(word).into();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.into(),
        _ => word.into(),
    }
}

fn kind_of(rules: &Rules, tokens: &Tokens<'_>, run: &mut Run, body: bool) -> Option<Name> {
    let lexicon = &rules.lexicon.names;
    let whole = run::folded(tokens, *run);
    if lexicon.places.contains(&whole) {
        return Some(plain(tokens, *run, NameKind::Place));
    }
    if body || lexicon.known_bodies.contains(&whole) {
        let mut name = plain(tokens, *run, NameKind::Body);
        name.alias = alias(tokens, run.last);
        return Some(name);
    }
    let title = title_before(rules, tokens, run);
    // The whole run was an office without anybody in it: "Prime Minister".
    let first_name = lexicon.given.contains(tokens.word(run.first)) && run.first < run.last;
    if is_title(rules, tokens, run.last) && !first_name {
        return None;
    }
    let n_words = run::n_words(tokens, *run);
    let given = lexicon.given.contains(bare(tokens.word(run.first)));
    let initials = is_initial(tokens.raw(run.first)) && n_words > 1;
    let apposition = (n_words <= 4).then(|| title_after(rules, tokens, run.last)).flatten();
    let speaks = (2..=4).contains(&n_words)
        && (rules.lexicon.speech.verbs.contains_key(tokens.word(run.last + 1))
            || run.first > 0 && rules.lexicon.speech.verbs.contains_key(tokens.word(run.first - 1)));
    let acronym = n_words == 1 && is_acronym(tokens.raw(run.first));
    let person = title.is_some() || (given || initials) && n_words > 1 || apposition.is_some() && n_words > 1 || speaks;
    if person && !acronym {
        let mut name = person_name(rules, tokens, *run);
        name.title = title.or(apposition);
        return Some(name);
    }
    if given && n_words == 1 {
        return Some(person_name(rules, tokens, *run));
    }
    // "in Westhaven", but not "in Holt's words".
    let placed = run.first > 0
        && matches!(tokens.word(run.first - 1), "in" | "near" | "outside")
        && n_words <= 2
        && !acronym
        && !tokens.word(run.last).ends_with("'s");
    let kind = if placed { NameKind::Place } else { NameKind::Unknown };
    let mut name = plain(tokens, *run, kind);
    if n_words > 1 && name.kind == NameKind::Unknown {
        name.alias = alias(tokens, run.last);
        if name.alias.is_some() {
            name.kind = NameKind::Body;
        }
    }
    Some(name)
}

fn plain(tokens: &Tokens<'_>, run: Run, kind: NameKind) -> Name {
    let words = run::span(tokens, run).of(tokens.prose).to_string();
    Name { kind, surname: words.clone(), words, given: String::new(), title: None, alias: None }
}

fn person_name(rules: &Rules, tokens: &Tokens<'_>, run: Run) -> Name {
    let lexicon = &rules.lexicon.names;
    let mut name = plain(tokens, run, NameKind::Person);
    // The surname begins at the last capital part, with its particles: "van der Berg", "Holt-Vik".
    let mut start = run.last;
    if lexicon.suffixes.contains(bare(tokens.word(start))) && start > run.first + 1 {
        start -= 1;
    }
    while start > run.first + 1 && tokens.is_glued(start) && tokens.mark(start - 1) == Some('-') {
        start -= 2;
    }
    while start > run.first + 1 && lexicon.particles.contains(tokens.word(start - 1)) {
        let particle = start - 1;
        // "J. de Vik" keeps "de"; "Ben Holt" is a given name first of all.
        if particle == run.first && tokens.get(particle).is_some_and(|it| it.capital) {
            break;
        }
        start -= 1;
    }
    let whole = run::span(tokens, run);
    if start > run.first
        && let Some(first) = tokens.get(start)
    {
        name.surname = Span { start: first.span.start, end: whole.end }.of(tokens.prose).to_string();
        let given = Span { start: whole.start, end: first.span.start }.of(tokens.prose);
        name.given = given.trim().to_string();
    }
    name
}

/// Takes the office off the head of the run, or finds one in lower case before it.
fn title_before(rules: &Rules, tokens: &Tokens<'_>, run: &mut Run) -> Option<Span> {
    let head = (run.first..run.last)
        .rev()
        .find(|idx| is_title(rules, tokens, *idx) && !tokens.is_glued(*idx + 1) || is_short_title(rules, tokens, *idx));
    if let Some(head) = head {
        // "Dr. Vik": the full stop belongs to the title.
        let end = if tokens.mark(head + 1) == Some('.') { head + 1 } else { head };
        if end < run.last {
            let span = tokens.span(ranks_before(rules, tokens, run.first), end);
            run.first = end + 1;
            return Some(span);
        }
    }
    // "harbour master Mira Holt", "spokesman Ola Berg".
    let before = run.first.checked_sub(1)?;
    let lower = tokens.is_word(before) && tokens.get(before).is_some_and(|it| !it.capital);
    if !lower || !is_title(rules, tokens, before) || tokens.sentence(before) != tokens.sentence(run.first) {
        return None;
    }
    let mut first = before;
    for idx in (before.saturating_sub(3)..before).rev() {
        let word = tokens.word(idx);
        let belongs = tokens.is_word(idx)
            && !rules.lexicon.words.function_words.contains(word)
            && !rules.lexicon.speech.verbs.contains_key(word);
        if !belongs {
            break;
        }
        first = idx;
    }
    Some(tokens.span(first, before))
}

/// Where an office begins with the ranks in lower case before it: "former deputy President", "ex-President".
fn ranks_before(rules: &Rules, tokens: &Tokens<'_>, mut first: usize) -> usize {
    loop {
        let glued = tokens.is_glued(first) && first > 0 && tokens.mark(first - 1) == Some('-');
        let Some(before) = first.checked_sub(if glued { 2 } else { 1 }) else { return first };
        let belongs = tokens.is_word(before)
            && is_rank(rules, tokens.word(before))
            && tokens.get(before).is_some_and(|it| !it.capital)
            && tokens.sentence(before) == tokens.sentence(first)
            && tokens.mark(first - 1).is_none_or(|_| glued);
        if !belongs {
            return first;
        }
        first = before;
    }
}

fn is_rank(rules: &Rules, word: &str) -> bool {
    rules.lexicon.names.ranks.contains(word) || rules.lexicon.names.past_ranks.contains(word)
}

/// ", the harbour master," or ", director of the mill": an office in apposition. ", 34," tells a person as well.
fn title_after(rules: &Rules, tokens: &Tokens<'_>, last: usize) -> Option<Span> {
    if tokens.mark(last + 1) != Some(',') {
        return None;
    }
    let mut first = last + 2;
    if tokens.is_number(first) && tokens.mark(first + 1) == Some(',') {
        let age = tokens.raw(first).len() <= 2;
        if age && !matches!(tokens.word(first + 2), "a" | "an" | "the") {
            return Some(tokens.span(first, first));
        }
        first += 2;
    }
    let article = matches!(tokens.word(first), "a" | "an" | "the" | "its" | "their" | "his" | "her");
    let mut office = false;
    let mut end = first;
    for idx in first..first + 12 {
        let ends = match tokens.mark(idx) {
            Some(mark) => mark != '-' && mark != '\'' && mark != '’' && mark != '&',
            None => tokens.get(idx).is_none() || matches!(tokens.word(idx), "who" | "and" | "said" | "says" | "told"),
        };
        if ends {
            break;
        }
        let one = singular(tokens.word(idx));
        let named = tokens.get(idx).is_some_and(|it| it.capital) && !article;
        office |=
            !named && (rules.lexicon.names.titles.contains(&*one) || rules.lexicon.speakers.roles.contains(&*one));
        end = idx;
        if !article && idx == first && !office && !tokens.is_word(idx) {
            return None;
        }
    }
    (office && (article || tokens.get(first).is_some_and(|it| !it.capital))).then(|| tokens.span(first, end))
}

/// "(WHO)" right behind: its letters.
fn alias(tokens: &Tokens<'_>, last: usize) -> Option<String> {
    let short = tokens.raw(last + 2);
    let bracketed = tokens.mark(last + 1) == Some('(') && tokens.mark(last + 3) == Some(')');
    (bracketed && is_acronym(short)).then(|| short.to_string())
}

fn is_body(rules: &Rules, tokens: &Tokens<'_>, run: Run) -> bool {
    let bodies = &rules.lexicon.names.bodies;
    if run.first == run.last {
        return false;
    }
    let last = bare(tokens.word(run.last));
    let of = (run.first..run.last)
        .any(|idx| matches!(tokens.word(idx + 1), "of" | "for") && bodies.contains(tokens.word(idx)));
    of || bodies.contains(last) && !(is_title(rules, tokens, run.first) && last == "house")
        || (run.first..run.last).any(|idx| tokens.mark(idx) == Some('&'))
}

fn is_people(rules: &Rules, tokens: &Tokens<'_>, idx: usize) -> bool {
    rules.lexicon.names.demonyms.contains(singular(bare(tokens.word(idx))).as_ref())
        || rules.lexicon.names.demonyms.contains(tokens.word(idx))
}

fn is_title(rules: &Rules, tokens: &Tokens<'_>, idx: usize) -> bool {
    rules.lexicon.names.titles.contains(tokens.word(idx))
}

/// "Dr." with its full stop.
fn is_short_title(rules: &Rules, tokens: &Tokens<'_>, idx: usize) -> bool {
    is_title(rules, tokens, idx) && tokens.mark(idx + 1) == Some('.')
}

/// "NATO", "U.S.", "WHO": two capital letters or more, and nothing else.
pub(super) fn is_acronym(raw: &str) -> bool {
    let raw = raw.strip_suffix("'s").or_else(|| raw.strip_suffix("’s")).unwrap_or(raw);
    raw.chars().filter(|it| it.is_uppercase()).count() >= 2 && raw.chars().all(|it| it.is_uppercase() || it == '.')
}

/// "J" and "J.K.", but not "BBC".
fn is_initial(raw: &str) -> bool {
    (raw.contains('.') || raw.chars().count() == 1)
        && raw.chars().all(|it| it.is_uppercase() || it == '.')
        && raw.chars().filter(|it| *it != '.').count() <= 3
}

fn next_word(tokens: &Tokens<'_>, run: Run) -> Option<usize> {
    (run.first + 1..=run.last).find(|idx| tokens.get(*idx).is_some_and(|it| it.capital))
}

#[cfg(test)]
mod tests;
