//! Sources in other languages: figures and dates with their own separators, scale words and months.

use backread::fact::FactKind;
use backread::read::read;
use backread::rules::Rules;
use backread::text::{Format, Language, Text};
use expect_test::{Expect, expect};

/// One fact a line: its words and what they come to.
#[track_caller]
fn check(raw: &str, expected: Expect) {
    let rules = Rules::built_in();
    let text = Text::read(raw.to_string(), Format::Plain);
    let mut facts = String::new();
    for paragraph in &text.paragraphs {
        assert_ne!(paragraph.language, Language::English, "{raw}");
        for fact in read(&rules, paragraph).facts {
            let words = fact.span.of(&paragraph.prose);
            match &fact.kind {
                FactKind::Figure(it) => facts.push_str(&format!("{words} = {} {:?}\n", it.value.lo, it.unit.dimension)),
                FactKind::Date(it) => {
                    let part = |it: Option<i64>| it.map_or("?".to_string(), |it| it.to_string());
                    let (year, month, day) = (it.year.map(i64::from), it.month.map(i64::from), it.day.map(i64::from));
                    facts.push_str(&format!("{words} = {}-{}-{}\n", part(year), part(month), part(day)));
                }
                FactKind::Quote(_) | FactKind::Name(_) | FactKind::Attribution(_) => {}
            }
        }
    }
    expected.assert_eq(&facts);
}

#[test]
fn german() {
    check(
        "Der Hafen von Orsk kostet 1,2 Mio. Euro, und die Stadt hat am 12. März 2021 mit dem Bau begonnen. Zwei Millionen Menschen sind im Jahr 2019 mit der Fähre gefahren, das sind 1.234,5 Tonnen auf der Waage.",
        expect![[r#"
            1,2 Mio. Euro = 1200000 Money("EUR")
            12. März 2021 = 2021-3-12
            Zwei Millionen = 2000000 Count
            2019 = 2019-?-?
            1.234,5 = 1234.5 Count
        "#]],
    );
}

#[test]
fn french() {
    check(
        "Le port a coûté 3,4 milliards de couronnes et le maire est venu le 3 avril 2020 avec 12 500 personnes dans la rue. Les travaux de la digue ont duré 14 mois, et la ville a payé deux millions d’euros.",
        expect![[r#"
            3,4 milliards = 3400000000 Count
            3 avril 2020 = 2020-4-3
            12 500 = 12500 Count
            14 = 14 Count
            deux millions d’euros = 2000000 Money("EUR")
        "#]],
    );
}

#[test]
fn spanish() {
    check(
        "El puerto ha costado 3 mil millones de euros y la alcaldesa llegó el 3 de abril de 2020 con 12.500 personas. En la ciudad se han vendido 1.234,5 toneladas de ladrillos para las casas de la costa.",
        expect![[r#"
            3 mil millones de euros = 3000000000 Money("EUR")
            3 de abril de 2020 = 2020-4-3
            12.500 = 12500 Count
            1.234,5 = 1234.5 Count
        "#]],
    );
}

#[test]
fn dutch() {
    check(
        "De haven heeft 3,4 miljard euro gekost en de burgemeester is op 12 maart 2021 met 12.500 mensen naar het plein gegaan. Het werk aan de dijk is niet voor twee miljoen euro gedaan, zegt de stad.",
        expect![[r#"
            3,4 miljard euro = 3400000000 Money("EUR")
            12 maart 2021 = 2021-3-12
            12.500 = 12500 Count
            twee miljoen euro = 2000000 Money("EUR")
        "#]],
    );
}

#[test]
fn swedish() {
    check(
        "Hamnen har kostat 3,4 miljarder kronor och borgmästaren kom den 12 mars 2021 till torget med 12 500 personer. Det är inte mer än två miljoner kronor som staden har betalat för arbetet på vallen.",
        expect![[r#"
            3,4 miljarder kronor = 3400000000 Money("SEK")
            12 mars 2021 = 2021-3-12
            12 500 = 12500 Count
            två miljoner kronor = 2000000 Money("SEK")
        "#]],
    );
}

#[test]
fn portuguese() {
    check(
        "O porto custou 3,4 bilhões de euros e a presidente chegou no dia 3 de abril de 2020 com 12.500 pessoas na rua. A cidade não pagou mais de dois milhões de euros para as obras do cais e da ponte.",
        expect![[r#"
            3,4 bilhões de euros = 3400000000 Money("EUR")
            3 de abril de 2020 = 2020-4-3
            12.500 = 12500 Count
            dois milhões de euros = 2000000 Money("EUR")
        "#]],
    );
}

#[test]
fn italian() {
    check(
        "Il porto è costato 3,4 miliardi di euro e la sindaca è arrivata il 3 aprile 2020 con 12.500 persone nella piazza. La città non ha pagato più di due milioni di euro per i lavori della diga e del molo.",
        expect![[r#"
            3,4 miliardi di euro = 3400000000 Money("EUR")
            3 aprile 2020 = 2020-4-3
            12.500 = 12500 Count
            due milioni di euro = 2000000 Money("EUR")
        "#]],
    );
}

#[test]
fn polish() {
    check(
        "Port kosztował 3,4 miliarda euro, a w dniu 12 marca 2021 na rynku było 12 500 osób, które nie chciały się rozejść. Miasto nie zapłaciło więcej niż dwa miliony euro za prace na wale i na molo.",
        expect![[r#"
            3,4 miliarda euro = 3400000000 Money("EUR")
            12 marca 2021 = 2021-3-12
            12 500 = 12500 Count
            dwa miliony euro = 2000000 Money("EUR")
        "#]],
    );
}
