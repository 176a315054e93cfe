use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::fact::Reading;
use crate::read::{describe, read};
use crate::rules::Rules;
use crate::text::{Map, Paragraph, Sort, TextSpan};

mod context;

fn paragraph(prose: &str, language: Language) -> Paragraph {
    let mut map = Map::default();
    map.push(prose.len(), 0, prose.len());
    Paragraph {
        at: TextSpan::new(0, prose.len()),
        sort: Sort::Body,
        language,
        prose: prose.to_string(),
        map,
        hash: 0,
        continues: false,
    }
}

fn figures_of(reading: &Reading, prose: &str) -> String {
    let lines = reading.facts.iter().filter(|it| matches!(it.kind, FactKind::Figure(_)));
    lines.map(|it| describe::describe(it, prose) + "\n").collect()
}

#[track_caller]
fn check_facts(prose: &str, wanted: Expect) {
    let rules = Rules::built_in();
    let reading = read(&rules, &paragraph(prose, Language::English));
    wanted.assert_eq(&figures_of(&reading, prose));
}

#[track_caller]
fn check_language(prose: &str, language: Language, wanted: Expect) {
    let rules = Rules::built_in();
    let reading = read(&rules, &paragraph(prose, language));
    wanted.assert_eq(&figures_of(&reading, prose));
}

#[track_caller]
fn check_nothing(texts: &[&str]) {
    let rules = Rules::built_in();
    for prose in texts {
        let reading = read(&rules, &paragraph(prose, Language::English));
        assert_eq!(figures_of(&reading, prose), "", "in {prose}");
    }
}

#[test]
fn numerals_and_words_are_one_value() {
    check_facts(
        "The quarry shipped 4,200 crates, then 4.25 million, then 1.5bn.",
        expect![[r#"
        19..24 figure 4200 counted=crate subject=quarry "4,200"
        38..50 figure 4250000 subject=quarry "4.25 million"
        57..62 figure 1500000000 subject=quarry "1.5bn"
    "#]],
    );
    check_facts(
        "Half a million gulls, two and a half million eggs, a dozen nests and half-dozen chicks.",
        expect![[r#"
        0..14 figure 500000 counted=gull "Half a million"
        22..44 figure 2500000 counted=egg "two and a half million"
        51..58 figure 12 counted=nest "a dozen"
        69..79 figure 6 counted=chick "half-dozen"
    "#]],
    );
    check_facts(
        "Two hundred and fifty-six boats, three hundred thousand nets, 2½ days, a million and a half hooks.",
        expect![[r#"
        0..25 figure 256 counted=boat "Two hundred and fifty-six"
        33..55 figure 300000 counted=net "three hundred thousand"
        62..70 figure 2.5 day "2½ days"
        72..92 figure 1500000 counted=hook "a million and a half"
    "#]],
    );
}

#[test]
fn vague_words_are_bands() {
    check_facts(
        "Dozens of gulls, hundreds of thousands of eggs, several hundred nests, a couple of chicks, a handful of jobs.",
        expect![[r#"
        0..6 figure 24..199 vague counted=gull "Dozens"
        17..38 figure 200000..1999999 vague counted=egg "hundreds of thousands"
        48..63 figure 300..999 vague counted=nest "several hundred"
        71..82 figure 2 vague counted=chick "a couple of"
        91..103 figure 3..6 vague counted=job "a handful of"
    "#]],
    );
}

#[test]
fn shares_are_bands_of_per_cents() {
    check_facts(
        "Two-thirds of voters, three in ten homes, half the members, most ferries, the vast majority of clinics.",
        expect![[r#"
        0..10 figure 64..69 % share counted=voter "Two-thirds"
        22..34 figure 28.5..31.5 % share counted=home whole=10 "three in ten"
        42..46 figure 48..52 % share counted=member "half"
        60..64 figure 50..100 % share counted=ferry "most"
        74..91 figure 75..100 % share counted=clinic "the vast majority"
    "#]],
    );
    check_facts(
        "It fell by a quarter. A fifth of the fleet sank. One in 500 people, 8 out of 10 clinics.",
        expect![[r#"
        11..20 figure 23.5..26.5 % share down-by "a quarter"
        22..29 figure 18.5..21.5 % share counted=fleet "A fifth"
        49..59 figure 0.18..0.22 % share counted=person whole=500 "One in 500"
        68..79 figure 78.5..81.5 % share counted=clinic whole=10 "8 out of 10"
    "#]],
    );
}

#[test]
fn a_part_keeps_its_whole() {
    check_facts(
        "Engineers found that 14 of the 20 pumps had failed.",
        expect![[r#"
        21..23 figure 14 counted=pump subject=engineer whole=20 "14"
        31..33 figure 20 counted=pump subject=engineer "20"
    "#]],
    );
}

#[test]
fn multiples_are_bands() {
    check_facts(
        "Sales doubled.",
        expect![[r#"
            6..13 figure 1.9..2.1 multiple up-by subject=sale "doubled"
        "#]],
    );
    check_facts(
        "Costs more than tripled.",
        expect![[r#"
            6..23 figure 2.85..3.15 multiple over up-by subject=cost "more than tripled"
        "#]],
    );
    check_facts(
        "Rents are three times as high as before.",
        expect![[r#"
        10..21 figure 2.85..3.15 multiple subject=rent "three times"
    "#]],
    );
    check_facts(
        "Output grew tenfold.",
        expect![[r#"
        12..19 figure 9.5..10.5 multiple up-by subject=output "tenfold"
    "#]],
    );
    check_facts(
        "He was stopped three times.",
        expect![[r#"
        15..20 figure 3 counted=time "three"
    "#]],
    );
}

#[test]
fn money_in_signs_codes_and_words() {
    check_facts(
        "US$4m, A$5, $4.2bn, €3m, £1.2 million, 2 billion kroner, 50p, 20 cents, Rs 500, EUR 5.",
        expect![[r#"
        0..5 figure 4000000 USD "US$4m"
        7..10 figure 5 AUD "A$5"
        12..18 figure 4200000000 USD "$4.2bn"
        20..25 figure 3000000 EUR "€3m"
        27..40 figure 1200000 GBP "£1.2 million"
        42..58 figure 2000000000 NOK "2 billion kroner"
        60..63 figure 50 penny "50p"
        65..73 figure 20 US cent "20 cents"
        75..81 figure 500 INR "Rs 500"
        83..88 figure 5 EUR "EUR 5"
    "#]],
    );
    check_facts(
        "$12-14 million, $1.2 million to $1.4 million, 4,200 million euros.",
        expect![[r#"
        0..14 figure 12000000..14000000 USD range "$12-14 million"
        16..44 figure 1200000..1400000 USD range "$1.2 million to $1.4 million"
        46..65 figure 4200000000 EUR "4,200 million euros"
    "#]],
    );
}

#[test]
fn units_with_conversion() {
    check_facts(
        "75mph, 6ft 2in, 5kg, 30km/h, 12 square kilometres, 4 degrees Celsius, a 30-foot wall, 2 hours and 30 minutes.",
        expect![[r#"
        0..5 figure 75 mph "75mph"
        7..14 figure 6.1667 ft "6ft 2in"
        16..19 figure 5 kg "5kg"
        21..27 figure 30 km/h "30km/h"
        29..49 figure 12 km² "12 square kilometres"
        51..68 figure 4 °C "4 degrees Celsius"
        72..79 figure 30 ft counted=wall "30-foot"
        86..108 figure 2.5 hour "2 hours and 30 minutes"
    "#]],
    );
    check_facts(
        "It was -10C, then 14F, a rise of 10F.",
        expect![[r#"
        7..11 figure -10 °C "-10C"
        18..21 figure 14 °F "14F"
        33..36 figure 10 °F up-by "10F"
    "#]],
    );
}

#[test]
fn pounds_are_money_unless_something_is_weighed() {
    check_facts(
        "The bill was 40 pounds.",
        expect![[r#"
        13..22 figure 40 GBP subject=bill "40 pounds"
    "#]],
    );
    check_facts(
        "The trout weighed 40 pounds.",
        expect![[r#"
        18..27 figure 40 lb subject=trout "40 pounds"
    "#]],
    );
}

#[test]
fn per_cent_and_percentage_points_differ() {
    check_facts(
        "Support fell 3 percentage points to 41%.",
        expect![[r#"
        13..32 figure 3 point down-by subject=support "3 percentage points"
        36..39 figure 41 % down-to subject=support "41%"
    "#]],
    );
    check_facts(
        "The rate fell by 1 percent.",
        expect![[r#"
        17..26 figure 1 % down-by subject=rate "1 percent"
    "#]],
    );
}

#[test]
fn ranges() {
    check_facts(
        "15 to 20 ferries, between 15 and 20 ferries, 15-20 ferries, two or three ferries, 12 to 14 million nets.",
        expect![[r#"
        0..8 figure 15..20 range counted=ferry "15 to 20"
        18..35 figure 15..20 range counted=ferry "between 15 and 20"
        45..50 figure 15..20 range counted=ferry "15-20"
        60..72 figure 2..3 range counted=ferry "two or three"
        82..98 figure 12000000..14000000 range counted=net "12 to 14 million"
    "#]],
    );
    check_facts(
        "Fares ranged from 16% to 25%.",
        expect![[r#"
        18..28 figure 16..25 % range subject=fare "16% to 25%"
    "#]],
    );
}

#[test]
fn from_one_level_to_another_is_two_figures() {
    check_facts(
        "Unemployment rose from 4% to 5%.",
        expect![[r#"
        23..25 figure 4 % up-from subject=unemployment "4%"
        29..31 figure 5 % up-to subject=unemployment "5%"
    "#]],
    );
    check_facts(
        "Exports grew from 2.0 to 4.1 million tonnes.",
        expect![[r#"
        18..21 figure 2000000 tonne up-from subject=export "2.0"
        25..43 figure 4100000 tonne up-to subject=export "4.1 million tonnes"
    "#]],
    );
    check_facts(
        "It rose to 80 from 50.",
        expect![[r#"
        11..13 figure 80 up-to "80"
        19..21 figure 50 up-from "50"
    "#]],
    );
    check_facts(
        "The budget went from $3 million to $2 million.",
        expect![[r#"
        21..31 figure 3000000 USD down-from subject=budget "$3 million"
        35..45 figure 2000000 USD down-to subject=budget "$2 million"
    "#]],
    );
}

/// The written number: a unit that is only known from around ("Rosa, 31,") does not change it.
fn written(figure: &Figure) -> (f64, f64) {
    let back = |it: f64| ((it - figure.unit.offset) / figure.unit.factor * 1e6).round() / 1e6;
    (back(figure.value.lo), back(figure.value.hi))
}

/// Spans are sane, and each figure's words give the figure again.
fn holds(rules: &Rules, prose: &str, again: bool) -> Result<(), TestCaseError> {
    let reading = read(rules, &paragraph(prose, Language::English));
    let mut last = 0;
    for fact in &reading.facts {
        prop_assert!(fact.span.start < fact.span.end && fact.span.end as usize <= prose.len());
        prop_assert!(prose.get(fact.span.range()).is_some() && fact.span.start >= last);
        last = fact.span.start;
        let FactKind::Figure(figure) = &fact.kind else { continue };
        prop_assert!(fact.span.contains(figure.number_span) && !figure.number_span.is_empty());
        prop_assert!(figure.value.lo <= figure.value.hi || figure.form == Form::Score);
        // A number whose unit or magnitude stands with the next one ("from 2 to 3 million") is not told by its own words.
        let shared = figure.unit.span.is_some_and(|it| !fact.span.contains(it))
            || figure.change.is_some_and(|it| it.role == ChangeRole::From)
            // "9 to 4" is a result by the vote beside it.
            || figure.form == Form::Score;
        if shared || !again {
            continue;
        }
        let words = fact.span.of(prose);
        let reread = read(rules, &paragraph(words, Language::English));
        let found = reread.facts.iter().find_map(|it| match &it.kind {
            FactKind::Figure(figure) => Some(written(figure)),
            _ => None,
        });
        prop_assert_eq!(found, Some(written(figure)), "{} in {}", words, prose);
    }
    Ok(())
}

/// Pieces that readers look for, in any order.
const PIECES: &[&str] = &[
    "12",
    "1,234",
    "4.25",
    "2019",
    "-3",
    "½",
    "two",
    "twenty-five",
    "a dozen",
    "half",
    "a third",
    "two-thirds",
    "most",
    "one",
    "in",
    "ten",
    "million",
    "hundred",
    "bn",
    "$",
    "€",
    "£",
    "%",
    "per cent",
    "km",
    "mph",
    "years",
    "-year-old",
    "aged",
    "percentage points",
    "to",
    "from",
    "between",
    "and",
    "-",
    "–",
    ":",
    "/",
    ",",
    ".",
    "(",
    ")",
    "about",
    "at least",
    "up to",
    "or more",
    "nearly",
    "rose",
    "fell",
    "by",
    "of",
    "the",
    "people",
    "killed",
    "homes",
    "doubled",
    "times as",
    "first",
    "second",
    "largest",
    "dozens",
    "hundreds of thousands",
    "June",
    "Monday",
    "May",
    "ago",
    "last",
    "a",
    "per",
    "Rosa",
    "Q3",
    "TK",
    "XX",
    "[CHECK",
    "]",
    "??",
    "’",
    "é",
    "😀",
    "\u{a0}",
    "6 p.m.",
    "18:00",
];

#[test]
fn words_under_a_span_keep_their_meaning_without_the_sentence() {
    let texts = [
        "Fans came from scores of other towns.",
        "Just half a point parted the two, at 7:44 and 14:17:38.",
        "At least one of the 20 pumps, and one pump.",
        "About several huts, most huts, and up to half the huts.",
    ];
    for prose in texts {
        assert!(holds(&RULES, prose, true).is_ok(), "{prose}");
    }
}

proptest! {
    #[test]
    fn reading_never_panics_on_any_string(prose in "\\PC{0,80}") {
        holds(&RULES, &prose, false)?;
    }

    #[test]
    fn reading_never_panics_on_any_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24), glue in any::<u32>()) {
        let mut prose = String::new();
        for (n, piece) in pieces.iter().enumerate() {
            if n > 0 && glue >> (n % 32) & 1 == 0 {
                prose.push(' ');
            }
            prose.push_str(piece);
        }
        holds(&RULES, &prose, false)?;
    }

    #[test]
    fn the_words_under_a_figure_give_it_again(
        hedge in prop::sample::select(&["", "about ", "at least ", "up to ", "nearly ", "more than "][..]),
        number in prop::sample::select(&["12", "1,234", "4.25", "0.5", "800,000", "two", "twenty-five", "a dozen", "half a million", "2.5 million", "15 to 20", "between 15 and 20", "two-thirds", "three in ten", "dozens", "several"][..]),
        unit in prop::sample::select(&["", "%", " km", " percentage points", " years", " euros", "mph"][..]),
        noun in prop::sample::select(&[" huts", " of the huts", " people were killed", ".", ", he said", " a year", " or more"][..]),
        head in prop::sample::select(&["", "They saw ", "Prices rose by ", "It fell to ", "The plan is to build ", "In 2019, "][..]),
    ) {
        holds(&RULES, &format!("{head}{hedge}{number}{unit}{noun}"), true)?;
    }
}

static RULES: std::sync::LazyLock<Rules> = std::sync::LazyLock::new(Rules::built_in);
