//! Where plain text breaks, and what its lines are.

use expect_test::{Expect, expect};

use crate::text::markup::tests::sketch;
use crate::text::{Format, Text};

#[track_caller]
fn check(raw: &str, expect: Expect) {
    expect.assert_eq(&sketch(&Text::read(raw.to_string(), Format::Plain)));
}

#[test]
fn wrapped_lines_are_one_paragraph() {
    check(
        "The kiln at Orsk burns brown coal,\nand the town has asked for\ngas since spring.\nNobody came.\n",
        expect![[r#"
            Body: The kiln at Orsk burns brown coal, and the town has asked for gas since spring.
            Body: Nobody came.
        "#]],
    );
}

#[test]
fn long_lines_are_paragraphs_without_blank_lines() {
    let long = "The kiln at Orsk burns brown coal and the town has asked for gas since spring and has had no answer at all \
                from anybody in the ministry";
    let text = Text::read(format!("{long}\n{long}\n"), Format::Plain);
    assert_eq!(text.paragraphs.len(), 2);
}

#[test]
fn a_sentence_broken_after_an_abbreviation_goes_on() {
    check(
        "‘We will pay,’ said a U.S.\n\nTreasury official. ‘In May.’",
        expect![[r#"
            Body: ‘We will pay,’ said a U.S.
            Body+: Treasury official. ‘In May.’
        "#]],
    );
    check(
        "He met the U.S.\n\nTreasury chief.\n\nHe left for the U.S.\n\nThe kiln burns.\n\nThen came Gen.\nOlm, who\n\nstayed.",
        expect![[r#"
            Body: He met the U.S.
            Body+: Treasury chief.
            Body: He left for the U.S.
            Body: The kiln burns.
            Body: Then came Gen.
            Body+: Olm, who
            Body+: stayed.
        "#]],
    );
}

#[test]
fn a_sentence_broken_behind_an_article_and_a_name_goes_on() {
    check(
        "The kiln is cold. ‘There is still damp wood,’ admitted a Danish\n\nKiln Department official.\n\nA Danish\n\nKiln Fair",
        expect![[r#"
            Body: The kiln is cold. ‘There is still damp wood,’ admitted a Danish
            Body+: Kiln Department official.
            Heading: A Danish
            Body: Kiln Fair
        "#]],
    );
}

#[test]
fn a_line_that_ends_in_a_closing_mark_goes_on_in_lower_case() {
    check(
        "She met the workers’\nunion. ‘We will pay,’\nhe said.\nIt burns.\nadvice follows",
        expect![[r#"
            Body: She met the workers’
            Body+: union. ‘We will pay,’
            Body+: he said.
            Body: It burns.
            Body: advice follows
        "#]],
    );
}

#[test]
fn titles_and_subheads_stand_alone() {
    check(
        "Kilns Go Cold in Orsk\nThe town has asked for gas.\nWhy Is There No Gas?\nBecause nobody has laid the pipe that was \
         promised.\nAlso read: Tiles in Demand\nWho Pays for It?\nThe town has to pay all of it.\n",
        expect![[r#"
            Heading: Kilns Go Cold in Orsk
            Body: The town has asked for gas.
            Heading: Why Is There No Gas?
            Body: Because nobody has laid the pipe that was promised.
            Aside: Also read: Tiles in Demand
            Heading: Who Pays for It?
            Body: The town has to pay all of it.
        "#]],
    );
    // A lone line is a draft's first sentence, not its title.
    check(
        "Exports of tiles rose 7% in 2023",
        expect![[r#"
        Body: Exports of tiles rose 7% in 2023
    "#]],
    );
}

#[test]
fn list_marks_part_items_and_are_no_prose() {
    check(
        "The town wants:\n- gas for\n  the kilns\n• a pipe\n1. a date\n2) a price\nIn the year\n3. May is near.\n",
        expect![[r#"
            Body: The town wants:
            ListItem: gas for the kilns
            ListItem: a pipe
            ListItem: a date
            ListItem: a price In the year
            ListItem: May is near.
        "#]],
    );
    check(
        "It fell to\n12. Vik left.",
        expect![[r#"
            Body: It fell to Vik left.
        "#]],
    );
}

#[test]
fn mail_and_tables_are_told_apart() {
    check(
        "> We pay\n> in May.\nThank you.\nTown\tKilns\tYear\nOrsk\t12\t2031\n",
        expect![[r#"
            Quotation: We pay in May.
            Body: Thank you.
            TableRow: Town¦Kilns¦Year
            TableRow: Orsk¦12¦2031
        "#]],
    );
}

#[test]
fn house_calls_are_asides() {
    check(
        "It burns.\n\nSign up for our weekly newsletter\n\nAdvertisement\n\nRead more: Tiles\n\nRelated companies rose 4%.\n\nSign up figures rose 4%.",
        expect![[r#"
            Body: It burns.
            Aside: Sign up for our weekly newsletter
            Aside: Advertisement
            Aside: Read more: Tiles
            Body: Related companies rose 4%.
            Body: Sign up figures rose 4%.
        "#]],
    );
}

#[test]
fn turns_and_bylines_are_lines_of_their_own() {
    check(
        "By Anna Vik\nMay 2, 2031\n\nVIK: We pay\nHOLM: In May\nor in June\n",
        expect![[r#"
            Body: By Anna Vik
            Body: May 2, 2031
            Body: VIK: We pay
            Body: HOLM: In May or in June
        "#]],
    );
}
