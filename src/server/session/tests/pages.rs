//! Files of ours that are open in the editor.

use expect_test::expect;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::Bench;
use crate::server::session::{Ask, Event};

const PORT: &str = "The harbour at Ostermole moved 412,000 containers in 2031.\n";

const DRAFT: &str = "The harbour at Ostermole moved 415,000 containers in 2031.\n";

const CONFIG: &str = "sources = [\"sources/**\", \"notes/**\"]\nrules = [\"ours\"]\n";

const RULE: &str = "[params]\nignore-below = 20\n";

fn desk() -> Bench {
    let files = [
        ("backread.toml", CONFIG),
        ("sources/port.md", PORT),
        ("sources/port.md.meta.toml", "trust = \"normal\"\n"),
        ("ours/figure/unsupported-figure.toml", RULE),
    ];
    let mut bench = Bench::new(&files, json!({"holdBack": false}));
    bench.open("a.md", 1, DRAFT);
    bench.run_until_idle();
    bench.sent();
    bench
}

impl Bench {
    fn offered_here(&mut self, name: &str, line: u32, column: u32) -> Vec<String> {
        let params = json!({"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": column}});
        let (reply, mut answer) = oneshot::channel();
        self.feed(Event::Asked(Ask::Completion(serde_json::from_value(params).unwrap(), reply)));
        let list = serde_json::to_value(answer.try_recv().expect("an answer")).unwrap();
        let items = list["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(|it| it["textEdit"]["newText"].as_str().unwrap().to_string()).collect()
    }
}

#[test]
fn a_configuration_that_is_as_on_disk_shows_all_that_is_known_of_it() {
    let mut bench = desk();
    bench.open("backread.toml", 1, CONFIG);
    bench.check(expect![[r#"
        backread.toml 1
          0:25-0:35 - no file is matched by "notes/**"; mend the glob, or put the files there +0"#]]);
}

#[test]
fn mistakes_follow_the_text_in_the_editor_and_the_disks_return_when_it_is_closed() {
    let mut bench = desk();
    bench.open("backread.toml", 1, CONFIG);
    bench.run_until_idle();
    bench.sent();
    bench.change("backread.toml", 2, [2, 0, 2, 0], "houze = \"ap\"\n");
    bench.check(expect![[r#"
        backread.toml 2
          2:0-2:5 - unknown key "houze"; did you mean "house"? +0"#]]);
    bench.change("backread.toml", 3, [2, 3, 2, 4], "s");
    bench.check(expect!["backread.toml 3"]);
    bench.change("backread.toml", 4, [2, 9, 2, 11], "app");
    bench.check(expect![[r#"
        backread.toml 4
          2:8-2:13 - no house is called "app"; did you mean "ap"? +0"#]]);
    bench.close("backread.toml");
    bench.check(expect![[r#"
        backread.toml -
          0:25-0:35 - no file is matched by "notes/**"; mend the glob, or put the files there +0"#]]);
}

#[test]
fn what_is_saved_with_a_mistake_is_told_once_and_with_its_version() {
    let mut bench = desk();
    bench.open("backread.toml", 1, CONFIG);
    bench.run_until_idle();
    let wrong = format!("{CONFIG}fail-on = \"eror\"\n");
    bench.changes("backread.toml", 2, json!([{"text": wrong}]));
    bench.run_until_idle();
    bench.sent();
    bench.write("backread.toml", &wrong);
    bench.happened(&["backread.toml"]);
    bench.check(expect![[r#"log backread.toml:3:11: no level to fail on is called "eror"; did you mean "error"?"#]]);
    // Mended in the editor, and then on disk.
    bench.changes("backread.toml", 3, json!([{"text": CONFIG}]));
    bench.check(expect!["backread.toml 3"]);
    bench.write("backread.toml", CONFIG);
    bench.happened(&["backread.toml"]);
    bench.check(expect![[r#"
        backread.toml 3
          0:25-0:35 - no file is matched by "notes/**"; mend the glob, or put the files there +0"#]]);
}

#[test]
fn a_rule_file_and_a_sidecar_show_their_own_mistakes() {
    let mut bench = desk();
    bench.open("ours/figure/unsupported-figure.toml", 1, RULE);
    bench.open("sources/port.md.meta.toml", 1, "trust = \"led\"\n");
    bench.open("ours/lexicon/speakers.toml", 1, "rolez = [\"lamp keeper\"]\n");
    bench.check(expect![[r#"
        unsupported-figure.toml 1
        port.md.meta.toml 1
          0:8-0:13 - no trust is called "led"; did you mean "lead"? +0
        speakers.toml 1
          0:0-0:5 - unknown key "rolez"; did you mean "roles"? +0"#]]);
    bench.change("ours/figure/unsupported-figure.toml", 2, [1, 0, 1, 12], "ignore-belov");
    bench.change("sources/port.md.meta.toml", 2, [0, 9, 0, 12], "lead");
    bench.check(expect![[r#"
        unsupported-figure.toml 2
          1:0-1:12 - the check "figures" takes no parameter "ignore-belov"; did you mean "ignore-below"? +0
        port.md.meta.toml 2"#]]);
}

#[test]
fn other_files_are_let_alone() {
    let mut bench = desk();
    bench.open("Cargo.toml", 1, "houze = 1\n");
    bench.open("elsewhere.meta.toml", 1, "trust = \"led\"\n");
    bench.check(expect![[""]]);
    assert_eq!(bench.hover("Cargo.toml", 0, 0), None);
}

#[test]
fn a_configuration_that_nobody_has_read_yet_is_read_from_the_editor() {
    let mut bench = Bench::new(&[], json!({"holdBack": false}));
    bench.open("backread.toml", 1, "[levels]\nqoute = \"error\"\n");
    bench.check(expect![[r#"
        backread.toml 1
          1:8-1:15 - no rule or family is called "qoute"; did you mean "quote"? +0"#]]);
    assert!(bench.hover("backread.toml", 1, 10).unwrap().contains("error"));
}

#[test]
fn a_configuration_with_a_mistake_is_opened_and_mended() {
    let wrong = "fail-on = \"eror\"\n";
    let mut bench = Bench::new(&[("backread.toml", wrong), ("sources/port.md", PORT)], json!({"holdBack": false}));
    bench.open("backread.toml", 1, wrong);
    bench.check(expect![[r#"
        log backread.toml:1:11: no level to fail on is called "eror"; did you mean "error"?
        backread.toml 1
          0:10-0:16 - no level to fail on is called "eror"; did you mean "error"? +0"#]]);
    bench.change("backread.toml", 2, [0, 11, 0, 15], "error");
    bench.check(expect!["backread.toml 2"]);
}

#[test]
fn hover_says_what_a_key_means() {
    let mut bench = desk();
    bench.open("backread.toml", 1, "[policy]\nreason = \"required\"\n[levels]\naltered-quote = \"off\"\n");
    bench.run_until_idle();
    expect![[r#"
        **policy.reason**

        whether it must be said why a speaker is not named

        Takes required, stock-counts or optional.

        Without it: stock-counts."#]]
    .assert_eq(&bench.hover("backread.toml", 1, 2).unwrap());
    expect![[r#"
        **required**

        always, and a stock phrase will not do"#]]
    .assert_eq(&bench.hover("backread.toml", 1, 12).unwrap());
    expect![[r#"
        **levels.altered-quote**

        you wrote “{draft}”; {place} has “{source}”

        What stands between quotation marks is a promise that it was said so, word for word.

        Takes error, warning, information, hint or off.

        Without it: as the house has it, or else the rule's own file."#]]
    .assert_eq(&bench.hover("backread.toml", 3, 4).unwrap());
    assert_eq!(bench.hover("backread.toml", 9, 9), None);
}

#[test]
fn keys_and_words_are_offered() {
    let mut bench = desk();
    bench.open("backread.toml", 1, "fail-on = \"\"\n[policy]\nan\n");
    bench.run_until_idle();
    assert_eq!(bench.offered_here("backread.toml", 0, 11), ["error", "warning", "information", "hint", "never"]);
    assert!(bench.offered_here("backread.toml", 2, 2).contains(&"anonymous-quote = ".to_string()));
}

#[test]
fn clients_that_ask_are_told_of_the_text_in_the_editor() {
    let capabilities = json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostic": {}}});
    let options = json!({"diagnostics": "pull", "holdBack": false});
    let mut bench = Bench::with_client(&[("backread.toml", CONFIG), ("sources/port.md", PORT)], options, &capabilities);
    bench.open("backread.toml", 1, "houze = \"ap\"\n");
    bench.run_until_idle();
    let messages = |report: Value| -> Vec<String> {
        report["items"].as_array().unwrap().iter().map(|it| it["message"].as_str().unwrap().to_string()).collect()
    };
    let pulled = bench.pull("backread.toml", None);
    assert_eq!(messages(pulled), ["unknown key \"houze\"; did you mean \"house\"?"]);
    bench.changes("backread.toml", 2, json!([{"text": CONFIG}]));
    let pulled = bench.pull("backread.toml", None);
    expect![[r#"
        no file is matched by "notes/**"; mend the glob, or put the files there
        no folder of rules at "ours"; make it, or mend the path"#]]
    .assert_eq(&messages(pulled).join("\n"));
    bench.close("backread.toml");
    assert!(!bench.sent().contains("backread.toml -"), "nothing is sent that was not asked for");
}
