//! The same as a Markdown file, for a repository: headings, lists and tables that read well as plain text too.
//!
//! Words of drafts and sources are escaped, so that none of them becomes markup, a link or HTML.

use std::fmt::Write as _;

use super::model::{Dossier, Evidence, Item};
use super::summary::is_supported;
use crate::text::visible::visible;

pub(super) fn text(d: &Dossier) -> String {
    let mut out = String::new();
    head(&mut out, d);
    summary(&mut out, d);
    questions(&mut out, d);
    draft(&mut out, d);
    items(&mut out, d);
    origins(&mut out, d);
    registers(&mut out, d);
    decided(&mut out, d);
    sources(&mut out, d);
    out
}

// NB: writing to a string cannot fail; the results below are dropped for that reason.
macro_rules! line {
    ($out:expr) => { $out.push('\n') };
    ($out:expr, $($arg:tt)*) => {{ let _ = writeln!($out, $($arg)*); }};
}

fn head(out: &mut String, d: &Dossier) {
    line!(out, "<!-- generator: content=\"backread {} dossier\" -->", d.tool.version);
    line!(out);
    line!(out, "# Dossier: {}", plain(&d.draft.title));
    line!(out);
    line!(
        out,
        "What the sources hold of this draft, statement by statement. It tells what was found, and not what is so."
    );
    line!(out);
    line!(out, "- Draft: {}, {} words, {} sentences", plain(&d.draft.path), d.draft.words, d.draft.sentences);
    line!(
        out,
        "- Made: {}, with backread {}",
        d.date.as_deref().map_or("no date was asked for".into(), plain),
        d.tool.version
    );
    line!(out, "- House: {}", plain(d.house.as_deref().unwrap_or("default")));
    line!(out, "- SHA-256 of the draft: `{}`", d.draft.sha256);
    line!(out, "- SHA-256 of the list of sources: `{}`", d.corpus.sha256);
}

fn summary(out: &mut String, d: &Dossier) {
    let (s, count) = (&d.summary, |word| d.summary.findings.get(word).copied().unwrap_or(0));
    heading(out, 2, "Summary");
    line!(
        out,
        "`backread check` would end with {}: error {}, warning {}, information {}, hint {}; {} accepted.",
        s.exit,
        count("error"),
        count("warning"),
        count("information"),
        count("hint"),
        s.accepted
    );
    line!(out);
    line!(out, "| kind | all | how they stand |");
    line!(out, "|---|---:|---|");
    for row in &s.standings {
        let counts: Vec<String> =
            row.counts.iter().map(|it| format!("{} {} {}", it.letter, it.n, spaced(it.standing))).collect();
        line!(out, "| {} | {} | {} |", row.kind, row.total, counts.join(" · "));
    }
    line!(out);
    line!(
        out,
        "Of {} supported items, {} have it from a single origin, {} have no primary document or record among their sources, \
         and for {} a source gives otherwise too.",
        s.supported,
        s.single_origin,
        s.no_primary,
        s.against
    );
}

fn questions(out: &mut String, d: &Dossier) {
    heading(out, 2, "Questions to the writer");
    for (n, it) in d.questions.iter().enumerate() {
        let at = format!("{}, item {}, sentence {}, {}", it.severity, it.number, it.sentence, it.place);
        line!(out, "{}. {} ({at})", n + 1, plain(&it.question));
    }
    none(out, d.questions.is_empty());
}

fn draft(out: &mut String, d: &Dossier) {
    let letters = |ids: &[String]| {
        let items = d.items.iter().filter(|it| ids.contains(&it.id) && it.standing != "not-judged");
        let letters: Vec<String> = items.map(|it| format!("{}{}", it.letter, it.number)).collect();
        if letters.is_empty() { String::new() } else { format!(" **[{}]**", letters.join(" ")) }
    };
    heading(out, 2, "The draft");
    line!(out, "After each sentence its items, by letter and number.");
    for paragraph in d.paragraphs.iter().filter(|it| !it.sentences.is_empty()) {
        line!(out);
        let place = (!d.draft.extracted).then_some(paragraph.place.as_str());
        let told: Vec<&str> = place.into_iter().chain((paragraph.sort != "body").then_some(paragraph.sort)).collect();
        let told = if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) };
        line!(out, "¶{}{told}", paragraph.number);
        for it in &paragraph.sentences {
            line!(out, "- {} {}{}", it.number, plain(&it.text), letters(&it.items));
        }
    }
}

fn items(out: &mut String, d: &Dossier) {
    heading(out, 2, "Item by item");
    for it in d.items.iter().filter(|it| it.standing != "not-judged" || !it.findings.is_empty()) {
        item(out, it);
    }
    let unjudged: Vec<String> = d
        .items
        .iter()
        .filter(|it| it.standing == "not-judged" && it.findings.is_empty())
        .map(|it| it.number.to_string())
        .collect();
    heading(out, 3, "Not judged");
    line!(out, "Items {}.", if unjudged.is_empty() { "none".to_string() } else { unjudged.join(", ") });
}

fn item(out: &mut String, it: &Item) {
    line!(out);
    line!(out, "### {} {} · {} · {}", it.letter, it.number, it.kind, spaced(it.standing));
    line!(out);
    line!(out, "Sentence {}, {}, {}: “{}”", it.sentence, it.place, it.id, plain(&it.text));
    line!(out);
    for finding in &it.findings {
        let accepted = finding.accepted.as_ref().map_or(String::new(), |it| format!("; accepted: {}", plain(it)));
        line!(
            out,
            "- **{}** {} ({}, {}){accepted}. {}",
            finding.severity,
            plain(&finding.message),
            finding.rule,
            finding.id,
            plain(&finding.why)
        );
    }
    if !it.support.sources.is_empty() {
        let flags = [
            (it.support.origins == 1).then_some("single origin"),
            (!it.support.primary).then_some("no primary document"),
        ];
        let flags: Vec<&str> = flags.into_iter().flatten().filter(|_| is_supported(it)).collect();
        let flags = if flags.is_empty() { String::new() } else { format!(" ({})", flags.join(", ")) };
        line!(out, "- sources {}, origins {}{flags}", it.support.sources.join(", "), it.support.origins);
    }
    if let Some(step) = &it.transformation {
        line!(out, "- {}", plain(step));
    }
    for (word, evidence) in [("", &it.evidence), ("otherwise: ", &it.against), ("lead: ", &it.leads)] {
        for it in evidence {
            evidence_line(out, word, it);
        }
    }
}

fn evidence_line(out: &mut String, word: &str, it: &Evidence) {
    let path = it.path.as_deref().map_or("a confidential source".to_string(), plain);
    line!(out, "- {word}{} {} {path}, {}", it.relation, it.source, plain(&it.place));
    if let Some(words) = &it.words {
        line!(out);
        let beside = |it: &Option<String>| it.as_deref().map(plain).unwrap_or_default();
        let said = format!("{}**{}**{}", plain(&words.head), plain(words.focus.trim()), plain(&words.tail));
        let all = [beside(&words.before), said, beside(&words.after)];
        let all: Vec<&str> = all.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        line!(out, "  > {}", all.join(" "));
        line!(out);
    }
}

fn origins(out: &mut String, d: &Dossier) {
    heading(out, 2, "Origins");
    line!(out, "| origin | sources, and what shows it | supports | alone | primary |");
    line!(out, "|---|---|---:|---:|---|");
    for it in &d.corpus.origins {
        let sources = it.sources.iter().map(|it| {
            let words = it.words.as_ref().map_or(String::new(), |words| format!(" “{}”", cell(words)));
            format!("{} {}{words}", it.id, it.by)
        });
        let sources: Vec<String> = sources.collect();
        let primary = if it.primary { "yes" } else { "no" };
        line!(out, "| {} | {} | {} | {} | {primary} |", cell(&it.name), sources.join("; "), it.supports, it.alone);
    }
}

fn registers(out: &mut String, d: &Dossier) {
    heading(out, 2, "Registers");
    heading(out, 3, "Speakers without a name");
    for it in &d.speakers {
        let said = |it: &Option<String>, none: &str| it.as_deref().map_or(none.to_string(), plain);
        let uses: Vec<String> = it.uses.iter().map(ToString::to_string).collect();
        line!(
            out,
            "- {}: rung {} of 7; withheld: {}; reason: {}; how they know: {}; sentences {}{}",
            plain(&it.words),
            it.rung,
            said(&it.acknowledged, "not said"),
            said(&it.reason, "none given"),
            said(&it.basis, "not said"),
            uses.join(", "),
            it.matches.iter().map(|it| format!("; {}", plain(it))).collect::<String>()
        );
    }
    none(out, d.speakers.is_empty());
    for it in &d.attestations {
        let parts = [&it.id, &it.known_to, &it.approved_by, &it.reason, &it.date];
        let names = ["", "known to ", "approved by ", "", ""];
        let parts: Vec<String> =
            parts.iter().zip(names).filter_map(|(it, name)| Some(format!("{name}{}", plain(it.as_deref()?)))).collect();
        line!(out, "- attested: {}", parts.join("; "));
    }
    for it in &d.interviews {
        let parts = [Some(&it.who), it.date.as_ref(), it.how.as_ref()];
        line!(
            out,
            "- own interview: {}",
            parts.into_iter().flatten().map(|it| plain(it)).collect::<Vec<_>>().join(", ")
        );
    }
    heading(out, 3, "Quotations");
    for it in &d.quotations {
        let speaker = it.speaker.as_deref().map_or("nobody named".to_string(), plain);
        let place = it.place.as_deref().map_or("no source".to_string(), plain);
        line!(out, "- {} {} {} ({speaker}; {place})", it.letter, it.number, plain(&it.words));
    }
    none(out, d.quotations.is_empty());
    heading(out, 3, "Names");
    for it in &d.names {
        let list = |all: &[super::model::Spelling]| {
            let all: Vec<String> = all.iter().map(|it| format!("{} ×{}", plain(&it.words), it.n)).collect();
            if all.is_empty() { "none".to_string() } else { all.join(", ") }
        };
        let house = it.house.as_deref().map_or(String::new(), |it| format!("; house: {}", plain(it)));
        line!(out, "- {}: draft {}; sources {}{house}", plain(&it.name), list(&it.draft), list(&it.sources));
    }
    none(out, d.names.is_empty());
    heading(out, 3, "Calendar and arithmetic");
    for it in &d.checks {
        let agrees = if it.agrees { "agrees" } else { "does not agree" };
        line!(out, "- {} {agrees}: {}: {}", it.what, plain(&it.words), plain(&it.working));
    }
    none(out, d.checks.is_empty());
}

fn decided(out: &mut String, d: &Dossier) {
    heading(out, 2, "Decisions");
    for it in &d.decisions {
        let words = it.words.as_deref().map_or(String::new(), |it| format!(" “{}”", plain(it)));
        let by = it.by.as_deref().map_or(String::new(), |it| format!(", by {}", plain(it)));
        line!(
            out,
            "- {}: {}{words}: {}{by} ({})",
            plain(&it.place),
            plain(&it.rules.join(", ")),
            plain(&it.reason),
            it.state
        );
    }
    none(out, d.decisions.is_empty());
}

fn sources(out: &mut String, d: &Dossier) {
    heading(out, 2, "Sources");
    line!(out, "| | file | what it is | origin | trust | supports | otherwise | SHA-256 |");
    line!(out, "|---|---|---|---|---|---:|---:|---|");
    for it in &d.corpus.sources {
        let Some(path) = &it.path else {
            line!(out, "| {} | a confidential source | | | | {} | {} | |", it.id, it.supports, it.differs);
            continue;
        };
        let what = [it.kind, it.outlet.as_deref(), it.date.as_deref()].into_iter().flatten().map(cell);
        let what: Vec<String> = what.chain(it.remarks.iter().map(|it| cell(it))).collect();
        let (origin, hash) = (it.origin.as_deref().unwrap_or(""), it.sha256.as_deref().unwrap_or(""));
        let trust = it.trust.unwrap_or("");
        line!(
            out,
            "| {} | {} | {} | {} | {trust} | {} | {} | `{hash}` |",
            it.id,
            cell(path),
            what.join(", "),
            cell(origin),
            it.supports,
            it.differs
        );
    }
    line!(out);
    line!(out, "What decided how it was checked:");
    line!(out);
    for it in &d.configuration {
        line!(out, "- {} `{}`", plain(&it.path), it.sha256);
    }
    heading(out, 2, "Gaps");
    for it in &d.gaps {
        line!(out, "- {}: {}", plain(&it.what), plain(&it.why));
    }
    none(out, d.gaps.is_empty());
    heading(out, 2, "What it does not say");
    for it in &d.not_claimed {
        line!(out, "- {it}");
    }
}

fn heading(out: &mut String, level: usize, words: &str) {
    line!(out);
    line!(out, "{} {words}", "#".repeat(level));
    line!(out);
}

fn none(out: &mut String, is_empty: bool) {
    if is_empty {
        line!(out, "None.");
    }
}

fn spaced(word: &str) -> String {
    word.replace('-', " ")
}

/// Words as words: on one line, and without a character that would begin markup.
fn plain(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for it in visible(words).split_whitespace().flat_map(|it| [" ", it]).skip(1) {
        for it in it.chars() {
            let is_mark = matches!(it, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&');
            // "https://" and "www." begin an address, which would become a link by itself.
            let is_address = (it == '/' && text.ends_with(':')) || (it == '.' && text.ends_with("www"));
            if is_mark || is_address {
                text.push('\\');
            }
            text.push(it);
        }
    }
    // A word glued to another piece of its sentence keeps the space between.
    let lead = if words.starts_with(char::is_whitespace) { " " } else { "" };
    let trail = if words.ends_with(char::is_whitespace) && !text.is_empty() { " " } else { "" };
    format!("{lead}{text}{trail}")
}

fn cell(words: &str) -> String {
    plain(words.trim())
}
