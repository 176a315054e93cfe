use expect_test::{Expect, expect};

use super::context::contexts;
use super::stet::slot;
use crate::text::{Format, Text};

/// What is being typed where the text has `<|>`, one line each.
#[track_caller]
fn check(fixture: &str, expected: Expect) {
    let at = fixture.find("<|>").expect("a cursor");
    let text = Text::read(fixture.replace("<|>", ""), Format::Markdown);
    let mut lines = Vec::new();
    if let Some(slot) = slot(&text, at as u32) {
        lines.push(format!("{slot:?}"));
    }
    for it in contexts(&text, at as u32) {
        lines.push(format!("{:?} {:?}", it.span.of(&text.raw), it.sort));
    }
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn a_number_is_typed_with_its_currency() {
    check(
        "It cost about $4.2<|>",
        expect![[r#""$4.2" Number { digits: "4.2", sign: Some('$'), before: "It cost about " }"#]],
    );
    check(
        "The port had 412,0<|> in",
        expect![[r#""412,0" Number { digits: "4120", sign: None, before: "The port had " }"#]],
    );
}

#[test]
fn dates_versions_and_words_are_no_numbers() {
    check("On 2031-0<|>", expect![""]);
    check("Room B1<|>", expect![""]);
    check("see page/4<|>", expect![""]);
}

#[test]
fn a_name_begins_with_a_capital_and_has_two_letters() {
    check(
        "Then Mira Ho<|>",
        expect![[r#"
        "Then Mira Ho" Name
        "Mira Ho" Name
        "Ho" Name"#]],
    );
    check("Then H<|>", expect![""]);
    check("then holt<|>", expect![""]);
    check("It ended. Mira<|>", expect![[r#""Mira" Name"#]]);
}

#[test]
fn a_quotation_begins_at_an_opening_mark() {
    check("She said “We will<|>", expect![[r#""We will" Quotation"#]]);
    check("She said \"<|>\"", expect![[r#""" Quotation"#]]);
    check("She said \"no\"<|>", expect![""]);
    check("She said “no”<|>", expect![""]);
    check("“<|>", expect![[r#""" Quotation"#]]);
}

#[test]
fn nothing_in_front_matter_and_code() {
    check("---\ntitle: Mira<|>\n---\nText.", expect![""]);
    check("Then `Mira<|>` and.", expect![""]);
    check("```\nMira 41<|>\n```\n", expect![""]);
    check("Text. <!-- Mira<|> -->", expect![""]);
}

#[test]
fn a_stet_has_rules_then_a_reason() {
    check("<!-- stet unsup<|> -->\nThe port.", expect!["Rule { span: TextSpan { start: 10, end: 15 }, named: [] }"]);
    check("<!-- stet unsup<|>", expect!["Rule { span: TextSpan { start: 10, end: 15 }, named: [] }"]);
    check("<!-- stet a-b, <|> -->", expect![[r#"Rule { span: TextSpan { start: 15, end: 15 }, named: ["a-b"] }"#]]);
    check("<!-- stet a-b: own<|> -->", expect!["Reason { span: TextSpan { start: 15, end: 18 } }"]);
    check("<!-- stet a-b \"12: <|>\" -->", expect!["Elsewhere"]);
    check("<!-- stet a-b <|> -->", expect!["Elsewhere"]);
    check("<!-- stetson <|> -->", expect![""]);
    check("```\n<!-- stet <|> -->\n```\n", expect![""]);
}
