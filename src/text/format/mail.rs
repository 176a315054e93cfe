//! Messages: what they say, and what is attached to them.
//!
//! What a message answers to is quoted in it, and is somebody else's words; its signature and what a legal office hangs
//! under it are nobody's. A page that a browser saved as one file is built like a message, and is read here as a page.

mod body;

use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{Apart, Decoded, Document, Member, Opened, Refused, open};
use crate::text::comment::FrontMatter;
use crate::text::{Format, Sort};

/// Messages and archives around a message that is read.
const DEEPEST: usize = 4;
/// Parts of a message. Messages attached to one another nest in the parser's result, which is taken down by recursion.
const MOST: usize = 400;

pub fn read(name: &str, bytes: &[u8], depth: usize, apart: Apart<'_>) -> Result<Opened, Refused> {
    if depth > DEEPEST {
        return Err(Refused::new("a message in too many others", "save it as a file of its own"));
    }
    let message = parse(bytes)?;
    let mut document = Document::new(name);
    document.front = front(&message);
    document.push(Sort::Heading, message.subject().unwrap_or(""));
    for (label, people) in [("From", message.from()), ("To", message.to()), ("Cc", message.cc())] {
        let people = people.map(named).unwrap_or_default();
        if !people.is_empty() {
            document.push(Sort::Aside, &format!("{label}: {}", people.join(", ")));
        }
    }
    let is_encrypted = |part: &MessagePart<'_>| {
        let kind = kind(part);
        kind == "multipart/encrypted" || kind.ends_with("pkcs7-mime")
    };
    if message.parts.iter().any(is_encrypted) {
        return Err(Refused::new("an encrypted message", "save what it says as text"));
    }
    let before = document.blocks.len();
    for part in message.text_body.iter().filter_map(|it| message.parts.get(*it as usize)) {
        match &part.body {
            PartType::Text(words) => body::plain(words, &mut document),
            PartType::Html(words) => body::html(words, &mut document),
            PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) | PartType::Multipart(_) => {}
        }
    }
    let is_empty = document.blocks.len() == before;
    let mut members = vec![Member { name: String::new(), opened: Ok(Opened::Document(Box::new(document))) }];
    for (n, part) in message.attachments().enumerate() {
        let Some(name) = file_name(part, n + 1) else { continue };
        let opened = match &part.body {
            PartType::Message(inner) if inner.parts.is_empty() => continue,
            PartType::Message(inner) => open(&name, inner.raw_message().to_vec(), depth + 1, apart),
            PartType::Text(words) | PartType::Html(words) => open(&name, words.as_bytes().to_vec(), depth + 1, apart),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => open(&name, bytes.to_vec(), depth + 1, apart),
            PartType::Multipart(_) => continue,
        };
        members.push(Member { name, opened });
    }
    if is_empty && members.len() == 1 {
        return Err(Refused::new("a message without words", "save what it says as text, or exclude it"));
    }
    // Two attachments of one name are told apart by their numbers.
    for idx in 1..members.len() {
        let name = members.get(idx).map(|it| it.name.clone()).unwrap_or_default();
        if members.iter().take(idx).any(|it| it.name == name)
            && let Some(it) = members.get_mut(idx)
        {
            it.name = format!("attachment {idx} {name}");
        }
    }
    Ok(Opened::Several(members))
}

/// A page that a browser saved with all that belongs to it in one file.
pub fn page(bytes: &[u8]) -> Result<Opened, Refused> {
    let message = parse(bytes)?;
    let page = message.parts.iter().find_map(|it| match &it.body {
        PartType::Html(words) => Some(words.to_string()),
        PartType::Text(_)
        | PartType::Binary(_)
        | PartType::InlineBinary(_)
        | PartType::Message(_)
        | PartType::Multipart(_) => None,
    });
    let Some(text) = page else { return Err(Refused::new("holds no page", "save the page as .html")) };
    Ok(Opened::Text(Decoded { text, lossless_utf8: false }, Format::Html))
}

fn parse(bytes: &[u8]) -> Result<Message<'_>, Refused> {
    let broken = || Refused::new("no message, whatever its name says", "save it again, or exclude it");
    let count = |what: &[u8]| memchr::memmem::find_iter(&bytes.to_ascii_lowercase(), what).count();
    if count(b"boundary") > MOST || count(b"content-type") > MOST * 4 {
        return Err(Refused::new("a message of too many parts", "save what it says as text"));
    }
    // NB: a parser of others' making: what makes it panic is a message that cannot be read, and no more.
    let parsed = std::panic::catch_unwind(|| MessageParser::default().parse(bytes));
    let message = parsed.map_err(|_| broken())?.ok_or_else(broken)?;
    let has_head = message.headers().len() >= 2 && (message.from().is_some() || message.subject().is_some());
    if has_head { Ok(message) } else { Err(broken()) }
}

fn front(message: &Message<'_>) -> FrontMatter {
    let sender = message.from().and_then(|it| it.first());
    let sender = sender.and_then(|it| it.name().or(it.address())).map(str::to_string);
    let date = message.date().map(|it| format!("{:04}-{:02}-{:02}", it.year, it.month, it.day));
    let words = |it: &str| Some(it.to_string());
    FrontMatter {
        title: message.subject().and_then(words),
        kind: Some("mail".to_string()),
        date,
        speakers: sender.into_iter().collect(),
        ..FrontMatter::default()
    }
}

/// As readers see them: names, and addresses of those without one.
fn named(address: &Address<'_>) -> Vec<String> {
    let one = |it: &mail_parser::Addr<'_>| match (it.name(), it.address()) {
        (Some(name), Some(address)) => Some(format!("{name} ({address})")),
        (name, address) => name.or(address).map(str::to_string),
    };
    match address {
        Address::List(all) => all.iter().filter_map(one).collect(),
        Address::Group(all) => all.iter().flat_map(|it| it.addresses.iter()).filter_map(one).collect(),
    }
}

/// "text/plain", in lower case.
fn kind(part: &MessagePart<'_>) -> String {
    let kind = part.content_type().map(|it| format!("{}/{}", it.ctype(), it.subtype().unwrap_or("")));
    kind.unwrap_or_default().to_ascii_lowercase()
}

/// The name that an attachment is shown under; nothing for pictures and seals.
fn file_name(part: &MessagePart<'_>, n: usize) -> Option<String> {
    let kind = kind(part);
    if kind.starts_with("image/")
        || kind.starts_with("audio/")
        || kind.starts_with("video/")
        || kind.contains("signature")
    {
        return None;
    }
    let given = part.attachment_name().unwrap_or("");
    let given = given.rsplit(['/', '\\']).next().unwrap_or("").trim_start_matches('.');
    let name: String = given.chars().filter(|it| !it.is_control()).collect();
    let is_message = matches!(part.body, PartType::Message(_));
    if is_message && !name.to_ascii_lowercase().ends_with(".eml") {
        return Some(if name.is_empty() { format!("message {n}.eml") } else { format!("{name}.eml") });
    }
    if !name.is_empty() {
        return Some(name);
    }
    let extension = match kind.as_str() {
        "text/html" => "html",
        "text/csv" => "csv",
        "text/calendar" => return None,
        "application/pdf" => "pdf",
        "application/zip" => "zip",
        "application/json" => "json",
        "text/xml" | "application/xml" => "xml",
        _ if kind.starts_with("text/") => "txt",
        _ => "bin",
    };
    Some(format!("attachment {n}.{extension}"))
}
