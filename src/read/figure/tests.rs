use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::fact::Reading;
use crate::read::{describe, read};
use crate::rules::Rules;
use crate::text::{Map, Paragraph, Sort, TextSpan};

fn paragraph(prose: &str, language: Language) -> Paragraph {
    let mut map = Map::default();
    map.push(prose.len(), 0, prose.len());
    Paragraph {
        at: TextSpan::new(0, prose.len()),
        sort: Sort::Body,
        language,
        prose: prose.to_string(),
        map,
        hash: 0,
        continues: false,
    }
}

fn figures_of(reading: &Reading, prose: &str) -> String {
    let lines = reading.facts.iter().filter(|it| matches!(it.kind, FactKind::Figure(_)));
    lines.map(|it| describe::describe(it, prose) + "\n").collect()
}

#[track_caller]
fn check_facts(prose: &str, wanted: Expect) {
    let rules = Rules::built_in();
    let reading = read(&rules, &paragraph(prose, Language::English));
    wanted.assert_eq(&figures_of(&reading, prose));
}

#[test]
fn throwaway() {
    let Ok(path) = std::env::var("FIG") else { return };
    let rules = Rules::built_in();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let reading = read(&rules, &paragraph(line, Language::English));
        println!("# {line}");
        for it in &reading.facts {
            if !matches!(it.kind, FactKind::Name(_) | FactKind::Attribution(_) | FactKind::Quote(_)) {
                println!("    {}", describe::describe(it, line));
            }
        }
        for it in &reading.placeholders {
            println!("    placeholder {}", it.of(line));
        }
    }
}
