//! Books: what is read of them, and where it stands.

use expect_test::expect;

use super::read;
use crate::text::format::docx::tests::{drawn, zipped};

#[test]
fn what_pandoc_writes() {
    let path = format!("{}/tests/formats/word/sources/survey.epub", env!("CARGO_MANIFEST_DIR"));
    let document = read("survey.epub", &std::fs::read(path).unwrap()).unwrap();
    assert_eq!(document.front.title.as_deref(), Some("The Quay Survey"));
    expect![[r#"
        Heading [under “The Quay Survey”]: "The Quay Survey"
        Body [under “The Quay Survey”]: "Harbour Office of Lower Sella"
        Heading [under “Traffic”]: "Traffic"
        Body [under “Traffic”]: "The quay at Lower Sella took 4,312 crates in May 2031, down from 4,977 in April."
        Body [under “Traffic”]: "Anna Vey, the harbour master, said the crane had stood still for 12 days."
        Quotation [under “Traffic”]: "“We lost the crane, and with it the month,” she said."
        Footnote [under “Traffic”]: "The April count includes 211 crates from the Orvane ferry."
        Footnote [under “Traffic”]: "Counted by the office in its log."
        Heading [under “Repairs”]: "Repairs"
        Heading [under “The crane”]: "The crane"
        ListItem [under “The crane”]: "The hoist was replaced at a cost of 61,400 crowns."
        ListItem [under “The crane”]: "The brake was tested twice."
        Caption [under “The crane”]: "Crates by berth in May"
        TableRow [under “The crane”]: "Berth\tCrates\tDays closed"
        TableRow [under “The crane”]: "North\tCrates: 2,105\tDays closed: 3"
        TableRow [under “The crane”]: "South\tCrates: 2,207\tDays closed: 9"
        Body [under “The crane”]: "Water stood 2 m2 wide beside the track."
    "#]]
    .assert_eq(&drawn(&document));
}

const CONTAINER: &str = r#"<container><rootfiles><rootfile full-path="book/main.opf"/></rootfiles></container>"#;

#[test]
fn chapters_come_in_the_order_of_the_spine_and_the_book_says_what_it_is() {
    let main = r#"<package xmlns:dc="d" xmlns:opf="o"><metadata><dc:title>The Quay</dc:title><dc:publisher>Sella House</dc:publisher><dc:date opf:event="modification">2031-06-01</dc:date><dc:date opf:event="publication">2030-04-02</dc:date><dc:language>en</dc:language></metadata><manifest><item id="a" href="one%20a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="../two.xhtml" media-type="application/xhtml+xml"/><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/></spine></package>"#;
    let one = "<html><head><title>Last words</title></head><body><p>It took 12<a epub:type=\"noteref\" href=\"#n\">3</a> crates in May.</p><aside epub:type=\"footnote\" id=\"n\"><p>By the log.</p></aside></body></html>";
    let two = "<html><head><title>x</title></head><body><h1>First of all</h1><p>The quay is long.</p></body></html>";
    let parts = [
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("book/main.opf", main),
        ("book/one a.xhtml", one),
        ("two.xhtml", two),
        ("book/nav.xhtml", "<html><body><p>Contents</p></body></html>"),
    ];
    let document = read("a.epub", &zipped(&parts)).unwrap();
    let front = &document.front;
    let said = [&front.title, &front.outlet, &front.date, &front.language];
    assert_eq!(said.map(|it| it.as_deref().unwrap_or("")), ["The Quay", "Sella House", "2030-04-02", "en"]);
    expect![[r#"
        Heading [under “First of all”]: "First of all"
        Body [under “First of all”]: "The quay is long."
        Body [under “Last words”]: "It took 12 crates in May."
        Footnote [under “Last words”]: "By the log."
    "#]]
    .assert_eq(&drawn(&document));
}

#[test]
fn locked_and_damaged_books_are_told() {
    let refused = |parts: &[(&str, &str)]| {
        let it = read("a.epub", &zipped(parts)).unwrap_err();
        format!("{}; {}", it.cause, it.remedy)
    };
    let main = r#"<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>"#;
    let lock = r#"<encryption><CipherReference URI="book/a.xhtml"/></encryption>"#;
    expect!["encrypted with a password; open it and save it without one"].assert_eq(&refused(&[
        ("META-INF/container.xml", CONTAINER),
        ("META-INF/encryption.xml", lock),
        ("book/main.opf", main),
        ("book/a.xhtml", "rubbish"),
    ]));
    expect!["damaged or cut short: its list of chapters is missing; fetch it again, or exclude it"]
        .assert_eq(&refused(&[("META-INF/container.xml", CONTAINER)]));
    expect!["no EPUB book, whatever its name says; give it the extension of what it is, or exclude it"]
        .assert_eq(&refused(&[("a.txt", "text")]));
}
