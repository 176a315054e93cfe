use super::*;
use crate::fact::Fact;
use crate::read::token;
use crate::text::{Format, Paragraph, Text};

fn paragraph(prose: &str, sort: Sort) -> Paragraph {
    let mut paragraph = Text::read(prose.to_string(), Format::Plain).paragraphs.remove(0);
    paragraph.sort = sort;
    paragraph
}

fn facts(prose: &str, sort: Sort) -> Vec<Fact> {
    let rules = Rules::built_in();
    let paragraph = paragraph(prose, sort);
    let tokens = token::tokens(&rules, &paragraph.prose);
    let mut ctx =
        Ctx { rules: &rules, paragraph: &paragraph, tokens: &tokens, facts: Vec::new(), placeholders: vec![] };
    names(&mut ctx);
    ctx.facts
}

/// "kind words | given | surname | title | alias", one name a line.
fn printed(prose: &str, sort: Sort) -> Vec<String> {
    let mut lines = Vec::new();
    for fact in facts(prose, sort) {
        let FactKind::Name(name) = &fact.kind else { panic!("not a name") };
        assert_eq!(fact.span.of(prose), name.words);
        let mut line = format!("{:?} {}", name.kind, name.words);
        if name.kind == NameKind::Person {
            line += &format!(" | {} | {}", name.given, name.surname);
        }
        if let Some(title) = name.title {
            line += &format!(" | {}", title.of(prose));
        }
        if let Some(alias) = &name.alias {
            line += &format!(" ({alias})");
        }
        lines.push(line);
    }
    lines
}

#[track_caller]
fn check(prose: &str, wanted: &[&str]) {
    assert_eq!(printed(prose, Sort::Body), wanted, "{prose}");
}

#[test]
fn titles_before_and_behind() {
    check(
        "Then First Deputy Fisheries Minister Mira Holt left.",
        &["Person Mira Holt | Mira | Holt | First Deputy Fisheries Minister"],
    );
    check("Mira Holt, the harbour master, left.", &["Person Mira Holt | Mira | Holt | the harbour master"]);
    check("They asked harbour master Brannoc Vik.", &["Person Brannoc Vik | Brannoc | Vik | harbour master"]);
    check("They met Dr. Vik and Ms Holt.", &["Person Vik |  | Vik | Dr.", "Person Holt |  | Holt | Ms"]);
    check("Brannoc Vik, director of the mill, left.", &["Person Brannoc Vik | Brannoc | Vik | director of the mill"]);
}

#[test]
fn particles_initials_and_hyphens() {
    check("It was Lena van der Grot who left.", &["Person Lena van der Grot | Lena | van der Grot"]);
    check("It was J. K. Grot who left.", &["Person J. K. Grot | J. K. | Grot"]);
    check("It was Lena Grot-Vik’s idea.", &["Person Lena Grot-Vik | Lena | Grot-Vik"]);
    check(
        "It was Mary O’Grot and Ian McVik.",
        &["Person Mary O’Grot | Mary | O’Grot", "Person Ian McVik | Ian | McVik"],
    );
}

#[test]
fn bodies_and_their_short_forms() {
    check(
        "He asked the Westhaven Harbour Authority (WHA) and the Ministry of Fish and Tides.",
        &["Body Westhaven Harbour Authority (WHA)", "Body Ministry of Fish and Tides"],
    );
    check("She left Grot & Vik for the University of Westhaven.", &["Body Grot & Vik", "Body University of Westhaven"]);
}

#[test]
fn places_by_list_and_by_preposition() {
    check("They met in Westhaven and flew to Oslo.", &["Place Westhaven", "Place Oslo"]);
    check("The U.S. envoy left.", &["Place U.S."]);
}

#[test]
fn a_surname_goes_with_the_full_name_of_its_paragraph() {
    check("It was Mira Holt. Later Holt left.", &["Person Mira Holt | Mira | Holt", "Person Holt |  | Holt"]);
}

#[test]
fn what_is_no_name() {
    check("On Monday the French minister met Norwegians in March.", &[]);
    check("Exports fell. Meanwhile, I left.", &[]);
    check("Police said so. Critics say never. Management said maybe.", &[]);
    check("The Prime Minister left.", &[]);
}

#[test]
fn a_headline_names_only_what_is_known() {
    assert_eq!(printed("Harbour Fees To Rise As Mira Holt Quits", Sort::Heading), Vec::<String>::new());
    assert_eq!(printed("Fees rise as Mira Holt quits", Sort::Heading), ["Person Mira Holt | Mira | Holt"]);
}

#[test]
fn the_head_of_a_sentence_needs_proof() {
    check("Grot said no.", &["Unknown Grot"]);
    check("Herring is cheap.", &[]);
    check("Yesterday Mira Holt left.", &["Person Mira Holt | Mira | Holt"]);
}

proptest::proptest! {
    #[test]
    fn spans_are_sane(prose in "([A-Z][a-z]{1,5}|the|of|van|de|said|Dr|&|-|,|\\.|’s|“|”|\\(|\\)|U\\.S\\.| |\u{e9}){1,40}x") {
        // A mark at the head would make a list of it, whose prose begins after the mark.
        let prose = format!("So {prose}");
        for fact in facts(&prose, Sort::Body) {
            proptest::prop_assert!(!fact.span.is_empty());
            proptest::prop_assert!(!fact.span.of(&prose).is_empty());
        }
    }
}
