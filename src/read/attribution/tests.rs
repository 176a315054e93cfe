use super::*;
use crate::fact::{Fact, Quote, QuoteUse};
use crate::read::{name, token};
use crate::text::{Format, Paragraph, Text};

pub fn paragraph(prose: &str) -> Paragraph {
    Text::read(prose.to_string(), Format::Plain).paragraphs.remove(0)
}

/// Quotations between curly marks, as the reader of quotations gives them.
pub fn quotes(prose: &str) -> Vec<(Span, Quote)> {
    let mut found = Vec::new();
    for (open, close) in [('“', '”'), ('‘', '’')] {
        let mut from = 0;
        while let Some((start, _)) = prose.match_indices(open).find(|it| it.0 >= from) {
            let Some((end, _)) = prose.match_indices(close).find(|it| it.0 > start) else { break };
            let words = Span::new(start + 3, end);
            let n_words = words.of(prose).split(' ').count() as u32;
            let quote = Quote {
                words,
                purpose: if n_words > 3 { QuoteUse::Speech } else { QuoteUse::Fragment },
                attribution: None,
                continued: false,
                open: false,
                nested: false,
                n_words,
            };
            found.push((Span::new(start, end + 3), quote));
            from = end + 3;
        }
    }
    found
}

pub fn facts(prose: &str) -> Vec<Fact> {
    let rules = Rules::built_in();
    let paragraph = paragraph(prose);
    let tokens = token::tokens(&rules, &paragraph.prose);
    let mut ctx =
        Ctx { rules: &rules, paragraph: &paragraph, tokens: &tokens, facts: Vec::new(), placeholders: vec![] };
    for (span, quote) in quotes(&paragraph.prose) {
        ctx.push(span, FactKind::Quote(quote));
    }
    name::names(&mut ctx);
    attributions(&mut ctx);
    ctx.facts
}

fn printed(prose: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for fact in facts(prose) {
        let FactKind::Attribution(it) = &fact.kind else { continue };
        let mut line = format!("{:?} {} \"{}\" [{}]", it.speaker.kind, it.speaker.rung, it.speaker.words, it.verb);
        if it.speaker.kind == SpeakerKind::Nobody {
            line = format!("Nobody \"{}\"", it.cue.of(prose));
        }
        if let Some(span) = it.anonymity.acknowledged {
            line += &format!(" anon \"{}\"", span.of(prose));
        }
        if let Some(span) = it.anonymity.reason {
            line += &format!(" reason \"{}\"", span.of(prose));
        }
        if it.anonymity.stock {
            line += " stock";
        }
        if let Some(span) = it.basis {
            line += &format!(" basis \"{}\"", span.of(prose));
        }
        if let Some(span) = it.public {
            line += &format!(" public \"{}\"", span.of(prose));
        }
        lines.push(line);
    }
    lines
}

#[track_caller]
fn check(prose: &str, wanted: &[&str]) {
    assert_eq!(printed(prose), wanted, "{prose}");
}

/// By quotation: the words of its speaker.
#[track_caller]
fn check_quotes(prose: &str, wanted: &[&str]) {
    let facts = facts(prose);
    let mut found = Vec::new();
    for fact in &facts {
        let FactKind::Quote(quote) = &fact.kind else { continue };
        let speaker = quote.attribution.map(|it| match &facts[it as usize].kind {
            FactKind::Attribution(it) => it.speaker.words.clone(),
            _ => panic!("not an attribution"),
        });
        found.push(speaker.unwrap_or_default());
    }
    assert_eq!(found, wanted, "{prose}");
}

#[test]
fn speakers_on_both_sides_of_the_verb() {
    check("Mira Holt said the kiln was cold.", &["Named 6 \"Mira Holt\" [say]"]);
    check("“The kiln was cold all winter,” said Mira Holt.", &["Named 6 \"Mira Holt\" [say]"]);
    check("The kiln was cold, Mira Holt said.", &["Named 6 \"Mira Holt\" [say]"]);
    check("The kiln was cold, according to Mira Holt.", &["Named 6 \"Mira Holt\" []"]);
    check("Mira Holt, the kiln master, said it was cold.", &["Named 7 \"Mira Holt\" [say]"]);
    check(
        "Kiln master Mira Holt told reporters it was cold.",
        &["Named 7 \"Mira Holt\" [tell] public \"told reporters\""],
    );
    check("As Holt put it, “the kiln was cold all winter.”", &["Named 6 \"Holt\" [put]"]);
    check("In Holt’s words, the kiln was “cold all winter”.", &["Named 6 \"Holt\" []"]);
    check("Holt called it “a cold kiln”.", &["Named 6 \"Holt\" [call]"]);
    check("Mira Holt: “The kiln was cold all winter.”", &["Named 6 \"Mira Holt\" []"]);
}

#[test]
fn names_in_apposition() {
    check("The official, Brannoc Vik, said the kiln was cold.", &["Named 6 \"Brannoc Vik\" [say]"]);
    check("Brannoc Vik, who ran the kiln, said it was cold.", &["Named 6 \"Brannoc Vik\" [say]"]);
}

#[test]
fn verbs_that_share_a_speaker() {
    check("“No,” said Dr. Vik.", &["Named 7 \"Vik\" [say]"]);
    check("“No,” said Mr Vik.", &["Named 7 \"Vik\" [say]"]);
    check("Mira Holt lit the kiln and said it was cold.", &["Named 6 \"Mira Holt\" [say]"]);
    check("It was news to Mira Holt, who said it was cold.", &["Named 6 \"Mira Holt\" [say]"]);
    check("Mira Holt, director of the works, said it was cold.", &["Named 7 \"Mira Holt\" [say]"]);
    check("Another potter at the works, Mira Holt, said it was cold.", &["Named 6 \"Mira Holt\" [say]"]);
    check("They saw the alleged kiln.", &[]);
    check("What did he say?", &[]);
}

#[test]
fn the_ladder() {
    check("Sources said the kiln was cold.", &["Unnamed 0 \"Sources\" [say]"]);
    check("Two sources said the kiln was cold.", &["Unnamed 0 \"Two sources\" [say]"]);
    check("An envoy said the kiln was cold.", &["Unnamed 1 \"An envoy\" [say]"]);
    check("A Norwegian envoy said the kiln was cold.", &["Unnamed 2 \"A Norwegian envoy\" [say]"]);
    check("A kiln ministry official said it was cold.", &["Unnamed 3 \"A kiln ministry official\" [say]"]);
    check("A senior Norwegian envoy said it was cold.", &["Unnamed 3 \"A senior Norwegian envoy\" [say]"]);
    check(
        "Three shift engineers at the kiln said it was cold.",
        &["Unnamed 3 \"Three shift engineers at the kiln\" [say]"],
    );
    check(
        "A person who read the kiln log said it was cold.",
        &["Unnamed 4 \"A person\" [say] basis \"who read the kiln log\""],
    );
    check("Defence officials said the kiln was cold.", &["Unnamed 2 \"Defence officials\" [say]"]);
    check("A person familiar with the kiln said it was cold.", &["Unnamed 1 \"A person\" [say]"]);
}

#[test]
fn those_who_need_no_name() {
    check(
        "The ministry said in a statement the kiln was cold.",
        &["Institution 6 \"The ministry\" [say] public \"in a statement\""],
    );
    check("Police said the kiln was cold.", &["Institution 6 \"Police\" [say]"]);
    check("The prime minister said the kiln was cold.", &["Office 6 \"The prime minister\" [say]"]);
    check("The kiln was cold, according to the audit.", &["Institution 6 \"the audit\" []"]);
    check(
        "The Westhaven Gazette reported that the kiln was cold.",
        &["Institution 6 \"The Westhaven Gazette\" [report]"],
    );
}

#[test]
fn anonymity_and_its_reason() {
    check(
        "The clerk, who spoke on condition of anonymity, said the kiln was cold.",
        &["Unnamed 1 \"The clerk\" [say] anon \"condition of anonymity\""],
    );
    check(
        "A clerk, who asked not to be named because the works dismisses talkers, said the kiln was cold.",
        &["Unnamed 1 \"A clerk\" [say] anon \"not to be named\" reason \"because the works dismisses talkers\""],
    );
    check(
        "A clerk said the kiln was cold. He asked not to be named for fear of dismissal.",
        &["Unnamed 1 \"A clerk\" [say] anon \"not to be named\" reason \"for fear of dismissal\""],
    );
    check(
        "“It was cold all winter,” said one Norwegian envoy, who requested anonymity as the works is his client.",
        &["Unnamed 2 \"one Norwegian envoy\" [say] anon \"requested anonymity\" reason \"as the works is his client\""],
    );
    check(
        "A clerk said it was cold, on condition of anonymity because she was not authorized to speak.",
        &[
            "Unnamed 1 \"A clerk\" [say] anon \"condition of anonymity\" reason \"because she was not authorized to speak\" stock",
        ],
    );
}

#[test]
fn a_reason_in_the_next_sentence() {
    check(
        "A clerk, who asked not to be named, said the kiln was cold. She feared dismissal.",
        &["Unnamed 1 \"A clerk\" [say] anon \"not to be named\" reason \"feared\""],
    );
    check(
        "A clerk, who asked not to be named, said the kiln was cold. Potters feared for the tiles.",
        &["Unnamed 1 \"A clerk\" [say] anon \"not to be named\""],
    );
}

#[test]
fn ghosts() {
    check("The kiln is widely seen as cold.", &["Nobody \"is widely seen\""]);
    check("The kiln was reportedly cold.", &["Nobody \"reportedly\""]);
    check("It is understood the kiln was cold.", &["Nobody \"It is understood\""]);
    check("The kiln is viewed by many as cold.", &["Nobody \"viewed by many\""]);
    check("The Gazette has learned that the kiln was cold.", &["Nobody \"has learned\""]);
    check("Some argue the kiln was cold.", &["Nobody \"Some argue\""]);
}

#[test]
fn what_is_no_ghost() {
    check("The man allegedly lit the kiln and was charged with arson.", &[]);
    check("The kiln is believed by Mira Holt to be cold.", &["Named 6 \"Mira Holt\" [believe]"]);
    check("The boy has learned to light a kiln.", &[]);
    check("They have some say in the matter.", &[]);
}

#[test]
fn speech_that_is_none() {
    check("Officials reported losses of tiles.", &[]);
    check("Officials did not say when the kiln was cold.", &[]);
    check("A clerk was told the kiln was cold.", &[]);
    check("Officials added two kilns.", &[]);
    check("Water sources said to be clean were not.", &[]);
    check("The official figures show a cold kiln.", &[]);
}

#[test]
fn words_between_marks_are_somebody_elses() {
    check("Mira Holt said: “Sources said the kiln was cold.”", &["Named 6 \"Mira Holt\" [say]"]);
}

#[test]
fn participles_and_agents() {
    check("The kiln stayed cold, with experts noting that tiles cracked.", &["Unnamed 1 \"experts\" [note]"]);
    check("The kiln was hailed by Norwegian envoys as a triumph.", &["Unnamed 2 \"Norwegian envoys\" [hail]"]);
    check("The sale was confirmed by multiple sources.", &["Unnamed 0 \"multiple sources\" [confirm]"]);
    check("Critics have raised concerns about the kiln.", &["Unnamed 1 \"Critics\" [express]"]);
    check("Sources indicate that the kiln was cold.", &["Unnamed 0 \"Sources\" [indicate]"]);
}

#[test]
fn bodies_by_one_capital_word() {
    check("The League said the kiln was cold.", &["Institution 6 \"The League\" [say]"]);
    check("The kiln was cold, the Ledger reported.", &["Institution 6 \"the Ledger\" [report]"]);
    check("The tilers' guild said the kiln was cold.", &["Institution 6 \"The tilers' guild\" [say]"]);
    check(
        "The office of Regent Mira Holt described it as a “relief”.",
        &["Institution 6 \"The office of Regent Mira Holt\" [describe]"],
    );
}

#[test]
fn reports_with_an_aside_and_confirmations() {
    check(
        "The Ledger reported, citing unnamed people, that the kiln will close.",
        &["Institution 6 \"The Ledger\" [report]"],
    );
    check("Four outlets independently confirmed the sale.", &["Institution 6 \"Four outlets\" [confirm]"]);
    check(
        "The sale was reported by the Kiln Post citing unnamed people.",
        &["Institution 6 \"the Kiln Post\" [report]"],
    );
    check("Holt put it like this: “The kiln is cold.”", &["Named 6 \"Holt\" [put]"]);
    check("An Orlay envoy spoke of a “turn of the tide”.", &["Unnamed 2 \"An Orlay envoy\" [speak of]"]);
}

#[test]
fn two_speakers_in_one_sentence() {
    check(
        "Critics argue that the kiln was cold, while supporters contend that tiles were fine.",
        &["Unnamed 1 \"Critics\" [argue]", "Unnamed 1 \"supporters\" [contend]"],
    );
}

#[test]
fn quotations_and_their_speakers() {
    check_quotes("“The kiln was cold,” said Holt. “We warned them twice.”", &["Holt", "Holt"]);
    check_quotes("“The kiln was cold,” said Holt. Vik replied: “It was not so cold.”", &["Holt", "Vik"]);
    check_quotes(
        "‘This is a cold kiln,’ noted a Norwegian kiln envoy. ‘It cracks all tiles.’",
        &["a Norwegian kiln envoy", "a Norwegian kiln envoy"],
    );
    check_quotes("The plan sets out “general terms”.", &[""]);
    check_quotes("“Really?” the ferryman asked.", &["the ferryman"]);
}

proptest::proptest! {
    #[test]
    fn spans_are_sane(prose in "((a|the|two|said|who|,|\\.|:|“|”|officials|Holt|Mira|reportedly|by|not to be named|because|told|according to|has learned) ?){1,40}x") {
        let prose = prose.trim_start();
        for fact in facts(prose) {
            proptest::prop_assert!(!fact.span.of(prose).is_empty());
            if let FactKind::Attribution(it) = &fact.kind {
                proptest::prop_assert!(!it.cue.of(prose).is_empty());
            }
        }
    }
}
