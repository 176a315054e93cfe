//! Comments in a copy: at the words, and nothing else changed.

use std::io::{Cursor, Read};

use expect_test::{Expect, expect};
use zip::ZipArchive;

use super::super::read;
use super::super::tests::docx;
use super::{Comment, write};
use crate::text::TextSpan;

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Comments on words, each found in the document's text; gives the copy.
#[track_caller]
fn commented(bytes: &[u8], words: &[&str]) -> Vec<u8> {
    let document = read("a.docx", bytes).unwrap();
    let comment = |words: &&str| {
        let start = document.raw.find(*words).unwrap_or_else(|| panic!("no {words:?} in {:?}", document.raw));
        let lines = vec![format!("on “{words}” & <more>"), "help".to_string()];
        Comment { span: TextSpan::new(start, start + words.len()), lines }
    };
    let comments: Vec<Comment> = words.iter().map(comment).collect();
    let copy = write("a.docx", bytes, &comments).unwrap();
    let again = read("a.docx", &copy).unwrap();
    assert_eq!(again.raw, document.raw, "the words are not the same");
    assert!(again.is_ours);
    copy
}

#[track_caller]
fn check(body: &str, words: &[&str], expect: Expect) {
    let main = part(&commented(&docx(body, &[]), words), "word/document.xml");
    let main = main.split("<w:body>").nth(1).unwrap().split("<w:sectPr/>").next().unwrap();
    let namespace = " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    expect.assert_eq(&main.replace(namespace, "").replace("><", ">\n<"));
}

#[test]
fn a_run_is_split_and_keeps_its_properties() {
    check(
        r#"<w:p><w:r w:rsidR="00A1"><w:rPr><w:b/><w:sz w:val="24"/></w:rPr><w:t>The quay took 900 crates.</w:t></w:r></w:p>"#,
        &["900"],
        expect![[r#"
            <w:p>
            <w:r w:rsidR="00A1">
            <w:rPr>
            <w:b/>
            <w:sz w:val="24"/>
            </w:rPr>
            <w:t xml:space="preserve">The quay took </w:t>
            </w:r>
            <w:commentRangeStart w:id="0"/>
            <w:r w:rsidR="00A1">
            <w:rPr>
            <w:b/>
            <w:sz w:val="24"/>
            </w:rPr>
            <w:t xml:space="preserve">900</w:t>
            </w:r>
            <w:commentRangeEnd w:id="0"/>
            <w:r>
            <w:commentReference w:id="0"/>
            </w:r>
            <w:r w:rsidR="00A1">
            <w:rPr>
            <w:b/>
            <w:sz w:val="24"/>
            </w:rPr>
            <w:t xml:space="preserve"> crates.</w:t>
            </w:r>
            </w:p>"#]],
    );
}

#[test]
fn whole_runs_are_not_split() {
    check(
        r#"<w:p><w:r><w:t xml:space="preserve">The quay took </w:t></w:r><w:ins w:id="1"><w:r><w:t>900</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> crates.</w:t></w:r></w:p>"#,
        &["900"],
        expect![[r#"
            <w:p>
            <w:r>
            <w:t xml:space="preserve">The quay took </w:t>
            </w:r>
            <w:ins w:id="1">
            <w:commentRangeStart w:id="0"/>
            <w:r>
            <w:t>900</w:t>
            </w:r>
            <w:commentRangeEnd w:id="0"/>
            <w:r>
            <w:commentReference w:id="0"/>
            </w:r>
            </w:ins>
            <w:r>
            <w:t xml:space="preserve"> crates.</w:t>
            </w:r>
            </w:p>"#]],
    );
}

#[test]
fn comments_over_several_runs_and_over_one_another() {
    check(
        r#"<w:p><w:r><w:t xml:space="preserve">Took </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>R&amp;D 90</w:t><w:tab/><w:t>0</w:t></w:r><w:r><w:t xml:space="preserve"> crates.</w:t></w:r></w:p>"#,
        &["D 90 0 crates", "R&D 90", "&"],
        expect![[r#"
            <w:p>
            <w:r>
            <w:t xml:space="preserve">Took </w:t>
            </w:r>
            <w:commentRangeStart w:id="1"/>
            <w:r>
            <w:rPr>
            <w:i/>
            </w:rPr>
            <w:t xml:space="preserve">R</w:t>
            </w:r>
            <w:commentRangeStart w:id="2"/>
            <w:r>
            <w:rPr>
            <w:i/>
            </w:rPr>
            <w:t xml:space="preserve">&amp;</w:t>
            </w:r>
            <w:commentRangeEnd w:id="2"/>
            <w:r>
            <w:commentReference w:id="2"/>
            </w:r>
            <w:commentRangeStart w:id="0"/>
            <w:r>
            <w:rPr>
            <w:i/>
            </w:rPr>
            <w:t xml:space="preserve">D 90</w:t>
            </w:r>
            <w:commentRangeEnd w:id="1"/>
            <w:r>
            <w:commentReference w:id="1"/>
            </w:r>
            <w:r>
            <w:rPr>
            <w:i/>
            </w:rPr>
            <w:t xml:space="preserve">
            </w:t>
            <w:tab/>
            <w:t>0</w:t>
            </w:r>
            <w:r>
            <w:t xml:space="preserve"> crates</w:t>
            </w:r>
            <w:commentRangeEnd w:id="0"/>
            <w:r>
            <w:commentReference w:id="0"/>
            </w:r>
            <w:r>
            <w:t xml:space="preserve">.</w:t>
            </w:r>
            </w:p>"#]],
    );
}

#[test]
fn words_in_boxes_and_notes_are_commented_where_they_hang() {
    let body = r#"<w:p><w:r><w:t>Before</w:t></w:r><w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>7 boats.</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>"#;
    let notes = r#"<w:footnotes xmlns:w="urn:w"><w:footnote w:id="2"><w:p><w:r><w:t>By the log.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let bytes = docx(body, &[("word/footnotes.xml", notes)]);
    let copy = commented(&bytes, &["7 boats", "log"]);
    assert_eq!(part(&copy, "word/footnotes.xml"), notes);
    let main = part(&copy, "word/document.xml");
    let order: Vec<&str> =
        ["commentRangeStart", "w:drawing", "commentRangeEnd"].into_iter().filter(|it| main.contains(it)).collect();
    assert_eq!(order.len(), 3);
    assert!(main.find("commentRangeStart") < main.find("w:drawing"));
    assert!(main.find("</w:drawing>") < main.find("commentRangeEnd"));
    assert!(main.rfind("commentRangeStart") < main.find("<w:footnoteReference"));
}

#[test]
fn all_other_parts_stay_byte_for_byte_and_other_comments_stay() {
    let body = r#"<w:p><w:commentRangeStart w:id="6"/><w:r><w:t>The quay took 900 crates.</w:t></w:r><w:commentRangeEnd w:id="6"/><w:r><w:commentReference w:id="6"/></w:r></w:p>"#;
    let comments = r#"<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="6" w:author="Mira Holt"><w:p><w:r><w:t>Ask.</w:t></w:r></w:p></w:comment></w:comments>"#;
    let bytes = docx(body, &[("word/comments.xml", comments), ("word/media/image1.png", "not really a picture")]);
    let copy = commented(&bytes, &["900"]);
    let mut one = ZipArchive::new(Cursor::new(&bytes[..])).unwrap();
    let mut other = ZipArchive::new(Cursor::new(&copy[..])).unwrap();
    let names =
        |it: &ZipArchive<Cursor<&[u8]>>| -> Vec<String> { it.file_names().map(|it| it.unwrap().to_string()).collect() };
    let kept = names(&one);
    assert_eq!(names(&other)[..kept.len()], kept[..]);
    for (idx, name) in kept.iter().enumerate() {
        let raw = |it: &mut ZipArchive<Cursor<&[u8]>>| -> Vec<u8> {
            let mut raw = Vec::new();
            it.by_index_raw(idx).unwrap().read_to_end(&mut raw).unwrap();
            raw
        };
        let changed = ["[Content_Types].xml", "word/document.xml", "word/comments.xml"].contains(&name.as_str());
        assert!(changed || raw(&mut one) == raw(&mut other), "{name} was changed");
    }
    expect![[r#"
        <w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
        <w:comment w:id="6" w:author="Mira Holt">
        <w:p>
        <w:r>
        <w:t>Ask.</w:t>
        </w:r>
        </w:p>
        </w:comment>
        <w:comment w:id="7" w:author="backread" w:initials="br">
        <w:p>
        <w:r>
        <w:annotationRef/>
        </w:r>
        <w:r>
        <w:t xml:space="preserve">on “900” &amp; &lt;more&gt;</w:t>
        </w:r>
        </w:p>
        <w:p>
        <w:r>
        <w:t xml:space="preserve">help</w:t>
        </w:r>
        </w:p>
        </w:comment>
        </w:comments>"#]]
    .assert_eq(&part(&copy, "word/comments.xml").replace("><", ">\n<"));
    let again = write("a.docx", &bytes, &[]).unwrap();
    assert_eq!(again, write("a.docx", &bytes, &[]).unwrap(), "two runs differ");
}

#[test]
fn a_part_for_comments_is_made_where_there_is_none() {
    let copy = commented(&docx("<w:p><w:r><w:t>The quay took 900 crates.</w:t></w:r></w:p>", &[]), &["900"]);
    assert!(part(&copy, "[Content_Types].xml").contains("PartName=\"/word/comments.xml\""));
    assert!(part(&copy, "word/_rels/document.xml.rels").contains("Target=\"/word/comments.xml\""));
}
