use super::*;
use crate::fact::{Links, Reading};
use crate::rules::Rules;
use crate::text::{Format, Span, Text};

#[test]
fn every_placeholder_is_one_hint() {
    let rules = Rules::built_in();
    let text = Text::read("The fund holds TK kroner.".to_string(), Format::Plain);
    let reading = Reading { placeholders: vec![Span::new(15, 17)], ..Reading::default() };
    let links = Links::default();
    let ctx = Ctx::alone(&rules, (&text.paragraphs[0], &reading), &links, &text.comments.front);
    let mut acc = Checked::default();
    placeholders(&ctx, &mut acc);
    assert_eq!(acc.raised.len(), 1);
    assert_eq!(acc.raised[0].args, [("words", "TK".to_string())]);
}
