//! backread: checks a draft against its sources while it is typed.
//!
//! ```text
//! rules/*.toml ─────────────► Rules
//!                               │
//! source files ─► text ─► read ─► facts ─► index ─► candidates ─┐
//!                          ▲                                    ├─► check ─► findings ─► cli
//! draft ───────► text ─────┘──── facts ─► link ─────────────────┘                  └──► server
//! ```
//!
//! One `read` serves both sides and is not told which side it is on: what is read in a source can be checked in a draft.
//! The corpus finds, the engine fetches, the check compares.
//!
//! # The modules, in reading order
//!
//! Each may use only those above it, and `cli` and `server` not each other; `tests/it/house.rs` has the exact list.
//!
//! - [`text`]: bytes to paragraphs of prose, with the way back to each byte; formats, markup, notes, folding, the buffer.
//! - [`problem`]: what could not be done, why, and what would help.
//! - [`fact`]: what a text asserts that can be compared: figures, dates, quotations, names, attributions, and a sentence
//!   taken apart into claims. Data only.
//! - [`finding`]: a rule broken at a place, with its evidence. Data only.
//! - [`rules`]: rules, word lists and house presets from TOML, compiled once.
//! - [`config`]: `backread.toml` and editor settings, each value with where it was given.
//! - [`read`]: one paragraph to its facts; `read::link` settles what paragraphs leave open,
//!   `read::syntax` gives a sentence its tree when asked,
//!   and `read::claim` its clauses.
//! - [`disk`]: the only reader of files: finds the configuration, walks to the sources, reads within limits.
//! - [`corpus`]: all sources, read and indexed; gives the candidates that could speak to a fact.
//! - [`check`]: functions that compare a paragraph's facts with their candidates, one file a family of rules.
//! - [`engine`]: drafts and caches, stets, levels and order; `engine::desk` is all that one configuration root holds.
//! - [`dossier`]: all that was found of one draft, as a page, as Markdown or as JSON, for both faces.
//! - [`fixture`]: sources, drafts and expected findings in one string, for examples of rules and for tests.
//! - [`cli`]: subcommands and output formats.
//! - [`server`]: the language server.
//!
//! # Invariants
//!
//! Most of them say what is absent.
//!
//! - `read` does not know whether a text is a source or a draft, does no I/O, and cannot fail.
//! - A fact is determined by the paragraph and the rules, a link by the facts before it. Nothing else goes in.
//! - A paragraph has a bound, so that one keystroke has one: where nothing ends it, `text::split` cuts it.
//! - Prose is what readers see: markup gone, entities decoded, a soft line break one space. The map takes every byte of
//!   it back to the text. Stored text is never normalised; offsets given out count bytes of the file. Folding happens
//!   only when comparing.
//! - Language is decided for each paragraph in `text::split`, and hashed with it.
//! - The index says where facts are; only a check says what differs.
//! - A check emits a rule's id, evidence, and a weight, full or slight. It knows no severities, stets or LSP.
//! - Nothing recurses over nesting: depth is capped, since a stack overflow cannot be caught.
//! - No fact or finding derives `Serialize`. The faces convert by hand.
//! - Evidence is cut from the text as it was read, never from the file again: it may have changed.
//! - Output order is a function of the input: text position, then rule id. No hash map's order reaches anybody.

pub mod text;

pub mod problem;

pub mod fact;

pub mod finding;

pub mod rules;

pub mod config;

pub mod read;

pub mod disk;

pub mod corpus;

pub mod check;

pub mod engine;

pub mod dossier;

pub mod fixture;

pub mod cli;

pub mod server;
