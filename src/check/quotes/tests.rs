use super::*;
use crate::check::CorpusState;
use crate::fact::{Candidate, Links, SourceRef};
use crate::fact::{SourceKind, Trust};
use crate::read;
use crate::rules::Rules;
use crate::text::{Format, Place, Text, TextId, TextSpan};

/// A source by its path and text; the path's folder is its kind, its trust or its language's mark.
fn candidates(rules: &Rules, sources: &[(&str, &str)]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (path, source) in sources {
        let text = Text::read(source.to_string(), Format::Plain);
        let folder = path.split('/').next().unwrap_or("");
        let kind = match folder {
            "transcript" => SourceKind::Transcript,
            "release" => SourceKind::Release,
            "notes" => SourceKind::Notes,
            "report" => SourceKind::Report,
            _ => SourceKind::Unknown,
        };
        let trust = match folder {
            "lead" => Trust::Lead,
            _ => Trust::Normal,
        };
        for paragraph in &text.paragraphs {
            for sentence in read::read(rules, paragraph).sentences {
                let prose = sentence.span.of(&paragraph.prose).to_string();
                let start = paragraph.at.start + sentence.span.start;
                found.push(Candidate {
                    source: SourceRef {
                        path: path.to_string(),
                        trust,
                        kind,
                        confidential: folder == "confidential",
                        date: None,
                        verbatim: kind != SourceKind::Notes,
                        origin: "".into(),
                        superseded_by: None,
                    },
                    place: Place { text: TextId(0), span: TextSpan { start, end: start + prose.len() as u32 } },
                    line: text.line(start) as u32,
                    locator: None,
                    verbatim: prose.clone(),
                    prose,
                    stems: Vec::new(),
                    around: Vec::new(),
                    map: paragraph.map_of(sentence.span),
                    facts: Vec::new(),
                    speakers: Vec::new(),
                    spoken: Vec::new(),
                    paragraph: paragraph.prose.as_str().into(),
                    within: sentence.span,
                    english: true,
                    sentence: true,
                    columns: Vec::new(),
                });
            }
        }
    }
    found
}

fn run(sources: &[(&str, &str)], draft: &str) -> Checked {
    let rules = Rules::built_in();
    let candidates = candidates(&rules, sources);
    let text = Text::read(draft.to_string(), Format::Plain);
    let mut acc = Checked::default();
    for paragraph in &text.paragraphs {
        let reading = read::read(&rules, paragraph);
        let links = Links::default();
        let each = vec![candidates.iter().collect(); reading.facts.len()];
        let corpus = CorpusState { n_sources: sources.len() as u32, judges_absence: true };
        let ctx = Ctx {
            candidates: &each,
            corpus,
            ..Ctx::alone(&rules, (paragraph, &reading), &links, &text.comments.front)
        };
        let n_before = acc.raised.len();
        quotes(&ctx, &mut acc);
        for raised in acc.raised.iter().skip(n_before) {
            assert!(paragraph.prose.get(raised.span.range()).is_some());
        }
    }
    for raised in &acc.raised {
        for evidence in &raised.evidence {
            assert!(evidence.focus.start <= evidence.focus.end && evidence.focus.end <= evidence.place.span.end);
        }
    }
    acc
}

fn message(raised: &Raised) -> String {
    let rules = Rules::built_in();
    let rule = rules.rule(raised.rule).expect("the rule is shipped");
    assert!(raised.variant.is_empty() || rule.messages.contains_key(raised.variant), "no words for {}", raised.variant);
    raised
        .args
        .iter()
        .fold(rule.wording(raised.variant).to_string(), |words, (key, arg)| words.replace(&format!("{{{key}}}"), arg))
}

/// `wanted` is "" for nothing, else "rule variant level".
#[track_caller]
fn check(name: &str, sources: &[(&str, &str)], draft: &str, wanted: &str) {
    let rules = Rules::built_in();
    let found: Vec<String> = run(sources, draft)
        .raised
        .iter()
        .filter_map(|it| {
            let rule = rules.rule(it.rule)?;
            let level = rule.level_of(rule.level, it.weight, it.variant)?;
            Some(format!("{} {} {}", it.rule, it.variant, level.word()).replace("  ", " "))
        })
        .collect();
    assert_eq!(found.join(", "), wanted, "{name}: {draft}");
}

const PATH: &str = "harbour.txt";

macro_rules! table {
    ($($name:ident: $source:expr, $draft:expr => $wanted:expr;)*) => {
        $(#[test] fn $name() { check(stringify!($name), &[(PATH, $source)], $draft, $wanted); })*
    };
}

// The cases of the faithfulness table, in its order.
table! {
    q01_other_glyphs: "“It’s leaking,” Brandvik said.", "'It's leaking,' Brandvik said." => "";
    q02_final_stop_to_comma: "“The sluice is leaking now.” Brandvik left.", "“The sluice is leaking now,” she said." => "";
    q03_capital: "She said that “the sluice is leaking now”.", "“The sluice is leaking now,” she said." => "";
    q04_dashes: "“We pumped – and drowned,” he said.", "“We pumped—and drowned,” he said." => "";
    q05_fillers: "“We, um, pumped, you know, and drowned,” he said.", "“We pumped and drowned,” he said."
        => "altered-quote fillers hint";
    q06_ellipsis: "“We pumped in March, in April and in May and drowned,” he said.", "“We pumped ... and drowned,” he said."
        => "";
    q07_swallowed_negation: "“We are not, I repeat not, selling,” he said.", "“We are ... selling,” he said."
        => "altered-quote swallowed error";
    q08_attribution_moved: "“She sold it,” Brandvik said. “I saw her.”", "“She sold it. I saw her,” Brandvik said." => "";
    q08_two_speakers: "“She sold the quay,” Brandvik said. “I saw her sign,” Holm said.",
        "“She sold the quay. I saw her sign,” Brandvik said." => "altered-quote distant error";
    q09_distant_quilting:
        "“The old quay is gone,” she said.\nIt was March.\nIt was wet.\nNobody came to see the new sluice then.\n“The new boats are late,” she said.",
        "“The old quay is gone ... The new boats are late,” she said." => "altered-quote distant error";
    q10_order: "“The boats are late, then the quay was sold,” she said.", "“The quay was sold ... The boats are late,” she said."
        => "altered-quote order error";
    q11_brackets: "“She told me to sell.” Holm left.", "“[Brandvik] told me to sell,” Holm said."
        => "altered-quote bracketed hint";
    q12_replaced_without_brackets: "“She told me to sell,” Holm said.", "“Brandvik told me to sell,” Holm said."
        => "altered-quote error";
    q13_grammar_cleaned: "“They was wet,” Holm said.", "“They were wet,” Holm said." => "altered-quote grammar warning";
    q14_sic: "“They was wet,” Holm said.", "“They was [sic] wet,” Holm said." => "";
    q15_spelling_of_speech: "“The programme sank,” Holm said.", "“The program sank,” Holm said." => "";
    q16_hedge_dropped: "“Around 30 of us swam.” Holm left.", "“30 of us swam,” Holm said." => "altered-quote dropped error";
    q17_part_of_a_phrase: "It was “a very costly lapse of care”, Holm said.", "Holm said it was a “costly lapse”." => "";
    q18_sense_reversed: "“It was a costly lapse, not a crime,” Holm said.", "Holm called it a “costly ... crime”."
        => "altered-quote swallowed error";
    q20_paraphrase_in_marks: "Holm said the sluice was useless.", "“The sluice was useless,” Holm said."
        => "altered-quote paraphrase error";
    q22_nowhere: "“The pumps are old,” Holm said.", "“We are all finished here,” Holm said." => "unsourced-quote warning";
    q23_translated: "«Vi er ferdige,» sa Holm.", "“We are all finished here,” Holm said in Norwegian." => "";
    q25_round_brackets: "“He (Holm) will not sell the quay,” she said.", "“He [Holm] will not sell the quay,” she said." => "";
    q26_elided_by_the_source: "“It will sink slowly… but I hope the crew swims,” she said.", "She said it would “sink slowly”." => "";
    q27_apostrophe_or_mark: "‘It’s a paper wall’, she said.", "“It's a paper wall,” she said." => "";
    q28_number_words: "“We lost five million litres,” she said.", "“We lost 5 million litres,” she said." => "";
    q29_emphasis: "“We will build it,” she said.", "“We WILL build it,” she said." => "altered-quote emphasis error";
    q29_emphasis_owned_up: "“We will build it,” she said.", "“We WILL build it,” she said (emphasis added)." => "";
    q30_two_paragraphs: "She said: “We built the quay by hand.\n“Then the sea took it.”",
        "“We built the quay by hand. Then the sea took it,” she said." => "";
}

#[test]
fn q15_spelling_of_a_written_text() {
    let source = [("release/quay.txt", "The harbour programme failed in its second year.")];
    check("q15", &source, "“The harbour program failed,” Holm said.", "altered-quote spelling-written warning");
}

#[test]
fn q21_a_reporters_word_given_to_a_speaker() {
    let source = [("report/quay.txt", "The useless old sluice by the mill was shut. “We mend it,” Holm said.")];
    check("q21", &source, "“The useless old sluice,” Holm said.", "altered-quote narration warning");
}

#[test]
fn q24_sources_that_translate_differently() {
    let sources = [
        ("a.txt", "“It is a breakthrough for us,” Holm said."),
        ("b.txt", "“It is a turning point for us,” Holm said."),
    ];
    check("q24", &sources, "“It is a breakthrough for us,” Holm said.", "");
}

table! {
    a_negation_dropped: "“The pumps are not ready for winter,” Holm said.", "“The pumps are ready for winter,” Holm said."
        => "altered-quote negation error";
    a_negation_added: "“We will sell,” Holm said.", "“We will not sell,” Holm said." => "altered-quote negation error";
    a_number_changed: "“We lost forty boats in the storm,” Holm said.", "“We lost 50 boats in the storm,” Holm said."
        => "altered-quote number error";
    a_modal_changed: "“The town may sell the quay this year,” Holm said.", "“The town will sell the quay this year,” Holm said."
        => "altered-quote modal error";
    a_word_changed: "“The quay will be rebuilt before the season,” Holm said.",
        "“The quay will be painted before the season,” Holm said." => "altered-quote error";
    the_last_word_changed: "“In the end the old harbour will lose,” Holm said.", "“In the end the old harbour will win,” Holm said."
        => "altered-quote error";
    an_invented_tail: "“The quay was sold to pay the mill's debts,” Holm said.",
        "“The quay was sold to pay the mill's debts, including those run up by the mayor's brother,” Holm said."
        => "altered-quote tail error";
    a_condition_cut: "“We will sell the quay unless the town pays,” Holm said.", "“We will sell the quay,” Holm said."
        => "altered-quote cut warning";
    a_negation_before_the_first_word: "“I do not think we are selling the quay,” Holm said.", "“We are selling the quay,” Holm said."
        => "altered-quote swallowed error";
    a_negation_in_another_clause: "“We did not fight and the quay was sold,” Holm said.", "“The quay was sold,” Holm said." => "";
    the_last_word_dropped: "“I doubt that the old quay will sink entirely… but it will lean,” she said.",
        "“I doubt that the old quay will sink,” she said." => "altered-quote dropped error";
    the_rest_of_a_sentence_left_out: "“The old quay will sink before the next spring tide,” she said.",
        "“The old quay will sink,” she said." => "";
    a_cut_at_a_comma: "“The quay will sink, slowly,” she said.", "“The quay will sink,” she said." => "";
    one_small_word_for_another: "“This is a spring tide,” said Holm.", "“This is the spring tide,” said a fisherman."
        => "altered-quote error";
    words_near_a_reporters_sentence: "The town said that the old sluice was worth saving this spring.",
        "“This spring the sluice is worth money,” Holm said." => "unsourced-quote warning";
    nearly_a_paraphrase: "Holm said the old sluice was worth saving at any price.",
        "“The sluice was worth saving at any price,” Holm said." => "altered-quote paraphrase error";
    a_sentence_dropped: "“I was there. I saw the quay go. It took an hour,” Holm said.",
        "“I was there. It took an hour,” Holm said." => "altered-quote dropped error";
    sentences_exchanged: "“I was there. I saw the quay go. It took an hour,” Holm said.",
        "“It took an hour. I saw the quay go,” Holm said." => "altered-quote order error";
    money_in_words: "“We owe the mill $5 million,” Holm said.", "“We owe the mill five million dollars,” Holm said." => "";
    several_short_forms: "“We're gonna mend the pumps,” Holm said.", "“We are going to mend the pumps,” Holm said."
        => "altered-quote contraction hint";
    an_acronym_in_the_houses_way: "“The Nemo fleet will sail at dawn,” Holm said.", "“The NEMO fleet will sail at dawn,” Holm said."
        => "";
    drawn_together: "“It is not our quay any more,” Holm said.", "“It isn't our quay any more,” Holm said."
        => "altered-quote contraction hint";
    hyphens_and_spaces: "“The policy-makers saw the water-line,” Holm said.", "“The policymakers saw the waterline,” Holm said." => "";
    per_cent: "“We lost ten per cent of the boats,” Holm said.", "“We lost 10% of the boats,” Holm said." => "";
    another_quotation_that_shares_small_words: "“We are going to mend the pumps,” Holm said.",
        "“We are going to leave this town,” Holm said." => "unsourced-quote warning";
    a_short_fragment_of_a_speaker: "“The pumps are old,” Holm said.", "Holm spoke of “grave danger”." => "";
    a_scare_quote: "“The pumps are old,” Holm said.", "The so-called “smart” sluice was shut." => "";
    a_letter_in_brackets: "“And the quay is ours,” Holm said.", "“[T]he quay is ours,” Holm said." => "";
    nobody_speaks: "“They left us to bail with buckets,” Holm said.",
        "The harbour flooded. “They left us to bail with buckets.” It rained." => "unattributed-quote warning";
    nobody_speaks_a_clause: "The order names a “fault that could sink the boats”.",
        "They mended a “fault that could sink the boats” in May." => "";
    a_case_at_law: "“The pumps are old,” Holm said.", "The court ruled in “Brandvik v. Harbour Board of Sella”, he said." => "";
    somebody_speaks_nearby: "“They left us to bail with buckets,” Holm said.",
        "“They left us to bail with buckets,” Holm told the town." => "";
}

#[test]
fn one_source_that_gives_it_settles_it() {
    let sources =
        [("a.txt", "“The pumps are not ready now,” Holm said."), ("b.txt", "“The pumps are ready now,” Holm said.")];
    check("settled", &sources, "“The pumps are ready now,” Holm said.", "");
}

#[test]
fn a_lead_supports_nothing() {
    check(
        "lead",
        &[("lead/a.txt", "“The pumps are ready now,” Holm said.")],
        "“The pumps are ready now,” Holm said.",
        "unsourced-quote warning",
    );
}

#[test]
fn notes_support_and_never_fault() {
    let notes = [("notes/a.txt", "Holm: the pumps are not ready now")];
    check("support", &notes, "“The pumps are not ready now,” Holm said.", "");
    check("nearly", &notes, "“The pumps are not quite ready now,” Holm said.", "");
    check("the opposite", &notes, "“The pumps are ready now,” Holm said.", "unsourced-quote warning");
}

#[test]
fn a_labelled_turn_needs_no_marks() {
    let transcript = [("a.txt", "HOLM: What I told them is this: drain the upper basin. He said no.")];
    check("labelled turn", &transcript, "“Drain the upper basin,” Holm said.", "");
}

#[test]
fn a_transcript_needs_no_marks() {
    let transcript = [("transcript/a.txt", "HOLM: The sluice was useless. He said it was.")];
    check("transcript", &transcript, "“The sluice was useless,” Holm said.", "");
}

#[test]
fn a_label_makes_a_paragraph_speech() {
    let labelled =
        [(PATH, "Vik wrote it down and said little.\n\nHOLM: He said the sluice was useless before the storm.")];
    check("verbatim", &labelled, "“The sluice was useless,” Holm said.", "");
    check("nearly", &labelled, "“The sluice was priceless before the storm,” Holm said.", "altered-quote error");
}

#[test]
fn words_that_may_be_speech_are_no_paraphrase() {
    let in_person = "Holm said we knew the sluice was useless. “Mend it,” he said.";
    check("first person", &[(PATH, in_person)], "“The sluice was useless,” Holm said.", "");
    let mark_lost = "Holm said: The sluice was useless by then.” He left.";
    check("a mark lost", &[(PATH, mark_lost)], "“The sluice was useless by then,” Holm said.", "");
    let fragment = "Holm said the sluice was worse than useless.";
    check("a few words", &[(PATH, fragment)], "Holm called it “worse than useless”.", "");
    let other = "Vik said the sluice was useless. “Mend it,” Holm said.";
    check("another speaker", &[(PATH, other)], "“The sluice was useless,” Holm said.", "");
}

#[test]
fn a_paraphrase_at_a_distance_is_said_with_less_force() {
    let source = "Holm said in the hall that the sluice was useless.";
    check("far", &[(PATH, source)], "“The sluice was useless,” Holm said.", "");
    let source = "Holm said that in May the sluice was useless.";
    check("near", &[(PATH, source)], "“The sluice was useless,” Holm said.", "altered-quote reported warning");
}

#[test]
fn words_bent_to_the_sentence() {
    let source = [(PATH, "“I want to win something,” Holm said. “It was a senseless repair.”")];
    check("a verb", &source, "Holm will stay until he “wins something”, he said.", "");
    check("a plural", &source, "Holm spoke of “senseless repairs”, he said.", "");
}

#[test]
fn a_speech_that_lost_its_breaks() {
    let source = [(PATH, "Holm said: \"The sluice was useless by then. \"Nobody came. \"We left,\" he added.")];
    check("first", &source, "“The sluice was useless by then,” Holm said.", "");
    check("all", &source, "“The sluice was useless by then. Nobody came. We left,” Holm said.", "");
}

#[test]
fn a_confidential_source_is_not_quoted() {
    let checked = run(
        &[("confidential/a.txt", "“The pumps are not ready for winter,” Holm said.")],
        "“The pumps are ready for winter,” Holm said.",
    );
    let [raised] = checked.raised.as_slice() else { panic!("one finding, got {:?}", checked.raised) };
    assert_eq!(message(raised), "a confidential source has other words here ({source}, {place})");
    assert!(raised.fixes.is_empty());
}

#[test]
fn the_words_that_differ_are_shown_and_mended() {
    let draft = "“The quay will be painted before the season,” Holm said.";
    let checked = run(&[(PATH, "It rained.\n“The quay will be rebuilt before the season,” Holm said.")], draft);
    let [raised] = checked.raised.as_slice() else { panic!("one finding, got {:?}", checked.raised) };
    assert_eq!(raised.span.of(draft), "painted");
    assert_eq!(message(raised), "you wrote “be painted before”; harbour.txt line 2 has “be rebuilt before”");
    let [fix] = raised.fixes.as_slice() else { panic!("one fix") };
    assert_eq!((fix.span.of(draft), fix.text.as_str()), ("be painted before", "be rebuilt before"));
}

#[test]
fn coverage_counts_distinct_sources() {
    let quote = "“The pumps are ready now,” Holm said.";
    let checked = run(&[("a.txt", quote), ("b.txt", quote), ("c.txt", "“No,” Holm said.")], quote);
    let [judged] = checked.judged.as_slice() else { panic!("one quotation") };
    assert_eq!((judged.standing, judged.backing.n_sources), (Standing::Supported, 2));
}

proptest::proptest! {
    #[test]
    fn checking_never_panics(
        source in "([a-z]{1,4}|[ .,…]|[‘’“”\"'«»\\[\\]()]|said|not|five|The|million|a ){0,40}",
        draft in "([a-z]{1,4}|[ .,…]|[‘’“”\"'«»\\[\\]()]|said|not|five|The|million|a ){0,40}",
    ) {
        run(&[(PATH, &source)], &draft);
        run(&[(PATH, &source)], &source);
    }

    #[test]
    fn a_verbatim_quotation_raises_nothing(words in "[A-Z][a-z]{2,6}( [a-z]{3,7}){4,12}") {
        let line = format!("“{words},” Holm said.");
        proptest::prop_assert!(run(&[(PATH, &line)], &line).raised.is_empty());
    }
}
