//! What stands around a number: what it counts, whose it is, how sure it is, and where it is no figure at all.
//!
//! Helpers are those of the tests beside this file, which read the number itself.

use proptest::prelude::*;

use super::*;

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
            || figure.change.is_some_and(|it| it.role == ChangeRole::From);
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
