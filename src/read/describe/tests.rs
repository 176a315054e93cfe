//! The lines that `backread facts` prints: each kind of fact, and whatever may be said of it.

use expect_test::{Expect, expect};

use super::describe;
use crate::read::read;
use crate::rules::Rules;
use crate::text::{Format, Text};

#[track_caller]
fn check(texts: &[&str], wanted: Expect) {
    let rules = Rules::built_in();
    let mut lines = String::new();
    for raw in texts {
        for paragraph in Text::read((*raw).to_string(), Format::Plain).paragraphs {
            for fact in read(&rules, &paragraph).facts {
                lines += &(describe(&fact, &paragraph.prose) + "\n");
            }
        }
    }
    wanted.assert_eq(&lines);
}

#[test]
fn a_date_says_what_is_known_of_it_and_how_fine_it_is() {
    let texts = [
        "The lock opened on Wednesday 12 June 2024 at 18:00.",
        "It closed on 3 May, and on Friday.",
        "They met from 3 to 5 May 2024.",
        "It shut in June 2024, and in May.",
        "Trade fell in the second quarter of 2024.",
        "The weir broke in the summer of 2024.",
        "It was built in 1931, after the 1920s.",
        "The quay is of the 18th century.",
        "The crew came last week, and left yesterday.",
    ];
    check(
        &texts,
        expect![[r#"
        19..41 date 2024-06-12 Wed day "Wednesday 12 June 2024"
        45..50 date - 18:00 time "18:00"
        13..18 date --05-03 day "3 May"
        27..33 date - Fri day relative "Friday"
        14..29 date 2024-05-03..2024-05-05 day "3 to 5 May 2024"
        11..20 date 2024-06 month "June 2024"
        29..32 date --05 month relative "May"
        18..40 date 2024-Q2 quarter "second quarter of 2024"
        22..36 date 2024-S3 season "summer of 2024"
        16..20 date 1931 year "1931"
        32..37 date 1920 decade "1920s"
        19..31 date 1700 century "18th century"
        14..23 date - week relative "last week"
        34..43 date - day relative "yesterday"
    "#]],
    );
}

#[test]
fn a_quotation_says_what_it_is_for_and_who_speaks() {
    let texts = [
        "“We will light the kiln before the frost,” said Mira Holt.",
        "She called it a “relief”.",
        "“He told me ‘the lock is shut for good’ and went,” she said.",
        "“We lost nobody in the flood, and we will rebuild.\n\n“The lock will open in spring,” Holt said.",
    ];
    check(
        &texts,
        expect![[r#"
        0..46 quote speech words=8 attribution=1 "“We will light the kiln before the frost,”"
        47..61 attribution named rung=6 speaker=(Mira Holt) verb=say quoted "said Mira Holt"
        52..61 name person given=Mira surname=Holt "Mira Holt"
        0..10 attribution pronoun rung=0 speaker=(She) verb=call quoted "She called"
        16..28 quote fragment words=1 attribution=0 "“relief”"
        0..58 quote speech words=11 attribution=2 "“He told me ‘the lock is shut for good’ and went,”"
        14..45 quote speech words=6 nested "‘the lock is shut for good’"
        59..67 attribution pronoun rung=0 speaker=(she) verb=say quoted "she said"
        0..52 quote speech words=10 open "“We lost nobody in the flood, and we will rebuild."
        0..35 quote speech words=6 attribution=1 "“The lock will open in spring,”"
        36..45 attribution named rung=6 speaker=(Holt) verb=say quoted "Holt said"
        36..40 name unknown surname=Holt "Holt"
    "#]],
    );
}

#[test]
fn a_name_says_what_bears_it() {
    let texts = [
        "Professor Mira Holt met the Ostermole Harbour Board (OHB) in Aldvik.",
        "Andris Brenn, known as Rook, left Sella Ferries.",
    ];
    check(
        &texts,
        expect![[r#"
        10..19 name person given=Mira surname=Holt title=(Professor) "Mira Holt"
        28..51 name body surname=Ostermole Harbour Board alias=OHB "Ostermole Harbour Board"
        61..67 name place surname=Aldvik "Aldvik"
        0..12 name unknown surname=Andris Brenn "Andris Brenn"
        23..27 name unknown surname=Rook "Rook"
        34..47 name unknown surname=Sella Ferries "Sella Ferries"
    "#]],
    );
}

#[test]
fn an_attribution_says_how_closely_who_speaks_is_described_and_why_no_closer() {
    let texts = [
        "A harbour official, who asked not to be named because she was not authorised to speak, said the lock was cracked.",
        "Two harbour officials, citing leaked memos, said that the lock was cracked.",
        "It is believed that the lock was cracked.",
        "The board said in a statement that the lock was cracked.",
        "“The lock was cracked,” said Mira Holt.",
    ];
    check(
        &texts,
        expect![[r#"
        0..18 attribution unnamed rung=1 speaker=(A harbour official) verb=say anonymity=(not to be named) reason=(because she was not authorised to speak) stock "A harbour official"
        0..48 attribution unnamed rung=1 speaker=(Two harbour officials) verb=say "Two harbour officials, citing leaked memos, said"
        0..3 figure 2 counted=official(harbour officials) "Two"
        0..14 attribution nobody rung=0 "It is believed"
        0..14 attribution institution rung=6 speaker=(The board) verb=say public=(in a statement) "The board said"
        0..27 quote speech words=4 attribution=1 "“The lock was cracked,”"
        28..42 attribution named rung=6 speaker=(Mira Holt) verb=say quoted "said Mira Holt"
        33..42 name person given=Mira surname=Holt "Mira Holt"
    "#]],
    );
}

#[test]
fn a_figure_says_its_unit_hedge_stage_and_what_it_counts() {
    let texts = [
        "At least 1,200 lamps burnt. Up to 40 km of cable is gone. Just over 5% of the boats sank.",
        "Nearly 300 people were killed; fewer than 20 were injured.",
        "The quay is expected to cost 4 million euros and could bring 30 jobs.",
        "The board plans to hire 12 pilots and aims to cut delays by 20%.",
        "Traffic rose from 41 to 52 boats a day, the second-largest count.",
        "The average wage was 31,000 euros; the median age 34.",
        "Three in ten of the boats, and dozens of rafts, doubled in price; the town won 2-1.",
        "It was -4 °C with 12 deaths per 1,000 people, and 14 of the 20 pumps failed.",
    ];
    check(
        &texts,
        expect![[r#"
        0..14 figure 1200 floor counted=lamp "At least 1,200"
        28..39 figure 40 km cap counted=cable "Up to 40 km"
        58..70 figure 5 % over-near counted=boat "Just over 5%"
        0..10 figure 300 under-near counted=killed(people) "Nearly 300"
        31..44 figure 20 below counted=injured "fewer than 20"
        29..44 figure 4000000 EUR forecast subject=quay "4 million euros"
        61..63 figure 30 possible counted=job "30"
        24..26 figure 12 planned counted=pilot subject=board "12"
        60..63 figure 20 % target down-by subject=delay "20%"
        18..20 figure 41 up-from subject=traffic "41"
        24..26 figure 52 up-to counted=boat subject=traffic per=day "52"
        44..58 figure 2 ordinal counted=count subject=traffic largest "second-largest"
        21..33 figure 31000 EUR mean subject=wage(average wage) "31,000 euros"
        46..52 figure 34 year age median "age 34"
        0..12 figure 28.5..31.5 % share counted=boat whole=10 "Three in ten"
        31..37 figure 24..199 vague counted=raft "dozens"
        48..55 figure 1.9..2.1 multiple up-by "doubled"
        79..82 figure 2..1 score subject=town "2-1"
        7..13 figure -4 °C "-4 °C"
        19..21 figure 12 counted=killed per=person*1000 "12"
        51..53 figure 14 counted=pump whole=20 "14"
        61..63 figure 20 counted=pump "20"
    "#]],
    );
}
