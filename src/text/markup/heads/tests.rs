//! Rows as they are read, with bars between their cells, and the places of those of documents.

use expect_test::{Expect, expect};

use super::super::super::Text;
use super::*;
use crate::text::format::Document;

fn print(text: &Text) -> String {
    let mut printed = String::new();
    for it in &text.paragraphs {
        let place = text.locators.at(it.at.start).map_or(String::new(), |it| format!("[{it}] "));
        let sort = if it.sort == Sort::TableRow { String::new() } else { format!("{:?}: ", it.sort) };
        printed += &format!("{place}{sort}{}\n", it.prose.replace('\t', " | "));
        // Every byte leads back to the row that it stands in.
        let at = it.to_text(crate::text::Span::new(0, it.prose.len()));
        assert!(at.start >= it.at.start && at.end <= it.at.end, "{at:?} {:?}", it.at);
    }
    printed
}

#[track_caller]
fn check(format: Format, raw: &str, expected: Expect) {
    let text = Text::read(raw.to_string(), format);
    assert_eq!(text.raw, raw);
    expected.assert_eq(&print(&text));
}

#[test]
fn a_markdown_table_has_the_units_of_its_head() {
    check(
        Format::Markdown,
        "| Ward | Turnout (%) | Grant, £m | Opened |\n|---|---:|---:|---|\n| Northgate | 41.2 | 1.4 | 1987 |\n\
         | **Orrin** Quay | 38 |  | 2004 |\n| All | 40.1% | 12 | 2011 |\n\n\
         | Boat | Length (m) |\n|---|---|\n| Vigil | 12 |\n| Tern | 9.5 |\n",
        expect![[r#"
            Ward | Turnout (%) | Grant, £m | Opened
            Northgate | Turnout: 41.2% | Grant: £1.4m | Opened: 1987
            Orrin Quay | Turnout: 38% |  | Opened: 2004
            All | Turnout: 40.1% | Grant: £12m | Opened: 2011
            Boat | Length (m)
            Vigil | Length: 12 m
            Tern | Length: 9.5 m
        "#]],
    );
}

#[test]
fn an_html_table_has_its_head_beside_an_empty_corner() {
    check(
        Format::Html,
        "<table><thead><tr><th></th><th>Turnout (%)</th><th>Votes</th></tr></thead><tbody>\
         <tr><th>Northgate</th><td>41.2</td><td>1&nbsp;204</td></tr><tr><th>Southgate</th><td></td><td>903</td></tr>\
         </tbody></table><table><tr><th>Boat</th><th>Length (m)</th></tr><tr><td>Vigil</td><td>12</td></tr></table>",
        expect![[r#"
            Turnout (%) | Votes
            Northgate | Turnout: 41.2% | Votes: 1,204
            Southgate |  | Votes: 903
            Boat | Length (m)
            Vigil | Length: 12 m
        "#]],
    );
}

#[test]
fn what_is_no_table_of_figures_is_left_alone() {
    // Merged cells, names, a page laid out as a table, cells that say for themselves what they are.
    check(
        Format::Html,
        "<table><tr><th>Ward</th><th colspan=\"2\">Turnout (%)</th></tr><tr><td>Northgate</td><td>41</td><td>38</td></tr>\
         </table>",
        expect![[r#"
            Ward | Turnout (%)
            Northgate | 41 | 38
        "#]],
    );
    check(
        Format::Markdown,
        "| Name | Role |\n|---|---|\n| Ann Vey | mayor |\n| Tom Holt | clerk |\n\n\
         | Item | Told |\n|---|---|\n| Crane | Cost: 4 million |\n| Pier | Length: 40 m |\n",
        expect![[r#"
            Name | Role
            Ann Vey | mayor
            Tom Holt | clerk
            Item | Told
            Crane | Cost: 4 million
            Pier | Length: 40 m
        "#]],
    );
}

#[test]
fn rows_of_a_document_are_numbered_and_tables_are_told_apart() {
    let mut document = Document::new("report.docx");
    document.push(Sort::Body, "Two tables.");
    for row in [["", "Crates", "Weight (t)"], ["North", "2,105", "70"], ["South", "2,207", "81"]] {
        document.row(row);
    }
    document.push(Sort::Body, "");
    for row in [["Berth", "Depth (m)"], ["North", "9.5"]] {
        document.row(row);
    }
    document.push(Sort::Body, "That is all.");
    expect![[r#"
        Body: Two tables.
        [table 1, row 1] Crates | Weight (t)
        [table 1, row 2] North | Crates: 2,105 | Weight: 70 t
        [table 1, row 3] South | Crates: 2,207 | Weight: 81 t
        [table 2, row 1] Berth | Depth (m)
        [table 2, row 2] North | Depth: 9.5 m
        Body: That is all.
    "#]]
    .assert_eq(&print(&Text::of_document(document)));
}

#[test]
fn the_heading_goes_on_below_a_table() {
    let mut document = Document::new("report.odt");
    document.locate(Locator::Heading(Arc::from("Berths")));
    document.push(Sort::Heading, "Berths");
    for row in [["Berth", "Depth (m)"], ["North", "9.5"], ["South", "7"]] {
        document.row(row);
    }
    document.push(Sort::Body, "That is all.");
    expect![[r#"
        [under “Berths”] Heading: Berths
        [table 1, row 1] Berth | Depth (m)
        [table 1, row 2] North | Depth: 9.5 m
        [table 1, row 3] South | Depth: 7 m
        [under “Berths”] Body: That is all.
    "#]]
    .assert_eq(&print(&Text::of_document(document)));
}
