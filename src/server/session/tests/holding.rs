//! What waits until the writer rests, and what does not.

use expect_test::expect;
use serde_json::json;

use super::{Bench, SOURCE};
use crate::server::session::Event;

#[test]
fn a_new_finding_at_the_last_edit_waits_until_the_writer_rests() {
    let mut bench = Bench::new(&[("sources/mayor.md", SOURCE)], json!({}));
    bench.open("a.md", 1, "An envoy said the talks were over.\n\nThe kiln is cold.\n");
    bench.run_until_idle();
    bench.sent();
    // Away from what is shown: that stays, and so does what the edit makes of it.
    bench.change("a.md", 2, [2, 0, 2, 0], "A diplomat");
    bench.change("a.md", 3, [2, 10, 2, 10], " said:");
    bench.change("a.md", 4, [2, 9, 2, 9], "");
    bench.check(expect![[r#"
        a.md 4
          0:0-0:13 unnamed-attribution "An envoy" is not named +0"#]]);
    bench.rest();
    bench.check(expect![[r#"
        a.md 4
          0:0-0:13 unnamed-attribution "An envoy" is not named +0
          2:0-2:15 unnamed-attribution "A diplomat" is not named +0"#]]);
    // Nothing is held any more, so nothing is sent again.
    bench.feed(Event::Quiet(u64::MAX));
    bench.check(expect![""]);
}

#[test]
fn a_figure_is_not_flagged_on_the_way_to_its_last_digit() {
    let source = "Exports from Ostermole rose by 19% in 2031.\n";
    let mut bench = Bench::new(&[("sources/port.md", source)], json!({}));
    bench.open("a.md", 1, "Exports from Ostermole rose by  in 2031.\n");
    bench.run_until_idle();
    bench.sent();
    for (n, (column, letter)) in [(31, "1"), (32, "8"), (33, "%")].into_iter().enumerate() {
        bench.change("a.md", 2 + n as i32, [0, column, 0, column], letter);
        bench.run_until_idle();
    }
    expect![[r#"
        a.md 2
        a.md 3
        a.md 4"#]]
    .assert_eq(&bench.sent());
    bench.rest();
    bench.check(expect![[r#"
        a.md 4
          0:31-0:34 conflicting-figure you wrote 18%; port.md line 1 gives 19% +1"#]]);
    bench.change("a.md", 5, [0, 32, 0, 33], "9");
    bench.check(expect!["a.md 5"]);
}

#[test]
fn a_finding_that_no_longer_holds_goes_at_once() {
    let mut bench = Bench::new(&[("sources/mayor.md", SOURCE)], json!({}));
    bench.open("a.md", 1, "An envoy said the talks were over.\n");
    bench.run_until_idle();
    bench.sent();
    bench.change("a.md", 2, [0, 0, 0, 8], "Mira Holt");
    bench.check(expect!["a.md 2"]);
}

#[test]
fn a_finding_that_is_shown_stays_when_it_is_typed_beside() {
    let mut bench = Bench::new(&[("sources/mayor.md", SOURCE)], json!({}));
    bench.open("a.md", 1, "An envoy said the talks were over.\n");
    bench.run_until_idle();
    bench.sent();
    bench.change("a.md", 2, [0, 0, 0, 0], "(");
    bench.check(expect![[r#"
        a.md 2
          0:1-0:14 unnamed-attribution "An envoy" is not named +0"#]]);
}

#[test]
fn a_pause_that_was_overtaken_by_an_edit_is_none() {
    let mut bench = Bench::new(&[("sources/mayor.md", SOURCE)], json!({}));
    bench.open("a.md", 1, "The kiln is cold.\n");
    bench.run_until_idle();
    bench.sent();
    bench.change("a.md", 2, [0, 0, 0, 17], "An envoy said it.");
    let early = bench.last_edit();
    bench.change("a.md", 3, [0, 2, 0, 2], " old");
    bench.feed(Event::Quiet(early));
    bench.check(expect!["a.md 3"]);
    bench.rest();
    bench.check(expect![[r#"
        a.md 3
          0:0-0:17 unnamed-attribution "An old envoy" is not named +0"#]]);
}

#[test]
fn a_client_that_sends_the_whole_text_is_held_back_at_the_difference_only() {
    let mut bench = Bench::new(&[("sources/mayor.md", SOURCE)], json!({}));
    bench.open("a.md", 1, "The kiln is cold.\n\nThe kiln is warm.\n");
    bench.run_until_idle();
    bench.sent();
    bench.changes("a.md", 2, json!([{"text": "An envoy said it.\n\nThe kiln is warm.\n"}]));
    bench.check(expect!["a.md 2"]);
    bench.changes("a.md", 3, json!([{"text": "An envoy said it.\n\nThe kiln is warm!\n"}]));
    bench.check(expect![[r#"
        a.md 3
          0:0-0:13 unnamed-attribution "An envoy" is not named +0"#]]);
}

#[test]
fn a_text_that_is_opened_meanwhile_does_not_keep_the_pause_from_coming() {
    let mut bench = Bench::new(&[("sources/mayor.md", SOURCE)], json!({}));
    bench.open("a.md", 1, "The kiln is cold.\n");
    bench.run_until_idle();
    bench.sent();
    bench.change("a.md", 2, [0, 0, 0, 17], "An envoy said it.");
    bench.open("b.md", 1, "The kiln is cold.\n");
    bench.check(expect![[r#"
        b.md 1
        a.md 2"#]]);
    bench.rest();
    bench.check(expect![[r#"
        a.md 2
          0:0-0:13 unnamed-attribution "An envoy" is not named +0"#]]);
}
