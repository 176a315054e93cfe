//! Stands before the transport: takes the input apart into messages and passes on whole good ones.
//!
//! The transport behind it ends at the first malformed message; so nothing may get through that it cannot read. A bad
//! message becomes a request for [`FAULT`], which the service answers with the error, in order with all other answers.
//! The input ends after `exit`, whether stdin does or not.

#[cfg(test)]
mod tests;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tower_lsp::jsonrpc::{Request, Response};

/// The method that stands for a message that could not be read; its parameters are the code and the message.
pub(super) const FAULT: &str = "$/backread/fault";

const LENGTH: &[u8] = b"content-length:";
/// Longest message, in bytes of its body.
const MAX_BODY: usize = 64 << 20;
/// Longest header line, in bytes.
const MAX_LINE: usize = 8 << 10;

const PARSE_ERROR: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;
const METHOD_NOT_FOUND: i64 = -32601;

/// Passes messages on until the input ends, `exit` was passed on, or nobody takes them any more.
pub(super) async fn forward(mut input: impl AsyncRead + Unpin, mut messages: impl AsyncWrite + Unpin) {
    let mut frames = Frames::default();
    let mut chunk = vec![0; 1 << 16];
    loop {
        let Ok(len @ 1..) = input.read(&mut chunk).await else {
            return;
        };
        frames.push(chunk.get(..len).unwrap_or(&[]));
        while let Some(taken) = frames.take() {
            let message = taken.unwrap_or_else(Fault::into_message);
            let body = message.to_string();
            let head = format!("Content-Length: {}\r\n\r\n", body.len());
            if messages.write_all(head.as_bytes()).await.is_err() || messages.write_all(body.as_bytes()).await.is_err()
            {
                return;
            }
            if message.get("method").is_some_and(|it| it == "exit") {
                return;
            }
        }
    }
}

/// Why a message is not passed on, as JSON-RPC has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fault {
    code: i64,
    message: &'static str,
    id: Value,
}

impl Fault {
    pub(super) fn into_message(self) -> Value {
        let Fault { code, message, id } = self;
        json!({"jsonrpc": "2.0", "id": id, "method": FAULT, "params": {"code": code, "message": message}})
    }
}

/// Bytes as they came, and how far they were taken apart.
#[derive(Default)]
pub(super) struct Frames {
    bytes: Vec<u8>,
    at: usize,
    state: State,
}

enum State {
    /// Between messages, or inside a header.
    Header {
        length: Option<usize>,
        seen: bool,
    },
    Body(usize),
    /// After something that is no header: until the next `Content-Length`.
    Lost,
}

impl Default for State {
    fn default() -> State {
        State::Header { length: None, seen: false }
    }
}

impl Frames {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.at);
        self.at = 0;
        self.bytes.extend_from_slice(bytes);
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or(&[])
    }

    /// The next message that is whole, or what is the matter with it; `None` until more bytes come.
    pub(super) fn take(&mut self) -> Option<Result<Value, Fault>> {
        loop {
            match self.state {
                State::Header { length, seen } => {
                    let Some(len) = memchr::memchr(b'\n', self.rest()) else {
                        if self.rest().len() > MAX_LINE {
                            // NB: past its first byte, or it would be found again for ever.
                            self.at += 1;
                            return Some(self.lost("a header line without end"));
                        }
                        return None;
                    };
                    let line = self.rest().get(..len).unwrap_or(&[]).trim_ascii();
                    match header(line) {
                        Header::Length(length) => self.state = State::Header { length: Some(length), seen: true },
                        Header::Other => self.state = State::Header { length, seen: true },
                        Header::End if !seen => {}
                        Header::End => match length {
                            Some(length) if length <= MAX_BODY => self.state = State::Body(length),
                            Some(_) => {
                                self.at += len + 1;
                                return Some(self.lost("a message of more than 64 MB"));
                            }
                            None => {
                                self.at += len + 1;
                                return Some(self.lost("a header without Content-Length"));
                            }
                        },
                        Header::BadLength => {
                            self.at += len + 1;
                            return Some(self.lost("a Content-Length that is no number"));
                        }
                        // NB: the line is not passed over, since the next header may begin in the middle of it.
                        // But for its first byte: it may itself begin as a header does.
                        Header::Garbage => {
                            self.at += 1;
                            return Some(self.lost("bytes that belong to no message"));
                        }
                    }
                    self.at += len + 1;
                }
                State::Body(length) => {
                    let body = self.rest().get(..length)?;
                    let message = message(body);
                    // A length that is too great has swallowed the head of the next message.
                    let unread = message.as_ref().is_err_and(|it| it.code == PARSE_ERROR);
                    let next = if unread { find_head(body) } else { None };
                    self.at += next.unwrap_or(length);
                    self.state = State::default();
                    return Some(message);
                }
                State::Lost => match find_head(self.rest()) {
                    Some(found) => {
                        self.at += found;
                        self.state = State::default();
                    }
                    None => {
                        // Its beginning may be the end of what is here.
                        self.at = self.bytes.len().saturating_sub(LENGTH.len()).max(self.at);
                        return None;
                    }
                },
            }
        }
    }

    fn lost(&mut self, message: &'static str) -> Result<Value, Fault> {
        self.state = State::Lost;
        Err(Fault { code: PARSE_ERROR, message, id: Value::Null })
    }
}

/// Where the next header begins, in whatever case it is written.
fn find_head(bytes: &[u8]) -> Option<usize> {
    memchr::memchr2_iter(b'c', b'C', bytes).find(|it| {
        let head = bytes.get(*it..*it + LENGTH.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(LENGTH))
    })
}

enum Header {
    Length(usize),
    BadLength,
    /// `Content-Type` and whatever else is well formed.
    Other,
    End,
    Garbage,
}

fn header(line: &[u8]) -> Header {
    if line.is_empty() {
        return Header::End;
    }
    let parts = std::str::from_utf8(line).ok().and_then(|line| line.split_once(':'));
    match parts {
        Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
            value.trim().parse().map_or(Header::BadLength, Header::Length)
        }
        Some((name, _)) if name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-') => Header::Other,
        Some(_) | None => Header::Garbage,
    }
}

/// The body as a message that the transport is sure to read.
fn message(body: &[u8]) -> Result<Value, Fault> {
    let unread = Fault { code: PARSE_ERROR, message: "no JSON", id: Value::Null };
    let mut value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(_) => serde_json::from_slice(&with_whole_characters(body)).map_err(|_| unread)?,
    };
    // Emacs says `"params": null` where there are none, and the transport would refuse its `shutdown` for it.
    if let Some(members) = value.as_object_mut().filter(|it| it.get("params").is_some_and(Value::is_null)) {
        members.remove("params");
    }
    // NB: ours, and nobody else's.
    if value.get("method").is_some_and(|it| it == FAULT) {
        let id = value.get("id").cloned();
        return id.map_or(Ok(json!({"jsonrpc": "2.0", "method": "$/"})), |id| {
            Err(Fault { code: METHOD_NOT_FOUND, message: "Method not found", id })
        });
    }
    let is_answer = value.get("method").is_none() && Response::deserialize(&value).is_ok();
    let is_call = || value.get("method").is_some_and(Value::is_string) && Request::deserialize(&value).is_ok();
    if value.is_object() && (is_answer || is_call()) {
        return Ok(value);
    }
    let id = value.get("id").filter(|it| it.is_string() || it.is_i64()).cloned().unwrap_or(Value::Null);
    Err(Fault { code: INVALID_REQUEST, message: "no JSON-RPC 2.0 message", id })
}

/// The body with U+FFFD for each escape that is half a character: an editor that cut an emoji in two sends `\ud83d`
/// alone, and a refused edit would leave us with another text than the writer's. Counts the same in UTF-16.
/// Neovim sends the bytes of half a character as they are: each becomes U+001A, which counts as one in every encoding.
fn with_whole_characters(body: &[u8]) -> Vec<u8> {
    let mut readable = Vec::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        readable.extend_from_slice(chunk.valid().as_bytes());
        chunk.invalid().iter().for_each(|_| readable.extend_from_slice(b"\\u001a"));
    }
    let body = readable.as_slice();
    let unit = |at: usize| -> Option<u16> {
        let digits = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut whole = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(byte) = body.get(at) {
        let len = match (byte, unit(at)) {
            (b'\\', Some(0xD800..=0xDBFF)) if matches!(unit(at + 6), Some(0xDC00..=0xDFFF)) => 12,
            (b'\\', Some(0xD800..=0xDFFF)) => {
                whole.extend_from_slice(b"\\ufffd");
                at += 6;
                continue;
            }
            (b'\\', _) => 2,
            _ => 1,
        };
        whole.extend_from_slice(body.get(at..at + len).or(body.get(at..)).unwrap_or(&[]));
        at += len;
    }
    whole
}
