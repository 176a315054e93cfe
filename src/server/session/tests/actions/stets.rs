//! Stets written by an action: after each its finding is gone, the others are there, and no stet is lapsed or invalid.

use expect_test::expect;
use serde_json::json;

use super::{PORT, Takes, able, named};
use crate::server::session::tests::{ALTERED, SOURCE};

/// Silences one finding after the other by its stet, and gives the text after all of them.
#[track_caller]
fn all_stets(name: &str, draft: &str, n_findings: usize) -> String {
    let takes = Takes { documents: true, resolves: false };
    let mut bench = able(&[("sources/port.md", PORT), ("sources/mayor.md", SOURCE)], takes);
    bench.open(name, 1, draft);
    let mut left = bench.findings(name);
    assert_eq!(left.len(), n_findings, "{left:?}");
    while let Some(first) = left.first().cloned() {
        let rule = first.split(' ').next().unwrap();
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}});
        let actions = bench.ask(name, range, json!({"diagnostics": []}));
        bench.apply(name, &named(&actions, &format!("stet {rule}: own reporting")));
        left.remove(0);
        assert_eq!(bench.findings(name), left, "{}", bench.text(name));
    }
    bench.text(name)
}

#[test]
fn a_stet_stands_above_a_paragraph() {
    let draft =
        "The port.\n\nExports from Ostermole rose by 18% in\n2031. It counts 415,000 containers in its harbour.\n";
    expect![[r#"
        The port.

        <!-- stet conflicting-figure "18%": own reporting -->
        <!-- stet conflicting-figure "415,000": own reporting -->
        Exports from Ostermole rose by 18% in
        2031. It counts 415,000 containers in its harbour.
    "#]]
    .assert_eq(&all_stets("a.md", draft, 2));
    let windows = draft.replace('\n', "\r\n");
    let after = all_stets("a.md", &windows, 2);
    assert!(!after.replace("\r\n", "").contains(['\r', '\n']), "{after:?}");
    all_stets("a.md", "Exports from Ostermole rose by 18% in 2031.", 1);
    all_stets("a.md", "**Exports** from Ostermole rose by *18%* in 2031.\n", 1);
}

#[test]
fn a_stet_ends_the_line_of_a_list_item_a_row_or_a_block_quotation() {
    let draft = "\
- Exports from Ostermole rose by 18% in 2031.
- The harbour counts 415,000 containers.

> The harbour counts 416,000 containers.

| What | In 2031 |
|------|---------|
| Exports from Ostermole rose by | 18% in 2031 |
";
    expect![[r#"
        - Exports from Ostermole rose by 18% in 2031. <!-- stet conflicting-figure "18%": own reporting -->
        - The harbour counts 415,000 containers. <!-- stet conflicting-figure "415,000": own reporting -->

        > The harbour counts 416,000 containers. <!-- stet conflicting-figure "416,000": own reporting -->

        | What | In 2031 |
        |------|---------|
        | Exports from Ostermole rose by | 18% in 2031 <!-- stet unsupported-figure "18%": own reporting --> |
    "#]]
    .assert_eq(&all_stets("a.md", draft, 4));
}

#[test]
fn a_stet_stands_above_a_heading() {
    let draft = "# The harbour counts 415,000 containers\n\nThe kiln.\n\nExports from Ostermole rose by 18%\n===\n";
    expect![[r#"
        <!-- stet conflicting-figure "415,000": own reporting -->
        # The harbour counts 415,000 containers

        The kiln.

        <!-- stet conflicting-figure "18%": own reporting -->
        Exports from Ostermole rose by 18%
        ===
    "#]]
    .assert_eq(&all_stets("a.md", draft, 2));
    all_stets("a.md", "> # The harbour counts 415,000 containers #\n", 1);
}

#[test]
fn a_stet_in_brackets_ends_the_line_of_plain_text() {
    let draft = "Exports from Ostermole rose by 18% in 2031.\nThe harbour counts 415,000 containers, and\nit is old.\n";
    expect![[r#"
        [stet conflicting-figure "18%": own reporting]
        Exports from Ostermole rose by 18% in 2031.
        The harbour counts 415,000 containers, and [stet conflicting-figure "415,000": own reporting]
        it is old.
    "#]]
    .assert_eq(&all_stets("a.txt", draft, 2));
    all_stets("a.txt", &draft.replace('\n', "\r\n"), 2);
    all_stets("a.txt", "Exports from Ostermole rose by 18% and the harbour counts 415,000 containers", 2);
}

#[test]
fn a_stet_in_html_stands_above_or_at_the_line() {
    let draft = "<html><body>\n<p>Exports from Ostermole rose by <b>18%</b> in 2031.</p>\n<ul><li>The kiln.</li><li>The harbour counts\n415,000 containers.</li></ul>\n\
                 <table><tr><td>The harbour counts 416,000 containers.</td></tr></table>\n</body></html>\n";
    expect![[r#"
        <html><body>
        <!-- stet conflicting-figure "18%": own reporting -->
        <p>Exports from Ostermole rose by <b>18%</b> in 2031.</p>
        <ul><li>The kiln.</li><li>The harbour counts
        415,000 containers.</li></ul> <!-- stet conflicting-figure "415,000": own reporting -->
        <!-- stet conflicting-figure "416,000": own reporting -->
        <table><tr><td>The harbour counts 416,000 containers.</td></tr></table>
        </body></html>
    "#]]
    .assert_eq(&all_stets("a.html", draft, 3));
}

#[test]
fn a_stet_for_a_quotation_quotes_its_words() {
    let draft = ALTERED;
    expect![[r#"
        <!-- stet altered-quote "after": own reporting -->
        “We will light the kiln after the first frost,” said Mira Holt, the mayor.
    "#]]
    .assert_eq(&all_stets("a.md", draft, 1));
}

#[test]
fn a_stet_for_a_figure_is_none_for_a_longer_one() {
    let draft = "The quay of Ostermole holds 12 cranes and 120 sheds and 12,500 ropes.\n";
    expect![[r#"
        <!-- stet unsupported-figure "12": own reporting -->
        <!-- stet unsupported-figure "120": own reporting -->
        <!-- stet unsupported-figure "12,500": own reporting -->
        The quay of Ostermole holds 12 cranes and 120 sheds and 12,500 ropes.
    "#]]
    .assert_eq(&all_stets("a.md", draft, 3));
}

#[test]
fn a_stet_serves_in_whatever_markup() {
    let claim = "The harbour counts 415,000 containers";
    let drafts = [
        format!("{claim}\r\n===\r\n"),
        format!("## {claim} ##\n"),
        format!("1. The kiln.\n   - {claim}\n     in Ostermole.\n"),
        format!("* The kiln.\n\n  {claim}.\n"),
        format!("> > {claim}\n> > in all.\n"),
        format!("> | What | Who |\n> |---|---|\n> | {claim} | Holt |\n"),
        format!("What | Who\n---|---\n{claim} | Holt\n"),
        format!("| {claim} | Who |\n|---|---|\n| a | b |\n"),
        format!("The kiln.[^1]\n\n[^1]: {claim}.\n"),
        format!("[{claim}](https://ostermole.example/a)\n"),
        "The harbour counts [415,000\ncontainers](https://ostermole.example/a \"x\").\n".to_string(),
        format!("---\ntitle: Kiln\n---\n{claim}.\n"),
        format!("{claim}. <!-- CQ -->\n"),
        format!("<div>\n{claim}.\n</div>\n"),
        format!("<b>{claim}</b>\n"),
        format!("```\nx\n```\n{claim}.\n"),
        format!("{claim}.  \nThe kiln.\\\nIt is cold.\n"),
        format!("The kiln.\r\r{claim}.\r"),
        claim.to_string(),
    ];
    for draft in drafts {
        for name in ["a.md", "a.txt"] {
            all_stets(name, &draft, 1);
        }
    }
    let pages = [
        format!("<p\nclass=\"a\">{claim}</p>"),
        format!("<p>{claim} <a\nhref=\"x\">here</a></p>"),
        format!("<table><tr>\n<td>{claim}</td><td>x</td></tr></table>"),
        format!("<p>The kiln.</p><p>{claim}</p>\n"),
        format!("<h2>{claim}</h2>\r\n"),
        format!("<ul>\n  <li>{claim}\n  <li>x\n</ul>"),
        format!("<p>The kiln<br>{claim}<br>x</p>"),
        "<p>The harbour counts 415,000&nbsp;containers</p>".to_string(),
    ];
    for page in pages {
        all_stets("a.html", &page, 1);
    }
}

#[test]
fn a_reason_cannot_end_its_stet() {
    let config = "sources = [\"sources/**\"]\n[stet]\nreasons = [\"--> [a] | <b>\\n--->\"]\n";
    for name in ["a.md", "a.txt", "a.html"] {
        let takes = Takes { documents: true, resolves: true };
        let mut bench = able(&[("sources/port.md", PORT), ("backread.toml", config)], takes);
        bench.open(name, 1, "Exports from Ostermole rose by 18% in 2031.\n");
        bench.run_until_idle();
        let action = named(&bench.at(name, 0, 32), "stet conflicting-figure: -->");
        bench.apply(name, &action);
        assert_eq!(bench.findings(name), Vec::<String>::new(), "{}", bench.text(name));
    }
}
