//! OpenDocument texts and slides: what is read of them, and where it stands.

use expect_test::{Expect, expect};

use super::read;
use crate::text::format::docx::tests::{drawn, survey, zipped};
use crate::text::format::{Document, Refused};

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:style="s" xmlns:draw="d"><office:automatic-styles><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/><style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style><style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style></office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

#[track_caller]
fn check(body: &str, expect: Expect) {
    expect.assert_eq(&drawn(&read("a.odt", &odt(body)).unwrap()));
}

fn fixture(name: &str) -> Document {
    let path = format!("{}/tests/formats/word/sources/{name}", env!("CARGO_MANIFEST_DIR"));
    read(name, &std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn what_pandoc_writes() {
    let document = fixture("survey.odt");
    assert_eq!(document.front.title.as_deref(), Some("The Quay Survey"));
    assert_eq!(drawn(&document), survey("Caption"));
}

#[test]
fn what_libreoffice_writes() {
    assert_eq!(drawn(&fixture("office/survey.odt")), survey("Caption"));
}

#[test]
fn slides_have_their_numbers_and_notes() {
    expect![[r#"
        Heading [slide 1]: "The Quay in Figures"
        Heading [slide 1]: "Harbour Office"
        Heading [slide 2]: "Crates"
        ListItem [slide 2]: "4,312 crates in May"
        ListItem [slide 2]: "4,977 crates in April"
        Body [slide 2]: "The Orvane ferry brought 211 of them."
        Heading [slide 3]: "Berths"
        TableRow [slide 3]: "Berth\tCrates"
        TableRow [slide 3]: "North\t2,105"
        TableRow [slide 3]: "South\t2,207"
    "#]]
    .assert_eq(&drawn(&fixture("office/slides.odp")));
}

#[test]
fn changes_notes_and_spaces() {
    check(
        r#"<text:tracked-changes><text:changed-region><text:deletion><text:p>300 crates were lost.</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">The quay</text:h><text:p>It took<text:change text:change-id="1"/> 12<text:note text:note-class="footnote"><text:note-citation>3</text:note-citation><text:note-body><text:p>By the log.</text:p></text:note-body></text:note> crates<office:annotation><text:p>Really?</text:p></office:annotation>
   in<text:s text:c="3"/>May<text:span text:style-name="T1">7</text:span>.<text:span text:style-name="T2">Not seen.</text:span><text:line-break/>And<text:tab/>more.</text:p><text:p text:style-name="P1">“We lost it.”</text:p><text:list><text:list-item><text:p>First</text:p></text:list-item></text:list><text:section text:display="none"><text:p>Nor this.</text:p></text:section><text:table-of-content><text:index-body><text:p>The quay<text:tab/>12</text:p></text:index-body></text:table-of-content><text:p>Around<draw:frame><draw:text-box><text:p>In the box: 7 boats.</text:p></draw:text-box></draw:frame> a box.</text:p>"#,
        expect![[r#"
            Heading [under “The quay”]: "The quay"
            Body [under “The quay”]: "It took 12 crates in May7.\nAnd more."
            Footnote [under “The quay”]: "By the log."
            Quotation [under “The quay”]: "“We lost it.”"
            ListItem [under “The quay”]: "First"
            Aside [under “The quay”]: "The quay 12"
            Body [under “The quay”]: "Around a box."
            Body [under “The quay”]: "In the box: 7 boats."
        "#]],
    );
}

#[test]
fn tables_with_merged_and_repeated_cells() {
    check(
        r#"<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Berth</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2"><text:p>Crates</text:p></table:table-cell><table:covered-table-cell/><table:table-cell><text:p>Days</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>North</text:p></table:table-cell><table:table-cell><text:p>May</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"><text:p>5</text:p></table:table-cell></table:table-row><table:table-row><table:covered-table-cell/><table:table-cell><text:p>June</text:p></table:table-cell><table:table-cell table:number-columns-repeated="3"><text:p>4</text:p></table:table-cell></table:table-row></table:table>"#,
        expect![[r#"
            TableRow: "Berth\tCrates\t\tDays"
            TableRow: "North\tMay\t5\t5"
            TableRow: "North\tJune\t4\t4\t4"
        "#]],
    );
}

#[test]
fn a_cell_that_says_it_stands_there_a_billion_times_does_not() {
    let body = r#"<table:table><table:table-row><table:table-cell table:number-columns-repeated="1000000000"><text:p>4</text:p></table:table-cell></table:table-row></table:table>"#;
    let document = read("a.odt", &odt(body)).unwrap();
    assert!(document.raw.len() < 1_000, "{} bytes", document.raw.len());
}

#[test]
fn locked_and_damaged_files_are_told() {
    let refused = |name: &str, bytes: &[u8]| -> String {
        let Refused { cause, remedy } = read(name, bytes).unwrap_err();
        format!("{cause}; {remedy}")
    };
    let manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>";
    let locked = zipped(&[("content.xml", "rubbish"), ("META-INF/manifest.xml", manifest)]);
    expect!["encrypted with a password; open it and save it without one"].assert_eq(&refused("a.odt", &locked));
    expect!["no OpenDocument text, whatever its name says; give it the extension of what it is, or exclude it"]
        .assert_eq(&refused("a.odt", &zipped(&[("word/document.xml", "<a/>")])));
    expect!["no OpenDocument presentation, whatever its name says; give it the extension of what it is, or exclude it"]
        .assert_eq(&refused("a.odp", b"Just a text."));
    expect!["damaged or cut short: content.xml in it breaks off or is no XML; fetch it again, or exclude it"]
        .assert_eq(&refused("a.odt", &odt("<text:p>It breaks")));
    let whole = odt("<text:p>It took 12 crates.</text:p>");
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let _ = read("a.odt", &bytes);
        let _ = read("a.odt", &whole[..at]);
    }
}
