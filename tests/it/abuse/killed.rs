//! kill -9 in the middle of an update, and again: what the next server finds is what the sources say.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

use super::{bulk, fresh, n_tried, rules, told};
use crate::support::Client;

/// Drafts of three sources that change, each of which the sources give otherwise in the end or not.
fn draft() -> String {
    (0..3).map(|n| format!("The quay of ward {n} has 415 crates of its own.\n\n")).collect()
}

/// Long enough that a reader can be killed in the middle of it.
fn source(n: usize, figure: u32) -> String {
    let other = "The kiln was lit again today, and nobody counted anything at all in the whole of the ward.\n\n";
    format!("The quay of ward {n} has {figure} crates of its own.\n\n{}", other.repeat(n_tried(30, 1_000)))
}

const N_SOURCES: usize = 12;

#[test]
fn a_server_that_is_killed_in_an_update_leaves_nothing_that_is_believed() {
    let mut client = Client::spawn(&[("a.md", "")]);
    fs::create_dir(client.path("sources")).expect("a folder is made");
    for n in 0..N_SOURCES {
        fs::write(client.path(&format!("sources/{n:02}.md")), source(n, 412)).expect("it is written");
    }
    bulk(&client.path(""));
    let text = draft();
    let begin = |client: &mut Client| {
        client.initialize(json!(null), json!({"holdBack": false}));
        client.open("a.md", 1, &text);
    };
    begin(&mut client);
    client.diagnostics_that("a.md", 1, |it| rules(it).iter().filter(|it| *it == "conflicting-figure").count() == 3);
    let n_moments = n_tried(20, 200) as u64;
    for moment in 0..n_moments {
        // A source is written, another one cut short, one is new and one goes, and in the midst of it the server dies.
        let n = moment as usize % 3;
        let figure = if moment % 2 == 0 { 415 } else { 412 };
        fs::write(client.path(&format!("sources/{n:02}.md")), source(n, figure)).expect("it is written");
        fs::write(client.path("sources/10.md"), source(10, moment as u32 + 1)).expect("it is written");
        let fleeting = client.path("sources/fleeting.md");
        if moment % 2 == 0 { fs::write(&fleeting, "Nothing.\n") } else { fs::remove_file(&fleeting) }
            .expect("it is done");
        // NB: a time to be killed at, and nothing that the outcome hangs on. The watcher waits for a tenth of a second.
        std::thread::park_timeout(Duration::from_millis(moment * 37 % 400));
        client.begin_again();
        begin(&mut client);
        if moment % 5 == 4 || moment + 1 == n_moments {
            let expected = fresh(&client.path(""), &text);
            client.diagnostics_that("a.md", 1, |it| told(it) == expected);
        }
    }
    assert!(client.path(".cache/backread/store").is_dir(), "something was kept");
    assert_eq!(client.unlooked(), Vec::<&Value>::new());
}
