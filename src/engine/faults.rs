//! Faults of our own: each costs the piece of work that it is in, and is remembered to be told.

use crate::problem::fault;
use crate::rules::Rules;

/// What failed, and where in our code; never on which words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub what: &'static str,
    pub place: String,
}

impl Fault {
    /// Names the rules that hang on what failed.
    pub fn told(&self, rules: &Rules) -> String {
        let Fault { what, place } = self;
        let ids: Vec<&str> = rules.all().iter().filter(|it| it.check == *what).map(|it| it.id.as_str()).collect();
        let of = if ids.is_empty() { String::new() } else { format!(" ({})", ids.join(", ")) };
        let at = if place.is_empty() { String::new() } else { format!(" at {place}") };
        format!(
            "a fault of backread's own in \"{what}\"{of}{at}: the paragraphs it fails on do without it; please report \
             this line"
        )
    }
}

#[derive(Debug, Default)]
pub struct Faults {
    /// Since they were last taken.
    of: Vec<Fault>,
    /// What was told is not told again.
    known: Vec<Fault>,
}

impl Faults {
    /// Runs one piece of work so that a fault in it costs that piece alone.
    pub fn guarded<T>(&mut self, what: &'static str, otherwise: T, work: impl FnOnce() -> T) -> T {
        fault::guarded(work).unwrap_or_else(|place| {
            let fault = Fault { what, place };
            if !self.known.contains(&fault) {
                tracing::error!(what, place = fault.place, "a fault of backread's own; its paragraphs do without it");
                self.known.push(fault.clone());
                self.of.push(fault);
            }
            otherwise
        })
    }

    pub fn take(&mut self) -> Vec<Fault> {
        std::mem::take(&mut self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_that_go_without_are_named() {
        let fault = Fault { what: "draft", place: "src/check/draft.rs:9:5".to_string() };
        assert_eq!(
            fault.told(&Rules::built_in()),
            "a fault of backread's own in \"draft\" (open-placeholder) at src/check/draft.rs:9:5: the paragraphs it fails \
             on do without it; please report this line"
        );
    }
}
