//! What is shown of words that mean harm: scripts, links, escape sequences, marks that turn a line around, and lines that
//! a reader of reports takes for its own. A draft, a source, the name of a file and a configuration may hold all of them.

use std::fs;
use std::path::Path;
use std::process::Command;

use backread::text::visible::acts;
use html5gum::{DefaultEmitter, Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag};
use quick_xml::Reader;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::Client;

/// In the midst of a sentence, where nothing is taken out of a plain text.
const HARM: &str = "<script>alert(7)</script>\"><img src=x onerror=alert(7)> <a href='javascript:alert(7)'> \
    ![p](https://evil.example/p.png) [c](command:evil) <https://evil.example/a> https://evil.example/b www.evil.example \
    &lt;script&gt; \u{1b}[35;8m\u{1b}]0;title\u{7} \u{9b}31m \u{202e}dlo\u{2066} ::error::planted ##[error]planted \
    %0A::error::planted ]]> --> | `x` *b*";

const FORMATS: [&str; 9] = ["pretty", "concise", "json", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson"];

/// A name that a file may have on systems that leave it to the user.
#[cfg(unix)]
const NAME: &str = "<img src=x onerror=alert(7)>\u{1b}[35;8m\u{202e}\n::error::planted\n![p](command:evil).txt";
#[cfg(not(unix))]
const NAME: &str = "log.txt";

fn texts() -> (String, String) {
    let text = |n: u32| {
        format!(
            "The quay of Orrin took {n} crates in May {HARM}.\n\n\
             “The quay took {n} crates {HARM} and no more of them,” said Mira Holt {HARM}.\n"
        )
    };
    (text(800), text(900))
}

fn toml(words: &str) -> String {
    toml::Value::from(words).to_string()
}

fn config() -> String {
    let harm = toml(HARM);
    format!(
        "sources = [\"sources/**\"]\ndrafts = [{drafts}]\nrules = [\"own\"]\n[[source]]\npath = \"sources/**\"\ntitle = {harm}\n\
         outlet = {harm}\norigin = {harm}\ndate = \"2031-05-02\"\nspeakers = [{harm}]\n[names]\nOrrin = [{harm}]\n\
         [stet]\nreasons = [{harm}]\n",
        drafts = toml("*.txt")
    )
}

const RULE: &str = "own/figure/unsupported-figure.toml";

fn rule() -> String {
    format!("id = \"unsupported-figure\"\nmessage = {0}\nhelp = {0}\nwhy = {0}\n", toml(HARM))
}

fn desk() -> TempDir {
    let folder = TempDir::new().unwrap();
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let (source, draft) = texts();
    put("backread.toml", &config());
    put(&format!("sources/{NAME}"), &source);
    // What cannot be read is told with its name.
    put(&format!("sources/{NAME}.pdf"), "%PDF-1.7 nothing");
    put(&format!("draft {NAME}"), &draft);
    put(RULE, &rule());
    folder
}

/// What a command says on a terminal that takes colours.
fn told(root: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backread"));
    command
        .current_dir(root)
        .env("XDG_CACHE_HOME", root.join(".cache"))
        .env("CLICOLOR_FORCE", "1")
        .env_remove("NO_COLOR");
    let output = command.args(args).output().unwrap();
    assert!(output.status.code().is_some_and(|it| it < 2), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

/// Without colours.
fn plain(words: &str) -> String {
    let mut parts = words.split("\u{1b}[");
    let mut text = parts.next().unwrap_or("").to_string();
    for part in parts {
        let (codes, rest) = part.split_once('m').unwrap_or((part, ""));
        let is_colour = codes.chars().all(|it| it.is_ascii_digit() || it == ';');
        text.push_str(if is_colour { rest } else { "\u{1b}" });
    }
    text
}

fn name() -> String {
    format!("draft {NAME}")
}

#[test]
fn nothing_of_a_text_acts_on_a_terminal() {
    let folder = desk();
    let draft = name();
    let sentence = texts().1;
    for args in [
        &["check", &draft, "--format", "pretty"][..],
        &["check", &draft, "--format", "pretty", "--evidence", "locator"],
        &["check", &draft, "--format", "concise"],
        &["check", &draft, "--format", "github", "--evidence", "full"],
        &["check"],
        &["sources"],
        &["find", &sentence],
        &["facts", &draft],
        &["config", "--why", &draft],
        &["rules", "list"],
        &["explain", "unsupported-figure"],
        &["report", &draft, "--format", "md"],
    ] {
        let said = told(folder.path(), args);
        assert!(said.contains("alert(7)"), "{args:?} shows the words:\n{said}");
        assert!(!said.contains("[35;8m\u{1b}") && !said.contains("\u{1b}[35;8m"), "{args:?}:\n{said:?}");
        let line = plain(&said).lines().find(|it| it.contains(acts)).map(str::to_string);
        assert_eq!(line, None, "{args:?}");
    }
}

#[test]
fn no_line_of_a_report_is_a_texts_own() {
    let folder = desk();
    let said = plain(&told(folder.path(), &["check", &name(), "--format", "github", "--evidence", "full"]));
    assert!(said.contains("planted"), "{said}");
    for line in said.lines().filter(|it| it.trim_start().starts_with("::")) {
        let rest = ["::error file=", "::warning file=", "::notice file="].iter().find_map(|it| line.strip_prefix(*it));
        let rest = rest.unwrap_or_else(|| panic!("{line}"));
        let (properties, _) = rest.split_once("::").unwrap();
        assert!(properties.ends_with("-figure") || properties.contains("title=backread%3A "), "{line}");
    }
    // The runner looks for its older commands in the midst of a line too; the newer ones go first.
    assert!(!said.lines().any(|it| !it.starts_with("::") && it.contains("##[")), "{said}");
    let concise = plain(&told(folder.path(), &["check", &name(), "--format", "concise"]));
    assert!(!concise.lines().any(|it| it.starts_with("::")), "{concise}");
}

#[test]
fn reports_are_read_by_their_readers() {
    let folder = desk();
    for format in FORMATS {
        let said = told(folder.path(), &["check", &name(), "--format", format, "--evidence", "full"]);
        let said = said.split("\nwarning: ").next().unwrap();
        match format {
            "checkstyle" | "junit" => {
                let mut reader = Reader::from_str(said);
                let mut n = 0;
                loop {
                    match reader.read_event().unwrap_or_else(|error| panic!("{format}: {error}\n{said}")) {
                        quick_xml::events::Event::Eof => break,
                        quick_xml::events::Event::Start(it) | quick_xml::events::Event::Empty(it) => {
                            assert!(!matches!(it.name().as_ref(), "script" | "img" | "a"), "{format}");
                            n += 1;
                        }
                        _ => {}
                    }
                }
                assert!(n > 2, "{format}: {said}");
                assert!(!said.contains(|it: char| it.is_control() && it != '\n'), "{format}");
            }
            "json" | "sarif" | "gitlab" | "rdjson" => {
                assert!(serde_json::from_str::<Value>(said).is_ok(), "{format}: {said}");
            }
            _ => {}
        }
    }
}

#[test]
fn a_dossier_has_no_markup_but_its_own() {
    let folder = desk();
    let page = told(folder.path(), &["report", &name(), "--format", "html"]);
    assert!(page.contains("alert(7)") && !page.contains(acts), "the words are shown");
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut n_scripts = 0;
    for token in Tokenizer::new_with_emitter(&page, emitter) {
        let Ok(Token::StartTag(tag)) = token else { continue };
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        n_scripts += usize::from(name == "script");
        let loads =
            ["img", "iframe", "object", "embed", "link", "base", "video", "audio", "source", "image", "use", "frame"];
        assert!(!loads.contains(&name.as_str()), "<{name}>");
        for (attribute, value) in &tag.attributes {
            let (attribute, value) = (String::from_utf8_lossy(attribute), String::from_utf8_lossy(&value.value));
            assert!(!attribute.starts_with("on") && attribute != "src" && attribute != "style", "{attribute}={value}");
            assert!(!attribute.ends_with("href") || value.starts_with('#'), "{attribute}={value}");
            assert!(!(name == "meta" && value.eq_ignore_ascii_case("refresh")), "{value}");
        }
    }
    assert_eq!(n_scripts, 1, "our own");
    let policy =
        page.split("http-equiv=\"Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    let parts: Vec<&str> = policy.split("; ").map(|it| it.split('\'').next().unwrap()).collect();
    assert_eq!(parts, ["default-src ", "style-src ", "script-src ", "base-uri ", "form-action "], "{policy}");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
}

/// Markdown as clients read it: nothing in it is HTML, a picture or a link.
#[track_caller]
fn check_markdown(words: &str) {
    for event in Parser::new_ext(words, Options::all()) {
        let is_harm = match &event {
            Event::Html(_) | Event::InlineHtml(_) => true,
            Event::Start(tag) => {
                matches!(tag, Tag::Image { .. } | Tag::Link { .. } | Tag::HtmlBlock | Tag::CodeBlock(_))
            }
            _ => false,
        };
        assert!(!is_harm, "{event:?} in\n{words}");
    }
    assert!(!words.contains(acts), "{words:?}");
    // Clients make links of these by themselves.
    assert!(!words.contains("://") && !words.contains("www."), "{words}");
}

#[test]
fn a_hover_is_words_alone() {
    let (source, draft) = texts();
    let (path, config, rule) = (format!("sources/{NAME}"), config(), rule());
    let mut client = Client::spawn(&[(&path, &source), ("backread.toml", &config), (RULE, &rule)]);
    client.initialize(json!(["utf-16"]), json!({"holdBack": false}));
    client.open("draft.txt", 1, &draft);
    let found = client.diagnostics_that("draft.txt", 1, |it| it.iter().any(|it| it["code"] == "altered-quote"));
    assert!(!found.is_empty());
    let mut n_shown = 0;
    for (line, text) in draft.lines().enumerate() {
        for column in (0..text.encode_utf16().count() as u32).step_by(5) {
            let hover = client.hover("draft.txt", line as u32, column);
            let Some(words) = hover["contents"]["value"].as_str() else { continue };
            check_markdown(words);
            n_shown += usize::from(words.contains("alert(7)"));
        }
    }
    assert!(n_shown > 0, "the source's words are shown");
    client.open("backread.toml", 1, &config);
    for line in 0..config.lines().count() as u32 {
        if let Some(words) = client.hover("backread.toml", line, 1)["contents"]["value"].as_str() {
            check_markdown(words);
        }
    }
}
