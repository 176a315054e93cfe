//! What stands around a number: movements, hedges, stages, tolls, what is counted, and numbers that count nothing.

use super::*;

#[test]
fn movements_are_told_from_levels() {
    check_facts(
        "Prices are 5% higher and rents 1% lower.",
        expect![[r#"
        11..13 figure 5 % up-by subject=price "5%"
        31..33 figure 1 % down-by subject=price "1%"
    "#]],
    );
    check_facts(
        "A 5% rise in exports.",
        expect![[r#"
        2..4 figure 5 % up-by subject=export "5%"
    "#]],
    );
    check_facts(
        "In the last quarter unemployment in Drayford stood at 5%. In the Vale of Orrin unemployment was 6%.",
        expect![[r#"
            54..56 figure 5 % subject=unemployment "5%"
            96..98 figure 6 % subject=unemployment "6%"
        "#]],
    );
    check_facts(
        "An increase of 5% in exports.",
        expect![[r#"
        15..17 figure 5 % up-by subject=export "5%"
    "#]],
    );
    check_facts(
        "They add 800 wardens, to expand the patrol to approximately 800 wardens.",
        expect![[r#"
            9..12 figure 800 up-by counted=warden "800"
            46..63 figure 800 about up-to counted=warden subject=patrol "approximately 800"
        "#]],
    );
}

#[test]
fn hedges_before_and_after() {
    check_facts(
        "About 400 jobs, nearly 800 homes, more than 30 huts, just over 30 huts, at least 12 huts, fewer than 9 huts, up to 400 jobs.",
        expect![[r#"
        0..9 figure 400 about counted=job "About 400"
        16..26 figure 800 under-near counted=home "nearly 800"
        34..46 figure 30 over counted=hut "more than 30"
        53..65 figure 30 over-near counted=hut "just over 30"
        72..83 figure 12 floor counted=hut "at least 12"
        90..102 figure 9 below counted=hut "fewer than 9"
        109..118 figure 400 cap counted=job "up to 400"
    "#]],
    );
    check_facts(
        "12 huts or more, 40-plus, 40 or so, 40+ guests, some 5,000 gulls, ~30 huts, no more than 5%.",
        expect![[r#"
        0..2 figure 12 floor counted=hut "12"
        17..24 figure 40 floor "40-plus"
        26..34 figure 40 about "40 or so"
        36..39 figure 40 floor counted=guest "40+"
        48..58 figure 5000 about counted=gull "some 5,000"
        66..69 figure 30 about counted=hut "~30"
        76..91 figure 5 % cap "no more than 5%"
    "#]],
    );
}

#[test]
fn a_topic_or_a_time_is_no_hedge() {
    check_facts(
        "They spoke about three options over two years.",
        expect![[r#"
        17..22 figure 3 counted=option "three"
        36..45 figure 2 year "two years"
    "#]],
    );
    check_facts(
        "They have run for over two years.",
        expect![[r#"
        18..32 figure 2 year over "over two years"
    "#]],
    );
}

#[test]
fn stages() {
    check_facts(
        "The firm plans to hire 900 people.",
        expect![[r#"
        23..26 figure 900 planned counted=person subject=firm "900"
    "#]],
    );
    check_facts(
        "It aims to cut emissions 40%.",
        expect![[r#"
            25..28 figure 40 % target down-by subject=emission "40%"
        "#]],
    );
    check_facts(
        "The bridge could cost 2 billion kroner.",
        expect![[r#"
        22..38 figure 2000000000 NOK possible subject=bridge "2 billion kroner"
    "#]],
    );
    check_facts(
        "About 400 jobs are planned.",
        expect![[r#"
        0..9 figure 400 about planned counted=job "About 400"
    "#]],
    );
    check_facts(
        "Ferries will carry 300 people.",
        expect![[r#"
        19..22 figure 300 forecast counted=person subject=ferry "300"
    "#]],
    );
    check_facts(
        "The firm, which plans to grow, hired 900 people.",
        expect![[r#"
        37..40 figure 900 counted=person "900"
    "#]],
    );
}

#[test]
fn tolls_are_one_figure_however_they_are_put() {
    check_facts(
        "12 killed, 30 injured, 3 missing.",
        expect![[r#"
        0..2 figure 12 counted=killed "12"
        11..13 figure 30 counted=injured "30"
        23..24 figure 3 counted=missing "3"
    "#]],
    );
    check_facts(
        "The blast killed 12 miners.",
        expect![[r#"
        17..19 figure 12 counted=killed(killed) subject=blast "12"
    "#]],
    );
    check_facts(
        "At least 12 people were killed.",
        expect![[r#"
        0..11 figure 12 floor counted=killed(people) "At least 12"
    "#]],
    );
    check_facts(
        "A death toll of 12.",
        expect![[r#"
        16..18 figure 12 counted=killed(death toll) "12"
    "#]],
    );
    check_facts(
        "12 deaths.",
        expect![[r#"
        0..2 figure 12 counted=killed "12"
    "#]],
    );
    check_facts(
        "Twelve people, including three guides, were wounded.",
        expect![[r#"
        0..6 figure 12 counted=injured(people) "Twelve"
        25..30 figure 3 counted=guide "three"
    "#]],
    );
}

#[test]
fn what_is_counted_and_whose_it_is() {
    check_facts(
        "The harbour lost 800 well-trained dockers.",
        expect![[r#"
        17..20 figure 800 down-by counted=docker(well-trained dockers) subject=harbour "800"
    "#]],
    );
    check_facts(
        "4,200 tonnes of wheat.",
        expect![[r#"
        0..12 figure 4200 tonne counted=wheat "4,200 tonnes"
    "#]],
    );
    check_facts(
        "An army of 800,000 gathered.",
        expect![[r#"
        11..18 figure 800000 counted=army "800,000"
    "#]],
    );
    check_facts(
        "A 12-member panel met.",
        expect![[r#"
        2..4 figure 12 counted=member "12"
    "#]],
    );
    check_facts(
        "The median wage is 31,000.",
        expect![[r#"
        19..25 figure 31000 median subject=wage(median wage) "31,000"
    "#]],
    );
}

#[test]
fn what_describes_the_counted_thing_is_not_counted() {
    check_facts(
        "Police met two 17-year-old pupils.",
        expect![[r#"
        11..14 figure 2 counted=pupil subject=police "two"
        15..26 figure 17 year age counted=pupil subject=police "17-year-old"
    "#]],
    );
    check_facts(
        "The first document outlines a plan; 1,360 deaths per 100,000 live births.",
        expect![[r#"
            4..9 figure 1 ordinal counted=document "first"
            36..41 figure 1360 counted=killed per=birth*100000 "1,360"
        "#]],
    );
}

#[test]
fn basis() {
    check_facts(
        "4 cases per 1,000 people, 90 million a year, $5 an hour, 12 litres per person, $3/kg.",
        expect![[r#"
        0..1 figure 4 counted=case per=person*1000 "4"
        26..36 figure 90000000 per=year "90 million"
        45..47 figure 5 USD per=hour "$5"
        57..66 figure 12 litre per=person "12 litres"
        79..81 figure 3 USD per=kg "$3"
    "#]],
    );
}

#[test]
fn ages() {
    check_facts(
        "Rosa Vik, 31, and a 34-year-old man met a boy aged 9.",
        expect![[r#"
        10..12 figure 31 year age "31"
        20..31 figure 34 year age counted=man "34-year-old"
        46..52 figure 9 year age subject=man(year-old man) "aged 9"
    "#]],
    );
}

#[test]
fn ranks_and_superlatives() {
    check_facts(
        "The second-largest port, the largest port, one of the largest ports, a record 2.6 million visitors, the third strike, the 21st ferry.",
        expect![[r#"
        4..18 figure 2 ordinal counted=port largest "second-largest"
        29..36 figure 1 ordinal counted=port largest "largest"
        43..61 figure 1..10 ordinal counted=port largest "one of the largest"
        78..89 figure 2600000 counted=visitor record "2.6 million"
        104..109 figure 3 ordinal counted=strike "third"
        122..126 figure 21 ordinal counted=ferry "21st"
    "#]],
    );
}

#[test]
fn results() {
    check_facts(
        "Norhaven won 2-1.",
        expect![[r#"
        13..16 figure 2..1 score subject=norhaven "2-1"
    "#]],
    );
    check_facts(
        "The council voted 62-38.",
        expect![[r#"
        18..23 figure 62..38 score subject=council "62-38"
    "#]],
    );
    check_facts(
        "The ratio was 3:1.",
        expect![[r#"
        14..17 figure 3..1 score subject=ratio "3:1"
    "#]],
    );
}

#[test]
fn one_that_counts() {
    check_facts(
        "One death, one million, one in ten, one Western envoy.",
        expect![[r#"
        0..3 figure 1 counted=killed "One"
        11..22 figure 1000000 "one million"
        24..34 figure 9..11 % share whole=10 "one in ten"
        36..39 figure 1 counted=envoy(Western envoy) "one"
    "#]],
    );
}

#[test]
fn years_count_only_with_a_noun() {
    check_facts(
        "In 2019 the firm had 2019 people.",
        expect![[r#"
        21..25 figure 2019 counted=person subject=firm "2019"
    "#]],
    );
}

#[test]
fn separators_by_language() {
    check_facts(
        "5,00,000 homes, 12\u{a0}500 homes, 1,234,567 homes, 1.234.567 homes.",
        expect![[r#"
        0..8 figure 500000 counted=home "5,00,000"
        16..23 figure 12500 counted=home "12 500"
        31..40 figure 1234567 counted=home "1,234,567"
        48..57 figure 1234567 counted=home "1.234.567"
    "#]],
    );
    check_language(
        "1.500 km, 1,5 %, 12 500 EUR, 1.234,56 €",
        Language::Other { decimal_comma: true },
        expect![[r#"
        0..8 figure 1500 km "1.500 km"
        10..15 figure 1.5 % "1,5 %"
        17..27 figure 12500 EUR "12 500 EUR"
        29..41 figure 1234.56 EUR "1.234,56 €"
    "#]],
    );
    check_language(
        "drei Boote, 1,500 km",
        Language::Other { decimal_comma: false },
        expect![[r#"
        12..20 figure 1500 km "1,500 km"
    "#]],
    );
}

#[test]
fn numbers_that_name_are_no_figures() {
    check_nothing(&[
        "Under Article 5 and Sections 4 and 5, see page 12 and Figure 3.",
        "A Boeing 747 left for the G7 on Route 66.",
        "After 9/11 and COVID-19 came 5G and Form 10-K.",
        "Call 555-0199, 0800 123 456 or +44 20 7946 0018.",
        "Version 2.0.1 runs 24/7 at 12 Harbour Road and 5th Avenue.",
        "1. Open the lid.",
        "As noted (3) and [4].",
        "Apollo 13 was a mission.",
        "In his 30s he flew an F-16.",
    ]);
}

#[test]
fn words_that_count_nothing_are_no_figures() {
    check_nothing(&[
        "No one knew, and one of them left.",
        "They saw one another. This one stays.",
        "It took a second. At first, first of all, the first lady smiled.",
        "Third parties like a two-pronged second-hand fork.",
        "In May he may march. He met the most important of all.",
        "The Big Four met on Three Mile Island.",
        "In 2019, from 1998 to 2012, in the mid-1990s, at 6 p.m., two years ago.",
    ]);
}

#[test]
fn placeholders_are_no_figures() {
    let prose = "TK million gulls, $XX, [CHECK 12 huts], a TK-year-old, ?? and really??";
    let rules = Rules::built_in();
    let reading = read(&rules, &paragraph(prose, Language::English));
    let found: Vec<&str> = reading.placeholders.iter().map(|it| it.of(prose)).collect();
    assert_eq!(found, ["TK", "XX", "[CHECK 12 huts]", "TK-year-old", "??"]);
    assert_eq!(figures_of(&reading, prose), "");
}

#[test]
fn results_in_words() {
    check_facts(
        "The board voted 9 to 4 for it. The motion fell by nine votes to four. A 9 to 4 vote settled it.",
        expect![[r#"
            16..22 figure 9..4 score subject=board "9 to 4"
            50..68 figure 9..4 score subject=motion "nine votes to four"
            72..78 figure 9..4 score "9 to 4"
        "#]],
    );
    check_facts(
        "The share fell 9 to 4. They won 9 to 12 seats. The polls are open for votes from 9 to 4. The vote share fell 9 to 4.",
        expect![[r#"
            15..16 figure 9 down-by subject=share "9"
            20..21 figure 4 down-to subject=share "4"
            32..39 figure 9..12 range counted=seat "9 to 12"
            81..82 figure 9 down-from subject=poll "9"
            86..87 figure 4 down-to subject=poll "4"
            109..110 figure 9 down-by subject=share(vote share) "9"
            114..115 figure 4 down-to subject=share(vote share) "4"
        "#]],
    );
}
