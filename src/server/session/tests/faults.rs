//! Faults of our own, planted: each costs the piece that it is in, and is told once, with its place and without the words.
//! And what is refused for its size: that is told too.

use super::*;
use crate::problem::fault;

/// Places are noted by the hook that `main` sets. Other tests' panics are none of its business.
fn noting_places() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            fault::hook(info);
            if !info.payload_as_str().is_some_and(|it| it.contains(['\u{e0b5}', '\u{e0b6}'])) {
                usual(info);
            }
        }));
    });
}

/// Without the numbers of lines and columns, which are others every week.
fn sent(bench: &mut Bench) -> String {
    let sent = bench.sent();
    let lines = sent.lines().map(|line| match line.split_once(".rs:") {
        Some((before, after)) => {
            let after = after.trim_start_matches(|it: char| it.is_ascii_digit() || it == ':');
            format!("{before}.rs:_ {}", after.trim_start())
        }
        None => line.to_string(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_check_that_fails_costs_its_own_findings_in_that_paragraph_and_is_told_once() {
    noting_places();
    let mut bench = Bench::plain();
    bench.open("a.md", 1, &format!("An envoy said\u{e0b5} the talks were over.\n\n{ALTERED}"));
    bench.run_until_idle();
    expect![[r#"
        log sources: the folder sources (nothing else is configured)
        log a fault of backread's own in "planted" at src/check.rs:_ the paragraphs it fails on do without it; please report this line
        log 1 source read
        a.md 1
          0:0-0:13 unnamed-attribution "An envoy" is not named +0
          2:24-2:29 altered-quote you wrote “kiln after the”; mayor.md line 3 has “kiln before the” +1"#]].assert_eq(&sent(&mut bench));
    bench.change("a.md", 2, [0, 0, 0, 8], "A diplomat");
    bench.check(expect![[r#"
        a.md 2
          0:0-0:15 unnamed-attribution "A diplomat" is not named +0
          2:24-2:29 altered-quote you wrote “kiln after the”; mayor.md line 3 has “kiln before the” +1"#]]);
}

#[test]
fn a_source_that_our_readers_fail_on_is_one_problem_and_the_others_are_read() {
    noting_places();
    let read = "The kiln\u{e0b5} was built in 2029.\n";
    let opened = "The kiln\u{e0b6} was built in 2028.\n";
    let files = [("sources/mayor.md", SOURCE), ("sources/read.md", read), ("sources/opened.md", opened)];
    let mut bench = Bench::new(&files, json!({"holdBack": false}));
    bench.open("a.md", 1, ALTERED);
    bench.run_until_idle();
    expect![[r#"
        log sources: the folder sources (nothing else is configured)
        log 1 source read, 2 could not be (opened.md, read.md)
        a.md 1
          0:24-0:29 altered-quote you wrote “kiln after the”; mayor.md line 3 has “kiln before the” +1
          0:0-0:0 - sources/opened.md: a fault of backread's own at src/corpus/load.rs:_ kept it from being read; please report this line
        sources/read.md: a fault of backread's own at src/corpus/source.rs:_ kept it from being read; please report this line +0"#]].assert_eq(&sent(&mut bench));
    // It is not told again when another source changes, and goes when it is mended.
    bench.write("sources/opened.md", "The kiln was built in 2028.\n");
    bench.happened(&["sources/opened.md"]);
    bench.run_until_idle();
    expect![[r#"
        a.md 1
          0:24-0:29 altered-quote you wrote “kiln after the”; mayor.md line 3 has “kiln before the” +1
          0:0-0:0 - sources/read.md: a fault of backread's own at src/corpus/source.rs:_ kept it from being read; please report this line +0
        log opened.md changed: nothing else in the open drafts"#]].assert_eq(&sent(&mut bench));
    bench.write("sources/read.md", "The kiln was built in 2029.\n");
    bench.happened(&["sources/read.md"]);
    bench.run_until_idle();
    expect![[r#"
        a.md 1
          0:24-0:29 altered-quote you wrote “kiln after the”; mayor.md line 3 has “kiln before the” +1
        log read.md changed: nothing else in the open drafts"#]]
    .assert_eq(&sent(&mut bench));
}

#[test]
fn a_confidential_source_that_our_readers_fail_on_is_not_named() {
    noting_places();
    let files = [("sources/mayor.md", SOURCE), ("sources/confidential/minutes.md", "The kiln\u{e0b5} is cold.\n")];
    let mut bench = Bench::new(&files, json!({"holdBack": false}));
    bench.open("a.md", 1, ALTERED);
    bench.run_until_idle();
    expect![[r#"
        log sources: the folder sources (nothing else is configured)
        log 1 source read, 1 could not be (a confidential source)
        a.md 1
          0:24-0:29 altered-quote you wrote “kiln after the”; mayor.md line 3 has “kiln before the” +1
          0:0-0:0 - a confidential source: a fault of backread's own at src/corpus/source.rs:_ kept it from being read; please report this line +0"#]].assert_eq(&sent(&mut bench));
}

#[test]
fn a_draft_over_the_limit_is_said_not_to_be_checked_and_is_once_it_is_cut() {
    let mut bench = Bench::plain();
    let filler = "word ".repeat((20 << 20) / 5 + 1);
    bench.open("a.md", 1, &format!("{ALTERED}\n{filler}\n"));
    bench.run_until_idle();
    expect![[r#"
        log sources: the folder sources (nothing else is configured)
        log 1 source read
        a.md 1
          0:0-0:0 - this draft is over 20 MB, and is not checked; cut it into parts +0"#]]
    .assert_eq(&bench.sent());
    bench.changes("a.md", 2, json!([{"text": ALTERED}]));
    bench.check(expect![[r#"
        a.md 2
          0:24-0:29 altered-quote you wrote “kiln after the”; mayor.md line 3 has “kiln before the” +1"#]]);
}
