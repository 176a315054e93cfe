use std::fmt::Write as _;
use std::path::Path;

use expect_test::{Expect, expect};

use crate::corpus::{Corpus, SourceFile, SourceMeta};
use crate::rules::Rules;
use crate::text::{Format, Text};

fn file(path: &str, text: &str) -> SourceFile {
    let text = Text::read(text.to_string(), Format::of_path(Path::new(path)));
    let meta = SourceMeta::of(&text.comments.front, path);
    SourceFile { path: path.to_string(), disk_path: path.into(), text, meta, extracted: false }
}

/// Each origin with its sources, and the words or the way that show it.
fn told(corpus: &Corpus) -> String {
    let mut told = String::new();
    for origin in corpus.origins().all() {
        writeln!(told, "{}", origin.name).unwrap();
        for source in origin.sources.iter().filter_map(|it| corpus.source(*it)) {
            let traced = corpus.origins().of(source.id).unwrap();
            let words = traced.at.map_or(String::new(), |it| format!(" “{}”", it.of(&source.text.raw)));
            writeln!(told, "  {} {}{words}", source.reference.path, traced.how.word()).unwrap();
        }
    }
    told
}

fn files(texts: &[(&str, &str)]) -> Vec<SourceFile> {
    texts.iter().map(|(path, text)| file(path, text)).collect()
}

/// Also in the other order, and one by one: an origin must not show how its corpus came about.
#[track_caller]
fn check(texts: &[(&str, &str)], expected: Expect) {
    let rules = Rules::built_in();
    let fresh = told(&Corpus::of(&rules, files(texts), Vec::new()));
    expected.assert_eq(&fresh);
    let mut backwards = files(texts);
    backwards.reverse();
    assert_eq!(told(&Corpus::of(&rules, backwards, Vec::new())), fresh, "read in another order");
    let mut grown = Corpus::empty();
    for it in files(texts).into_iter().rev() {
        grown = grown.succeed(&rules, vec![it], &[], Vec::new());
    }
    grown =
        grown.succeed(&rules, vec![file("passing.txt", "According to the Harn Courier, it rained.")], &[], Vec::new());
    grown = grown.succeed(&rules, Vec::new(), &["passing.txt".to_string()], Vec::new());
    assert_eq!(told(&grown), fresh, "read one by one");
}

#[test]
fn what_a_source_says_of_itself_comes_first() {
    check(
        &[
            ("a.md", "---\norigin: Nordwire\n---\nAccording to the Harn Courier, the lock will close."),
            ("b.md", "---\norigin: the nordwire\n---\nThe lock will close."),
            ("c.md", "---\noutlet: Harn Courier\n---\nThe lock will close."),
            ("d.txt", "The lock will close, the Harn Courier reported."),
        ],
        expect![[r#"
            Harn Courier
              c.md itself
              d.txt phrase “Harn Courier reported”
            Nordwire
              a.md said
              b.md said
        "#]],
    );
}

#[test]
fn a_ministry_is_the_origin_of_a_statement_and_of_no_text() {
    check(
        &[
            ("a.txt", "According to the ministry, the lock will close. The ministry said so on Monday."),
            ("b.txt", "The ministry told us that the lock will close. According to police, it is old."),
        ],
        expect![[r#"
            a.txt
              a.txt itself
            b.txt
              b.txt itself
        "#]],
    );
}

#[test]
fn an_outlet_far_down_is_about_that_sentence_only() {
    let far = "The lock will close in May. It is old. Boats will wait. The council met twice. The gate leaks. \
               A diver looked at it. According to the Harn Courier, the mayor was away.";
    let again = "The lock will close in May. It is old. Boats will wait. The council met twice. The gate leaks. \
                 According to the Harn Courier, the mayor was away. The Courier’s report named a diver. He told the Harn \
                 Courier so. It was first reported by the Harn Courier. Nobody was hurt, the Harn Courier reported.";
    check(
        &[("again.txt", again)],
        expect![[r#"
            Harn Courier
              again.txt phrase “According to the Harn Courier”
        "#]],
    );
    check(
        &[("far.txt", far)],
        expect![[r#"
            far.txt
              far.txt itself
        "#]],
    );
}

#[test]
fn two_outlets_at_the_head_are_neither_s() {
    check(
        &[("a.txt", "The lock will close, according to the Harn Courier and the Ostrow Mirror. It is old.")],
        expect![[r#"
            a.txt
              a.txt itself
        "#]],
    );
}

#[test]
fn who_looked_for_itself_is_its_own_origin() {
    check(
        &[(
            "a.txt",
            "The lock will close, the Harn Courier reported. A letter seen by this newspaper says why. We counted 14 boats.",
        )],
        expect![[r#"
            a.txt
              a.txt itself
        "#]],
    );
}

#[test]
fn papers_of_record_credit_nobody() {
    check(
        &[
            ("plan.md", "---\nkind: primary\n---\nAccording to the Harn Courier, nobody wants this plan."),
            ("notes.md", "---\nkind: notes\n---\nAccording to the Harn Courier, nobody wants this plan."),
        ],
        expect![[r#"
            notes.md
              notes.md itself
            plan.md
              plan.md itself
        "#]],
    );
}

/// A wire copy with another paper's headline and a sentence of its own.
#[test]
fn most_of_the_wording_is_another_s() {
    let copy = "The ferry between Harn and Ostrow will stop running at night from the first of June, because the company cannot \
                find enough stokers for the late shifts. Passengers with a season ticket get a third of the fare back, which \
                they may also give to the seamen’s fund. The last boat leaves at nine in the evening, two hours earlier than \
                now, and the first one in the morning goes at six as before.";
    let other = "Night boats to Ostrow are over. For want of stokers the ferry company ends its late shifts on 1 June, and the \
                 evening boat of nine o’clock becomes the last. Holders of season tickets are paid back a third of what they \
                 gave, or can leave it to a fund for seamen. Mornings stay as they are.";
    check(
        &[
            ("one.md", &format!("---\ndate: 2031-05-03\n---\n# No boats at night\n\n{copy}")),
            ("two.md", &format!("---\ndate: 2031-05-02\n---\n# Ferry cuts its hours\n\n{copy} In Harn it rained.")),
            ("three.md", other),
        ],
        expect![[r#"
            three.md
              three.md itself
            two.md
              one.md wording
              two.md itself
        "#]],
    );
    check(
        &[
            ("one.md", copy),
            ("two.md", &format!("HARN (Nordwire) — {copy}")),
            ("three.md", &format!("{copy} (Nordwire)")),
        ],
        expect![[r#"
            Nordwire
              one.md wording
              three.md wording
              two.md credit “Nordwire”
        "#]],
    );
}

#[test]
fn one_named_person_s_statements_are_that_person_s() {
    let told = "Ada Brandvik, the harbour master, said the quay would be closed. “We have no choice,” Brandvik said. She added \
                that the piles were rotten. Brandvik stressed that boats would be warned. Residents say they expected it.";
    let again = "“The piles are eaten through,” said harbour master Ada Brandvik. Brandvik explained that divers had seen it in \
                 March. She told the council that nothing could be done.";
    let several = "“The piles are eaten through,” said harbour master Ada Brandvik. “Nobody asked us,” said Ture Holm, who \
                   mends boats there. Brandvik said it would be over by May. Holm said he would sue.";
    check(
        &[("again.txt", again), ("several.txt", several), ("told.txt", told)],
        expect![[r#"
            Ada Brandvik
              again.txt speaker “said harbour master Ada Brandvik”
              told.txt speaker “Ada Brandvik, the harbour master, said”
            several.txt
              several.txt itself
        "#]],
    );
}

#[test]
fn a_quotation_that_two_share_is_its_speaker_s() {
    let one = "The bank will shut its branch in Ostrow. “We regret this more than our customers do,” said Orla Quist. The branch \
               has nine desks. It opened a century ago. Nobody has bought the house.";
    let two = "Ostrow loses its last bank. “We regret this more than our customers do,” said Orla Quist, who runs it. A van comes \
               on Thursdays. The square is quiet.";
    let apart = "Ostrow loses its last bank. “Nobody came any more on the days when it rained,” said Orla Quist, who runs it. A \
                 van comes on Thursdays.";
    check(
        &[("apart.txt", apart), ("one.txt", one), ("two.txt", two)],
        expect![[r#"
            Orla Quist
              one.txt speaker “said Orla Quist”
              two.txt speaker “said Orla Quist”
            apart.txt
              apart.txt itself
        "#]],
    );
}

#[test]
fn a_confidential_source_names_no_origin() {
    check(
        &[
            ("confidential/a.txt", "According to the Harn Courier, the lock will close."),
            ("b.txt", "The lock will close."),
        ],
        expect![[r#"
            b.txt
              b.txt itself
            confidential/a.txt
              confidential/a.txt phrase “According to the Harn Courier”
        "#]],
    );
}

#[test]
fn an_origin_may_be_a_file_or_go_on_to_another() {
    check(
        &[
            ("courier.md", "---\noutlet: Harn Courier\n---\nThe lock will close, Nordwire reported.\n\n(Reuters)"),
            ("copy.md", "---\norigin: courier.md\n---\nThe lock closes."),
            ("evening.txt", "According to the Harn Courier, the lock closes."),
        ],
        expect![[r#"
            Reuters
              copy.md said
              courier.md credit “Reuters”
              evening.txt phrase “According to the Harn Courier”
        "#]],
    );
}
