//! `backread explain` and `backread rules`: what the rules say, and whether their own examples hold.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};

use super::output::{counted, one_line};
use super::{CLEAN, DataFormat, FAILED, FOUND, ReadArgs, Streams, print_json};
use crate::engine::desk::Desk;
use crate::finding::Severity;
use crate::fixture;
use crate::problem::{Problem, did_you_mean};
use crate::rules::{Param, Rule};
use crate::text::visible::visible;

#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// The rule's id, as findings show it
    rule: String,
    #[command(flatten)]
    read: ReadArgs,
    #[arg(long, value_enum, default_value_t)]
    format: DataFormat,
}

#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// List all rules with the levels that hold here
    List {
        #[command(flatten)]
        read: ReadArgs,
        #[arg(long, value_enum, default_value_t)]
        format: DataFormat,
    },
    /// Run the examples of all rules, those of `rules` in backread.toml included
    Test {
        /// Only this rule
        rule: Option<String>,
        #[command(flatten)]
        read: ReadArgs,
    },
}

pub fn run(command: &RulesCommand, streams: &mut Streams) -> anyhow::Result<u8> {
    match command {
        RulesCommand::List { read, format } => list(&here(read, streams)?, *format, streams),
        RulesCommand::Test { rule, read } => test(&here(read, streams)?, rule.as_deref(), streams),
    }
}

pub fn explain(args: &ExplainArgs, streams: &mut Streams) -> anyhow::Result<u8> {
    let desk = here(&args.read, streams)?;
    let rule = find(&desk, &args.rule)?;
    match args.format {
        DataFormat::Json => print_json(&row(&desk, rule, true), &mut *streams.out)?,
        DataFormat::Pretty => write!(streams.out, "{}", visible(&desk.engine.page(rule)))?,
    }
    Ok(CLEAN)
}

fn here(read: &ReadArgs, streams: &mut Streams) -> anyhow::Result<Desk> {
    let start: PathBuf = read.config.clone().unwrap_or_else(|| Path::new(".").to_path_buf());
    read.desk(&start, streams)
}

fn find<'a>(desk: &'a Desk, id: &str) -> Result<&'a Rule, Problem> {
    let rules = desk.engine.rules();
    rules.rule(id).ok_or_else(|| {
        let known: Vec<&str> = rules.all().iter().map(|it| it.id.as_str()).collect();
        Problem::new(id, "no such rule", did_you_mean(id, &known))
    })
}

/// The level that holds here.
fn level_word(desk: &Desk, rule: &Rule) -> &'static str {
    desk.engine.policy().level(rule).map_or("off", Severity::word)
}

fn param_value(param: &Param) -> Value {
    match param {
        // A whole number is shown as one.
        Param::Number(number) if number.fract() == 0.0 => json!(*number as i64),
        Param::Number(number) => json!(number),
        Param::Flag(flag) => json!(flag),
        Param::Word(word) => json!(word),
        Param::Words(words) => json!(words),
    }
}

fn row(desk: &Desk, rule: &Rule, examples: bool) -> Value {
    let mut row = json!({
        "id": rule.id,
        "family": rule.family,
        "level": level_word(desk, rule),
        "slight": rule.slight.map_or("off", Severity::word),
        "message": rule.message,
        "help": rule.help,
        "why": rule.why,
    });
    if examples && let Some(row) = row.as_object_mut() {
        let params = rule.params.iter().map(|(name, param)| (name.clone(), param_value(param))).collect();
        row.insert("params".to_string(), Value::Object(params));
        let examples = rule.examples.iter().map(|it| json!({"name": it.name, "text": it.text})).collect();
        row.insert("examples".to_string(), Value::Array(examples));
    }
    row
}

fn list(desk: &Desk, format: DataFormat, streams: &mut Streams) -> anyhow::Result<u8> {
    let rules = desk.engine.rules().all();
    match format {
        DataFormat::Json => {
            let rows: Vec<Value> = rules.iter().map(|it| row(desk, it, false)).collect();
            print_json(&json!({"schema": 1, "rules": rows}), &mut *streams.out)?;
        }
        DataFormat::Pretty => {
            let wide = |of: fn(&Rule) -> usize| rules.iter().map(of).max().unwrap_or(0);
            let (family_width, id_width) = (wide(|it| it.family.len()), wide(|it| it.id.len()));
            for rule in rules {
                let (family, id, level) = (&rule.family, &rule.id, level_word(desk, rule));
                let message = one_line(&rule.message);
                writeln!(streams.out, "{family:family_width$}  {id:id_width$}  {level:11}  {message}")?;
            }
        }
    }
    Ok(CLEAN)
}

/// Every example through an engine of its own. A rule that does not parse fails the job, an example that does not hold
/// is a finding.
fn test(desk: &Desk, only: Option<&str>, streams: &mut Streams) -> anyhow::Result<u8> {
    // Examples tell of the rule, whatever the house makes of it here.
    let rules = &desk.rules_alone();
    if let Some(id) = only {
        find(desk, id)?;
    }
    let (mut n_held, mut n_failed) = (0, 0);
    for rule in rules.all().iter().filter(|it| only.is_none_or(|id| it.id == id)) {
        for example in &rule.examples {
            match fixture::check_under(rules, &fixture::switched_on(rule), &example.text) {
                Ok(()) => n_held += 1,
                Err(differences) => {
                    n_failed += 1;
                    let head = format!("{}: {}: {}", rule.path, rule.id, example.name);
                    writeln!(streams.out, "{}", one_line(&head))?;
                    for line in differences.lines() {
                        writeln!(streams.out, "  {}", visible(line))?;
                    }
                }
            }
        }
    }
    writeln!(
        streams.out,
        "{} hold, {n_failed} {}",
        counted(n_held, "example", "examples"),
        if n_failed == 1 { "does not" } else { "do not" }
    )?;
    // What did not parse was told when the desk was opened.
    Ok(match (desk.problems.is_empty(), n_failed) {
        (false, _) => FAILED,
        (true, 0) => CLEAN,
        (true, _) => FOUND,
    })
}
