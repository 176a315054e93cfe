//! The command line: subcommands, files in, exit status out.
//!
//! Findings and data go to `out`, everything else to `err`; nobody prints past the two. What is checked and what it
//! means is the engine's: nothing here knows how a figure is compared.

mod accept;
mod cache;
mod check;
mod clean;
mod config;
mod facts;
mod find;
mod init;
pub mod output;
mod report;
mod rules;
mod sources;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::engine::desk::{Desk, Overrides, StoreIn};
use crate::problem::Problem;

/// Where a run writes. Both take colours and drop them where they are not wanted.
pub struct Streams {
    pub out: Box<dyn Write>,
    pub err: Box<dyn Write>,
}

/// Exit statuses.
pub const CLEAN: u8 = 0;
pub const FOUND: u8 = 1;
pub const FAILED: u8 = 2;

/// Checks a draft against its sources: every figure, quotation and attribution that they do not bear out.
#[derive(Debug, Parser)]
#[command(name = "backread", version, arg_required_else_help = true, max_term_width = 100)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

impl Args {
    /// Whether the language server is asked for, which is not ours to run.
    pub fn wants_server(&self) -> bool {
        matches!(self.command, Command::Lsp { .. })
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check drafts against their sources
    Check(check::CheckArgs),
    /// Let findings stand, with a reason, in decisions.toml
    Accept(accept::AcceptArgs),
    /// Print a draft without stets and CQ marks
    Clean(clean::CleanArgs),
    /// Show what the sources say about a sentence
    Find(find::FindArgs),
    /// Write the dossier of a draft: what the sources hold of it, item by item
    Report(report::ReportArgs),
    /// Run the language server over stdin and stdout
    Lsp {
        /// The only way there is; accepted because clients pass it
        #[arg(long)]
        stdio: bool,
    },
    /// Show what the reader reads in a text
    Facts(facts::FactsArgs),
    /// Show which sources are loaded, and what could not be
    Sources(sources::SourcesArgs),
    /// Explain a rule: what it says, why, and examples
    Explain(rules::ExplainArgs),
    /// List the rules, or run their examples
    #[command(subcommand)]
    Rules(rules::RulesCommand),
    /// Write a commented backread.toml
    Init(init::InitArgs),
    /// Show the configuration that holds for a path
    Config(config::ConfigArgs),
    /// Show or clear what is kept and can be made anew
    #[command(subcommand)]
    Cache(cache::CacheCommand),
    /// Print a JSON schema
    Schema {
        #[arg(value_enum)]
        of: Schema,
    },
    /// Print completions for a shell
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the man page, of the program or of one of its commands
    #[command(hide = true)]
    Man { of: Option<String> },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Schema {
    /// What `--format json` prints
    Json,
    /// backread.toml
    Config,
    /// A rule file
    Rule,
    /// What `report --format json` prints
    Report,
}

/// What goes with every command that reads.
#[derive(Debug, Default, clap::Args)]
pub struct ReadArgs {
    /// A folder, file or glob of sources, instead of what is configured; may be given several times
    #[arg(long, value_name = "PATH|GLOB")]
    sources: Vec<String>,
    /// The configuration file, instead of those found from the draft upward
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// How data is printed by commands that find no faults.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DataFormat {
    #[default]
    Pretty,
    Json,
}

/// Runs a command; the number is the exit status.
pub fn run(args: Args, streams: &mut Streams) -> anyhow::Result<u8> {
    match args.command {
        Command::Check(args) => check::run(&args, streams),
        Command::Accept(args) => accept::run(&args, streams),
        Command::Clean(args) => clean::run(&args, streams),
        Command::Find(args) => find::run(&args, streams),
        Command::Man { of } => man(of.as_deref(), streams),
        Command::Report(args) => report::run(&args, streams),
        // `main` has answered already: the two faces do not know each other.
        Command::Lsp { stdio: _ } => Ok(CLEAN),
        Command::Facts(args) => facts::run(&args, streams),
        Command::Sources(args) => sources::run(&args, streams),
        Command::Explain(args) => rules::explain(&args, streams),
        Command::Rules(command) => rules::run(&command, streams),
        Command::Init(args) => init::run(&args, streams),
        Command::Config(args) => config::run(&args, streams),
        Command::Cache(command) => cache::run(&command, streams),
        Command::Schema { of } => {
            streams.out.write_all(of.text().as_bytes())?;
            Ok(CLEAN)
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "backread", &mut script);
            streams.out.write_all(&script)?;
            Ok(CLEAN)
        }
    }
}

/// A page in roff, for `man`: of the program, or of one of its commands by its name.
fn man(of: Option<&str>, streams: &mut Streams) -> anyhow::Result<u8> {
    let mut program = Args::command();
    program.build();
    let page = match of {
        None => clap_mangen::Man::new(program),
        Some(name) => match program.find_subcommand(name) {
            Some(command) => clap_mangen::Man::new(command.clone()).title(format!("backread-{name}")),
            None => return Err(Problem::new(name, "no such command", "see `backread --help`").into()),
        },
    };
    let mut roff = Vec::new();
    page.render(&mut roff)?;
    streams.out.write_all(&roff)?;
    Ok(CLEAN)
}

impl Schema {
    fn text(self) -> &'static str {
        match self {
            Schema::Json => include_str!("cli/schema/json.json"),
            Schema::Config => crate::engine::desk::pages::schema::CONFIG,
            Schema::Rule => crate::engine::desk::pages::schema::RULE,
            Schema::Report => crate::dossier::JSON_SCHEMA,
        }
    }
}

impl ReadArgs {
    /// The desk that holds for a path, its sources not yet read.
    fn desk(&self, start: &Path, streams: &mut Streams) -> anyhow::Result<Desk> {
        self.another_desk(start, &[], streams)
    }

    /// The same beside others: what they told already is not told again.
    fn another_desk(&self, start: &Path, told: &[Problem], streams: &mut Streams) -> anyhow::Result<Desk> {
        let desk = Desk::configure(start, &self.overrides()?).map_err(|problems| refused(problems, streams))?;
        for problem in desk.problems.iter().filter(|it| !told.contains(it)) {
            writeln!(streams.err, "warning: {problem}")?;
        }
        Ok(desk)
    }
}

impl ReadArgs {
    fn overrides(&self) -> anyhow::Result<Overrides> {
        let working = std::env::current_dir().context("finding the working folder")?;
        let (config, sources) = (self.config.clone(), self.sources.clone());
        Ok(Overrides {
            config,
            sources,
            working,
            settings: None,
            explain_in: None,
            store: StoreIn::usual(),
            within: None,
        })
    }
}

/// Tells all mistakes but the last, which becomes the error.
fn refused(mut problems: Vec<Problem>, streams: &mut Streams) -> anyhow::Error {
    let last = problems.pop();
    for problem in problems {
        // NB: where even this cannot be written, the error that follows still sets the status.
        let _ = writeln!(streams.err, "error: {problem}");
    }
    last.map_or_else(|| anyhow::anyhow!("the configuration could not be read"), anyhow::Error::new)
}

/// Reads the sources, with a bar on a terminal.
fn load(desk: &mut Desk) {
    let loader = desk.first_loader();
    let bar = progress(0, "reading sources");
    let corpus = loader.run(&|n_found| {
        bar.set_length(n_found as u64);
        bar.inc(1);
    });
    bar.finish_and_clear();
    desk.engine.set_corpus(corpus.into());
}

/// A progress bar on stderr; hidden by itself where that is no terminal.
fn progress(n: u64, what: &'static str) -> indicatif::ProgressBar {
    let bar = indicatif::ProgressBar::new(n).with_message(what);
    match indicatif::ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Prints a value as JSON with a line end.
fn print_json(value: &impl serde::Serialize, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)?;
    Ok(())
}
