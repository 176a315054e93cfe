use std::path::Path;

use expect_test::{Expect, expect};

use super::schema::{CONFIG, Node, RULE, top};
use super::{Around, Page, PageKind, about, mistakes, offers};
use crate::check;
use crate::rules::{Param, RuleText, Rules, house};

fn page(kind: PageKind, text: &str) -> Page<'_> {
    let shown = match kind {
        PageKind::Config => "backread.toml",
        PageKind::Rule => "ours/figure/unsupported-figure.toml",
        PageKind::Lexicon => "ours/lexicon/speakers.toml",
        PageKind::House => "ours/houses/ostermole.toml",
        PageKind::Sidecar => "sources/port.md.meta.toml",
        PageKind::Decisions => "decisions.toml",
    };
    Page { kind, shown, dir: Path::new("/nowhere"), text }
}

#[track_caller]
fn check_mistakes(kind: PageKind, text: &str, expected: Expect) {
    let problems = mistakes(&page(kind, text), &Around::nobody());
    expected.assert_eq(&problems.iter().map(ToString::to_string).collect::<Vec<String>>().join("\n"));
}

/// At the cursor `<|>`.
#[track_caller]
fn check_about(kind: PageKind, text: &str, expected: Expect) {
    let (before, after) = text.split_once("<|>").unwrap();
    let text = format!("{before}{after}");
    let found = about(&page(kind, &text), &Around::nobody(), before.len() as u32);
    let told = found.map_or_else(String::new, |it| {
        let default = it.default.map_or_else(String::new, |it| format!("\nwithout it: {it}"));
        let takes = if it.takes.is_empty() { String::new() } else { format!("\ntakes {}", it.takes) };
        format!("{} {}: {}{takes}{default}", it.span.of(&text), it.name, it.words.join(" / "))
    });
    expected.assert_eq(&told);
}

#[track_caller]
fn check_offers(kind: PageKind, text: &str, expected: Expect) {
    let (before, after) = text.split_once("<|>").unwrap();
    let text = format!("{before}{after}");
    let found = offers(&page(kind, &text), &Around::nobody(), before.len() as u32);
    let told = found.map_or_else(String::new, |it| {
        let words: Vec<&str> = it.items.iter().map(|it| it.words.trim_end()).collect();
        format!("{:?}: {}", it.span.of(&text), words.join(" | "))
    });
    expected.assert_eq(&told);
}

#[test]
fn all_mistakes_of_a_configuration_are_told() {
    check_mistakes(
        PageKind::Config,
        "sources = [\"a/[\"]\nhouse = \"reuter\"\nfail-on = \"eror\"\n[levels]\nqoute = \"error\"\nfigure = \"loud\"\n[[source]]\npath = \"b/[\"\n",
        expect![[r#"
            backread.toml:1:12: unclosed character class; missing ']'; mend the glob
            backread.toml:2:9: no house is called "reuter"; did you mean "reuters"?
            backread.toml:3:11: no level to fail on is called "eror"; did you mean "error"?
            backread.toml:5:9: no rule or family is called "qoute"; did you mean "quote"?
            backread.toml:6:10: no level is called "loud"; known are error, warning, information, hint, off
            backread.toml:7:1: unclosed character class; missing ']'; mend the glob"#]],
    );
    check_mistakes(
        PageKind::Config,
        "houze = \"ap\"\n",
        expect![[r#"backread.toml:1:1: unknown key "houze"; did you mean "house"?"#]],
    );
    check_mistakes(
        PageKind::Config,
        "sources = [\n",
        expect!["backread.toml:1:12: unclosed array, expected `]`; mend the file; see `backread schema`"],
    );
    check_mistakes(
        PageKind::Config,
        "house = \"ap\"\n[levels]\nquote = \"hint\"\ndisputed-claim = \"off\"\n",
        expect![[""]],
    );
}

#[test]
fn mistakes_of_rules_lexicons_houses_and_sidecars_are_told() {
    check_mistakes(
        PageKind::Rule,
        "level = \"eror\"\n",
        expect![[r#"ours/figure/unsupported-figure.toml:1:9: no level is called "eror"; did you mean "error"?"#]],
    );
    check_mistakes(
        PageKind::Rule,
        "[params]\nignore-belov = 3\n",
        expect![[
            r#"ours/figure/unsupported-figure.toml:2:1: the check "figures" takes no parameter "ignore-belov"; did you mean "ignore-below"?"#
        ]],
    );
    check_mistakes(PageKind::Rule, "[params]\nignore-below = 3\n", expect![[""]]);
    check_mistakes(
        PageKind::Lexicon,
        "rolez = [\"keeper\"]\n",
        expect![[r#"ours/lexicon/speakers.toml:1:1: unknown key "rolez"; did you mean "roles"?"#]],
    );
    check_mistakes(
        PageKind::House,
        "[levels]\nquote = \"loud\"\n",
        expect![[
            r#"ours/houses/ostermole.toml:2:9: no level is called "loud"; known are error, warning, information, hint, off"#
        ]],
    );
    check_mistakes(
        PageKind::Sidecar,
        "path = \"a\"\ntrust = \"led\"\n",
        expect![[r#"
        sources/port.md.meta.toml:1:8: a sidecar has no path; take it out: the file's name says it
        sources/port.md.meta.toml:2:9: no trust is called "led"; did you mean "lead"?"#]],
    );
}

#[test]
fn mistakes_of_decisions_are_told() {
    check_mistakes(
        PageKind::Decisions,
        "[[decision]]\nrule = 1\n",
        expect![
            "decisions.toml:2:8: invalid type: integer `1`, expected a string; mend the file; see `backread schema`"
        ],
    );
}

#[test]
fn a_rule_of_the_users_is_read_with_the_others() {
    let users = [RuleText { path: "ours/figure/few.toml".to_string(), text: "check = \"figures\"\n".to_string() }];
    let rules = Rules::load(&users).0;
    let around = Around { rules: &rules, users: &users };
    let page =
        Page { shown: "ours/figure/few.toml", ..page(PageKind::Rule, "check = \"figures\"\nmessage = \"few\"\n") };
    assert_eq!(mistakes(&page, &around), []);
    let page = Page { text: "check = \"figures\"\n", ..page };
    expect![[r#"ours/figure/few.toml:1:1: the rule "few" is new here and has no message; give it both, or use the id of a shipped rule"#]].assert_eq(&mistakes(&page, &around).iter().map(ToString::to_string).collect::<String>());
}

#[test]
fn a_key_is_explained() {
    check_about(
        PageKind::Config,
        "fail<|>-on = \"error\"\n",
        expect![[r#"
        fail-on fail-on: the least level at which `backread check` ends with 1
        takes error, warning, information, hint or never
        without it: error"#]],
    );
    check_about(
        PageKind::Config,
        "[policy]\nmin-origins = { fig<|>ure = 1 }\n",
        expect![[r#"
        figure policy.min-origins.figure: for a figure
        takes a whole number, 0 or more
        without it: 1"#]],
    );
    check_about(
        PageKind::Config,
        "[pol<|>icy]\n",
        expect![[r#"
        policy policy: what the house decides about anonymity and origins; what is not given is as the house has it
        takes a table"#]],
    );
    check_about(
        PageKind::Config,
        "[[source]]\npath = \"a\"\n\n[[sou<|>rce]]\ntrust = \"lead\"\n",
        expect![[r#"
            [[source]] source: what a source cannot say of itself; where several speak of one file the later goes over the earlier, key by key
            takes tables, each under a header of its own"#]],
    );
    check_about(
        PageKind::Config,
        "[names]\n\"Mira <|>Holt\" = [\"Myra Holt\"]\n",
        expect![[r#"
            "Mira Holt" names.Mira Holt: the spellings that this one replaces
            takes a list of text"#]],
    );
    check_about(
        PageKind::Rule,
        "[params]\n<|>ignore-below = 3\n",
        expect![[r#"
        ignore-below params.ignore-below: small counts in running prose below this are not checked
        takes a number
        without it: 10"#]],
    );
    check_about(
        PageKind::Sidecar,
        "<|>trust = \"lead\"\n",
        expect![[r#"
        trust trust: how far the source is trusted
        takes record, normal, lead or withdrawn
        without it: normal"#]],
    );
    check_about(PageKind::Lexicon, "<|>roles = []\n", expect!["roles roles: A part or a place in life."]);
}

#[test]
fn a_known_word_is_explained() {
    check_about(
        PageKind::Config,
        "fail-on = \"war<|>ning\"\n",
        expect![[r#""warning" warning: fail on warnings and errors"#]],
    );
    check_about(
        PageKind::Config,
        "house = \"<|>reuters\"\n",
        expect![[
            r#""reuters" reuters: One reading of the Reuters Handbook of Journalism (sourcing, accuracy, attribution and its verbs) and of the Trust Principles, not their words: unnamed sources are the weakest and never plural for one, and verbs stay plain. Lay your own levels over it in backread.toml."#
        ]],
    );
    check_about(
        PageKind::Config,
        "[levels]\nunsupported<|>-figure = \"off\"\n",
        expect![[r#"
            unsupported-figure levels.unsupported-figure: no source gives {figure} / A figure no source carries is a slip, or a claim that the reader cannot trace.
            takes error, warning, information, hint or off
            without it: as the house has it, or else the rule's own file"#]],
    );
    check_about(PageKind::Config, "[levels]\nstet<|> = \"off\"\n", expect![[""]]);
    check_about(PageKind::Rule, "[where]\nnot = [\"heading\", \"ta<|>ble\"]\n", expect![[r#""table" table: tables"#]]);
    check_about(
        PageKind::Rule,
        "check = \"qu<|>otes\"\n",
        expect![[
            r#""quotes" quotes: enforces altered-quote, unattributed-quote, unsourced-quote / its parameters: least-words, least-share, longest-gap"#
        ]],
    );
    check_about(
        PageKind::Rule,
        "id = \"<|>altered-quote\"\n",
        expect![[
            r#""altered-quote" altered-quote: you wrote “{draft}”; {place} has “{source}” / What stands between quotation marks is a promise that it was said so, word for word."#
        ]],
    );
}

#[test]
fn decisions_are_explained() {
    check_about(
        PageKind::Decisions,
        "[[decision]]\nrea<|>son = \"own count\"\n",
        expect![[r#"
        reason decision.reason: why it may stand; a decision must have one
        takes text"#]],
    );
    check_about(
        PageKind::Decisions,
        "[[decision]]\nrule = \"<|>altered-quote\"\n",
        expect![[
            r#""altered-quote" altered-quote: you wrote “{draft}”; {place} has “{source}” / What stands between quotation marks is a promise that it was said so, word for word."#
        ]],
    );
}

#[test]
fn nothing_is_said_of_the_writers_own_words() {
    check_about(PageKind::Config, "sources = [\"so<|>urces/**\"]\n", expect![[""]]);
    check_about(PageKind::Config, "houze<|>s = 1\n", expect![[""]]);
    check_about(PageKind::Config, "# a re<|>mark\n", expect![[""]]);
    check_about(PageKind::Decisions, "rulez<|> = 1\n", expect![[""]]);
}

#[test]
fn a_text_that_does_not_parse_is_explained_as_far_as_it_goes() {
    check_about(
        PageKind::Config,
        "hou<|>se = \"ap\nsources = [\n",
        expect![[r#"
        house house: a preset of levels and policy, under everything that this file says
        takes text
        without it: default"#]],
    );
    check_about(PageKind::Config, "]] = [[<|>", expect![[""]]);
}

#[test]
fn keys_that_are_not_there_yet_are_offered() {
    check_offers(
        PageKind::Config,
        "house = \"ap\"\n<|>\n[levels]\n",
        expect![[
            r#""": root = | sources = | drafts = | rules = | fail-on = | earlier-versions = | [policy] | [names] | [[source]] | [stet]"#
        ]],
    );
    check_offers(
        PageKind::Config,
        "[policy]\nreason = \"required\"\nan<|>\n",
        expect![[
            r#""an": descriptor-floor = | anonymous-quote = | attribution-distance = | loaded-verbs = | institution-voices = | min-origins ="#
        ]],
    );
    check_offers(
        PageKind::Config,
        "[[source]]\npath = \"a\"\ntrust = \"lead\"\n\n[[source]]\npath = \"b\"\n<|>\n",
        expect![[
            r#""": trust = | title = | outlet = | kind = | date = | url = | origin = | language = | verbatim = | speakers = | supersedes = | confidential = | embargo ="#
        ]],
    );
    check_offers(PageKind::Config, "[<|>\n", expect![[r#""": levels | policy | names | stet"#]]);
    check_offers(PageKind::Config, "[[so<|>]]\n", expect![[r#""so": source"#]]);
    check_offers(PageKind::Rule, "[params]\n<|>", expect![[r#""": ignore-below = | shared-words = | shared-part ="#]]);
    check_offers(
        PageKind::Lexicon,
        "r<|>",
        expect![[
            r#""r": bare = | roles = | spokespeople = | crowd = | institutions = | documents = | offices = | quantifiers = | empty-modifiers = | ranks = | fields = | postmodifiers = | anonymity = | reasons = | fears = | stock = | basis = | vague-basis = | sides = | public = | institutional = | cited = | ghosts = | learned = | charges = | source-senses = | turning-ranks = | rank-names = | role-kinds = | role-names = | body-kinds = | state-bodies = | memberships = | outsiders = | outlets = | generic-bodies = | body-names = | withheld = | pseudonyms = | confirming = | severally = | private-files = | turn-labels ="#
        ]],
    );
    check_offers(PageKind::Config, "house = \"ap\" <|>\n", expect![[""]]);
}

#[test]
fn rules_and_families_are_offered_as_levels() {
    let text = "[levels]\n";
    let found = offers(&page(PageKind::Config, text), &Around::nobody(), text.len() as u32).unwrap();
    let labels: Vec<&str> = found.items.iter().map(|it| it.label.as_str()).collect();
    assert!(labels.contains(&"altered-quote") && labels.contains(&"quote"), "{labels:?}");
}

#[test]
fn known_words_are_offered() {
    check_offers(
        PageKind::Config,
        "house = \"<|>\"\n",
        expect![[r#""": ap | bbc | default | fact-check | guardian | npr | nyt | reuters"#]],
    );
    check_offers(
        PageKind::Config,
        "fail-on = <|>\n",
        expect![[r#""": "error" | "warning" | "information" | "hint" | "never""#]],
    );
    check_offers(
        PageKind::Config,
        "fail-on = er<|>\n",
        expect![[r#""er": "error" | "warning" | "information" | "hint" | "never""#]],
    );
    check_offers(PageKind::Config, "root = <|>\n", expect![[r#""": true | false"#]]);
    check_offers(
        PageKind::Config,
        "[levels]\nquote = \"<|>",
        expect![[r#""": error | warning | information | hint | off"#]],
    );
    check_offers(
        PageKind::Sidecar,
        "kind = \"re<|>port\"\n",
        expect![[
            r#""report": primary | transcript | interview | report | rewrite | release | mail | notes | own | data"#
        ]],
    );
    check_offers(
        PageKind::Rule,
        "check = \"<|>\"\n",
        expect![[
            r#""": figures | quotes | claims | citations | attributions | names | voices | dates | speakers | sums | draft | planted | prominence | origins"#
        ]],
    );
    check_offers(
        PageKind::Rule,
        "[where]\nnot = [\"<|>\"]\n",
        expect![[
            r#""": code | url | front matter | quotation | heading | list | footnote | caption | table | quoted words"#
        ]],
    );
}

/// Every table, key and list of a schema.
fn nodes(node: Node, path: &str, acc: &mut Vec<(String, Node)>) {
    acc.push((path.to_string(), node));
    for (key, child) in node.keys() {
        nodes(child, &format!("{path}.{key}"), acc);
    }
    // A key that no schema knows: what holds for any.
    if let Some(any) = node.child("\u{0}") {
        acc.push((format!("{path}.*"), any));
    }
}

#[test]
fn every_key_has_a_description_and_every_word_too() {
    let mut missing = Vec::new();
    for kind in [PageKind::Config, PageKind::Rule, PageKind::Decisions] {
        let mut found = Vec::new();
        nodes(top(kind).unwrap(), "", &mut found);
        for (path, node) in found.into_iter().filter(|(path, _)| !path.is_empty()) {
            if node.about().is_empty() {
                missing.push(path.clone());
            }
            missing
                .extend(node.words().iter().filter(|(_, it)| it.is_empty()).map(|(word, _)| format!("{path} {word}")));
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_schemas_know_the_keys_that_the_parsers_know() {
    // The remedy for a key that is like none lists them all.
    let known = |problems: Vec<crate::problem::Problem>| -> Vec<String> {
        let remedy = problems.first().unwrap().remedy.clone();
        remedy.strip_prefix("known are ").unwrap().split(", ").map(str::to_string).collect()
    };
    let at = |kind: PageKind, path: &[String]| -> Vec<String> {
        top(kind).unwrap().at(path).unwrap().keys().into_iter().map(|(key, _)| key.to_string()).collect()
    };
    let sorted = |mut words: Vec<String>| {
        words.sort();
        words
    };
    let odd = "qqqqqqqqqqqqqqqqqqqqqqqqqqqq = 1\n";
    for (kind, header, path) in [
        (PageKind::Config, "", vec![]),
        (PageKind::Config, "[policy]\n", vec!["policy".to_string()]),
        (PageKind::Config, "[[source]]\n", vec!["source".to_string()]),
        (PageKind::Rule, "", vec![]),
        (PageKind::Decisions, "[[decision]]\n", vec!["decision".to_string()]),
        (PageKind::Rule, "[[example]]\n", vec!["example".to_string()]),
    ] {
        let text = format!("{header}{odd}");
        let parser = known(mistakes(&page(kind, &text), &Around::nobody()));
        assert_eq!(sorted(at(kind, &path)), sorted(parser), "{kind:?} {path:?}");
    }
}

#[test]
fn defaults_are_those_of_the_shipped_files() {
    let rules = Rules::built_in();
    let params = top(PageKind::Rule).unwrap().child("params").unwrap();
    for spec in check::names().into_iter().filter_map(check::params).flatten() {
        let (_, node) = params.keys().into_iter().find(|(key, _)| *key == spec.name).expect(spec.name);
        let shipped = rules.all().iter().find_map(|it| it.params.get(spec.name)).expect(spec.name);
        let default = match shipped {
            Param::Number(number) => Some(number.to_string()),
            Param::Flag(flag) => Some(flag.to_string()),
            Param::Word(word) => Some(word.clone()),
            Param::Words(words) => (!words.is_empty()).then(|| words.join(" ")),
        };
        assert_eq!(node.default(), default, "{}", spec.name);
    }
    let default: toml::Table = toml::from_str(&house::find(house::DEFAULT, &[]).unwrap().text).unwrap();
    let policy = top(PageKind::Config).unwrap().child("policy").unwrap();
    for (key, value) in default["policy"].as_table().unwrap() {
        let node = policy.child(key).unwrap();
        let given = |it: &toml::Value| it.as_str().map_or_else(|| it.to_string(), str::to_string);
        match value.as_table() {
            Some(table) => {
                table
                    .iter()
                    .for_each(|(key, it)| assert_eq!(node.child(key).unwrap().default(), Some(given(it)), "{key}"));
            }
            None => assert_eq!(node.default(), Some(given(value)), "{key}"),
        }
    }
}

#[test]
fn the_schemas_are_json() {
    for text in [CONFIG, RULE] {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        assert!(value["properties"].is_object());
    }
}
