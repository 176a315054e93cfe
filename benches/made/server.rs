//! The built server over stdio, and what it costs the machine.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const WARM_UP: usize = 100;
pub const KEYSTROKES: usize = 500;

/// What is typed over and over: names, figures, a date, a quotation, and slips that are taken back.
const TYPED: &str = " The council counted 4,312 homes in Alderby in 2019, and about 17 per cent of the lorries were moved \
                     by 3 March 2021. \u{201c}It is slow work, but it is the right work,\u{201d} said Edda Rask, the \
                     treasurer of Orrby. According to an official, nearly 900 passengers were lost.";

pub fn ms(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}

/// A server with one folder, and its client's side.
pub struct Server {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    folder: PathBuf,
}

impl Server {
    /// `cache` is where its store lies.
    pub fn start(folder: &Path, cache: &Path) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_backread"))
            .args(["lsp", "--stdio"])
            .current_dir(folder)
            .env("XDG_CACHE_HOME", cache)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let stdin = child.stdin.take().expect("stdin is piped");
        let stdout = BufReader::with_capacity(1 << 20, child.stdout.take().expect("stdout is piped"));
        let mut server = Server { child, stdin, stdout, folder: folder.to_path_buf() };
        let root = format!("file://{}", server.folder.display());
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

    pub fn notify(&mut self, method: &str, params: Value) {
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
    pub fn publish(&mut self, name: &str, version: usize) -> (Instant, Vec<Value>) {
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
        format!("file://{}/{name}", self.folder.display())
    }

    pub fn open(&mut self, name: &str, text: &str) {
        let document = json!({"uri": self.uri(name), "languageId": "markdown", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    pub fn close(&mut self, name: &str) {
        let document = json!({"uri": self.uri(name)});
        self.notify("textDocument/didClose", json!({"textDocument": document}));
    }

    /// Types at the end of the paragraph in the middle; after each twelve letters three are taken back and typed again.
    pub fn type_into(&mut self, name: &str, text: &str) -> Vec<Duration> {
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
    pub fn processor_time(&self) -> Option<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        let ticks = |idx: usize| fields.get(idx)?.parse::<u64>().ok();
        Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
    }

    /// What a keystroke has cost the processors, in ms.
    pub fn spent(&self, before: Option<Duration>) -> String {
        let spent = before.zip(self.processor_time()).map(|(before, after)| after - before);
        spent.map_or("-".to_string(), |it| ms(it / (WARM_UP + KEYSTROKES) as u32))
    }

    /// A line of what Linux tells of the process' memory, in MB: "VmHWM", "RssAnon", "RssShmem", "RssFile".
    pub fn memory(&self, line: &str) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let found = status.lines().find_map(|it| it.strip_prefix(line)?.strip_prefix(':'))?;
        Some(found.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024 / 1_000_000)
    }

    pub fn leave(mut self) {
        self.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}));
        while self.message()["id"] != 2 {}
        self.notify("exit", Value::Null);
        assert!(self.child.wait().expect("it can be waited for").success(), "it ends with 0");
    }
}
