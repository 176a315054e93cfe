//! Frames as clients send them, whole and broken; the bytes come in pieces of every size.

use super::{Frames, with_whole_characters};

fn framed(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

/// What comes out, one a line: the method or id of a message, or the code of a fault. Bytes come one at a time, as they
/// may.
#[track_caller]
fn check(input: &str, expected: &[&str]) {
    for step in [1, 7, input.len().max(1)] {
        let mut frames = Frames::default();
        let mut found = Vec::new();
        for bytes in input.as_bytes().chunks(step) {
            frames.push(bytes);
            while let Some(taken) = frames.take() {
                found.push(match taken {
                    Ok(message) => message.get("method").or(message.get("id")).unwrap().to_string(),
                    Err(fault) => format!("{} {}", fault.code, fault.id),
                });
            }
        }
        assert_eq!(found, expected, "in chunks of {step}");
    }
}

const GOOD: &str = r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#;

#[test]
fn whole_messages_pass() {
    let answer = r#"{"jsonrpc":"2.0","id":7,"result":null}"#;
    check(&[framed(GOOD), framed(answer), framed(GOOD)].concat(), &["\"initialized\"", "7", "\"initialized\""]);
}

#[test]
fn other_headers_and_cases_are_read() {
    let input = format!(
        "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: {}\r\n\r\n{GOOD}",
        GOOD.len()
    );
    check(&input, &["\"initialized\""]);
}

#[test]
fn malformed_json_costs_itself_alone() {
    check(&[framed("{\"jsonrpc\":"), framed(GOOD)].concat(), &["-32700 null", "\"initialized\""]);
}

#[test]
fn no_message_is_an_invalid_request() {
    check(&framed("[1,2]"), &["-32600 null"]);
    check(&framed("{}"), &["-32600 null"]);
    check(&framed(r#"{"jsonrpc":"1.0","method":"x","id":3}"#), &["-32600 3"]);
    check(&framed(r#"{"jsonrpc":"2.0","method":5,"id":"a"}"#), &["-32600 \"a\""]);
}

#[test]
fn a_length_that_is_too_short_costs_one_message() {
    let short = format!("Content-Length: 20\r\n\r\n{GOOD}");
    check(&[short, framed(GOOD)].concat(), &["-32700 null", "-32700 null", "\"initialized\""]);
}

#[test]
fn a_length_that_is_too_great_costs_one_message() {
    let great = format!("Content-Length: {}\r\n\r\n{GOOD}", GOOD.len() + 30);
    check(&[great, framed(GOOD), framed(GOOD)].concat(), &["-32700 null", "\"initialized\"", "\"initialized\""]);
}

#[test]
fn bad_headers_are_passed_over() {
    check(&["Content-Length: many\r\n\r\n{}".to_string(), framed(GOOD)].concat(), &["-32700 null", "\"initialized\""]);
    check(&["what is this\r\n".to_string(), framed(GOOD)].concat(), &["-32700 null", "\"initialized\""]);
    check(&["{garbage}".to_string(), framed(GOOD)].concat(), &["-32700 null", "\"initialized\""]);
    check(&["Content-Type: x\r\n\r\n{}\r\n".to_string(), framed(GOOD)].concat(), &["-32700 null", "\"initialized\""]);
}

#[test]
fn a_message_over_the_cap_is_refused() {
    let input = ["Content-Length: 99999999999\r\n\r\n{}".to_string(), framed(GOOD)].concat();
    check(&input, &["-32700 null", "\"initialized\""]);
}

#[test]
fn deep_nesting_is_refused() {
    let deep = format!(r#"{{"jsonrpc":"2.0","method":"x","params":{}{}}}"#, "[".repeat(200), "]".repeat(200));
    check(&[framed(&deep), framed(GOOD)].concat(), &["-32700 null", "\"initialized\""]);
}

#[test]
fn half_a_character_becomes_the_replacement_character() {
    let repaired = |body: &str| String::from_utf8(with_whole_characters(body.as_bytes())).unwrap();
    assert_eq!(repaired(r#""a\ud83d""#), r#""a\ufffd""#);
    assert_eq!(repaired(r#""\ude00b""#), r#""\ufffdb""#);
    assert_eq!(repaired(r#""\ud83d\ude00 \\ud83d""#), r#""\ud83d\ude00 \\ud83d""#);
}

#[test]
fn bytes_that_are_no_character_become_one_place_each() {
    let repaired = String::from_utf8(with_whole_characters(b"\"a\xf0\x9fb\xffc\"")).unwrap();
    assert_eq!(repaired, r#""a\u001a\u001ab\u001ac""#);
    let mut body = GOOD.as_bytes().to_vec();
    body.splice(GOOD.len() - 3.., *b"{\"text\":\"\xf0\x9f\"}}");
    let mut frames = Frames::default();
    frames.push(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    frames.push(&body);
    assert_eq!(frames.take().unwrap().unwrap()["params"]["text"], "\u{1a}\u{1a}");
}

#[test]
fn parameters_of_null_are_none() {
    let mut frames = Frames::default();
    frames.push(framed(r#"{"jsonrpc":"2.0","id":1,"method":"shutdown","params":null}"#).as_bytes());
    let message = frames.take().unwrap().unwrap();
    assert_eq!(message, serde_json::json!({"jsonrpc": "2.0", "id": 1, "method": "shutdown"}));
}

#[test]
fn a_broken_header_that_begins_as_a_good_one_is_one_fault() {
    for broken in [&b"Content-Length: 5\xe0\r\n"[..], &[b"Content-Length: 5".repeat(1_000), b"\r\n".to_vec()].concat()]
    {
        let mut frames = Frames::default();
        frames.push(broken);
        frames.push(framed(GOOD).as_bytes());
        let taken: Vec<bool> = std::iter::from_fn(|| frames.take()).take(2_000).map(|it| it.is_ok()).collect();
        assert!(taken.len() < 2_000, "it goes on for ever");
        assert_eq!(taken.last(), Some(&true));
    }
    // Too long for a header, and not at its end yet.
    let mut frames = Frames::default();
    frames.push(&[&b"Content-Length: "[..], &[b'1'; 9_000]].concat());
    assert!(frames.take().is_some_and(|it| it.is_err()));
    assert!(frames.take().is_none());
}
