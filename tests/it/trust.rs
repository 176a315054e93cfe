//! What backread may be trusted with: it has no network, and a folder that comes from anybody runs nothing and reads
//! nothing but what it says in words.
//!
//! What is shown of a hostile text is tried in `shown.rs`, what is kept of a confidential one in `secret.rs`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::Client;

/// Crates that reach into a network, or bring a library that does. NB: deny.toml has the same under `[bans]`.
const NETWORK: [&str; 40] = [
    "actix-web",
    "async-io",
    "async-net",
    "async-std",
    "attohttpc",
    "aws-lc-rs",
    "axum",
    "boring",
    "curl",
    "curl-sys",
    "git2",
    "gix-transport",
    "h2",
    "h3",
    "hickory-proto",
    "hickory-resolver",
    "http",
    "hyper",
    "hyper-util",
    "isahc",
    "libssh2-sys",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "ring",
    "rustls",
    "sentry",
    "smol",
    "socket2",
    "surf",
    "tiny_http",
    "tonic",
    "trust-dns-resolver",
    "tungstenite",
    "ureq",
    "warp",
    "zbus",
];

/// Features with which a crate that is there for something else would have sockets.
const SOCKETS: [(&str, &[&str]); 2] = [("tokio", &["full", "net", "process", "signal"]), ("mio", &["net"])];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A desk with one figure that differs.
fn desk(root: &Path) {
    put(root, "backread.toml", "sources = [\"sources/**\"]\n");
    put(root, "sources/log.txt", "The quay of Orrin took 800 crates in May.\n");
    put(root, "draft.md", "The quay of Orrin took 900 crates in May.\n");
}

fn run(command: &mut Command, root: &Path, args: &[&str]) -> Output {
    command.current_dir(root).env("XDG_CACHE_HOME", root.join(".cache")).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn backread() -> Command {
    Command::new(env!("CARGO_BIN_EXE_backread"))
}

#[test]
fn nothing_that_is_built_in_reaches_into_a_network() {
    let lock: toml::Table = toml::from_str(&read("Cargo.lock")).unwrap();
    let packages = lock["package"].as_array().unwrap();
    let named: BTreeSet<&str> = packages.iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert!(named.contains("tokio") && named.contains("mio"), "the list is the whole one");
    let found: Vec<&&str> = NETWORK.iter().filter(|it| named.contains(**it)).collect();
    assert!(found.is_empty(), "{found:?} in Cargo.lock");

    let args =
        ["tree", "--locked", "--offline", "--all-features", "-e", "normal,build", "--prefix", "none", "-f", "{p} {f}"];
    let tree = Command::new(env!("CARGO")).args(args).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    for (name, features) in SOCKETS {
        let lines: Vec<&str> = tree.lines().filter(|it| it.split(' ').next() == Some(name)).collect();
        // The watcher of other systems does without `mio`.
        assert!(!lines.is_empty() || name == "mio", "{name} is not in the tree");
        let has = |line: &&&str| features.iter().any(|it| line.split([' ', ',']).skip(2).any(|had| had == *it));
        assert_eq!(lines.iter().find(has), None);
    }
}

#[test]
fn the_same_crates_are_banned_by_name() {
    let deny: toml::Table = toml::from_str(&read("deny.toml")).unwrap();
    let bans = deny["bans"].as_table().unwrap();
    let banned: Vec<&str> = bans["deny"].as_array().unwrap().iter().map(|it| it["crate"].as_str().unwrap()).collect();
    assert_eq!(banned, NETWORK);
    let features: Vec<(&str, Vec<&str>)> = bans["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["crate"].as_str().unwrap(),
                it["deny"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect(),
            )
        })
        .collect();
    assert_eq!(features, SOCKETS.map(|(name, features)| (name, features.to_vec())));
}

/// What starts a program where there is no network at all, not even the machine's own; nothing where this system or this
/// user cannot have that.
fn without_network() -> &'static [&'static str] {
    const WAYS: [&[&str]; 2] = [&["unshare", "-Urn"], &["sudo", "-n", "-E", "unshare", "-n"]];
    let works = |way: &&&[&str]| {
        let [program, args @ ..] = way else { return false };
        // The loopback alone, and it is down.
        let script = "test $(grep -c : /proc/net/dev) -le 1 && ! grep -q 0 /proc/net/fib_trie";
        let check = Command::new(program).args(args).args(["sh", "-c", script]).output();
        check.is_ok_and(|it| it.status.success())
    };
    WAYS.iter().find(works).copied().unwrap_or_default()
}

#[test]
fn it_works_without_a_network() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    desk(root);
    let way = without_network();
    let offline = || match way {
        [] => backread(),
        [program, args @ ..] => {
            let mut command = Command::new(program);
            command.args(args).arg(env!("CARGO_BIN_EXE_backread"));
            command
        }
    };
    let output = run(&mut offline(), root, &["check", "draft.md"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let output = run(&mut offline(), root, &["report", "draft.md", "-o", "dossier.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let mut client =
        Client::spawn_by(offline(), &[("sources/log.txt", "The quay of Orrin took 800 crates in May.\n")], &[]);
    client.initialize(json!(["utf-16"]), json!({"holdBack": false}));
    client.open("draft.md", 1, "The quay of Orrin took 900 crates in May.\n");
    client.diagnostics_that("draft.md", 1, |it| it.iter().any(|it| it["code"] == "conflicting-figure"));
}

/// A repository whose configuration names programs at every place that a comparison could come to.
#[cfg(unix)]
fn hostile_repository(root: &Path) {
    use std::os::unix::fs::PermissionsExt;

    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(root).args(["-c", "user.name=Mira", "-c", "user.email=mira@localhost"]).args(args);
        let output = command.env("HOME", root).env("GIT_CONFIG_NOSYSTEM", "1").output().unwrap();
        assert!(output.status.success(), "git {args:?}: {}", said(&output));
    };
    desk(root);
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "one"]);
    let left = |what: &str| format!("echo {what} >> '{}'; cat", root.join("ran").display());
    for key in [
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "core.editor",
        "core.askPass",
        "diff.external",
        "diff.odd.command",
        "diff.odd.textconv",
        "filter.odd.clean",
        "filter.odd.smudge",
        "filter.o=d\" d.clean",
        "filter.longlived.process",
        "gpg.program",
        "remote.origin.uploadpack",
        "alias.rev-parse",
        "alias.diff",
    ] {
        let value = if key.starts_with("alias") { format!("!{}", left(key)) } else { left(key) };
        git(&["config", key, &value]);
    }
    for (key, value) in [
        ("filter.odd.required", "true"),
        ("filter.longlived.required", "true"),
        ("core.hooksPath", "hooks"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", "elsewhere"),
        ("protocol.allow", "always"),
    ] {
        git(&["config", key, value]);
    }
    put(
        root,
        ".git/info/attributes",
        "draft.md filter=odd diff=odd\nsources/* filter=longlived diff=odd\n* filter=odd\n",
    );
    for hook in ["post-index-change", "fsmonitor-watchman", "reference-transaction", "pre-auto-gc"] {
        let path = root.join("hooks").join(hook);
        put(root, &format!("hooks/{hook}"), &format!("#!/bin/sh\n{}\n", left(hook)));
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    // Files that git has to look into, since they are not as it knows them, and one that it would have to fetch.
    put(root, "draft.md", "The quay of Orrin took 900 crates in May, and more in June.\n");
    put(root, "sources/log.txt", "The quay of Orrin took 801 crates in May.\n");
    put(root, "sources/other.txt", "The pier took 12 crates.\n");
}

#[cfg(unix)]
#[test]
fn a_repository_runs_no_program_of_its_own() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    hostile_repository(root);
    let ran = || fs::read_to_string(root.join("ran")).unwrap_or_default();
    let output = run(&mut backread(), root, &["check", "draft.md", "--since", "HEAD"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(ran(), "");
    // What the commit has is not there: it would be fetched, by whatever program the repository names.
    let object = Command::new("git").current_dir(root).args(["rev-parse", "HEAD:sources/log.txt"]).output().unwrap();
    let object = String::from_utf8(object.stdout).unwrap();
    let (folder, rest) = object.trim().split_at(2);
    fs::remove_file(root.join(".git/objects").join(folder).join(rest)).unwrap();
    run(&mut backread(), root, &["check", "draft.md", "--since", "HEAD"]);
    assert_eq!(ran(), "");
    // NB: so that the traps are known to be some.
    let diff = ["diff", "--name-only", "HEAD", "--"];
    Command::new("git").current_dir(root).args(diff).env("HOME", root).output().unwrap();
    assert!(ran().contains("filter.odd.clean"), "git itself runs what it is told: {}", ran());
}

#[cfg(unix)]
#[test]
fn the_server_runs_no_program_of_a_folder() {
    let mut client = Client::spawn(&[]);
    let root = client.path("");
    hostile_repository(&root);
    client.initialize(json!(["utf-16"]), json!({"holdBack": false}));
    client.open("draft.md", 1, "The quay of Orrin took 900 crates in May.\n");
    client.diagnostics_that("draft.md", 1, |it| it.iter().any(|it| it["code"] == "conflicting-figure"));
    for command in ["backread.status", "backread.sources", "backread.report", "backread.reload"] {
        let arguments = if command == "backread.report" { json!([client.uri("draft.md")]) } else { json!([]) };
        client.request("workspace/executeCommand", json!({"command": command, "arguments": arguments}));
    }
    assert!(!root.join("ran").exists());
}

#[cfg(unix)]
#[test]
fn a_link_leads_nowhere_that_the_configuration_does_not_name() {
    let folder = TempDir::new().unwrap();
    let (root, outside) = (folder.path().join("desk"), folder.path().join("outside"));
    desk(&root);
    put(&outside, "private.txt", "The quay of Wexmoor took 61,202 crates in May.\n");
    put(&outside, "one.md", "The pier of Wexmoor took 73,411 barrels in May.\n");
    put(&root, "draft.md", "The quay of Wexmoor took 900 crates and the pier of Wexmoor 700 barrels in May.\n");
    std::os::unix::fs::symlink(&outside, root.join("sources/all")).unwrap();
    std::os::unix::fs::symlink(outside.join("one.md"), root.join("sources/one.md")).unwrap();
    std::os::unix::fs::symlink("../notes", root.join("sources/notes")).unwrap();
    put(&root, "notes/own.txt", "The quay of Orrin is 50 metres long.\n");
    let told = |args: &[&str]| said(&run(&mut backread(), &root, args));
    let sources = told(&["sources"]);
    for link in ["sources/all", "sources/one.md"] {
        let problem = format!("not read: {link}: a link that leads out of the folder of its configuration; name in");
        assert!(sources.contains(&problem), "{sources}");
    }
    assert!(sources.contains("sources/notes/own.txt"), "within the desk a link is followed: {sources}");
    let checked = told(&["check", "draft.md", "--format", "json"]);
    assert!(!checked.contains("61,202") && !checked.contains("73,411") && checked.contains("leads out"), "{checked}");
    // Said in words, it is read; a folder beside that is a link itself is not.
    put(&root, "backread.toml", "sources = [\"sources/**\", \"../outside/**\"]\n");
    assert!(told(&["check", "draft.md", "--format", "json"]).contains("61,202"));
    fs::remove_dir_all(root.join("sources")).unwrap();
    fs::remove_file(root.join("backread.toml")).unwrap();
    std::os::unix::fs::symlink(&outside, root.join("sources")).unwrap();
    let found = told(&["sources"]);
    assert!(!found.contains("private") && found.contains("leads out"), "{found}");
    // What is given by hand is the writer's own word.
    assert!(told(&["sources", "--sources", "sources"]).contains("private.txt"));
}

#[cfg(unix)]
#[test]
fn the_server_tells_of_a_link_that_leads_out() {
    let outside = TempDir::new().unwrap();
    put(outside.path(), "private.txt", "The quay of Wexmoor took 61,202 crates in May.\n");
    let mut client = Client::spawn(&[("sources/log.txt", "The quay of Orrin took 800 crates in May.\n")]);
    std::os::unix::fs::symlink(outside.path(), client.path("sources/all")).unwrap();
    client.initialize(json!(["utf-16"]), json!({"holdBack": false}));
    client.open("draft.md", 1, "The quay of Wexmoor took 900 crates in May.\n");
    client.diagnostics_that("draft.md", 1, |it| Value::from(it).to_string().contains("a link that leads out"));
    assert!(!client.all_said().contains("61,202"));
}

#[test]
fn a_workspace_that_is_not_trusted_has_nothing_read_outside_of_it() {
    let outside = TempDir::new().unwrap();
    put(outside.path(), "private.txt", "The quay of Wexmoor took 61,202 crates in May.\n");
    put(
        outside.path(),
        "rules/figure/unsupported-figure.toml",
        "id = \"unsupported-figure\"\nmessage = \"oddly put\"\n",
    );
    let (all, rules) = (outside.path().join("*.txt"), outside.path().join("rules"));
    let config = format!(
        "rules = [{:?}]\nsources = [\"sources/**\", {:?}]\ndrafts = [\"*.md\", \"../**/*.md\"]\n",
        rules.to_str().unwrap(),
        all.to_str().unwrap()
    );
    let files =
        [("sources/log.txt", "The quay of Orrin took 800 crates in May.\n"), ("backread.toml", config.as_str())];
    let opened = |options: Value| {
        let mut client = Client::spawn(&files);
        client.initialize(json!(["utf-16"]), options);
        client.open("draft.md", 1, "The quay of Wexmoor took 900 crates in May.\n");
        client
    };
    let mut client = opened(json!({"holdBack": false, "trusted": false}));
    let uri = client.uri("backread.toml");
    let told = client.wait_for(|it| {
        it["method"] == "textDocument/publishDiagnostics"
            && it["params"]["uri"] == *uri
            && it["params"]["diagnostics"] != json!([])
    });
    let outside =
        |it: &Value| it["message"].as_str().unwrap().starts_with("outside of the workspace, which the editor");
    assert_eq!(told["params"]["diagnostics"].as_array().unwrap().iter().filter(|it| outside(it)).count(), 3, "{told}");
    client.diagnostics_that("draft.md", 1, |it| it.iter().any(|it| it["code"] == "unsupported-figure"));
    // The folder's own settings do not make it trusted.
    client.notify(
        "workspace/didChangeConfiguration",
        json!({"settings": {"backread": {"trusted": true, "codeLens": true}}}),
    );
    client.request("workspace/executeCommand", json!({"command": "backread.reload", "arguments": []}));
    client.request("workspace/executeCommand", json!({"command": "backread.sources", "arguments": []}));
    assert!(!client.all_said().contains("61,202") && !client.all_said().contains("oddly put"));
    let mut client = opened(json!({"holdBack": false}));
    client.diagnostics_that("draft.md", 1, |it| Value::from(it).to_string().contains("61,202"));
}

/// Every key of a configuration. NB: whoever adds one looks here first: a folder may come from anybody, so that no key may
/// name a program, an address, or a place to write to.
const KEYS: &str = "drafts earlier-versions fail-on house levels names policy policy.anonymous-quote \
    policy.attribution-distance policy.descriptor-floor policy.institution-voices policy.loaded-verbs policy.min-origins \
    policy.min-origins.allegation policy.min-origins.anonymous policy.min-origins.figure policy.min-origins.other \
    policy.reason root rules source source.confidential source.date source.embargo source.kind source.language \
    source.origin source.outlet source.path source.speakers source.supersedes source.title source.trust source.url \
    source.verbatim sources stet stet.reasons";

fn keys(schema: &Value, before: &str, found: &mut BTreeSet<String>) {
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        let name = format!("{before}{name}");
        keys(inner, &format!("{name}."), found);
        keys(&inner["items"], &format!("{name}."), found);
        found.insert(name);
    }
}

#[test]
fn no_key_of_a_configuration_names_a_program() {
    let schema = backread().args(["schema", "config"]).output().unwrap();
    let mut found = BTreeSet::new();
    keys(&serde_json::from_slice(&schema.stdout).unwrap(), "", &mut found);
    assert_eq!(found.into_iter().collect::<Vec<String>>().join(" "), KEYS);
}
