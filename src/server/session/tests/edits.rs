//! Random edits: what any sequence of them leaves is the client's own text, and what a fresh engine finds in it.

use std::path::Path;

use serde_json::{Value, json};

use super::{ALTERED, Bench, SOURCE};
use crate::engine::desk::{Desk, Overrides};
use crate::text::buffer::{Buffer, Encoding};
use crate::text::{Format, TextId};

const PIECES: &[&str] = &[
    "a",
    "7",
    "The harbour at Ostermole moved 415,000 containers in 2031. ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "\u{1f600}",
    "e\u{301}",
    "An envoy said the talks were over. ",
    ALTERED,
    "kiln",
    "\u{201c}",
    ".",
    "# ",
    "<!-- stet altered-quote: as he has it -->\n",
];

struct Random(u64);

impl Random {
    fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// One change of a message, and the text after it.
fn change(random: &mut Random, text: &mut String, earlier: &[String]) -> Value {
    let kind = random.below(100);
    // Undone: an earlier text comes back by one edit of the whole, or as the whole.
    if kind < 4 && !earlier.is_empty() {
        let back = earlier.get(random.below(earlier.len())).cloned().unwrap_or_default();
        let end = Buffer::new(text).position(text.len(), Encoding::Utf16);
        *text = back.clone();
        if kind < 2 {
            return json!({"text": back});
        }
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": end.line, "character": end.column}});
        return json!({"range": range, "text": back});
    }
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let from = random.below(starts.len());
    // What swells is cut back, so that the text stays of one size.
    let n_cut = match kind {
        _ if text.len() > 2_000 => random.below(600),
        0..40 => random.below(30),
        _ => 0,
    };
    let piece = if kind < 20 { "" } else { PIECES[random.below(PIECES.len())] };
    let buffer = Buffer::new(text);
    let at = |idx: usize| buffer.position(starts[idx.min(starts.len() - 1)], Encoding::Utf16);
    let (start, end) = (at(from), at(from + n_cut));
    // A place inside a line break is before it: the same for both sides.
    let back = |position| buffer.offset(position, Encoding::Utf16).expect("the place is in the text");
    let range = json!({"start": {"line": start.line, "character": start.column},
        "end": {"line": end.line, "character": end.column}});
    text.replace_range(back(start)..back(end), piece);
    json!({"range": range, "text": piece})
}

fn fresh(bench: &Bench, text: &str) -> Vec<String> {
    let overrides = Overrides { working: bench.path(""), ..Overrides::default() };
    let mut desk = Desk::open(Path::new(&bench.path("a.md")), &overrides).expect("the desk opens");
    let id = TextId(7);
    desk.engine.open(id, "a.md", text.to_string(), Format::Markdown);
    desk.engine.settle(id);
    desk.engine.findings(id).iter().map(|it| format!("{it:?}")).collect()
}

fn kept(bench: &Bench) -> (String, Vec<String>) {
    let draft = bench.session.drafts.values().next().expect("the draft is open");
    let desk = draft.desk.and_then(|it| bench.session.desks.get(&it)).expect("it has a desk");
    (draft.buffer.to_string(), desk.engine.findings(draft.id).iter().map(|it| format!("{it:?}")).collect())
}

#[test]
fn random_edits_leave_the_clients_text_and_what_a_fresh_engine_finds() {
    let n_edits = if std::env::var_os("BACKREAD_SLOW").is_some() { 10_000 } else { 1_000 };
    let port = "The harbour at Ostermole moved 412,000 containers in 2031.\n";
    let mut bench = Bench::new(&[("sources/mayor.md", SOURCE), ("sources/port.md", port)], json!({"holdBack": false}));
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let mut text = format!("{ALTERED}\nThe kiln is cold.\n");
    bench.open("a.md", 1, &text);
    bench.run_until_idle();
    let mut earlier: Vec<String> = Vec::new();
    let mut n_found = 0;
    for n in 0..n_edits {
        if random.below(10) == 0 {
            earlier.push(text.clone());
        }
        let n_changes = if random.below(5) == 0 { 1 + random.below(4) } else { 1 };
        let changes: Vec<Value> = (0..n_changes).map(|_| change(&mut random, &mut text, &earlier)).collect();
        bench.changes("a.md", 2 + n, Value::Array(changes));
        // Some come in the middle of the work on the one before, some before it is begun.
        for _ in 0..random.below(4) {
            bench.session.step();
        }
        if n % 10 == 9 {
            bench.settle();
        }
        let buffer = &bench.session.drafts.values().next().expect("no edit drops the draft").buffer;
        assert_eq!(buffer.to_string(), text, "after edit {n}");
        if n % 100 == 99 {
            let (kept, found) = kept(&bench);
            assert_eq!(kept, text);
            assert_eq!(found, fresh(&bench, &text), "after edit {n} in {text:?}");
            n_found += found.len();
        }
    }
    assert!(n_found > n_edits as usize / 100, "too little to compare: {n_found}");
}

#[test]
fn the_draft_that_is_edited_does_not_wait_until_all_others_are_checked_again() {
    let mut bench = Bench::plain();
    let names: Vec<String> = (0..20).map(|it| format!("{it:02}.md")).collect();
    for name in &names {
        bench.open(name, 1, ALTERED);
    }
    bench.run_until_idle();
    bench.sent();
    bench.write("sources/mayor.md", &SOURCE.replace("before", "after"));
    bench.happened(&["sources/mayor.md"]);
    let read = bench.jobs.try_recv().unwrap().run().unwrap();
    bench.feed(read);
    bench.change("07.md", 2, [0, 0, 0, 0], "On. ");
    // No more than its own paragraphs are worked on before it is sent.
    let mut sent = String::new();
    while sent.is_empty() {
        assert!(bench.session.step());
        sent = bench.sent();
    }
    assert_eq!(sent, "07.md 2");
    bench.settle();
    assert_eq!(bench.sent().matches(".md 1\n").count(), names.len() - 1);
}

#[test]
fn a_draft_that_is_closed_costs_the_others_nothing() {
    let mut bench = Bench::plain();
    bench.write("sources/minutes.pdf", "%PDF-1.7 and then nothing");
    for name in ["a.md", "b.md", "c.md"] {
        bench.open(name, 1, "The kiln is cold.\n");
    }
    bench.run_until_idle();
    bench.sent();
    // What its first line told of is told in the next one's alone.
    for (closed, expected) in [("c.md", "c.md -"), ("a.md", "a.md -\nb.md 1\n  0:0-0:0 - sources/minutes.pdf")] {
        bench.close(closed);
        bench.settle();
        let sent = bench.sent();
        assert!(
            sent.starts_with(expected) && sent.matches(".md ").count() == expected.matches(".md ").count(),
            "{sent}"
        );
    }
}
