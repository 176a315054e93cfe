use super::*;
use crate::check::CorpusState;
use crate::fact::{Links, Reading};
use crate::rules::Rules;
use crate::text::{Format, Span, Text};

#[test]
fn every_placeholder_is_one_hint() {
    let rules = Rules::built_in();
    let text = Text::read("The fund holds TK kroner.".to_string(), Format::Plain);
    let reading = Reading { placeholders: vec![Span::new(15, 17)], ..Reading::default() };
    let corpus = CorpusState { n_sources: 0, judges_absence: false };
    let ctx = Ctx {
        rules: &rules,
        paragraph: &text.paragraphs[0],
        reading: &reading,
        links: &Links::default(),
        front: &text.comments.front,
        around: &[],
        candidates: &[],
        statements: &[],
        names: &[],
        cited: &[],
        corpus,
    };
    let mut acc = Checked::default();
    placeholders(&ctx, &mut acc);
    assert_eq!(acc.raised.len(), 1);
    assert_eq!(acc.raised[0].args, [("words", "TK".to_string())]);
}
