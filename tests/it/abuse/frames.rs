//! Bytes that are no frames, or hold what is no message.

use serde_json::{Value, json};

use super::{SOURCES, answers, start};
use crate::support::Client;

/// How an error is answered: code and id.
fn error(code: i64, id: Value) -> impl Fn(&Value) -> bool {
    move |it| it["error"]["code"] == code && it["id"] == id
}

fn framed(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

/// Sends each, and after each a request, which must be answered; what was wrong is told once.
#[track_caller]
fn survives(bad: &[(&str, Vec<u8>, Option<i64>)]) {
    let mut client = start(SOURCES);
    for (what, bytes, code) in bad {
        client.send_bytes(bytes);
        let hover = client.hover("a.md", 0, 0);
        assert_eq!(hover, Value::Null, "after {what}");
        if let Some(code) = code {
            client.wait_for(error(*code, Value::Null));
        }
        assert_eq!(client.unlooked(), Vec::<&Value>::new(), "after {what}");
    }
    answers(&mut client, "a.md");
}

const LOST: Option<i64> = Some(-32700);
const REFUSED: Option<i64> = Some(-32600);

#[test]
fn headers_that_are_none_cost_themselves_alone() {
    let header = |text: &str| text.as_bytes().to_vec();
    let good = r#"{"jsonrpc":"2.0","method":"$/x"}"#;
    let n = good.len();
    survives(&[
        ("no length", header("Content-Type: text/plain\r\n\r\n"), LOST),
        ("a negative length", header("Content-Length: -5\r\n\r\n"), LOST),
        ("a huge length", header("Content-Length: 18446744073709551615\r\n\r\n"), LOST),
        ("a length past 64 bits", header("Content-Length: 99999999999999999999999\r\n\r\n"), LOST),
        ("a length with a fraction", header("Content-Length: 5.5\r\n\r\n"), LOST),
        ("a length that is a word", header("Content-Length: five\r\n\r\n"), LOST),
        ("no length at all", header("Content-Length:\r\n\r\n"), LOST),
        ("a length of zero", header("Content-Length: 0\r\n\r\n"), LOST),
        ("two lengths", header(&format!("Content-Length: 7\r\nContent-Length: {n}\r\n\r\n{good}")), None),
        ("line feeds alone", header(&format!("Content-Length: {n}\n\n{good}")), None),
        ("other headers", header(&format!("X-One: 1\r\nContent-Length: {n}\r\nX-Two: a: b\r\n\r\n{good}")), None),
        ("lower case", header(&format!("content-length: {n}\r\n\r\n{good}")), None),
        ("no space", header(&format!("Content-Length:{n}\r\n\r\n{good}")), None),
        ("empty lines before it", header(&format!("\r\n\n\r\nContent-Length: {n}\r\n\r\n{good}")), None),
        (
            "a header of a megabyte",
            [b"Content-Length: ".to_vec(), vec![b'1'; 1 << 20], header("\r\n\r\n")].concat(),
            LOST,
        ),
        ("words", header("hello, is there anybody?\r\n\r\n"), LOST),
        ("bytes of nothing", vec![0; 4096], LOST),
        ("bytes that are no text", (0..=255_u8).rev().collect(), LOST),
        ("JSON without a header", header(good), LOST),
        ("a request of another protocol", header("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), LOST),
    ]);
}

#[test]
fn bodies_that_are_no_messages_are_refused() {
    let open = |text: &str| {
        framed(format!(r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{"uri":"untitled:x","languageId":"markdown","version":1,"text":"{text}"}}}}}}"#).as_bytes())
    };
    survives(&[
        ("no JSON", framed(b"hello"), LOST),
        ("half of a message", framed(br#"{"jsonrpc":"2.0","method":"#), LOST),
        ("nothing but spaces", framed(b"    "), LOST),
        ("not UTF-8", framed(b"\xff\xfe{\x00}\x00"), LOST),
        ("a byte order mark", framed(b"\xef\xbb\xbf{\"jsonrpc\":\"2.0\",\"method\":\"$/x\"}"), LOST),
        ("an empty batch", framed(b"[]"), REFUSED),
        (
            "a batch",
            framed(br#"[{"jsonrpc":"2.0","id":1,"method":"shutdown"},{"jsonrpc":"2.0","method":"exit"}]"#),
            REFUSED,
        ),
        ("a number", framed(b"5"), REFUSED),
        ("null", framed(b"null"), REFUSED),
        ("a string", framed(br#""exit""#), REFUSED),
        ("an empty object", framed(b"{}"), REFUSED),
        ("no version", framed(br#"{"method":"exit"}"#), REFUSED),
        ("another version", framed(br#"{"jsonrpc":"1.0","method":"exit"}"#), REFUSED),
        ("a method that is none", framed(br#"{"jsonrpc":"2.0","method":{"a":1}}"#), REFUSED),
        (
            "parameters that are none",
            framed(br#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":"now"}"#),
            None,
        ),
        ("nested too deep", framed(format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)).as_bytes()), LOST),
        (
            "objects nested too deep",
            framed(format!("{}1{}", r#"{"a":"#.repeat(5_000), "}".repeat(5_000)).as_bytes()),
            LOST,
        ),
        ("half a character, escaped", open(r"a\ud83d b\ude00 \udc00\ud800"), None),
        (
            "half a character, as bytes",
            {
                let mut bytes = open("a__b");
                let at = bytes.windows(2).position(|it| it == b"__").expect("it is there");
                bytes.splice(at..at + 2, *b"\xf0\x9f");
                bytes
            },
            None,
        ),
        ("a broken escape", open(r"a\u12"), LOST),
    ]);
    // The rest of the message is bytes that belong to none: told twice.
    let mut client = start(SOURCES);
    client.send_bytes(b"Content-Length: 3\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"$/x\"}");
    answers(&mut client, "a.md");
    client.wait_for(error(-32700, Value::Null));
    client.wait_for(error(-32700, Value::Null));
}

#[test]
fn after_garbage_a_header_in_lower_case_is_found_again() {
    let mut client = start(SOURCES);
    client.send_bytes(b"garbage\r\n");
    client.wait_for(error(-32700, Value::Null));
    let body = json!({"jsonrpc": "2.0", "id": "low", "method": "no/such"}).to_string();
    client.send_bytes(format!("content-length: {}\r\n\r\n{body}", body.len()).as_bytes());
    client.wait_for(error(-32601, json!("low")));
}

#[test]
fn frames_that_come_a_byte_at_a_time_are_read() {
    let mut client = start(SOURCES);
    for byte in framed(br#"{"jsonrpc":"2.0","id":"slow","method":"no/such"}"#) {
        client.send_bytes(&[byte]);
    }
    client.wait_for(error(-32601, json!("slow")));
}

#[test]
fn the_end_of_input_in_the_middle_of_anything_ends_the_process() {
    for bytes in [
        &b"Content-Len"[..],
        b"Content-Length: 50\r\n",
        b"Content-Length: 50\r\n\r\n",
        b"Content-Length: 50\r\n\r\n{\"jsonrpc\":",
        b"garbage",
        b"",
    ] {
        let mut client = Client::spawn(SOURCES);
        client.send_bytes(bytes);
        client.close_stdin();
        assert_eq!(client.ended(), Some(1), "after {}", String::from_utf8_lossy(bytes));
        let fault = |it: &Value| it["error"]["code"] == -32700;
        if bytes == b"garbage" && client.has(fault) {
            client.wait_for(fault);
        }
    }
}
