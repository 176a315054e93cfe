//! backread: checks a draft against its sources while it is typed.
//!
//! Modules stand in reading order, and each may use only those above it.

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

pub mod fixture;

pub mod cli;

pub mod server;
