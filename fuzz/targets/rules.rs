//! Rule files, word lists, configuration, sidecars and decisions: what is wrong in them is said at a place in them.
#![no_main]

use std::path::PathBuf;

use backread::config::{self, Config, ConfigText, LayerKind};
use backread::engine::decisions::Decisions;
use backread::problem::Problem;
use backread::rules::{RuleText, Rules};
use backread_fuzz::split;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((name, rest)) = split(input) else { return };
    let text = String::from_utf8_lossy(rest).into_owned();
    let problems = match name {
        "backread.toml" | "settings" => {
            let kind = if name == "settings" { LayerKind::Settings } else { LayerKind::File };
            let layer = ConfigText { kind, shown: name.to_string(), dir: PathBuf::from("/desk"), text: text.clone() };
            let (config, problems) = Config::of(vec![layer]);
            config.why();
            problems
        }
        "meta.toml" => config::source_entry(name, &text).1,
        "decisions.toml" => match Decisions::parse(name, &text) {
            Ok(decisions) => {
                let again = Decisions::parse(name, &decisions.print()).expect("what we print is read");
                assert_eq!(decisions.print(), again.print());
                Vec::new()
            }
            Err(problem) => vec![problem],
        },
        path => Rules::load(&[RuleText { path: path.to_string(), text: text.clone() }]).1,
    };
    for it in problems {
        let Problem { cause, span, .. } = &it;
        assert!(!cause.is_empty());
        assert!(span.is_none_or(|it| text.get(it.range()).is_some()), "{it:?}");
        assert!(!it.to_string().is_empty());
    }
});
