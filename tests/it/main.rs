//! Everything that is tested from outside, in one binary: it links once.
//!
//! Readers have their snapshots beside them; here stand the whole engine, the rules' own examples, the corpora, and the
//! house itself.

#[cfg(test)]
mod abuse;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod coincidence;
#[cfg(test)]
mod corpora;
#[cfg(test)]
mod cost;
#[cfg(test)]
mod data;
#[cfg(test)]
mod engine;
#[cfg(test)]
#[cfg(feature = "pdf")]
mod formats_pdf;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod house;
#[cfg(test)]
mod languages;
#[cfg(test)]
mod lsp;
#[cfg(test)]
mod pairs;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod secret;
#[cfg(test)]
mod shown;
#[cfg(test)]
mod store;
#[cfg(test)]
mod support;
#[cfg(test)]
mod trust;
#[cfg(test)]
mod wire;
