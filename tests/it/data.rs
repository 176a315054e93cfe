//! Data files as sources: what their rows say, down to the row, and what hostile ones come to.
//!
//! `tests/formats/data/make.py` tells how the workbooks were made.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use backread::corpus::{SourceFile, SourceMeta};
use backread::engine::Policy;
use backread::fact::FactKind;
use backread::read;
use backread::rules::Rules;
use backread::text::format::{self, Opened};
use backread::text::{Sort, Text};
use expect_test::{Expect, expect};

use crate::corpora::{findings, print};
use crate::engine::engine_over;

fn bytes(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/data").join(name);
    std::fs::read(path).unwrap()
}

fn open(name: &str, bytes: Vec<u8>) -> Result<Text, String> {
    let apart = |_: &str, _: &[u8]| unreachable!("no data file is read apart");
    match format::open(name, bytes, 0, &apart) {
        Ok(Opened::Text(decoded, format)) => Ok(Text::read(decoded.text, format)),
        Ok(Opened::Document(document)) => Ok(Text::of_document(*document)),
        Ok(Opened::Several(_)) => panic!("{name} is one file"),
        Err(it) => Err(format!("{}; {}", it.cause, it.remedy)),
    }
}

fn text(name: &str) -> Text {
    open(name, bytes(name)).unwrap()
}

fn source(name: &str, text: Text) -> SourceFile {
    let meta = SourceMeta::of(&text.comments.front, name);
    SourceFile { path: name.to_string(), disk_path: PathBuf::from(name), text, meta, extracted: false }
}

/// Every paragraph with its place; rows with bars between their cells.
#[track_caller]
fn check(name: &str, expected: Expect) {
    let text = text(name);
    let mut printed = String::new();
    for it in &text.paragraphs {
        let place = text.locators.at(it.at.start).map_or(String::new(), ToString::to_string);
        let sort = if it.sort == Sort::TableRow { String::new() } else { format!(" {:?}", it.sort) };
        let _ = writeln!(printed, "{place}{sort}: {}", it.prose.replace('\t', " | "));
    }
    expected.assert_eq(&printed);
}

/// Every figure of a file: its place, its words, its value in base units and what it measures.
#[track_caller]
fn check_figures(name: &str, expected: Expect) {
    let (rules, text) = (Rules::built_in(), text(name));
    let mut printed = String::new();
    for paragraph in &text.paragraphs {
        let place = text.locators.at(paragraph.at.start).map_or(String::new(), ToString::to_string);
        for fact in &read::read(&rules, paragraph).facts {
            let words = fact.span.of(&paragraph.prose);
            let _ = match &fact.kind {
                FactKind::Figure(it) => writeln!(printed, "{place}: {words} = {} {}", it.value.lo, it.unit.name),
                FactKind::Date(_) => writeln!(printed, "{place}: date {words}"),
                FactKind::Name(_) | FactKind::Quote(_) | FactKind::Attribution(_) => Ok(()),
            };
        }
    }
    expected.assert_eq(&printed);
}

#[track_caller]
fn check_findings(names: &[&str], draft: &str, expected: Expect) {
    let sources = names.iter().map(|it| source(it, text(it))).collect();
    let mut engine = engine_over(sources, Policy::default());
    let found = findings(&mut engine, "draft.md", draft);
    expected.assert_eq(&print(draft, &found).replace('\r', ""));
}

#[test]
fn comma_separated_values_with_a_title_line_breaks_and_a_note() {
    check(
        "wards.csv",
        expect![[r#"
        row 1 Heading: Table 3: how the wards of Ostermole voted
        row 3: Ward | Turnout (%) | Electors | Remarks, if any
        row 4: Northgate | Turnout: 41.2% | Electors: 12,840 | Remarks, if any: Counted twice, once by lamp
        row 5: Eastgate "Old Town" | Turnout: 38.0% | Electors: 11,020
        row 6: Southgate |  | Electors: 9,310 | Remarks, if any: none | extra
        row 7: Total | Turnout: 40.1% | Electors: 33,170
        row 9 Body: Source: returning officer, as counted on the night of the vote
    "#]],
    );
}

#[test]
fn semicolons_and_decimal_commas_of_the_continent() {
    check(
        "gemeinden.csv",
        expect![[r#"
        row 1: Gemeinde | Einwohner | Anteil (%) | Haushalt (Mio. EUR)
        row 2: Altdorf | Einwohner: 12345 | Anteil: 41.2% | Haushalt: 3.25 million EUR
        row 3: Neuried am Rain | Einwohner: 1987.0 | Anteil: 7.05% | Haushalt: 0.5 million EUR
        row 4: Mühlbach | Einwohner: 104000 | Anteil: 12.0% | Haushalt: 11.75 million EUR
    "#]],
    );
}

#[test]
fn tabs_part_cells() {
    check(
        "mills.tsv",
        expect![[r#"
        row 1: Mill | Bricks (000s) | Share, per cent
        row 2: Alder | Bricks: 4,200 thousand | Share: 12%
        row 3: Brook | Bricks: 310 thousand | Share: 3.5%
    "#]],
    );
}

#[test]
fn one_table_in_three_kinds_of_workbook() {
    let rows = |name: &str| -> Vec<String> {
        text(name).paragraphs.iter().filter(|it| it.sort == Sort::TableRow).map(|it| it.prose.clone()).collect()
    };
    check(
        "ferries.xlsx",
        expect![[r#"
        ferries, row 1: Ferry | Passengers | Late (%) | Fuel (£m) | Launched
        ferries, row 2: Gannet | Passengers: 12,840 | Late: 4.2% | Fuel: £1.4m | Launched: 2019-03-01
        ferries, row 3: Plover | Passengers: 9,310 | Late: 11.5% | Fuel: £0.9m | Launched: 2021-06-17
        ferries, row 4: Shelduck | Passengers: 20,477 | Late: 7.05% | Fuel: £2.1m | Launched: 2024-11-30
    "#]],
    );
    assert_eq!(rows("ferries.xls"), rows("ferries.xlsx"));
    assert_eq!(rows("ferries.ods"), rows("ferries.xlsx"));
}

#[test]
fn formats_merged_cells_formulas_and_a_hidden_sheet() {
    check(
        "harvest.xlsx",
        expect![[r#"
        Yields, row 1 Heading: Yields
        Yields, row 1 Heading: What the valley farms brought in
        Yields, row 3: Farm | Crop | Share sold | Income | Weighed | Catch (tonnes) | Sum
        Yields, row 4: Alderholt | Crop: Rye | Share sold: 41.2% | Income: £1,240,500 | Weighed: 2031-03-01 | Catch: 12.5 tonnes | Sum: 25
        Yields, row 5: Alderholt | Crop: Oats | Share sold: 38.0% | Income: £310,000 | Weighed: 2031-03-02 | Catch: 8 tonnes | Sum: 16
        Yields, row 6: Brackmoor | Crop: Rye | Share sold: 7.5% | Income: £98,400 | Weighed: 2031-04-09 | Catch: 0.75 tonnes | Sum: 1.5
        Yields, row 7: Cawdale | Crop: Rye | Share sold: 50.0% | Income: -£4,200 | Weighed: 2031-04-10 | Catch: 3.25 tonnes | Sum: 6.5
        Yields, row 8 Body: Source: the valley's own weighing book, which ends in April.
        Old figures, row 1 Heading: Old figures (hidden sheet)
        Old figures, row 1: Farm | Share sold (%)
        Old figures, row 2: Alderholt | Share sold: 29.5%
        Old figures, row 3: Brackmoor | Share sold: 11.5%
    "#]],
    );
}

#[test]
fn json_with_a_table_a_note_and_remarks() {
    check(
        "inspections.json",
        expect![[r#"
        : Lantern inspections | period year: 2031 | period: 4 months
        under “sites” Heading: sites
        sites, row 1: Harrow Quay | lamps: 1,240 | lit: 93.5% | keeper name: Dilys Moran | keeper since: 2019
        sites, row 2: Gull Stair | lamps: 310 | lit: 71% | tags: steps; north
        under “sites, note” Body: The third lamp was dark on both visits. The keeper has asked for glass twice since March.
        under “remarks” Body: The inspectors counted every lamp by hand. They found 112 of them broken.
    "#]],
    );
}

#[test]
fn json_lines_are_rows() {
    check(
        "catches.jsonl",
        expect![[r#"
        row 1: Petrel | catch: 4,210 kg | landed: 2031-03-01
        row 3: Curlew | catch: 980.5 kg | landed: 2031-03-02
        row 4: Dunlin | catch: 12,400 kg | landed: 2031-03-04
    "#]],
    );
}

#[test]
fn figures_of_a_row_have_the_unit_of_their_column() {
    check_figures(
        "wards.csv",
        expect![[r#"
        row 4: 41.2% = 41.2 %
        row 4: 12,840 = 12840 
        row 5: 38.0% = 38 %
        row 5: 11,020 = 11020 
        row 6: 9,310 = 9310 
        row 7: 40.1% = 40.1 %
        row 7: 33,170 = 33170 
    "#]],
    );
    check_figures(
        "ferries.csv",
        expect![[r#"
        row 2: 12,840 = 12840 
        row 2: 4.2% = 4.2 %
        row 2: £1.4m = 1400000 GBP
        row 2: date 2019-03-01
        row 3: 9,310 = 9310 
        row 3: 11.5% = 11.5 %
        row 3: £0.9m = 900000 GBP
        row 3: date 2021-06-17
        row 4: 20,477 = 20477 
        row 4: 7.05% = 7.05 %
        row 4: £2.1m = 2100000 GBP
        row 4: date 2024-11-30
    "#]],
    );
    check_figures(
        "mills.tsv",
        expect![[r#"
        row 2: 4,200 thousand = 4200000 
        row 2: 12% = 12 %
        row 3: 310 thousand = 310000 
        row 3: 3.5% = 3.5 %
    "#]],
    );
}

#[test]
fn a_figure_stands_in_its_row_and_column_or_not_at_all() {
    let draft = "Turnout in Northgate was 41.2 per cent.\n\n\
                 Turnout in Northgate was 38 per cent.\n\n\
                 Northgate has 12,840 electors.\n\n\
                 Northgate has 9,310 electors.\n\n\
                 In Northgate 12,840 electors could vote, and turnout was 41.2 per cent.\n\n\
                 Southgate has 9,310 electors.\n\n\
                 Turnout was 41.2 per cent in Northgate and 38 per cent in Eastgate Old Town.\n\n\
                 Turnout was 41.2 per cent in Northgate and 33 per cent in Eastgate Old Town.\n\n\
                 The three wards have 33,170 electors in all.\n";
    check_findings(
        &["wards.csv"],
        draft,
        expect![[r#"
        3:26 error conflicting-figure "38 per cent": you wrote 38 per cent; wards.csv row 4 gives 41.2%
            conflicts wards.csv:4 Northgate,41.2,"12,840","Counted twice, once by lamp
        7:15 error conflicting-figure "9,310": you wrote 9,310; wards.csv row 4 gives 12,840
            conflicts wards.csv:4 Northgate,41.2,"12,840","Counted twice, once by lamp
        15:44 error conflicting-figure "33 per cent": you wrote 33 per cent; wards.csv row 5 gives 38.0%
            conflicts wards.csv:6 Eastgate ""Old Town""",38.0,11020
    "#]],
    );
}

#[test]
fn workbooks_speak_for_and_against() {
    let draft = "The ferry Gannet carried 12,840 passengers, and 4.2 per cent of its trips were late.\n\n\
                 The ferry Plover carried 12,840 passengers.\n\n\
                 The fuel of the ferry Shelduck cost £2.1m.\n\n\
                 The fuel of the ferry Shelduck cost £1.4m.\n\n\
                 Cawdale sold a share of 50 per cent of its rye.\n";
    check_findings(
        &["ferries.xlsx", "harvest.xlsx"],
        draft,
        expect![[r#"
        3:26 error conflicting-figure "12,840": you wrote 12,840; ferries.xlsx ferries, row 3 gives 9,310
            conflicts ferries.xlsx:5 Plover	Passengers: 9,310	Late: 11.5%	Fuel: £0.9m	Launched: 2021-06-17
        7:37 error conflicting-figure "£1.4m": you wrote £1.4m; ferries.xlsx ferries, row 4 gives £2.1m
            conflicts ferries.xlsx:6 Shelduck	Passengers: 20,477	Late: 7.05%	Fuel: £2.1m	Launched: 2024-11-30
    "#]],
    );
}

#[track_caller]
fn refused(name: &str, bytes: Vec<u8>) -> String {
    open(name, bytes).map(|it| it.raw.len()).unwrap_err()
}

#[test]
fn a_workbook_cut_off_anywhere_is_refused_or_read() {
    for name in ["ferries.xlsx", "ferries.ods", "ferries.xls", "harvest.xlsx"] {
        let whole = bytes(name);
        for n in 0..24 {
            let cut = whole.len() * n / 24;
            // What is left may still be read; nothing may panic.
            let _ = open(name, whole[..cut].to_vec());
            let mut stained = whole.clone();
            for at in (cut..whole.len()).step_by(97).take(9) {
                stained[at] ^= 0x55;
            }
            let _ = open(name, stained);
        }
    }
    expect!["not a workbook that can be read"]
        .assert_eq(refused("a.xlsx", bytes("ferries.xlsx")[..2_000].to_vec()).split(':').next().unwrap());
}

#[test]
fn what_is_behind_a_password_says_so() {
    expect!["a workbook behind a password; save it without one, or as .csv"]
        .assert_eq(&refused("locked.xlsx", bytes("locked.xlsx")));
}

#[test]
fn a_name_that_is_not_the_files_own_is_told() {
    expect!["not a workbook, whatever its name says; give it the extension of what it is, or exclude it"]
        .assert_eq(&refused("wards.xlsx", bytes("wards.csv")));
    expect!["is a ZIP archive or an office document, whatever its name says; give it its own name"]
        .assert_eq(&refused("ferries.csv", bytes("ferries.xlsx")));
    expect!["not JSON: expected value at line 1 column 1; mend it, or give it the extension of what it is"]
        .assert_eq(&refused("ferries.json", bytes("ferries.csv")));
    // Workbooks are told apart by what they are.
    assert!(open("ferries.xls", bytes("ferries.xlsx")).is_ok());
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..260 {
        archive.write_all(&zeros).unwrap();
    }
    let bomb = archive.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);
    expect!["unpacks to over 200 MB; cut it into parts, or exclude it"].assert_eq(&refused("bomb.xlsx", bomb));
}

#[test]
fn json_that_nests_without_end_is_refused() {
    expect!["JSON that nests deeper than 128; take out the part that is wanted, or exclude it"]
        .assert_eq(&refused("deep.json", "[".repeat(100_000).into_bytes()));
    let deep = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    expect!["JSON that nests deeper than 128; take out the part that is wanted, or exclude it"]
        .assert_eq(&refused("deep.json", deep.into_bytes()));
    expect!["not JSON: EOF while parsing a list at line 1 column 19; mend it, or give it the extension of what it is"]
        .assert_eq(&refused("cut.json", b"{\"a\": 1, \"b\": [1, 2".to_vec()));
    expect!["line 3 is not JSON; mend the line, or take it out"]
        .assert_eq(&refused("cut.jsonl", b"{\"a\": 1}\n{\"a\": 2}\n{\"a\": \n".to_vec()));
}

#[test]
fn one_line_of_five_megabytes_is_read_in_pieces() {
    let line = "4,200,Alder,".repeat(5 * (1 << 20) / 12);
    let text = open("long.csv", line.into_bytes()).unwrap();
    assert!(text.paragraphs.iter().all(|it| it.prose.len() <= 16 * 1024));
    let quotes = "\"a,b\n".repeat(200_000);
    assert!(!open("quotes.csv", quotes.into_bytes()).unwrap().paragraphs.is_empty());
}

/// What is said of a draft's figures beside one source; and where the evidence stands.
fn said(file: SourceFile, draft: &str) -> Vec<String> {
    let mut engine = engine_over(vec![file], Policy::default());
    let found = findings(&mut engine, "draft.md", draft).into_iter().filter(|it| it.rule.ends_with("-figure"));
    let place = |it: &backread::finding::Evidence| it.locator.clone().unwrap_or(format!("line {}", it.line));
    found.map(|it| format!("{} {} [{}]", it.rule, it.text, it.evidence.first().map_or(String::new(), place))).collect()
}

#[track_caller]
fn check_table(file: &SourceFile, place: &str) {
    let right = "Turnout in Northgate was 41.2 per cent. Southgate had a grant of £2.3 million.\n";
    assert_eq!(said(file.clone(), right), Vec::<String>::new());
    let wrong = "Turnout in Northgate was 38.7 per cent.\n";
    assert_eq!(said(file.clone(), wrong), [format!("conflicting-figure 38.7 per cent [{place}]")]);
    // Of another row, and in another unit.
    let mixed = "Southgate had a grant of £1.4 million.\n";
    assert_eq!(said(file.clone(), mixed).len(), 1, "{:?}", said(file.clone(), mixed));
}

#[test]
fn tables_in_prose_are_held_against_the_draft_row_by_row() {
    let rows = [
        ["Ward", "Turnout (%)", "Grant, £m"],
        ["Northgate", "41.2", "1.4"],
        ["Southgate", "38.7", "2.3"],
        ["Orrin Quay", "52.0", "0.9"],
    ];
    let mut markdown = String::from("# Wards\n\n");
    let mut html = String::from("<h1>Wards</h1><table>");
    let mut document = backread::text::format::Document::new("wards.docx");
    document.push(Sort::Body, "The wards and what they were given.");
    for (n, row) in rows.iter().enumerate() {
        let _ = writeln!(markdown, "| {} |", row.join(" | "));
        if n == 0 {
            let _ = writeln!(markdown, "|---|---|---|");
        }
        let _ = writeln!(html, "<tr><td>{}</td></tr>", row.join("</td><td>"));
        document.row(row.iter().copied());
    }
    html.push_str("</table>");
    check_table(&source("wards.md", Text::read(markdown, backread::text::Format::Markdown)), "line 5");
    check_table(&source("wards.html", Text::read(html, backread::text::Format::Html)), "line 2");
    check_table(&source("wards.docx", Text::of_document(document)), "table 1, row 2");
}
