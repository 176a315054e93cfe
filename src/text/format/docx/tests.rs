//! Word documents and slides: what is read of them, and where it stands.

use std::io::{Cursor, Write};

use expect_test::{Expect, expect};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::read;
use crate::text::format::{Document, Refused};

/// A package of some parts.
pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
pub const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

/// A Word document of a body, and further parts.
pub fn docx(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let main = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:wps=\"urn:wps\" xmlns:v=\"urn:v\" xmlns:m=\"urn:m\"><w:body>{body}<w:sectPr/></w:body></w:document>"
    );
    let mut parts = vec![("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", &main)];
    parts.extend_from_slice(more);
    zipped(&parts)
}

/// One block a line, with its sort and its place.
pub fn drawn(document: &Document) -> String {
    let mut out = String::new();
    for (sort, span) in &document.blocks {
        let place = document.locators.at(span.start).map_or_else(String::new, |it| format!(" [{it}]"));
        out.push_str(&format!("{sort:?}{place}: {:?}\n", span.of(&document.raw)));
    }
    out
}

/// What every producer makes of one text; `caption` is what the words above its table are taken for.
pub fn survey(caption: &str) -> String {
    let lines = [
        r#"Heading [under “The Quay Survey”]: "The Quay Survey""#,
        r#"Heading [under “Harbour Office of Lower Sella”]: "Harbour Office of Lower Sella""#,
        r#"Heading [under “Traffic”]: "Traffic""#,
        r#"Body [under “Traffic”]: "The quay at Lower Sella took 4,312 crates in May 2031, down from 4,977 in April.""#,
        r#"Footnote [under “Traffic”]: "The April count includes 211 crates from the Orvane ferry.""#,
        r#"Body [under “Traffic”]: "Anna Vey, the harbour master, said the crane had stood still for 12 days.""#,
        r#"Footnote [under “Traffic”]: "Counted by the office in its log.""#,
        r#"Quotation [under “Traffic”]: "“We lost the crane, and with it the month,” she said.""#,
        r#"Heading [under “Repairs”]: "Repairs""#,
        r#"Heading [under “The crane”]: "The crane""#,
        r#"ListItem [under “The crane”]: "The hoist was replaced at a cost of 61,400 crowns.""#,
        r#"ListItem [under “The crane”]: "The brake was tested twice.""#,
        r#"{caption} [under “The crane”]: "Crates by berth in May""#,
        r#"TableRow [under “The crane”]: "Berth\tCrates\tDays closed""#,
        r#"TableRow [under “The crane”]: "North\t2,105\t3""#,
        r#"TableRow [under “The crane”]: "South\t2,207\t9""#,
        r#"Body [under “The crane”]: "Water stood 2 m2 wide beside the track.""#,
    ];
    lines.map(|it| it.replace("{caption}", caption) + "\n").concat()
}

#[track_caller]
fn check(body: &str, more: &[(&str, &str)], expect: Expect) {
    expect.assert_eq(&drawn(&read("a.docx", &docx(body, more)).unwrap()));
}

fn fixture(name: &str) -> Document {
    let path = format!("{}/tests/formats/word/sources/{name}", env!("CARGO_MANIFEST_DIR"));
    read(name, &std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn what_pandoc_writes() {
    let document = fixture("survey.docx");
    assert_eq!(document.front.title.as_deref(), Some("The Quay Survey"));
    assert_eq!(document.front.date, None);
    assert_eq!(drawn(&document), survey("Caption"));
}

#[test]
fn what_libreoffice_writes() {
    let document = fixture("office/survey.docx");
    assert_eq!(document.front.title.as_deref(), Some("The Quay Survey"));
    // A caption is a paragraph like any other there.
    assert_eq!(drawn(&document), survey("Body"));
}

#[test]
fn slides_have_their_numbers_and_notes() {
    let document = fixture("slides.pptx");
    assert_eq!(document.front.title.as_deref(), Some("The Quay in Figures"));
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
    .assert_eq(&drawn(&document));
}

#[test]
fn hidden_slides_and_what_a_slide_repeats_are_left_out() {
    let slide = |shown: &str, words: &str| {
        format!(
            r#"<p:sld xmlns:p="p" xmlns:a="a"{shown}><p:sp><p:nvPr><p:ph type="ftr"/></p:nvPr><a:p><a:r><a:t>Harbour office 2031</a:t></a:r></a:p></p:sp><p:sp><a:p><a:r><a:t>{words}</a:t></a:r><a:fld type="slidenum"><a:t>7</a:t></a:fld></a:p></p:sp></p:sld>"#
        )
    };
    let relation = |n: u32| format!(r#"<Relationship Id="r{n}" Type="x/slide" Target="slides/slide{n}.xml"/>"#);
    let relations = format!("<Relationships>{}{}{}</Relationships>", relation(1), relation(2), relation(3));
    let parts = [
        ("_rels/.rels", r#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="ppt/presentation.xml"/></Relationships>"#.to_string()),
        ("ppt/presentation.xml", r#"<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst><p:sldId id="256" r:id="r3"/><p:sldId id="257" r:id="r1"/><p:sldId id="258" r:id="r2"/></p:sldIdLst></p:presentation>"#.to_string()),
        ("ppt/_rels/presentation.xml.rels", relations),
        ("ppt/slides/slide1.xml", slide(" show=\"0\"", "Hidden: 300 crates.")),
        ("ppt/slides/slide2.xml", slide("", "Last: 40 crates.")),
        ("ppt/slides/slide3.xml", slide("", "First: 12 crates.")),
    ];
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    expect![[r#"
        ListItem [slide 1]: "First: 12 crates."
        ListItem [slide 3]: "Last: 40 crates."
    "#]]
    .assert_eq(&drawn(&read("a.pptx", &zipped(&parts)).unwrap()));
}

#[test]
fn words_that_are_struck_out_are_as_good_as_deleted() {
    check(
        r#"<w:p><w:r><w:t xml:space="preserve">It took </w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>300</w:t></w:r><w:r><w:rPr><w:strike w:val="false"/></w:rPr><w:t>250</w:t></w:r></w:p>"#,
        &[],
        expect![[r#"
            Body: "It took 250"
        "#]],
    );
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    check(
        r#"<w:p><w:r><w:t xml:space="preserve">The quay took </w:t></w:r><w:del w:id="1"><w:r><w:delText>300</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>250</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> crates.</w:t></w:r></w:p>
<w:p><w:moveFrom w:id="3"><w:r><w:t>It rained in May.</w:t></w:r></w:moveFrom></w:p>
<w:p><w:pPr><w:rPr><w:del w:id="4"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Joined </w:t></w:r></w:p><w:p><w:r><w:t>with this.</w:t></w:r></w:p>
<w:p><w:moveTo w:id="5"><w:r><w:t>It rained in May.</w:t></w:r></w:moveTo></w:p>
<w:p><w:pPr><w:rPr><w:ins w:id="6"/><w:rPrChange w:id="7"><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr></w:pPr><w:r><w:rPr><w:b/><w:rPrChange w:id="8"><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>Bold now.</w:t></w:r></w:p>"#,
        &[],
        expect![[r#"
            Body: "The quay took 250 crates."
            Body: "Joined with this."
            Body: "It rained in May."
            Body: "Bold now."
        "#]],
    );
}

#[test]
fn a_note_stands_behind_the_paragraph_that_marks_it() {
    check(
        r#"<w:p><w:r><w:t>It took 12</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r><w:r><w:t xml:space="preserve"> crates and 5</w:t></w:r><w:r><w:endnoteReference w:customMarkFollows="1" w:id="4"/><w:t>7</w:t></w:r><w:r><w:t>, on 9 km</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r><w:r><w:t>.</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t></w:r></w:p><w:p><w:r><w:t>Next.</w:t></w:r></w:p>"#,
        &[
            (
                "word/footnotes.xml",
                r#"<w:footnotes xmlns:w="urn:w"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> By the log.</w:t></w:r></w:p></w:footnote></w:footnotes>"#,
            ),
            (
                "word/endnotes.xml",
                r#"<w:endnotes xmlns:w="urn:w"><w:endnote w:id="4"><w:p><w:r><w:t>By the office.</w:t></w:r></w:p></w:endnote></w:endnotes>"#,
            ),
        ],
        expect![[r#"
            Body: "It took 12 crates and 5, on 9 km2."
            Footnote: "By the log."
            Footnote: "By the office."
            Body: "Next."
        "#]],
    );
}

#[test]
fn headings_by_localised_ids_and_by_outline_levels() {
    check(
        r#"<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>Der Kai</w:t></w:r></w:p><w:p><w:r><w:t>Er ist lang.</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Kopf"/></w:pPr><w:r><w:t>Der Kran</w:t></w:r></w:p><w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Die Halle</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Zitat"/></w:pPr><w:r><w:t>Wir bleiben.</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Liste"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>Erstens.</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Verzeichnis1"/></w:pPr><w:r><w:t>Der Kai</w:t><w:tab/><w:t>12</w:t></w:r></w:p>"#,
        &[(
            "word/styles.xml",
            r#"<w:styles xmlns:w="urn:w"><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="Kopf"><w:name w:val="Zwischentitel"/><w:basedOn w:val="Mitte"/></w:style><w:style w:styleId="Mitte"><w:name w:val="Mitte"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style><w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style><w:style w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style><w:style w:styleId="Kreis"><w:name w:val="Kreis"/><w:basedOn w:val="Kreis"/></w:style></w:styles>"#,
        )],
        expect![[r#"
            Heading [under “Der Kai”]: "Der Kai"
            Body [under “Der Kai”]: "Er ist lang."
            Heading [under “Der Kran”]: "Der Kran"
            Heading [under “Die Halle”]: "Die Halle"
            Quotation [under “Die Halle”]: "Wir bleiben."
            ListItem [under “Die Halle”]: "Erstens."
            Aside [under “Die Halle”]: "Der Kai 12"
        "#]],
    );
}

#[test]
fn tables_with_merged_cells_and_one_inside_another() {
    check(
        r#"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p><w:r><w:t>Berth</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Crates</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Days</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>North</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>May</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2,105</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>full</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>June</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1,900</w:t></w:r></w:p><w:p><w:r><w:t>or so</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:trPr><w:del w:id="9"/></w:trPr><w:tc><w:p><w:r><w:t>Gone</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#,
        &[(
            "word/footnotes.xml",
            r#"<w:footnotes xmlns:w="urn:w"><w:footnote w:id="1"><w:p><w:r><w:t>A count.</w:t></w:r></w:p></w:footnote></w:footnotes>"#,
        )],
        expect![[r#"
            TableRow: "Berth\tCrates\t\tDays"
            TableRow: "North\tMay\t2,105\t3 full"
            TableRow: "North\tJune\t1,900 or so"
            Footnote: "A count."
        "#]],
    );
}

#[test]
fn a_text_box_is_read_once_and_hidden_words_and_codes_are_not() {
    check(
        r#"<w:p><w:r><w:t xml:space="preserve">Before </w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>In the box: 7 boats.</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>In the box: 7 boats.</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>and after.</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Not to be seen. </w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t xml:space="preserve">Seen, </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> REF quay \h </w:instrText></w:r><w:r><w:t>code</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>section 4</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>, 20</w:t><w:noBreakHyphen/><w:t>foot, 12</w:t><w:sym w:font="Symbol" w:char="F0B0"/><w:br/><w:t>a line</w:t><w:tab/><w:t>and R&amp;D &#8212; &bogus;end.</w:t></w:r></w:p>
<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here to enter text.</w:t></w:r></w:sdtContent></w:sdt></w:p><w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt><w:p><w:hyperlink><w:r><w:t>A link</w:t></w:r></w:hyperlink><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p><w:p><w:r><w:t>After a field that never ends.</w:t></w:r></w:p>"#,
        &[],
        expect![[r#"
            Body: "Before and after."
            Heading: "In the box: 7 boats."
            Body: "Seen, section 4, 20‑foot, 12°\na line and R&D — end."
            Body: "In a control."
            Body: "A link"
            Body: "After a field that never ends."
        "#]],
    );
}

#[test]
fn a_page_laid_out_as_a_table_is_prose() {
    let long = "The harbour office says so again and again. ".repeat(12);
    let body = format!(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Release</w:t></w:r></w:p><w:p><w:r><w:t>{long}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    );
    let document = read("a.docx", &docx(&body, &[])).unwrap();
    let sorts: Vec<String> = document.blocks.iter().map(|it| format!("{:?}", it.0)).collect();
    assert_eq!(sorts, ["Body", "Body"]);
}

#[track_caller]
fn refused(name: &str, bytes: &[u8], expect: Expect) {
    let Refused { cause, remedy } = super::super::open(name, bytes.to_vec(), 0, &|_, _| unreachable!()).unwrap_err();
    expect.assert_eq(&format!("{cause}; {remedy}"));
}

#[test]
fn what_is_no_word_document_is_told_for_what_it_is() {
    refused(
        "a.docx",
        b"Just a text.\n",
        expect!["no Word document, whatever its name says; give it the extension of what it is, or exclude it"],
    );
    refused("a.docx", b"", expect!["is empty; fetch it again, or have the cloud drive download it"]);
    let disguised = expect!["is a ZIP archive or an office document, whatever its name says; give it its own name"];
    refused("a.txt", &docx("<w:p/>", &[]), disguised);
    refused(
        "a.docx",
        &zipped(&[("xl/workbook.xml", "<workbook/>")]),
        expect!["no Word document, whatever its name says; give it the extension of what it is, or exclude it"],
    );
    refused(
        "a.docx",
        &docx("<w:p/>", &[]),
        expect!["holds no text; if it holds pictures of text, run OCR; or exclude it"],
    );
    let container = |stream: &str| -> Vec<u8> {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    refused(
        "a.docx",
        &container("WordDocument"),
        expect!["an old Word document (.doc), whatever its name says; open it and save it as .docx, .odt or text"],
    );
    refused(
        "a.docx",
        &container("EncryptedPackage"),
        expect!["encrypted with a password; open it and save it without one"],
    );
    refused(
        "a.pptx",
        &container("PowerPoint Document"),
        expect![
            "no PowerPoint file but a file of an old Office program, whatever its name says; open it and save it as .docx, .odt or text"
        ],
    );
}

#[test]
fn a_damaged_document_is_refused_whole() {
    let whole = docx(&"<w:p><w:r><w:t>It took 12 crates.</w:t></w:r></w:p>".repeat(200), &[]);
    refused(
        "a.docx",
        &whole[..whole.len() / 2],
        expect!["damaged or cut short: its list of parts is missing; fetch it again, or exclude it"],
    );
    refused(
        "a.docx",
        &docx("<w:p><w:r><w:t>It took 12</w:r></w:p>", &[]),
        expect!["damaged or cut short: the text in it breaks off or is no XML; fetch it again, or exclude it"],
    );
    // Whatever byte is off: one problem or a document, and no panic.
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let _ = read("a.docx", &bytes);
        let _ = read("a.docx", &whole[..at]);
    }
}

#[test]
fn bombs_do_not_go_off() {
    let spaces = " ".repeat(30 * 1024 * 1024);
    refused("a.docx", &docx(&spaces, &[]), expect!["word/document.xml in it unpacks to a bomb; exclude it"]);
    let deep = format!("{}{}", "<w:sdt>".repeat(200_000), "</w:sdt>".repeat(200_000));
    refused(
        "a.docx",
        &docx(&deep, &[]),
        expect!["the text in it is nested over 1000 deep; save its text beside it, or exclude it"],
    );
    let mut laughs = String::from("<?xml version=\"1.0\"?><!DOCTYPE w:document [<!ENTITY a0 \"ha\">");
    for n in 1..40 {
        let before = format!("&a{};", n - 1);
        laughs.push_str(&format!("<!ENTITY a{n} \"{}\">", before.repeat(10)));
    }
    laughs.push_str("<!ENTITY out SYSTEM \"file:///etc/hostname\">]><w:document xmlns:w=\"urn:w\"><w:body><w:p><w:r><w:t>It took 12&a39;&out; crates.</w:t></w:r></w:p></w:body></w:document>");
    let parts = [("_rels/.rels", RELATIONS), ("word/document.xml", laughs.as_str())];
    expect![[r#"
        Body: "It took 12 crates."
    "#]]
    .assert_eq(&drawn(&read("a.docx", &zipped(&parts)).unwrap()));
}

#[test]
fn rows_are_bounded_by_what_they_hold() {
    // A cell merged over very many rows, and one that says it is as wide as the page is long.
    let first = r#"<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/><w:gridSpan w:val="4000000000"/></w:tcPr><w:p><w:r><w:t>North</w:t></w:r></w:p></w:tc></w:tr>"#;
    let next = r#"<w:tr><w:tc><w:tcPr><w:vMerge/><w:gridSpan w:val="90000"/></w:tcPr><w:p/></w:tc></w:tr>"#;
    let body = format!("<w:tbl>{first}{}</w:tbl>", next.repeat(5_000));
    let document = read("a.docx", &docx(&body, &[])).unwrap();
    assert!(document.raw.len() < 2_000_000, "{} bytes", document.raw.len());
}
