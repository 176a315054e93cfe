//! HTML entities: where one stands, and the characters that it stands for.
//!
//! The usual ones are known here; all others go through html5gum and its table, one at a time, so that each can be
//! mapped to its own bytes.

use std::convert::Infallible;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

/// The entity at the head of the text, as its length and what it stands for.
pub(in crate::text) fn entity(text: &str) -> Option<(usize, String)> {
    let body = text.bytes().skip(1).take(40).take_while(|it| it.is_ascii_alphanumeric() || *it == b'#').count();
    if body == 0 {
        return None;
    }
    let len = 1 + body + usize::from(text.as_bytes().get(body + 1) == Some(&b';'));
    let written = text.get(..len)?;
    let decoded = match written {
        "&amp;" => "&".to_string(),
        "&nbsp;" | "&#160;" => "\u{a0}".to_string(),
        "&quot;" | "&#34;" => "\"".to_string(),
        "&apos;" | "&#39;" | "&#x27;" => "'".to_string(),
        "&rsquo;" | "&#8217;" => "’".to_string(),
        "&lsquo;" | "&#8216;" => "‘".to_string(),
        "&rdquo;" | "&#8221;" => "”".to_string(),
        "&ldquo;" | "&#8220;" => "“".to_string(),
        "&ndash;" | "&#8211;" => "–".to_string(),
        "&mdash;" | "&#8212;" => "—".to_string(),
        _ => decode(written),
    };
    (decoded != written).then_some((len, decoded))
}

/// Entities by html5gum's own table.
fn decode(written: &str) -> String {
    let mut decoded = String::new();
    let emitter = CallbackEmitter::<_, Infallible, usize>::new(
        |event: CallbackEvent<'_>, _: html5gum::Span<usize>| -> Option<Infallible> {
            if let CallbackEvent::String { value } = event {
                decoded.push_str(&String::from_utf8_lossy(value));
            }
            None
        },
    );
    let _done = Tokenizer::new_with_emitter(written, emitter).finish();
    decoded
}

/// Entities decoded and white space squeezed, for a title.
pub(super) fn decode_all(words: &str) -> String {
    let words = if words.contains('&') { decode(&words.replace('<', "&lt;")) } else { words.to_string() };
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
