use super::*;
use crate::fact::Reading;
use crate::read;
use crate::rules::{Param, Rules};
use crate::text::{Format, Paragraph, Text};

/// "rule "words"", one finding a line; `~` before a slight one. Paragraphs are parted by line breaks. What is off unless a
/// house switches it on is left out.
fn found(prose: &str) -> Vec<String> {
    let rules = Rules::built_in();
    let on = |line: &String| {
        let id = line.trim_start_matches('~').split(' ').next().unwrap();
        rules.rule(id).unwrap().level.is_some()
    };
    let mut lines = raised(&rules, prose);
    lines.retain(on);
    lines
}

fn raised(rules: &Rules, prose: &str) -> Vec<String> {
    let text = Text::read(prose.to_string(), Format::Plain);
    let readings: Vec<Reading> = text.paragraphs.iter().map(|it| read::read(rules, it)).collect();
    let pairs: Vec<(&Paragraph, &Reading)> = text.paragraphs.iter().zip(&readings).collect();
    let links = read::link::link(rules, &pairs);
    let mut lines = Vec::new();
    for ((paragraph, reading), links) in pairs.iter().zip(&links) {
        let ctx = Ctx::alone(rules, (paragraph, reading), links, &text.comments.front);
        let mut acc = Checked::default();
        attributions(&ctx, &mut acc);
        for it in &acc.raised {
            let slight = if it.weight == Weight::Slight { "~" } else { "" };
            lines.push(format!("{slight}{} \"{}\"", it.rule, it.span.of(&paragraph.prose)));
        }
    }
    lines
}

#[track_caller]
fn fails(prose: &str, rule: &str, words: &str) {
    assert_eq!(found(prose), [format!("{rule} \"{words}\"")], "{prose}");
}

#[track_caller]
fn passes(prose: &str) {
    assert_eq!(found(prose), Vec::<String>::new(), "{prose}");
}

#[test]
fn bare_speakers() {
    fails("Sources said the kiln will close.", BARE, "Sources said");
    fails("The kiln will close, sources said.", BARE, "sources said");
    fails("The kiln will close, according to officials.", BARE, "according to officials");
    fails("Two insiders told us the kiln will close.", BARE, "Two insiders told");
    fails("Sources indicate that the kiln will close.", BARE, "Sources indicate");
    fails("The sale, confirmed by multiple sources, is done.", BARE, "confirmed by multiple sources");
    passes("Two shift engineers at the kiln said it will close.");
    passes("Water sources said to be clean were closed.");
    passes("A person who read the lease said the kiln will close.");
}

#[test]
fn unnamed_speakers() {
    fails("An envoy said the talks were over.", UNNAMED, "An envoy said");
    fails("A Pentagon official said the talks were over.", UNNAMED, "A Pentagon official said");
    fails("A minister, who spoke publicly about the kiln, said it would close.", UNNAMED, "A minister");
    fails("A person familiar with the kiln said it would close.", UNNAMED, "A person familiar with the kiln said");
    fails("Critics argue that the kiln is cold.", UNNAMED, "Critics argue");
    fails("The kiln may close, with experts noting that it is cold.", UNNAMED, "experts noting");
    passes("A senior Pentagon official said the talks were over.");
    passes("Defence Minister Ola Grot told reporters that the kiln would close.");
    passes("A kiln company official said the tilers refused.");
    passes("A clerk who sat in on the talks, and who asked not to be named to protect the kiln, said they were over.");
    passes("The minister said the kiln was cold.");
    passes("The famously moody potter said the kiln was cold.");
    passes("Guild leader said the kiln was cold.");
}

#[test]
fn ghost_speakers() {
    fails("The sale is widely seen as a triumph.", GHOST, "is widely seen");
    fails("The kiln will reportedly close.", GHOST, "reportedly");
    fails("It is understood that the kiln will close.", GHOST, "It is understood");
    fails("The kiln is believed to be cold.", GHOST, "is believed to");
    fails("The sale is viewed by many as a triumph.", GHOST, "viewed by many");
    passes("Four of the six potters in the guild’s June survey called the sale a triumph.");
    passes("Police said the kiln is believed to be cold.");
    passes("He allegedly lit the kiln and was charged with arson.");
}

#[test]
fn anonymity_without_a_reason() {
    fails(
        "The clerk, who spoke on condition of anonymity, said tiles were moved.",
        UNEXPLAINED,
        "condition of anonymity",
    );
    fails("A Pentagon official, who did not want to be named, said it was over.", UNEXPLAINED, "not want to be named");
    passes("The clerk, who asked not to be named because the court dismisses talkers, said tiles were moved.");
    passes("A clerk said tiles were moved. She asked not to be named for fear of dismissal.");
}

#[test]
fn guards() {
    passes("The ministry said in a statement the kiln was cold.");
    passes("Police said the kiln was cold.");
    passes("Prosecutors said in a filing that the kiln was cold.");
    passes("The agency’s report says the kiln was cold.");
    passes("The official, Brannoc Vik, said the kiln was cold.");
    passes("The prime minister said the kiln was cold.");
    passes("Fans said the kiln was cold.");
    passes("The official figures say little.");
    passes("Experts disagree. Grot says the kiln is cold.");
    passes("Experts say the kiln is cold. One of them, Mira Holt, has seen it.");
    passes("A company spokesperson said sales were flat.");
    passes("According to kiln ministry officials in a statement, it was cold.");
    assert_eq!(found("Officials said the kiln was cold, citing the audit."), ["~bare-attribution \"Officials said\""]);
}

#[test]
fn the_official_is_judged_once() {
    fails("A Pentagon official said it was over.\nThe official said more.", UNNAMED, "A Pentagon official said");
}

#[test]
fn an_acknowledged_speaker_stays_so() {
    fails(
        "A Pentagon official, who requested anonymity, said it was over.\nThe official said more.",
        UNEXPLAINED,
        "requested anonymity",
    );
}

#[test]
fn stock_reasons() {
    let clerk = "The clerk, who asked not to be named because she was not authorized to speak, said tiles were moved.";
    let words = "because she was not authorized to speak";
    let mut rules = Rules::built_in();
    assert_eq!(raised(&rules, clerk), [format!("{STOCK} \"{words}\"")]);
    rules.set_param(UNEXPLAINED, "stock-counts", Param::Flag(false));
    assert_eq!(raised(&rules, clerk), [format!("{STOCK} \"{words}\""), format!("{UNEXPLAINED} \"{words}\"")]);
}

#[test]
fn spokespersons() {
    let rules = Rules::built_in();
    let spoken = |prose: &str| raised(&rules, prose);
    assert_eq!(
        spoken("A kiln spokeswoman said tiles were cold."),
        ["unnamed-spokesperson \"A kiln spokeswoman said\""]
    );
    let twice = spoken("A kiln spokeswoman said tiles were cold. The spokeswoman said they would stay so.");
    assert_eq!(twice, ["unnamed-spokesperson \"A kiln spokeswoman said\""]);
    assert_eq!(spoken("Kiln spokeswoman Mira Holt said tiles were cold."), Vec::<String>::new());
}

#[test]
fn whom_the_house_lets_speak() {
    let mut rules = Rules::built_in();
    let voices = ["palace officials", "spokesperson"].map(String::from).to_vec();
    rules.set_param(UNNAMED, "institution-voices", Param::Words(voices));
    assert_eq!(raised(&rules, "Palace officials said the kiln was cold."), Vec::<String>::new());
    assert_eq!(raised(&rules, "A kiln spokesperson said it was cold."), Vec::<String>::new());
    assert_eq!(raised(&rules, "Kiln officials said it was cold.").len(), 1);
}
