//! A whole check: sources and drafts in one text; the same twice, and the same after an edit that is taken back.
#![no_main]

use std::path::Path;

use backread::engine::Policy;
use backread::fixture;
use backread::text::{Format, TextId};
use backread_fuzz::RULES;

libfuzzer_sys::fuzz_target!(|input: &str| {
    let Ok(parsed) = fixture::parse(input) else { return };
    let mut engine = parsed.engine(&RULES, Policy::default());
    for (n, draft) in parsed.drafts.iter().enumerate() {
        let id = TextId(n as u32);
        let found = engine.findings(id);
        for it in &found {
            assert!(!it.span.is_empty() && draft.text.get(it.span.range()).is_some(), "{it:?}");
        }
        let path = if draft.name.is_empty() { "draft.md" } else { draft.name.as_str() };
        let format = Format::of_path(Path::new(path));
        engine.open(id, path, format!("An envoy said so.\n\n{}", draft.text), format);
        engine.settle(id);
        engine.open(id, path, draft.text.clone(), format);
        engine.settle(id);
        assert_eq!(engine.findings(id), found);
        engine.facts(id);
        engine.claims(id);
        engine.coverage(id);
    }
    assert!(engine.take_faults().is_empty());
});
