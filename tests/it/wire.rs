//! Wire copy, messages, archives and transcripts as they lie in a folder: what is read of each, whose it is, and where.
//!
//! The files are in `tests/formats/wire`; `make.py` there makes the messages and the archive.

use std::path::Path;

use backread::corpus::SourceFile;
use backread::corpus::load::{Loaded, load_all};
use backread::disk::{Pattern, Selection, relative, select};
use backread::engine::Policy;
use expect_test::{Expect, expect};

use crate::corpora::findings;
use crate::engine::engine_over;

pub fn loaded(dir: &Path) -> Loaded {
    let shown = |path: &Path| relative(path, dir);
    let selected = select(&Selection::of(vec![Pattern::folder(dir)]), &shown);
    load_all(&selected.found, &[])
}

fn sketch(file: &SourceFile) -> String {
    let meta = &file.meta;
    let mut sketch = format!("=== {} {:?} {:?}\n", file.path, meta.kind, meta.trust);
    for (key, value) in [
        ("title", &meta.title),
        ("outlet", &meta.outlet),
        ("origin", &meta.origin),
        ("date", &meta.date),
        ("url", &meta.url),
        ("language", &meta.language),
        ("supersedes", &meta.supersedes),
        ("embargo", &meta.embargo),
    ] {
        if let Some(value) = value {
            sketch.push_str(&format!("{key}: {value}\n"));
        }
    }
    if !meta.speakers.is_empty() {
        sketch.push_str(&format!("speakers: {}\n", meta.speakers.join(", ")));
    }
    for it in &file.text.paragraphs {
        let place = file.text.locators.at(it.at.start).map_or(String::new(), |it| format!(" ({it})"));
        let prose = it.prose.replace('\t', "¦").replace('\u{a0}', " ");
        sketch.push_str(&format!("{:?}{place}: {prose}\n", it.sort));
    }
    sketch
}

#[track_caller]
fn check(name: &str, expected: Expect) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/wire");
    let loaded = loaded(&folder);
    let files = loaded.files.iter().filter(|it| it.path == name || it.path.starts_with(&format!("{name}/")));
    let problems = loaded.problems().into_iter().filter(|it| it.path.starts_with(name)).map(|it| format!("! {it}\n"));
    expected.assert_eq(&files.map(sketch).chain(problems).collect::<String>());
}

#[test]
fn newsml_items_say_whose_they_are_what_they_replace_and_that_they_were_killed() {
    check(
        "pier-g2.xml",
        expect![[r#"
            === pier-g2.xml/item 1 Unknown Normal
            title: CORRECTED: Harn pier to be rebuilt by autumn
            outlet: Harn News Agency
            origin: Ostmark Courier
            date: 2031-05-04
            url: urn:newsml:harn.example:20310504:pier, version 3
            language: en
            supersedes: urn:newsml:harn.example:20310504:pier, version 2
            embargo: 2031-05-05T06:00:00Z
            Heading: CORRECTED: Harn pier to be rebuilt by autumn
            Aside: CORRECTS number of piles in the second paragraph to 412
            Body: By Ottla Brandvik
            Body: HARN, May 4
            Body: The harbour board said on Saturday that the old pier would be rebuilt at a cost of 38 million crowns.
            Body: “We shall drive 412 piles before the storms come,” board chair Ottokar Lindqvist said.
            TableRow (table 1, row 1): Year¦Piles
            TableRow (table 1, row 2): Year: 2031¦Piles: 412
            === pier-g2.xml/item 2 Unknown Withdrawn
            title: Ferry sold for 9 million crowns
            outlet: Harn News Agency
            date: 2031-05-04
            url: urn:newsml:harn.example:20310504:ferry, version 2
            language: en
            supersedes: urn:newsml:harn.example:20310504:ferry, version 1
            Heading: Ferry sold for 9 million crowns
            Aside: BULLETIN KILL: the ferry was not sold
            Body: The ferry Sandvika was sold for 9 million crowns.
            Body: The buyer was not named.
        "#]],
    );
}

#[test]
fn nitf_in_latin_1_is_read_to_its_table() {
    check(
        "quay.nitf",
        expect![[r#"
        === quay.nitf Unknown Normal
        title: North quay at Orrin closed after 17 cracks are found
        outlet: HNA
        origin: Ostmark Press Service
        date: 2031-05-06
        url: hna-20310506-17
        language: en
        embargo: 20310507T000100Z
        Heading: North quay at Orrin closed after 17 cracks are found
        Aside: UPDATES with comment by the mayor
        Body: By Zoë Marsten
        Body: ORRIN, May 6
        Heading: Inspection took nine hours
        Body: Divers found 17 cracks in the north quay, the port said on Tuesday.
        Body: Repairs will take at least six weeks, mayor Tova Elgin said.
        Caption: The north quay, 240 metres long.
        TableRow: Quay¦Cracks
        TableRow: North¦17
    "#]],
    );
}

#[test]
fn ninjs_of_all_three_lines() {
    check(
        "toll-1.json",
        expect![[r#"
        === toll-1.json Unknown Normal
        title: Bridge toll to rise to 14 crowns
        outlet: Harn News Agency
        date: 2031-05-08
        url: https://harn.example/items/toll, version 2
        language: en-GB
        supersedes: https://harn.example/items/toll, version 1
        embargo: 2031-05-08T12:00:00+02:00
        Heading: Bridge toll to rise to 14 crowns
        Aside: UPDATES with figures for lorries
        Body: By Ansel Quist
        Body: Orrin
        Body: The toll on the Orrin bridge rises to 14 crowns on 1 June.
        Body: Lorries pay 52 crowns, “and not one less,” Ansel Marrow said.
        Caption: The Orrin bridge, built in 1974.
    "#]],
    );
    check(
        "toll-2.json",
        expect![[r#"
        === toll-2.json Unknown Normal
        title: Lorry toll doubles
        outlet: Harn News Agency
        date: 2031-05-09
        url: https://harn.example/items/toll2, version 1
        language: en
        Heading: Lorry toll doubles
        Body: The lorry toll doubles to 104 crowns.
        Body: The fund holds 3.2 million crowns.
    "#]],
    );
    check(
        "toll-3.json",
        expect![[r#"
        === toll-3.json Unknown Withdrawn
        title: Toll fund empty
        outlet: Harn News Agency
        origin: Ostmark Courier
        date: 2031-05-10
        url: https://harn.example/items/toll3, version 4
        language: en
        supersedes: https://harn.example/items/toll3, version 3
        Heading: Toll fund empty
        Body: By Zoë Marsten
        Body: The fund holds 12 crowns, the bridge board says.
    "#]],
    );
}

#[test]
fn xml_that_is_no_wire_copy_is_its_words() {
    check(
        "ledger.xml",
        expect![[r#"
        === ledger.xml Unknown Normal
        Body: North quay
        Body: The board paid 61,000 crowns & owes 4,000 more.
    "#]],
    );
}

#[test]
fn a_message_is_its_own_words_what_it_quotes_and_what_is_attached() {
    check(
        "reply.eml",
        expect![[r#"
            === reply.eml Mail Normal
            title: Re: Wie viele Pfähle? – piles at the pier
            date: 2031-05-03
            speakers: Ottokar Lindqvist
            Heading: Re: Wie viele Pfähle? – piles at the pier
            Aside: From: Ottokar Lindqvist (ottokar@harn.example)
            Aside: To: Zoë Marsten (zoe@courier.example)
            Body: Dear Zoë,
            Body: we shall drive 412 piles before the storms come. The whole of the work costs 38 million crowns, of which the town has paid 5 million so far, and we hope to be done by October.
            Quotation: On 2 May 2031 at 10:12, Zoë Marsten <zoe@courier.example> wrote:
            Quotation: How many piles will you drive? I was told 390.
            Quotation: And what does it cost?
            Body: Yours
            Body: Ottokar
            Aside: Ottokar Lindqvist, board chair, telephone 555 0143
            Aside: The board has met 19 times.
            Aside: This e-mail and any attachments are confidential. If you are not the intended recipient, delete all 3 copies.
            === reply.eml/cracks.csv Unknown Normal
            TableRow (row 1): quay¦cracks
            TableRow (row 2): North¦cracks: 17
            === reply.eml/message 3.eml Mail Normal
            title: Cracks
            date: 2031-05-03
            speakers: Tova Elgin
            Heading: Cracks
            Aside: From: Tova Elgin (tova@orrin.example)
            Aside: To: Zoë Marsten (zoe@courier.example)
            Body: Divers found 17 cracks on Tuesday.
        "#]],
    );
    check(
        "ferry.eml",
        expect![[r#"
        === ferry.eml Mail Normal
        title: Ferry
        date: 2031-05-03
        embargo: 6 May 2031, 00:01
        speakers: Harn Ferries
        Heading: Ferry
        Aside: From: Harn Ferries (press@ferries.example)
        Aside: To: Zoë Marsten (zoe@courier.example)
        Body: EMBARGOED UNTIL 6 May 2031, 00:01
        Body: The ferry Sandvika carried 88,000 people.
        Quotation: It carried 12 dogs.
    "#]],
    );
}

#[test]
fn an_archive_is_its_files_and_names_lead_nowhere() {
    check(
        "desk.zip",
        expect![[r#"
        === desk.zip/2031/pier.html Unknown Normal
        Body: The board drives 412 piles at Harn pier.
        === desk.zip/etc/outside.txt Unknown Normal
        Body: Divers found 17 cracks.
        === desk.zip/inner.zip/deep/cost.txt Unknown Normal
        Body: The pier costs 38 million crowns.
        === desk.zip/notes/toll.txt Unknown Normal
        Body: The toll is 14 crowns.
        ! desk.zip/broken.txt: not text, whatever its name says; replace it, or exclude it
    "#]],
    );
}

#[test]
fn transcripts_have_turns_and_times() {
    check(
        "council.vtt",
        expect![[r#"
        === council.vtt Transcript Normal
        Body (00:00:12): Tova Elgin: The north quay has 17 cracks and it is closed & guarded.
        Body (00:14:02): Ansel Marrow: Who pays the 61,000 crowns?
    "#]],
    );
    check(
        "export.txt",
        expect![[r#"
        === export.txt Unknown Normal
        Body (00:00:05): Speaker 1: How many piles will you drive?
        Body (00:14:02): Speaker 2: We shall drive 412 piles before the storms come. That is all of them.
        Body (00:14:40): Speaker 1: And the cost?
        Body (01:00:09): Speaker 2: The cost is 38 million crowns.
    "#]],
    );
}

#[test]
fn a_saved_page_of_today_is_its_article() {
    check(
        "page.html",
        expect![[r#"
        === page.html Unknown Normal
        title: Quay cracks widen - Ostmark Courier
        outlet: Ostmark Courier
        date: 2031-05-06
        language: en
        Body: Harbour
        Heading: Quay cracks widen
        Body: The port has closed the north quay for six weeks.
        Body: By Zoë Marsten
        Body: 6 May 2031 4 min read
        Caption: The north quay is 240 metres long. Photograph: A. Quist
        Body: Divers found 17 cracks in the north quay, the port said on Tuesday, and it was closed to all ships at once.
        Body: “It will take at least six weeks,” mayor Tova Elgin said.
        Body: The repairs cost 38 million crowns, according to the board, which met nine times over the winter to talk of it.
    "#]],
    );
}

#[test]
fn a_later_version_of_an_item_supersedes_the_one_before() {
    let dir = tempfile::tempdir().expect("a folder for the test");
    let item = |version: u32, toll: u32| {
        format!(
            r#"{{"uri": "urn:harn:toll", "version": "{version}", "versioncreated": "2031-05-0{version}", "pubstatus": "usable",
            "headline": "Toll", "body_text": "The toll on the Orrin bridge is {toll} crowns."}}"#
        )
    };
    std::fs::create_dir(dir.path().join("sources")).expect("a folder is made");
    std::fs::write(dir.path().join("sources/a.json"), item(1, 14)).expect("a file is written");
    std::fs::write(dir.path().join("sources/b.json"), item(2, 16)).expect("a file is written");
    std::fs::write(dir.path().join("draft.md"), "The toll on the Orrin bridge is 14 crowns.\n")
        .expect("a file is written");
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_backread"))
        .args(["check", "draft.md", "--format", "concise"])
        .current_dir(dir.path())
        .output()
        .expect("the binary runs");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(said.contains("a later source gives 16"), "{said}");
}

/// What is found in a draft that rests on one story, beside a notice.
fn with_notice(notice: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let story = r#"{"uri": "urn:harn:ferry", "version": "1", "versioncreated": "2031-05-04T10:00:00Z",
        "pubstatus": "usable", "headline": "Sandvika sold", "provider": "Harn News Agency",
        "body_text": "The ferry Sandvika was sold for 9 million crowns."}"#;
    std::fs::write(folder.path().join("a-story.json"), story).unwrap();
    std::fs::write(folder.path().join("b-notice.json"), notice).unwrap();
    let loaded = loaded(folder.path());
    assert_eq!((loaded.files.len(), loaded.problems()), (2, Vec::new()));
    let mut engine = engine_over(loaded.files, Policy::default());
    let found = findings(&mut engine, "draft.md", "The ferry Sandvika was sold for 9 million crowns.\n");
    found.into_iter().filter(|it| it.rule.ends_with("-figure")).map(|it| it.message).collect()
}

#[test]
fn a_kill_notice_withdraws_the_story_that_it_names() {
    let notice = |fields: &str| {
        format!(
            r#"{{{fields}, "headline": "KILL: Sandvika", "ednote": "The ferry was not sold.", "body_text": "Do not use."}}"#
        )
    };
    let withdrawn = ["only a withdrawn source gives 9 million"];
    let next = r#""uri": "urn:harn:ferry", "version": "2", "versioncreated": "2031-05-04T12:00:00Z""#;
    assert_eq!(with_notice(&notice(&format!(r#"{next}, "pubstatus": "canceled""#))), withdrawn);
    let other = r#""uri": "urn:harn:kill:77", "versioncreated": "2031-05-05T12:00:00Z", "pubstatus": "canceled""#;
    assert_eq!(with_notice(&notice(&format!(r#"{other}, "supersedes": "urn:harn:ferry""#))), withdrawn);
    assert_eq!(with_notice(&notice(other)), Vec::<String>::new(), "of another story");
    // A version before the story, which stands.
    let before = r#""uri": "urn:harn:ferry", "version": "0", "versioncreated": "2031-05-04T09:00:00Z""#;
    assert_eq!(with_notice(&notice(&format!(r#"{before}, "pubstatus": "canceled""#))), Vec::<String>::new());
}
