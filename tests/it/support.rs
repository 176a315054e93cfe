//! A client for the built server: frames in and out, and a time limit on everything that is waited for.
//!
//! Dropping it says `shutdown` and `exit` while stdin stays open, and requires the process to end with 0. A message that
//! no test looked at fails the test: an answer, an error in the log, a request. Versions that go down fail at once.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, OnceLock};
use std::thread::Thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Longer than anything takes on a busy machine; a test that waits for it has failed.
fn limit() -> Duration {
    Duration::from_secs(if std::env::var_os("BACKREAD_SLOW").is_some() { 240 } else { 30 })
}

/// An archive of some files.
pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a file is begun");
        writer.write_all(bytes).expect("a file is packed");
    }
    writer.finish().expect("the archive is closed").into_inner()
}

/// Whether the server is listened to.
#[derive(Default)]
struct Ears {
    are_closed: AtomicBool,
    are_off: AtomicBool,
    reader: OnceLock<Thread>,
}

impl Ears {
    fn wake(&self) {
        self.reader.get().into_iter().for_each(Thread::unpark);
    }

    /// Waits until they are open; `false` where they are off for good.
    fn listen(&self) -> bool {
        while self.are_closed.load(Ordering::Relaxed) && !self.are_off.load(Ordering::Relaxed) {
            std::thread::park();
        }
        !self.are_off.load(Ordering::Relaxed)
    }
}

/// Puts files into a folder.
pub fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("the file lies in a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }
}

/// The server over a folder, and a thread that reads what it writes.
fn begin(mut program: Command, folder: &Path, ears: &Arc<Ears>) -> (Child, Option<ChildStdin>, Receiver<Value>) {
    let log = fs::OpenOptions::new().append(true).create(true).open(folder.join(LOG));
    let mut child = program
        .args(["lsp", "--stdio"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(log.expect("the log can be made"))
        .spawn()
        .expect("the server starts");
    let stdin = child.stdin.take();
    let stdout = child.stdout.take().expect("stdout is piped");
    let (sender, messages) = channel();
    let listening = Arc::clone(ears);
    let reader = std::thread::spawn(move || {
        let mut stdout = BufReader::new(stdout);
        while listening.listen()
            && let Some(message) = read(&mut stdout)
        {
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    ears.reader.get_or_init(|| reader.thread().clone());
    (child, stdin, messages)
}

/// What the server writes to stderr.
const LOG: &str = ".log";

pub struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Value>,
    ears: Arc<Ears>,
    /// Came, and was not looked at yet.
    waiting: Vec<Value>,
    /// All that ever came.
    heard: String,
    /// By draft, the version last published.
    versions: BTreeMap<String, i64>,
    next_id: i64,
    folder: TempDir,
    is_over: bool,
}

impl Client {
    /// The server's process alone, over a folder with these files.
    pub fn spawn(files: &[(&str, &str)]) -> Client {
        Client::spawn_with(files, &[])
    }

    /// The same with some variables of its surroundings.
    pub fn spawn_with(files: &[(&str, &str)], variables: &[(&str, &str)]) -> Client {
        Client::spawn_by(Command::new(env!("CARGO_BIN_EXE_backread")), files, variables)
    }

    /// The same by a program that is or starts the server.
    pub fn spawn_by(mut program: Command, files: &[(&str, &str)], variables: &[(&str, &str)]) -> Client {
        let folder = TempDir::new().expect("a folder can be made");
        write(folder.path(), files);
        program.env("XDG_CACHE_HOME", folder.path().join(".cache")).envs(variables.iter().copied());
        let ears = Arc::new(Ears::default());
        let (child, stdin, messages) = begin(program, folder.path(), &ears);
        let (waiting, heard, versions) = (Vec::new(), String::new(), BTreeMap::new());
        Client { child, stdin, messages, ears, waiting, heard, versions, next_id: 0, folder, is_over: false }
    }

    /// Kills it, and starts another one over the same folder.
    pub fn begin_again(&mut self) {
        self.kill();
        self.ears = Arc::new(Ears::default());
        let mut program = Command::new(env!("CARGO_BIN_EXE_backread"));
        program.env("XDG_CACHE_HOME", self.path(".cache"));
        (self.child, self.stdin, self.messages) = begin(program, self.folder.path(), &self.ears);
        self.waiting.clear();
        self.versions.clear();
        self.is_over = false;
    }

    /// Reads nothing more of what the server writes, until it hears again.
    pub fn stop_hearing(&self) {
        self.ears.are_closed.store(true, Ordering::Relaxed);
    }

    pub fn hear_again(&self) {
        self.ears.are_closed.store(false, Ordering::Relaxed);
        self.ears.wake();
    }

    /// Its ends of the pipes are closed, as when the client has died.
    pub fn hang_up(&mut self) {
        self.stdin = None;
        self.ears.are_off.store(true, Ordering::Relaxed);
        self.ears.wake();
    }

    /// The server, initialized by a client that takes everything.
    pub fn start(files: &[(&str, &str)], options: Value) -> Client {
        let mut client = Client::spawn(files);
        client.initialize(json!(["utf-16"]), options);
        client
    }

    pub fn initialize(&mut self, encodings: Value, options: Value) -> Value {
        self.initialize_with(encodings, options, json!({}))
    }

    /// The same by a client that takes more of texts.
    pub fn initialize_with(&mut self, encodings: Value, options: Value, more: Value) -> Value {
        let mut text = json!({
            "publishDiagnostics": {"relatedInformation": true, "versionSupport": true, "codeDescriptionSupport": true},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
        });
        if let (Value::Object(text), Value::Object(more)) = (&mut text, more) {
            text.extend(more);
        }
        let root = format!("file://{}", self.folder.path().display());
        let answer = self.request(
            "initialize",
            json!({
                "processId": std::process::id(),
                "capabilities": {"general": {"positionEncodings": encodings}, "textDocument": text},
                "workspaceFolders": [{"uri": root, "name": "desk"}],
                "initializationOptions": options,
            }),
        );
        self.notify("initialized", json!({}));
        answer["result"].clone()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// All that the server has logged: to its stderr, and to the client.
    pub fn logged(&self) -> String {
        let to_client = self.waiting.iter().filter(|it| it["method"] == "window/logMessage").map(ToString::to_string);
        to_client.chain(fs::read_to_string(self.path(LOG))).collect()
    }

    /// All that the server ever said, to the client and to its stderr.
    pub fn all_said(&self) -> String {
        format!("{}{}", self.heard, fs::read_to_string(self.path(LOG)).unwrap_or_default())
    }

    pub fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    pub fn send_bytes(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().expect("stdin is open");
        stdin.write_all(bytes).and_then(|()| stdin.flush()).expect("the server reads");
    }

    pub fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Sends to a server that may be gone.
    pub fn try_send(&mut self, message: &Value) {
        let body = message.to_string();
        let bytes = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let _ = self.stdin.as_mut().map(|it| it.write_all(bytes.as_bytes()));
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request and does not wait for the answer.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params}));
        self.next_id
    }

    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.answer(id)
    }

    #[track_caller]
    pub fn answer(&mut self, id: i64) -> Value {
        self.wait_for(|it| it["id"] == id && it.get("method").is_none())
    }

    #[track_caller]
    pub fn wait_for(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + limit();
        loop {
            if let Some(idx) = self.waiting.iter().position(&is_it) {
                return self.waiting.remove(idx);
            }
            match self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(message) => self.take_in(message),
                Err(error) => panic!("{error}; what came: {:?}", self.waiting),
            }
        }
    }

    /// Whether a message has come that nobody has looked at yet.
    pub fn has(&mut self, is_it: impl Fn(&Value) -> bool) -> bool {
        while let Ok(message) = self.messages.try_recv() {
            self.take_in(message);
        }
        self.waiting.iter().any(is_it)
    }

    /// How many messages have come that nobody has looked at yet.
    pub fn count(&mut self, is_one: impl Fn(&Value) -> bool) -> usize {
        self.has(|_| false);
        self.waiting.iter().filter(|it| is_one(it)).count()
    }

    fn take_in(&mut self, message: Value) {
        self.heard += &format!("{message}\n");
        if message["method"] == "textDocument/publishDiagnostics"
            && let Some(version) = message["params"]["version"].as_i64()
        {
            let uri = message["params"]["uri"].as_str().expect("a publish names its draft").to_string();
            let before = self.versions.insert(uri, version);
            assert!(before.is_none_or(|it| it <= version), "version {version} was published after {before:?}");
        }
        self.waiting.push(message);
    }

    pub fn open(&mut self, name: &str, version: i64, text: &str) {
        let uri = self.uri(name);
        self.versions.remove(&uri);
        let document = json!({"uri": uri, "languageId": "markdown", "version": version, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// One change: from line and column to line and column.
    pub fn change(&mut self, name: &str, version: i64, range: [u32; 4], text: &str) {
        let [line, column, end_line, end_column] = range;
        let range = json!({"start": {"line": line, "character": column},
            "end": {"line": end_line, "character": end_column}});
        let params = json!({"textDocument": {"uri": self.uri(name), "version": version},
            "contentChanges": [{"range": range, "text": text}]});
        self.notify("textDocument/didChange", params);
    }

    pub fn close(&mut self, name: &str) {
        let uri = self.uri(name);
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }

    /// The diagnostics of the first publish for a version.
    #[track_caller]
    pub fn diagnostics(&mut self, name: &str, version: i64) -> Vec<Value> {
        self.diagnostics_that(name, version, |_| true)
    }

    /// The same, of a publish that is to hold something.
    #[track_caller]
    pub fn diagnostics_that(&mut self, name: &str, version: i64, hold: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let uri = self.uri(name);
        let list = |it: &Value| it["params"]["diagnostics"].as_array().cloned().unwrap_or_default();
        let found = self.wait_for(|it| {
            it["method"] == "textDocument/publishDiagnostics"
                && it["params"]["uri"] == *uri
                && it["params"]["version"] == version
                && hold(&list(it))
        });
        list(&found)
    }

    pub fn hover(&mut self, name: &str, line: u32, column: u32) -> Value {
        let params = self.at(name, line, column);
        self.request("textDocument/hover", params)["result"].clone()
    }

    pub fn at(&self, name: &str, line: u32, column: u32) -> Value {
        json!({"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": column}})
    }

    pub fn close_stdin(&mut self) {
        self.stdin = None;
    }

    /// Waits until the process has ended; gives its exit status.
    #[track_caller]
    pub fn ended(&mut self) -> Option<i32> {
        self.is_over = true;
        let until = Instant::now() + limit();
        loop {
            match self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(message) => self.take_in(message),
                // Its stdout is closed: it ends now.
                Err(RecvTimeoutError::Disconnected) => return self.gone(),
                Err(RecvTimeoutError::Timeout) => {
                    let _ = self.child.kill();
                    panic!("the server is still there");
                }
            }
        }
    }

    /// The same of one that nobody listens to.
    #[track_caller]
    pub fn gone(&mut self) -> Option<i32> {
        self.is_over = true;
        let until = Instant::now() + limit();
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                return status.code();
            }
            std::thread::park_timeout(Duration::from_millis(5));
        }
        let _ = self.child.kill();
        panic!("the server is still there");
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn kill(&mut self) {
        self.is_over = true;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// What came is no matter.
    pub fn look_at_all(&mut self) {
        self.waiting.clear();
    }

    /// What came and nobody looked at, publishes and information aside.
    pub fn unlooked(&self) -> Vec<&Value> {
        let is_expected = |it: &&Value| {
            let is_information = it["method"] == "window/logMessage" && it["params"]["type"].as_i64() > Some(2);
            it["method"] == "textDocument/publishDiagnostics" || is_information
        };
        self.waiting.iter().filter(|it| !is_expected(it)).collect()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.child.kill();
            let _ = self.child.wait();
            return;
        }
        if !self.is_over {
            self.request("shutdown", Value::Null);
            self.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
            assert_eq!(self.ended(), Some(0), "after shutdown and exit, with stdin open");
        }
        let unlooked = self.unlooked();
        assert!(unlooked.is_empty(), "nobody looked at {unlooked:?}");
    }
}

fn read(stdout: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stdout.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    stdout.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("the server writes JSON"))
}
