//! Traps of PDF, one a page, laid down by hand: what stands where is seen in the test. Producers' own files are in
//! `tests/formats/pdf`.

use expect_test::{Expect, expect};

use crate::text::format::pdf::read;

/// A page as its content: `line` gives one line of it.
fn pdf(pages: &[String], extra: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|it| format!("{} 0 R", 4 + 2 * it)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_string(),
        format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), pages.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_string(),
    ];
    for (n, content) in pages.iter().enumerate() {
        let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Resources<</Font<</F 3 0 R>>>>";
        objects.push(format!("{page}/Contents {} 0 R{extra}>>", 5 + 2 * n));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).into_bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for at in places {
        out.extend(format!("{at:010} 00000 n \n").into_bytes());
    }
    let trailer = format!("trailer <</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.extend(trailer.into_bytes());
    out
}

/// Words in 10 points, so far from the left and from the foot of the page.
fn line(x: u32, y: u32, words: &str) -> String {
    format!(
        "BT /F 10 Tf {x} {y} Td {} ET\n",
        if words.starts_with('[') { words.to_string() } else { format!("({words}) Tj") }
    )
}

/// Lines under one another from a height on.
fn lines(x: u32, y: u32, all: &[&str]) -> String {
    all.iter().enumerate().map(|(n, it)| line(x, y - 12 * n as u32, it)).collect()
}

#[track_caller]
fn check(bytes: &[u8], expected: Expect) {
    let document = read("a.pdf", bytes).unwrap();
    let mut shown = String::new();
    for (sort, span) in &document.blocks {
        let page = document.locators.at(span.start).map(ToString::to_string).unwrap_or_default();
        shown.push_str(&format!("{page} {sort:?}: {}\n", span.of(&document.raw)));
    }
    expected.assert_eq(&shown);
}

#[test]
fn a_raised_figure_is_a_mark_and_no_digit() {
    let raised = "[(The trust ran 12) ] TJ 4 Ts /F 6 Tf (3) Tj 0 Ts /F 10 Tf ( kilns on 35 km) Tj 4 Ts /F 6 Tf (2) Tj 0 Ts \
                  /F 10 Tf (, and took 4) Tj 4 Ts /F 6 Tf (th) Tj 0 Ts /F 10 Tf ( place.) Tj";
    let note = "[] TJ 3 Ts /F 5 Tf (3) Tj 0 Ts /F 8 Tf ( Two of them were shut in May.) Tj";
    // The sign itself, where a font has one.
    let sign = line(50, 500, "They fired 12\\263 times.");
    check(
        &pdf(&[line(50, 550, raised) + &sign + &line(50, 80, note)], ""),
        expect![[r#"
        page 1 Body: The trust ran 12 kilns on 35 km², and took 4th place.
        page 1 Body: They fired 12 times.
        page 1 Footnote: Two of them were shut in May.
    "#]],
    );
}

#[test]
fn words_broken_at_the_end_of_a_line_are_put_together() {
    let all = [
        "The surveyor of the yard left with twenty-",
        "one others of the firm, and a new sur-",
        "veyor was sent for. He came from Grot-",
        "Vik and asked for a two- or three-year con-",
        "tract, from 2019-",
    ];
    check(
        &pdf(
            &[lines(50, 500, &all)
                + &line(50, 440, "20 on, and for a two-")
                + &line(50, 428, "and a half per cent rise.")],
            "",
        ),
        expect![[r#"
        page 1 Body: The surveyor of the yard left with twenty-one others of the firm, and a new surveyor was sent for. He came from Grot-Vik and asked for a two- or three-year contract, from 2019-20 on, and for a two- and a half per cent rise.
    "#]],
    );
}

#[test]
fn heads_and_page_numbers_go_and_totals_stay() {
    let page = |n: u32, total: &str| {
        line(50, 580, "Grot-Vik Kiln Trust, 2021")
            + &line(50, 400, &format!("The kiln of yard {n} was cold, and nobody asked why it was."))
            + &line(50, 40, &format!("Total {total} tonnes"))
            + &line(200, 20, &format!("Page {n} of 4"))
    };
    let pages = [page(1, "310"), page(2, "95"), page(3, "412"), page(4, "77")];
    check(
        &pdf(&pages, ""),
        expect![[r#"
            page 1 Body: The kiln of yard 1 was cold, and nobody asked why it was.
            page 1 Body: Total 310 tonnes
            page 2 Body: The kiln of yard 2 was cold, and nobody asked why it was.
            page 2 Body: Total 95 tonnes
            page 3 Body: The kiln of yard 3 was cold, and nobody asked why it was.
            page 3 Body: Total 412 tonnes
            page 4 Body: The kiln of yard 4 was cold, and nobody asked why it was.
            page 4 Body: Total 77 tonnes
        "#]],
    );
}

#[test]
fn a_sentence_that_goes_on_overleaf_is_one_and_has_two_pages() {
    let first = lines(50, 100, &["The yard was let for 1,150 crowns a year", "against the advice of the sur-"]);
    let second = lines(50, 550, &["veyor, who had asked for 2,300.", "He left."]);
    let document = read("a.pdf", &pdf(&[first, second], "")).unwrap();
    let whole = "The yard was let for 1,150 crowns a year against the advice of the surveyor, who had asked for 2,300. He left.";
    assert_eq!(document.blocks[0].1.of(&document.raw), whole);
    let page = |words| document.locators.at(document.raw.find(words).unwrap() as u32).unwrap().to_string();
    assert_eq!([page("1,150"), page("2,300")], ["page 1", "page 2"]);
}

#[test]
fn columns_are_read_one_after_the_other_and_what_spans_them_in_between() {
    let left = [
        "The yard was run by a board",
        "of nine who met in the loft",
        "above the clay store. They",
        "kept no minutes then.",
    ];
    let right = [
        "The new surveyor found that",
        "the banks had sunk by 14",
        "centimetres since they were",
        "last measured by anybody.",
    ];
    let across = "Both halves of this page stand under one line that is as wide as they are.";
    // Row by row, as some programs lay them down.
    let rows: String = left
        .iter()
        .zip(right)
        .enumerate()
        .map(|(n, (a, b))| line(40, 500 - 12 * n as u32, a) + &line(215, 500 - 12 * n as u32, b))
        .collect();
    check(
        &pdf(&[line(40, 540, across) + &rows], ""),
        expect![[r#"
        page 1 Body: Both halves of this page stand under one line that is as wide as they are.
        page 1 Body: The yard was run by a board of nine who met in the loft above the clay store. They kept no minutes then.
        page 1 Body: The new surveyor found that the banks had sunk by 14 centimetres since they were last measured by anybody.
    "#]],
    );
}

#[test]
fn the_cells_of_a_table_stay_in_their_columns() {
    let row = |y, cells: [&str; 3]| {
        cells.iter().zip([50, 200, 300]).filter(|it| !it.0.is_empty()).map(|(it, x)| line(x, y, it)).collect::<String>()
    };
    let table = row(500, ["Yard", "2020", "2021"])
        + &row(480, ["Grot-Vik", "640", "715"])
        + &row(460, ["Ostmere", "", "93"])
        + &row(440, ["The quay beside", "12", "9"])
        + &row(428, ["the lime works", "", ""]);
    check(
        &pdf(&[table], ""),
        expect![[r#"
        page 1 TableRow: Yard	2020	2021
        page 1 TableRow: Grot-Vik	640	715
        page 1 TableRow: Ostmere		93
        page 1 TableRow: The quay beside	12	9
        page 1 TableRow: the lime works
    "#]],
    );
}

#[test]
fn the_pages_of_a_table_of_contents_are_no_figures() {
    let all = ["What the kilns burned ............... 12", "What they cost ........................ 31"];
    check(
        &pdf(&[lines(50, 500, &all)], ""),
        expect![[r#"
        page 1 Aside: What the kilns burned ............... 12 What they cost ........................ 31
    "#]],
    );
}

#[test]
fn a_page_laid_down_sideways_is_read_as_it_is_held() {
    let turned =
        "BT /F 10 Tf 0 1 -1 0 100 50 Tm (The kiln was cold) Tj ET BT /F 10 Tf 0 1 -1 0 112 50 Tm (in 2021.) Tj ET";
    let words = |bytes: &[u8]| {
        let document = read("a.pdf", bytes).unwrap();
        document.blocks.iter().map(|it| it.1.of(&document.raw).to_string()).collect::<Vec<_>>()
    };
    assert_eq!(words(&pdf(&[turned.to_string()], "")), ["The kiln was cold in 2021."]);
    assert_eq!(words(&pdf(&[turned.to_string()], "/Rotate 90")), ["The kiln was cold in 2021."]);
}

#[test]
fn what_is_printed_across_a_page_is_no_part_of_it() {
    let stamp = "BT /F 40 Tf 0.7 0.7 -0.7 0.7 100 100 Tm (DRAFT 7) Tj ET ";
    check(
        &pdf(&[stamp.to_string() + &line(50, 500, "It was cold in 2021.")], ""),
        expect![[r#"
        page 1 Body: It was cold in 2021.
    "#]],
    );
}

#[test]
fn a_form_that_draws_itself_comes_to_an_end() {
    let page = line(50, 500, "It was cold in 2021.") + "/X Do";
    let bytes = pdf(&[page], "");
    let text = String::from_utf8(bytes).unwrap();
    // Offsets move: the file is then read as a damaged one.
    let text = text.replace("/Font<</F 3 0 R>>>>", "/Font<</F 3 0 R>>/XObject<</X 9 0 R>>>>").replace(
        "xref\n",
        "9 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 9 0 R>>>>/Length 11>>stream\n/X Do /X Do\nendstream\nendobj\nxref\n",
    );
    check(
        text.as_bytes(),
        expect![[r#"
        page 1 Body: It was cold in 2021.
    "#]],
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let cause = |bytes: &[u8]| read("a.pdf", bytes).unwrap_err().cause;
    assert_eq!(cause(b""), "no PDF, whatever its name says");
    assert_eq!(cause(b"PK\x03\x04"), "no PDF, whatever its name says");
    assert_eq!(cause(b"%PDF-1.7"), "a damaged PDF");
    assert_eq!(cause(&pdf(&[String::new()], "")), "its pages hold no text");
    let picture = "BI /W 1 /H 1 /CS /G /BPC 8 ID x EI".to_string();
    assert_eq!(cause(&pdf(&[picture], "")), "a scan without text");
}
