//! Confidential sources: words that stand in nothing else are looked for in everything that backread says or leaves behind.
//!
//! Paths are not among them: whoever asks what was loaded sees where a confidential file lies, and going to the source
//! opens it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Client, zipped};

/// What stands in the confidential sources alone, in any spelling that a format or an index could give it.
const PLANTED: [&str; 10] =
    ["zanzibarov", "petula", "quokka", "73411", "73,411", "61202", "61,202", "48303", "48,303", "wombat"];

const CALL: &str = "The vault of the quay held 73,411 crates in May, Petula Zanzibarov told us. \
                    “We counted every quokka twice that night,” she said.\n";

const DRAFT: &str = "The vault of the quay held 73,999 crates in May.\n\n\
    “We counted every crate twice that night,” the keeper said.\n\n\
    The annex of the quay held 61,999 barrels in June, a dock official said.\n\n\
    The cellar of the quay held 48,999 kegs in July.\n\n\
    The shed of the quay held 800 sacks.\n\n\
    Petra Zanzibarow was there. See [the call](sources/off-record/call.md).\n";

const CONFIG: &str = "sources = [\"sources/**\"]\ndrafts = [\"draft.md\"]\n";

const ENTRIES: &str = "[[source]]\npath = \"sources/*.docx\"\nconfidential = true\n\
    [[source]]\npath = \"sources/front.md\"\nconfidential = true\n\
    [[source]]\npath = \"sources/rows.csv\"\nconfidential = true\n";

fn docx(words: &str) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override \
                 PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.\
                 wordprocessingml.document.main+xml\"/></Types>";
    let body = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r>\
         <w:t>{words}</w:t></w:r></w:p></w:body></w:document>"
    );
    zipped(&[("[Content_Types].xml", types.as_bytes()), ("word/document.xml", body.as_bytes())])
}

const MAIL: &str = "From: Petula Zanzibarov <petula@example.org>\nTo: desk@example.org\nSubject: wombat\n\
    MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the list.\n\
    --b\nContent-Type: text/csv; name=\"kegs.csv\"\nContent-Disposition: attachment; filename=\"kegs.csv\"\n\n\
    place,kegs\nThe cellar of the quay,\"48,303\"\n--b--\n";

/// A desk whose sources hold the words, confidential or not.
fn desk(root: &Path, confidential: bool) {
    let put = |path: &str, bytes: &[u8]| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    let entries = if confidential { ENTRIES } else { "" };
    put("backread.toml", format!("{CONFIG}{entries}").as_bytes());
    put("sources/annex.docx", &docx("The annex of the quay held 61,202 barrels in June, Petula Zanzibarov said."));
    put("sources/mail.eml", MAIL.as_bytes());
    put(
        "sources/rows.csv",
        b"place,crates,keeper\nThe vault of the quay,\"73,411\",Petula Zanzibarov\nThe shed,90,Ann Vey\n",
    );
    put("sources/front.md", b"The quokka of the quay weighs 73,411 grams, Petula Zanzibarov said.\n");
    put("sources/open.md", b"The shed of the quay held 700 sacks, Ann Vey said.\n");
    // NB: only sources of some size are kept, and a picture counts as well as words.
    put("sources/filler.png", &vec![0; 1_200_000]);
    let call = if confidential { "sources/off-record/call.md" } else { "sources/call.md" };
    put(call, CALL.as_bytes());
    put("draft.md", DRAFT.as_bytes());
    if confidential {
        put("sources/mail.eml.meta.toml", b"confidential = true\n");
        put("sources/off-record/torn.pdf", b"%PDF-1.7 Petula Zanzibarov, wombat");
        let _ = fs::remove_file(root.join("sources/call.md"));
    }
    fs::create_dir_all(root.join(".tmp")).unwrap();
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path());
    entries.flat_map(|it| if it.is_dir() { files(&it) } else { vec![it] }).collect()
}

/// Planted words in some bytes, as they are and in two bytes a letter.
fn planted(bytes: &[u8]) -> Vec<&'static str> {
    let bytes = bytes.to_ascii_lowercase();
    let narrow: Vec<u8> = bytes.iter().copied().filter(|it| *it != 0).collect();
    let has = |word: &&&str| [&bytes, &narrow].iter().any(|it| holds(it, word));
    PLANTED.iter().filter(has).copied().collect()
}

/// NB: the same digits inside of a longer number are the time in a log, or a hash.
fn holds(bytes: &[u8], word: &str) -> bool {
    let is_number = word.starts_with(|it: char| it.is_ascii_digit());
    let joins = |at: usize| is_number && bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    bytes
        .windows(word.len())
        .enumerate()
        .any(|(at, it)| it == word.as_bytes() && !at.checked_sub(1).is_some_and(joins) && !joins(at + word.len()))
}

#[track_caller]
fn check_none(what: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let lines = text.lines().filter(|it| !planted(it.as_bytes()).is_empty()).take(3).collect::<Vec<_>>();
    assert!(planted(bytes).is_empty(), "{what}: {:?} in {lines:#?}", planted(bytes));
}

/// Whatever lies in the cache and in the folder for temporary files.
#[track_caller]
fn check_left(root: &Path) {
    for path in files(&root.join(".cache")).into_iter().chain(files(&root.join(".tmp"))) {
        // What is written aside has another name by the time that it is looked at.
        check_none(&path.to_string_lossy(), &fs::read(&path).unwrap_or_default());
        check_none("a name", path.strip_prefix(root).unwrap().to_string_lossy().as_bytes());
    }
}

fn run(root: &Path, args: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backread"));
    command.current_dir(root).env("XDG_CACHE_HOME", root.join(".cache")).env("TMPDIR", root.join(".tmp"));
    let output = command.env("BACKREAD_LOG", "trace").args(args).output().unwrap();
    assert!(output.status.code().is_some_and(|it| it < 2), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    [output.stdout, output.stderr].concat()
}

/// A client that asks for everything there is to ask for.
fn client(root: &Path) -> Client {
    let mut client = Client::spawn_with(&[], &[("BACKREAD_LOG", "trace"), ("TMPDIR", ".tmp")]);
    let home = client.path("");
    for path in files(root).iter().filter(|it| !it.starts_with(root.join(".cache"))) {
        let to = home.join(path.strip_prefix(root).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(path, to).unwrap();
    }
    fs::create_dir_all(home.join(".tmp")).unwrap();
    let action = json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}, "dataSupport": true,
        "isPreferredSupport": true, "resolveSupport": {"properties": ["edit"]}});
    let options = json!({"holdBack": false, "codeLens": true, "inlayHints": true});
    client.initialize_with(json!(["utf-8"]), options, json!({"codeAction": action}));
    client.open("draft.md", 1, DRAFT);
    client.diagnostics_that("draft.md", 1, |it| it.len() > 3);
    client
}

/// Asks for it, and looks at every file that a place leads to.
fn ask_everything(client: &mut Client) {
    let uri = client.uri("draft.md");
    let draft = json!({"uri": uri});
    let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": 11, "character": 0}});
    let n_lines = DRAFT.lines().count() as u32;
    for line in 0..n_lines {
        for column in (0..70).step_by(3) {
            for method in ["textDocument/hover", "textDocument/definition"] {
                let at = client.at("draft.md", line, column);
                client.request(method, at);
            }
        }
        let mut at = client.at("draft.md", line, 28);
        client.request("textDocument/completion", at.clone());
        at["context"] = json!({"includeDeclaration": true});
        client.request("textDocument/references", at);
    }
    let given = json!({"textDocument": draft, "range": all, "context": {"diagnostics": []}});
    let actions = client.request("textDocument/codeAction", given)["result"].clone();
    assert!(actions.as_array().is_some_and(|it| !it.is_empty()), "{actions}");
    for action in actions.as_array().into_iter().flatten().filter(|it| it.get("data").is_some()) {
        client.request("codeAction/resolve", action.clone());
    }
    for method in ["documentSymbol", "documentLink", "codeLens", "inlayHint", "foldingRange"] {
        client.request(&format!("textDocument/{method}"), json!({"textDocument": draft, "range": all}));
    }
    for query in ["", "Z", "Pet", "quay", "4"] {
        client.request("workspace/symbol", json!({"query": query}));
    }
    for (command, arguments) in [
        ("status", json!([])),
        ("status", json!([{"draft": uri}])),
        ("sources", json!([])),
        ("report", json!([{"draft": uri, "format": "html"}])),
        ("report", json!([{"draft": uri, "format": "md"}])),
        ("report", json!([{"draft": uri, "format": "json"}])),
    ] {
        let params = json!({"command": format!("backread.{command}"), "arguments": arguments});
        let answer = client.request("workspace/executeCommand", params);
        assert_eq!(answer.get("error"), None, "{command}: {answer}");
    }
}

#[test]
fn words_of_confidential_sources_stand_in_nothing_that_the_command_line_says_or_leaves() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    desk(root, true);
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for format in ["pretty", "concise", "json", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson"] {
        for evidence in ["full", "locator", "none"] {
            runs.push(vec!["check", "draft.md", "--format", format, "--evidence", evidence]);
        }
    }
    for format in ["pretty", "json"] {
        runs.push(vec!["sources", "--format", format]);
        runs.push(vec!["facts", "draft.md", "--format", format]);
        runs.push(vec!["find", "The vault of the quay held 73,999 crates in May.", "--format", format]);
        runs.push(vec!["find", "The cellar of the quay held 48,999 kegs.", "--format", format]);
    }
    for out in ["dossier.html", "dossier.md", "dossier.json"] {
        runs.push(vec!["report", "draft.md", "-o", out]);
    }
    runs.push(vec!["check", "draft.md", "--diff"]);
    runs.push(vec!["accept", "--all", "--reason", "own count", "--by", "the desk"]);
    let mut said = String::new();
    for args in &runs {
        let bytes = run(root, args);
        check_none(&args.join(" "), &bytes);
        said += &String::from_utf8(bytes).unwrap();
    }
    for made in ["dossier.html", "dossier.md", "dossier.json"] {
        let bytes = fs::read(root.join(made)).unwrap();
        assert!(bytes.len() > 2_000, "{made}");
        check_none(made, &bytes);
    }
    if let Ok(bytes) = fs::read(root.join("decisions.toml")) {
        check_none("decisions.toml", &bytes);
    }
    // Each of them was compared nevertheless.
    for words in ["a confidential source gives another figure (S5", "a confidential source gives another figure (S1"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(files(&root.join(".cache/backread/store")).len() > 1, "something was kept");
    check_left(root);
}

#[test]
fn words_of_confidential_sources_stand_in_nothing_that_the_server_says_or_leaves() {
    let folder = TempDir::new().unwrap();
    desk(folder.path(), true);
    let mut client = client(folder.path());
    ask_everything(&mut client);
    assert!(files(&client.path(".cache/backread/dossiers")).len() > 2, "the dossiers were written");
    check_left(&client.path(""));
    let said = client.all_said();
    assert!(said.contains("confidential source gives another figure"), "{said}");
    check_none("what the server said", said.as_bytes());
}

/// Each file and folder, with what others may do with it.
#[cfg(unix)]
fn open_to_others(folder: &Path) -> Vec<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let mut waiting = vec![folder.to_path_buf()];
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        let metadata = fs::metadata(&path).unwrap();
        if metadata.permissions().mode() & 0o077 != 0 {
            found.push(path.clone());
        }
        if metadata.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|it| it.unwrap().path()));
        }
    }
    found
}

#[test]
fn what_the_cache_holds_of_a_source_goes_when_it_becomes_confidential() {
    let folder = TempDir::new().unwrap();
    desk(folder.path(), false);
    let mut client = client(folder.path());
    ask_everything(&mut client);
    let root = client.path("");
    let cache = root.join(".cache/backread");
    let holds = |kind: &str| files(&cache.join(kind)).iter().any(|it| !planted(&fs::read(it).unwrap()).is_empty());
    // NB: in the store words are compressed, and names are not.
    for kind in ["store", "extracted", "dossiers"] {
        assert!(holds(kind), "{kind} holds it while it is open");
    }
    #[cfg(unix)]
    assert_eq!(open_to_others(&cache), Vec::<PathBuf>::new());
    // NB: a server that has not seen the new configuration would write its own store again, until it has.
    client.kill();
    desk(&root, true);
    let stores = || files(&cache.join("store")).iter().filter(|it| it.ends_with("manifest")).count();
    for _ in 0..2 {
        run(&root, &["check", "draft.md"]);
        assert_eq!(stores(), 1, "the store of before has gone");
        check_left(&root);
    }
}

#[test]
fn a_server_that_is_told_of_it_removes_what_it_has_kept() {
    let folder = TempDir::new().unwrap();
    desk(folder.path(), false);
    let mut client = client(folder.path());
    ask_everything(&mut client);
    let root = client.path("");
    desk(&root, true);
    let params = json!({"command": "backread.reload", "arguments": []});
    assert_eq!(client.request("workspace/executeCommand", params)["result"], Value::Null);
    // The first source is confidential by the configuration alone.
    let is_told = |it: &[Value]| Value::from(it).to_string().contains("a confidential source gives another figure (S1");
    client.diagnostics_that("draft.md", 1, is_told);
    check_left(&root);
}
