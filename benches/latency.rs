//! What a writer waits for: the built server over stdio, from an edit sent to the findings of that very version read.
//!
//! `cargo bench --bench latency` runs it; numbers after `--` are lengths of drafts to be measured instead of the usual
//! ones, in words. One character a change is typed in the middle of a draft, and each change waits for its answer, with
//! hold-back off: what is measured holds transport, JSON, splitting, reading, checking and publishing. The client takes
//! the whole answer off the pipe before the clock stops, and parses it afterwards. "processor" is what the server spent
//! on a change on all its threads: on a busy machine it says more than the clock.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench prints its figures, and ends where something is missing"
)]

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

mod made;

use made::prose;

/// Words of one source.
const SOURCE: usize = 600;

/// Words of a draft.
const DRAFTS: &[usize] = &[1_000, 5_000, 20_000];

const WARM_UP: usize = 100;
const KEYSTROKES: usize = 500;

/// What is typed over and over: names, figures, a date, a quotation, and slips that are taken back.
const TYPED: &str = " The council counted 4,312 homes in Alderby in 2019, and about 17 per cent of the lorries were moved \
                     by 3 March 2021. \u{201c}It is slow work, but it is the right work,\u{201d} said Edda Rask, the \
                     treasurer of Orrby. According to an official, nearly 900 passengers were lost.";

fn main() {
    let given: Vec<usize> = std::env::args().skip(1).filter_map(|it| it.parse().ok()).collect();
    let drafts = if given.is_empty() { DRAFTS } else { &given };
    println!("{KEYSTROKES} keystrokes a row, one at a time; ms from didChange sent to its publishDiagnostics read\n");
    println!("sources   words  findings     p50     p95     p99     max  processor");
    let mut about_sources = String::new();
    for n_sources in [100, 1_000] {
        measure(n_sources, drafts, &mut about_sources);
    }
    println!("\n{about_sources}");
}

fn measure(n_sources: usize, drafts: &[usize], report: &mut String) {
    let started = Instant::now();
    let mut server = Server::start(n_sources);
    let first = draft(0, 5_000, n_sources);
    server.open("first.md", &first);
    // What is said of a figure shows that the sources are there.
    while !server.publish("first.md", 1).1.iter().any(|it| it["code"] == "unsupported-figure") {}
    let _ = writeln!(report, "{n_sources} sources");
    let _ = writeln!(report, "  initialize to first findings of 5,000 words: {} ms", ms(started.elapsed()));
    server.close("first.md");

    let second = draft(1, 5_000, n_sources);
    let opened = Instant::now();
    server.open("second.md", &second);
    let (read, _) = server.publish("second.md", 1);
    let _ = writeln!(report, "  didOpen of another 5,000 words to its findings: {} ms", ms(read - opened));
    server.close("second.md");

    for (n, n_words) in drafts.iter().enumerate() {
        let name = format!("{n}.md");
        let text = draft(2 + n, *n_words, n_sources);
        server.open(&name, &text);
        let n_findings = server.publish(&name, 1).1.len();
        let before = server.processor_time();
        let mut times = server.type_into(&name, &text);
        let spent = before.zip(server.processor_time()).map(|(before, after)| after - before);
        let spent = spent.map_or("-".to_string(), |it| ms(it / (WARM_UP + KEYSTROKES) as u32));
        server.close(&name);
        times.sort_unstable();
        let at = |share: usize| ms(times[(times.len() * share / 100).min(times.len() - 1)]);
        let (p50, p95, p99, most) = (at(50), at(95), at(99), at(100));
        println!("{n_sources:>7}  {n_words:>6}  {n_findings:>8}  {p50:>6}  {p95:>6}  {p99:>6}  {most:>6}  {spent:>9}");
    }
    if let Some(peak) = server.peak() {
        let _ = writeln!(report, "  peak memory: {peak} MB");
    }
    server.leave();
}

fn ms(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}

/// Paragraphs of the sources, with one in twelve that no source has. Drafts of other numbers are of other paragraphs, so
/// that nothing that was read for one is known already for the next.
fn draft(number: usize, n_words: usize, n_sources: usize) -> String {
    let mut out = String::from("# The week\n\n");
    let mut words = 0;
    for n in 0.. {
        let own = n % 12 == 7;
        let seed = if own { 50_000 + number * 10_000 + n } else { (n * 7 + number * 13) % n_sources + 1 };
        let source = prose(seed as u64, SOURCE);
        let paragraphs: Vec<&str> = source.split_terminator("\n\n").collect();
        // The drafts of usual length never meet: each takes paragraphs of its own out of every source.
        let paragraph = paragraphs[(number * 2 + n / n_sources) % paragraphs.len()];
        out.push_str(paragraph);
        out.push_str("\n\n");
        words += paragraph.split_whitespace().count();
        if words >= n_words {
            break;
        }
    }
    out
}

struct Server {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    folder: TempDir,
}

impl Server {
    fn start(n_sources: usize) -> Server {
        let folder = TempDir::new().expect("a folder can be made");
        fs::create_dir(folder.path().join("sources")).expect("the folder can be made");
        for n in 0..n_sources {
            let path = folder.path().join(format!("sources/{n:04}.txt"));
            fs::write(path, prose(n as u64 + 1, SOURCE)).expect("the source can be written");
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_backread"))
            .args(["lsp", "--stdio"])
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let stdin = child.stdin.take().expect("stdin is piped");
        let stdout = BufReader::with_capacity(1 << 20, child.stdout.take().expect("stdout is piped"));
        let mut server = Server { child, stdin, stdout, folder };
        let root = format!("file://{}", server.folder.path().display());
        let params = json!({
            "processId": std::process::id(),
            "capabilities": {"textDocument": {"publishDiagnostics": {
                "relatedInformation": true, "versionSupport": true, "codeDescriptionSupport": true}}},
            "workspaceFolders": [{"uri": root, "name": "desk"}],
            "initializationOptions": {"holdBack": false},
        });
        server.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}));
        while server.message()["id"] != 1 {}
        server.notify("initialized", json!({}));
        server
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.stdin.write_all(frame.as_bytes()).and_then(|()| self.stdin.flush()).expect("the server reads");
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn frame(&mut self) -> Vec<u8> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.stdout.read_line(&mut line).expect("the server writes") > 0, "the server is gone");
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse().expect("a length");
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.stdout.read_exact(&mut body).expect("the server writes whole messages");
        body
    }

    fn message(&mut self) -> Value {
        serde_json::from_slice(&self.frame()).expect("the server writes JSON")
    }

    /// When the publish of a version had been read, and what it holds.
    fn publish(&mut self, name: &str, version: usize) -> (Instant, Vec<Value>) {
        let uri = self.uri(name);
        loop {
            let frame = self.frame();
            let read = Instant::now();
            let message: Value = serde_json::from_slice(&frame).expect("the server writes JSON");
            let params = &message["params"];
            if params["uri"] == uri && params["version"] == version {
                return (read, params["diagnostics"].as_array().cloned().unwrap_or_default());
            }
            // A request of the server's is answered, or it waits for it.
            if message.get("method").is_some() && message.get("id").is_some() {
                self.send(&json!({"jsonrpc": "2.0", "id": message["id"], "result": null}));
            }
        }
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}/{name}", self.folder.path().display())
    }

    fn open(&mut self, name: &str, text: &str) {
        let document = json!({"uri": self.uri(name), "languageId": "markdown", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn close(&mut self, name: &str) {
        let document = json!({"uri": self.uri(name)});
        self.notify("textDocument/didClose", json!({"textDocument": document}));
    }

    /// Types at the end of the paragraph in the middle; after each twelve letters three are taken back and typed again.
    fn type_into(&mut self, name: &str, text: &str) -> Vec<Duration> {
        let lines: Vec<&str> = text.split('\n').collect();
        let line = (0..lines.len()).skip(lines.len() / 2).find(|it| !lines[*it].is_empty()).expect("a paragraph");
        let mut column = lines[line].encode_utf16().count();
        let mut letters = TYPED.chars().cycle().enumerate();
        let mut taken: Vec<char> = Vec::new();
        let mut n_back = 0;
        let mut times = Vec::with_capacity(KEYSTROKES);
        for n in 0..WARM_UP + KEYSTROKES {
            let (end, letter) = if n_back > 0 {
                n_back -= 1;
                (column, None)
            } else if let Some(letter) = taken.pop() {
                (column, Some(letter))
            } else {
                let (at, letter) = letters.next().expect("they go on");
                if at % 12 == 11 {
                    n_back = 3;
                    let again = (at - 2) % TYPED.chars().count();
                    taken = TYPED.chars().cycle().skip(again).take(3).collect();
                    taken.reverse();
                }
                (column, Some(letter))
            };
            let start = if letter.is_none() { end - 1 } else { end };
            let range = json!({"start": {"line": line, "character": start}, "end": {"line": line, "character": end}});
            let change = json!({"range": range, "text": letter.map(String::from).unwrap_or_default()});
            let document = json!({"uri": self.uri(name), "version": n + 2});
            let params = json!({"textDocument": document, "contentChanges": [change]});
            let sent = Instant::now();
            self.notify("textDocument/didChange", params);
            let (read, _) = self.publish(name, n + 2);
            column = if letter.is_none() { start } else { end + 1 };
            if n >= WARM_UP {
                times.push(read - sent);
            }
        }
        times
    }

    /// What the server has spent of the processors so far; only Linux tells, in hundredths of a second.
    fn processor_time(&self) -> Option<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        let ticks = |idx: usize| fields.get(idx)?.parse::<u64>().ok();
        Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
    }

    /// The most memory that the server ever had, in MB; only Linux tells.
    fn peak(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
        Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024 / 1_000_000)
    }

    fn leave(mut self) {
        self.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}));
        while self.message()["id"] != 2 {}
        self.notify("exit", Value::Null);
        assert!(self.child.wait().expect("it can be waited for").success(), "it ends with 0");
    }
}
