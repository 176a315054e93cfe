use super::*;

/// The words of each pair, in order; `>` for each pair around it, `~` where a mark is missing.
#[track_caller]
fn check(prose: &str, wanted: &[&str]) {
    let elided = ["n", "em", "tis", "twas", "cause"];
    let found: Vec<String> = pairs(prose, |word| elided.contains(&word))
        .iter()
        .map(|pair| {
            let (left, right) =
                (if pair.open.is_empty() { "~" } else { "" }, if pair.close.is_empty() { "~" } else { "" });
            format!("{}{left}{}{right}", ">".repeat(pair.depth.into()), pair.words(prose).of(prose))
        })
        .collect();
    assert_eq!(found, wanted, "in {prose}");
}

#[test]
fn every_style_of_marks() {
    check("“We dug,” Ottla said.", &["We dug,"]);
    check("\"We dug,\" Ottla said.", &["We dug,"]);
    check("‘We dug,’ Ottla said.", &["We dug,"]);
    check("'We dug,' Ottla said.", &["We dug,"]);
    check("''We dug,'' Ottla said.", &["We dug,"]);
    check("« On creuse », dit Ottla. «On creuse», dit-elle.", &["On creuse", "On creuse"]);
    check("»Wir graben«, sagte sie. „Wir graben“, sagte er. ‚Ja‘, sagte sie.", &["Wir graben", "Wir graben", "Ja"]);
    check("”Vi gräver”, sade hon. »Vi gräver», sade han.", &["Vi gräver", "Vi gräver"]);
    check("‹On creuse› et 「掘る」と『穴』。", &["On creuse", "掘る", "穴"]);
}

#[test]
fn mismatched_marks_still_pair() {
    check("“We dug\" and \"they filled”.", &["We dug", "they filled"]);
    check("‘We dug' and 'they filled’.", &["We dug", "they filled"]);
}

#[test]
fn an_apostrophe_is_not_a_closing_mark() {
    check("‘It’s a paper wall,’ he said.", &["It’s a paper wall,"]);
    check("‘The miners’ pay is late’, he said.", &["The miners’ pay is late"]);
    check("‘The miners’ sons’ pay is late.’ He left.", &["The miners’ sons’ pay is late."]);
    check("The miners’ pay and the cooks’ pay are late.", &[]);
    check("In the ’90s and the '80s rock ’n’ roll and rock 'n' roll paid.", &[]);
    check("Get ’em while you can, 'tis said. 'Twas late.", &[]);
    check("'12 pumps failed,' he said.", &["12 pumps failed,"]);
    check("He's Ana's.", &[]);
}

#[test]
fn inches_and_code_are_not_marks() {
    check("He is 6'2\" tall and the pipe is 5\" wide.", &[]);
    check("\"He is 6'2\" tall and fast,\" she said.", &["He is 6'2\" tall and fast,"]);
    check("\"A 5\" pipe broke,\" she said.", &["A 5\" pipe broke,"]);
    check("They met in \"Room 12\" and \"Room 14\".", &["Room 12", "Room 14"]);
    check("Call print(\"no\") or set `a = \"b\"` in class=\"x y\" and go.", &[]);
}

#[test]
fn paragraphs_of_one_speech_that_lost_their_breaks() {
    check(
        "Ottla said: \"We dug. \"Nobody came. \"It rained,\" and left.",
        &["We dug.~", "Nobody came.~", "It rained,"],
    );
    check("“We dug. “Nobody came,” she said.", &["We dug.~", "Nobody came,"]);
    check("'We dug. 'Nobody came,' she said.", &["We dug.~", "Nobody came,"]);
    check("“He told me “dig” and left,” she said.", &["He told me “dig” and left,", ">dig"]);
}

#[test]
fn nested_marks() {
    check("“She told me ‘dig now’ and left,” he said.", &["She told me ‘dig now’ and left,", ">dig now"]);
    check("‘She told me “dig now”,’ he said.", &["She told me “dig now”,", ">dig now"]);
    check("“She told me “dig now” and left,” he said.", &["She told me “dig now” and left,", ">dig now"]);
    check("\"She said 'dig.'\" He left.", &["She said 'dig.'", ">dig."]);
    check("‘He read “the miners’ song” aloud,’ she said.", &["He read “the miners’ song” aloud,", ">the miners’ song"]);
}

#[test]
fn two_quotations_with_the_speaker_between() {
    check("“We dug,” she said. “Nobody came.”", &["We dug,", "Nobody came."]);
    check("\"We dug,\" she said. \"Nobody came.\"", &["We dug,", "Nobody came."]);
    check("\"We dug—\" she stopped. \"Nobody—\"", &["We dug—", "Nobody—"]);
}

#[test]
fn quotations_that_run_over_paragraphs() {
    check("He began: “We dug for days.", &["We dug for days.~"]);
    check("and nobody came,” she said. “Nobody.”", &["~and nobody came,", "Nobody."]);
    check("“We dug. “Nobody came,” she said. “Not one.”", &["We dug.~", "Nobody came,", "Not one."]);
}

#[test]
fn emphasis_and_brackets_may_touch_the_marks() {
    check("(“We dug,” he said) and said—“Nobody came.”", &["We dug,", "Nobody came."]);
}

proptest::proptest! {
    #[test]
    fn pairing_never_panics_and_spans_are_sane(prose in "[a-c9 .,‘’“”\"'«»„‚`—é」「\n(]{0,60}") {
        for pair in pairs(&prose, |word| word == "n") {
            proptest::prop_assert!(pair.open.end <= pair.close.start);
            proptest::prop_assert!(prose.get(pair.span().range()).is_some());
            proptest::prop_assert!(prose.get(pair.words(&prose).range()).is_some());
        }
    }
}
