//! `backread find`: what the sources say about a sentence, asked as if it stood in a draft of its own.
//!
//! It answers with standings and places, never with what is so. Of a confidential source it tells number and place.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::output::{bearing, counted, one_line};
use super::{CLEAN, DataFormat, FAILED, ReadArgs, Streams, load, print_json};
use crate::engine::desk::Desk;
use crate::engine::{ClaimView, FactView};
use crate::finding::{Backing, Evidence, Finding, Standing};
use crate::text::{Format, TextId};

#[derive(Debug, clap::Args)]
pub struct FindArgs {
    /// A sentence, as it would stand in a draft
    sentence: String,
    /// The draft or folder whose sources are asked
    #[arg(default_value = ".")]
    path: PathBuf,
    #[command(flatten)]
    read: ReadArgs,
    #[arg(long, value_enum, default_value_t)]
    format: DataFormat,
}

/// Sentences of sources that are shown beside what speaks to a fact.
const MOST: usize = 5;

const ID: TextId = TextId(0);

pub fn run(args: &FindArgs, streams: &mut Streams) -> anyhow::Result<u8> {
    let mut desk = args.read.desk(&args.path, streams)?;
    for problem in &desk.unmet {
        writeln!(streams.err, "error: {problem}")?;
    }
    if !desk.unmet.is_empty() {
        return Ok(FAILED);
    }
    load(&mut desk);
    for problem in desk.engine.corpus().problems() {
        writeln!(streams.err, "warning: {}", desk.named(problem))?;
    }
    desk.engine.open(ID, "<sentence>", args.sentence.clone(), Format::Plain);
    desk.engine.settle(ID);
    let facts = desk.engine.facts(ID);
    let claims = claims(&desk, &args.sentence);
    let findings = desk.engine.findings(ID);
    let nearest = desk.engine.nearest(ID, MOST);
    match args.format {
        DataFormat::Pretty => {
            for fact in &facts {
                let head = format!("{} “{}”", fact.kind, one_line(&fact.text));
                tell(&desk, &head, fact.standing, fact.backing, &fact.evidence, streams)?;
            }
            for claim in &claims {
                tell(&desk, "the sentence", claim.standing, claim.backing, &claim.evidence, streams)?;
            }
            for finding in &findings {
                let message = one_line(&finding.message);
                writeln!(streams.out, "{}[{}] {message}", finding.severity.word(), finding.rule)?;
            }
            match nearest.is_empty() {
                true => writeln!(streams.out, "no sentence of the sources is near to it")?,
                false => writeln!(streams.out, "nearest in the sources")?,
            }
            for it in &nearest {
                show(it, &place(&desk, it), streams)?;
            }
        }
        DataFormat::Json => {
            let all = json!({
                "schema": 1,
                "sentence": args.sentence,
                "facts": facts.iter().map(|it| fact(&desk, it)).collect::<Vec<Value>>(),
                "claims": claims.iter().map(|it| claim(&desk, it)).collect::<Vec<Value>>(),
                "findings": findings.iter().map(finding).collect::<Vec<Value>>(),
                "nearest": nearest.iter().map(|it| evidence(&desk, it)).collect::<Vec<Value>>(),
            });
            print_json(&all, &mut *streams.out)?;
        }
    }
    Ok(CLEAN)
}

/// The sentences as claims, each once.
fn claims(desk: &Desk, sentence: &str) -> Vec<ClaimView> {
    let mut claims: Vec<ClaimView> = Vec::new();
    let mut at = 0;
    while at < sentence.len() as u32 {
        match desk.engine.claim_at(ID, at) {
            Some(claim) => {
                at = claim.span.end.max(at) + 1;
                claims.push(claim);
            }
            None => at += 1,
        }
    }
    claims
}

fn tell(
    desk: &Desk,
    head: &str,
    standing: Standing,
    backing: Backing,
    evidence: &[Evidence],
    streams: &mut Streams,
) -> anyhow::Result<()> {
    let by = match backing.n_sources {
        0 => String::new(),
        n => format!(
            ", {}, {}",
            counted(n as usize, "source", "sources"),
            counted(backing.n_origins as usize, "origin", "origins")
        ),
    };
    writeln!(streams.out, "{head}: {}{by}", in_words(standing))?;
    for it in evidence {
        let about = about(desk, it);
        show(it, &one_line(&format!("{}{about}", bearing(it))), streams)?;
    }
    Ok(())
}

fn show(evidence: &Evidence, place: &str, streams: &mut Streams) -> anyhow::Result<()> {
    writeln!(streams.out, "  {place}")?;
    if !evidence.confidential {
        writeln!(streams.out, "    {}", one_line(&evidence.text))?;
    }
    Ok(())
}

fn place(desk: &Desk, evidence: &Evidence) -> String {
    one_line(&format!("{}, {}{}", evidence.source, evidence.locator_or_line(), about(desk, evidence)))
}

/// Outlet, date and origin, as far as they are known and may be told.
fn about(desk: &Desk, evidence: &Evidence) -> String {
    let (outlet, date, origin) = known(desk, evidence);
    let origin = origin.filter(|it| *it != evidence.source && outlet.as_deref() != Some(*it));
    let parts: Vec<String> =
        outlet.clone().into_iter().chain(date).chain(origin.map(|it| format!("from {it}"))).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

fn known<'a>(desk: &Desk, evidence: &'a Evidence) -> (Option<String>, Option<String>, Option<&'a str>) {
    if evidence.confidential {
        return (None, None, None);
    }
    let meta = desk.engine.corpus().source(evidence.place.text).map(|it| it.meta.clone());
    let (outlet, date) = meta.map_or((None, None), |it| (it.outlet, it.date));
    (outlet, date, Some(evidence.origin.as_str()).filter(|it| !it.is_empty()))
}

fn in_words(standing: Standing) -> &'static str {
    match standing {
        Standing::Supported => "supported",
        Standing::Computed => "follows from figures of the sources",
        Standing::OwnReporting => "own reporting",
        Standing::Strengthened => "the sources say less",
        Standing::Conflicting => "differs",
        Standing::Disputed => "the sources disagree",
        Standing::Unsupported => "no source",
        Standing::NotJudged => "not judged",
    }
}

fn fact(desk: &Desk, fact: &FactView) -> Value {
    json!({
        "kind": fact.kind,
        "text": fact.text,
        "standing": fact.standing.word(),
        "sources": fact.backing.n_sources,
        "origins": fact.backing.n_origins,
        "evidence": fact.evidence.iter().map(|it| evidence(desk, it)).collect::<Vec<Value>>(),
    })
}

fn claim(desk: &Desk, claim: &ClaimView) -> Value {
    json!({
        "standing": claim.standing.word(),
        "sources": claim.backing.n_sources,
        "origins": claim.backing.n_origins,
        "evidence": claim.evidence.iter().map(|it| evidence(desk, it)).collect::<Vec<Value>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    json!({"rule": finding.rule, "severity": finding.severity.word(), "message": finding.message})
}

fn evidence(desk: &Desk, it: &Evidence) -> Value {
    let (outlet, date, origin) = known(desk, it);
    json!({
        "source": it.source,
        "relation": it.relation.word(),
        "line": it.line,
        "locator": it.locator,
        "outlet": outlet,
        "date": date,
        "origin": origin,
        "text": (!it.confidential).then_some(&it.text),
    })
}
