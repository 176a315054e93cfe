use super::*;
use crate::fact::Fact;
use crate::text::{Format, Span, Text};

/// Speakers by attribution or quotation of the last paragraph: "words -> settled".
fn linked(prose: &[&str], continues: bool) -> Vec<String> {
    let rules = Rules::built_in();
    let mut paragraphs: Vec<Paragraph> =
        prose.iter().map(|it| Text::read(it.to_string(), Format::Plain).paragraphs.remove(0)).collect();
    if continues {
        paragraphs.last_mut().unwrap().continues = true;
    }
    let readings: Vec<Reading> = paragraphs.iter().map(|it| reading(&rules, it)).collect();
    let text: Vec<(&Paragraph, &Reading)> = paragraphs.iter().zip(&readings).collect();
    let links = link(&rules, &text);
    let mut lines = Vec::new();
    for (number, reading) in readings.iter().enumerate() {
        for (idx, fact) in reading.facts.iter().enumerate() {
            if let Some(speaker) = links[number].speaker(idx) {
                let words = fact.span.of(prose[number]);
                lines.push(format!("{words} -> {:?} {} {}", speaker.kind, speaker.rung, speaker.words));
            }
        }
    }
    lines
}

/// As `read` does, with quotations by curly marks.
fn reading(rules: &Rules, paragraph: &Paragraph) -> Reading {
    let mut facts: Vec<Fact> = crate::read::attribution::tests::facts(&paragraph.prose);
    let n_quotes = facts.iter().filter(|it| matches!(it.kind, FactKind::Quote(_))).count();
    // Quotations come first there, so that their indices outlast a stable sort only when they are remapped.
    let mut order: Vec<usize> = (0..facts.len()).collect();
    order.sort_by_key(|it| facts[*it].span);
    for fact in facts.iter_mut().take(n_quotes) {
        if let FactKind::Quote(quote) = &mut fact.kind {
            quote.attribution =
                quote.attribution.map(|old| order.iter().position(|it| *it == old as usize).unwrap() as u32);
        }
    }
    let facts = order.iter().map(|it| facts[*it].clone()).collect();
    let sentences = crate::read::token::tokens(rules, &paragraph.prose).sentences;
    Reading { sentences, facts, placeholders: Vec::new() }
}

#[test]
fn pronouns_and_surnames_lead_back() {
    assert_eq!(
        linked(&["Kiln master Mira Holt said it was cold.", "She said tiles cracked. Holt said so twice."], false),
        ["She said -> Named 7 Mira Holt", "Holt said -> Named 7 Mira Holt"]
    );
}

#[test]
fn the_official_is_the_one_before() {
    assert_eq!(
        linked(&["A Norwegian official said it was cold.", "The official said tiles cracked."], false),
        ["The official said -> Unnamed 2 A Norwegian official"]
    );
}

#[test]
fn a_quotation_runs_on_into_the_next_paragraph() {
    assert_eq!(
        linked(
            &["“The kiln was very cold,” said Mira Holt. “It was so all winter.”", "“We told them twice or more.”"],
            false
        ),
        ["“We told them twice or more.” -> Named 6 Mira Holt"]
    );
    // A paragraph of somebody else's stands between.
    let apart = ["“The kiln was very cold,” said Mira Holt.", "Tiles cracked.", "“We told them twice or more.”"];
    assert_eq!(linked(&apart, false), Vec::<String>::new());
}

#[test]
fn a_speaker_split_by_a_line_break_is_put_together() {
    let text = [
        "‘There are cracks in the tiles,’ admitted a U.S.",
        "Kiln Department official. ‘But the fire is good and steady.’",
    ];
    assert_eq!(
        linked(&text, true),
        [
            "admitted a U.S. -> Unnamed 2 a U.S. Kiln Department official",
            "‘But the fire is good and steady.’ -> Unnamed 2 a U.S. Kiln Department official"
        ]
    );
}

#[test]
fn an_open_quotation_keeps_its_words() {
    let rules = Rules::built_in();
    let paragraphs: Vec<Paragraph> = ["“It was cold", "“and dark."]
        .iter()
        .map(|it| Text::read(it.to_string(), Format::Plain).paragraphs.remove(0))
        .collect();
    let quote = |words: Span, continued: bool, open: bool| Reading {
        sentences: Vec::new(),
        facts: vec![Fact {
            span: words,
            sentence: 0,
            kind: FactKind::Quote(Quote {
                words,
                purpose: QuoteUse::Speech,
                attribution: None,
                continued,
                open,
                nested: false,
                n_words: 3,
            }),
        }],
        placeholders: Vec::new(),
    };
    let readings = [quote(Span::new(3, 14), false, true), quote(Span::new(3, 12), true, false)];
    let links = link(&rules, &[(&paragraphs[0], &readings[0]), (&paragraphs[1], &readings[1])]);
    assert_eq!(links[1].quote_heads, [(0, "It was cold".to_string())]);
}
