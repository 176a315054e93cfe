use super::*;
use crate::fact::Reading;
use crate::read;
use crate::rules::Param;
use crate::text::{Format, Paragraph, Text};

/// "rule "words"", one a line, of one rule. Paragraphs are parted by line breaks.
fn raised(rules: &Rules, rule: &str, raw: &str) -> Vec<String> {
    let text = Text::read(raw.to_string(), Format::Markdown);
    let readings: Vec<Reading> = text.paragraphs.iter().map(|it| read::read(rules, it)).collect();
    let pairs: Vec<(&Paragraph, &Reading)> = text.paragraphs.iter().zip(&readings).collect();
    let links = read::link::link(rules, &pairs);
    let mut lines = Vec::new();
    for ((paragraph, reading), links) in pairs.iter().zip(&links) {
        let ctx = Ctx::alone(rules, (paragraph, reading), links, &text.comments.front);
        let mut acc = Checked::default();
        voices(&ctx, &mut acc);
        let found = acc.raised.iter().filter(|it| it.rule == rule);
        lines.extend(found.map(|it| it.span.of(&paragraph.prose).to_string()));
    }
    lines
}

#[track_caller]
fn check(rule: &str, raw: &str, wanted: &[&str]) {
    assert_eq!(raised(&Rules::built_in(), rule, raw), wanted, "{raw}");
}

#[test]
fn judgements_of_people() {
    let fails = |raw: &str, words: &str| check("anonymous-judgement", raw, &[words]);
    fails("A port official said the mayor was corrupt.", "A port official said");
    fails("“She is the laziest captain yet,” a port insider said.", "a port insider said");
    fails("A port insider described Mayor Ola Grunn as “arrogant”.", "A port insider described");
    fails("A docker called the foreman “a bully and a liar”.", "A docker called");
    fails("“The worst mayor in living memory,” one councillor said.", "one councillor said");
    fails("“Grunn is out of his depth,” a senior port official said.", "a senior port official said");
}

#[test]
fn judgements_of_nobody() {
    let passes = |raw: &str| check("anonymous-judgement", raw, &[]);
    passes("Mira Holt said the mayor was corrupt.");
    passes("A port official said the mayor was not corrupt.");
    passes("A port official said the best captain would get the cup.");
    passes("A port official spoke of a campaign against corrupt practices.");
    passes("A port official said the winch was the worst on the coast.");
    passes("“The plan is hopeless,” a port official said.");
    passes("A port official said the mayor had missed nine meetings.");
    passes("Fans said the coach was a clown.");
}

#[test]
fn outlets_without_a_name() {
    let fails = |raw: &str, words: &str| check("unnamed-outlet", raw, &[words]);
    fails("Local media reported the ship sank at dawn.", "Local media");
    fails("According to unconfirmed reports, the ship sank.", "According to unconfirmed reports");
    fails("The ship sank, several newspapers said.", "several newspapers said");
    fails("Press reports suggest the ship sank.", "Press reports");
    let passes = |raw: &str| check("unnamed-outlet", raw, &[]);
    passes("Local media including the Courier reported the ship sank.");
    passes("According to reports by the Courier, the ship sank.");
    passes("The reports say that the ship sank.");
    passes("Social media reports to the board.");
    passes("The newspaper said that the ship sank.");
}

#[test]
fn papers_that_nobody_is_said_to_have_seen() {
    let fails = |raw: &str, words: &str| check("unnamed-outlet", raw, &[words]);
    fails("Documents show that the yard knew.", "Documents");
    fails("A leaked memo shows that the yard knew.", "leaked memo");
    fails("According to confidential papers, the yard knew.", "confidential papers");
    fails("Internal yard emails reveal that managers knew.", "Internal yard emails");
    let passes = |raw: &str| check("unnamed-outlet", raw, &[]);
    passes("The leaked memo shows that the yard knew.");
    passes("Documents obtained by the Courier show that the yard knew.");
    passes("Internal emails, released by the court, show that the yard knew.");
    passes("The yard’s records show that it knew.");
    passes("“Leaked memos show that the yard knew,” Mira Holt said.");
}

const SISTER: &str = "“Nobody knew whose ward it was,” said a night sister at the clinic, who asked not to be named.";

#[test]
fn quotations_as_the_house_has_it() {
    let words = "said a night sister at the clinic";
    let under = |policy: &str, raw: &str| {
        let mut rules = Rules::built_in();
        rules.set_param("anonymous-quote", "policy", Param::Word(policy.to_string()));
        raised(&rules, "anonymous-quote", raw)
    };
    let approved = format!("---\nanonymous: [{{id: night sister, approved_by: M. Holt}}]\n---\n{SISTER}");
    let noted = format!("---\nanonymous: [{{id: night sister, known_to: M. Holt}}]\n---\n{SISTER}");
    let another = format!("---\nanonymous: [{{id: docker, approved_by: M. Holt}}]\n---\n{SISTER}");
    let marked = format!("---\nanonymous: [{{id: S7, approved_by: M. Holt}}]\n---\n{SISTER}");
    assert_eq!(under("allow", SISTER), Vec::<String>::new());
    assert_eq!(under("approval", SISTER), [words]);
    assert_eq!(under("approval", &approved), Vec::<String>::new());
    assert_eq!(under("approval", &marked), Vec::<String>::new());
    assert_eq!(under("approval", &noted), [words]);
    assert_eq!(under("approval", &another), [words]);
    assert_eq!(under("forbid", &approved), [words]);
    assert_eq!(under("forbid", "A hydrologist told us so."), ["A hydrologist told"]);
    assert_eq!(under("approval", "A hydrologist told us so."), Vec::<String>::new());
}

#[test]
fn each_speaker_is_raised_at_the_first_quotation() {
    check(
        "anonymous-quote",
        "A clerk said the vault was open. “It stood so all week,” she said. “Nobody looked,” she added.",
        &["she said"],
    );
    check("anonymous-quote", "“It stood so all week,” a clerk said. “Nobody looked,” she added.", &["a clerk said"]);
}

#[test]
fn words_stand_where_they_are() {
    let prose = "The bank’s two-faced “Vik”, he’s out";
    let words = words::words(prose, Span::new(4, prose.len()));
    let told: Vec<(&str, &str)> = words.iter().map(|it| (it.span.of(prose), it.lower.as_str())).collect();
    let wanted =
        [("bank’s", "bank's"), ("two", "two"), ("faced", "faced"), ("Vik", "vik"), ("he’s", "he's"), ("out", "out")];
    assert_eq!(told, wanted);
}

thread_local! {
    static RULES: Rules = Rules::built_in();
}

proptest::proptest! {
    #[test]
    fn nothing_panics_and_spans_are_words(prose in "((a|the|two|said|who|,|\\.|:|“|”|officials|Holt|leaked|memos|show|local|media|is|corrupt|he|worst|mayor|not|beat|men|[a-zé’-]{1,6}) ?){1,40}x") {
        let all = Span::new(0, prose.len());
        for it in words::words(&prose, all) {
            proptest::prop_assert!(all.contains(it.span) && !it.span.of(&prose).is_empty());
        }
        for rule in ["anonymous-judgement", "unnamed-outlet", "anonymous-quote", "lone-anonymous-origin"] {
            RULES.with(|rules| raised(rules, rule, &prose));
        }
    }
}
