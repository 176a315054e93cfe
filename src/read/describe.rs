//! Stub.

use crate::fact::Fact;

pub fn describe(fact: &Fact, prose: &str) -> String {
    fact.span.of(prose).to_string()
}
