"""Fills fuzz/corpus with what the tests are made of: files, fixtures, configuration, and a client's messages.

Nothing is kept in the repository twice. The first line of most inputs names what the bytes after it are; packages are
also written out as their parts, which the target packs again, so that what is mutated is what is read.
"""

import io
import json
import re
import tomllib
import zipfile
from hashlib import sha1
from pathlib import Path

FUZZ = Path(__file__).parent
ROOT = FUZZ.parent
LARGEST = 60_000


def put(target: str, content: bytes) -> None:
    if 0 < len(content) <= LARGEST:
        folder = FUZZ / "corpus" / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"seed-{sha1(content).hexdigest()[:16]}").write_bytes(content)


def named(target: str, name: str, content: bytes) -> None:
    put(target, name.encode() + b"\n" + content)


def parts(name: str, content: bytes) -> bytes:
    packed = zipfile.ZipFile(io.BytesIO(content))
    wanted = [it for it in packed.infolist() if not it.is_dir() and not re.search(r"\.(png|jpe?g|ttf|bin)$", it.filename)]
    wanted = [it for it in wanted if not re.search(r"(theme|fonts?|settings|docProps/app)", it.filename)]
    out = b""
    for it in wanted:
        out += b"=== " + it.filename.encode() + b"\n" + packed.read(it).replace(b"\n=== ", b"\n==  ").rstrip(b"\n") + b"\n"
    return out


PACKAGES = {".docx", ".pptx", ".odt", ".odp", ".epub", ".zip"}
SHEETS = {".csv", ".tsv", ".xlsx", ".xls", ".ods"}
FEEDS = {".json", ".jsonl", ".xml", ".nitf", ".newsml", ".eml", ".mhtml"}
WORDS = {".txt", ".srt", ".vtt", ".html", ".url"}


def files() -> None:
    for path in sorted((ROOT / "tests").rglob("*")):
        if not path.is_file() or ".in" in path.parts:
            continue
        suffix, content = path.suffix, path.read_bytes()
        # The bomb takes all memory, as it is meant to: the process that reads PDFs has a limit.
        if suffix == ".pdf" and path.stem != "bomb":
            put("pdf", content)
        for target, suffixes in [("packages", PACKAGES), ("sheets", SHEETS), ("feeds", FEEDS), ("words", WORDS)]:
            if suffix in suffixes:
                named(target, f"a{suffix}", content)
                if zipfile.is_zipfile(io.BytesIO(content)):
                    named(target, f"a{suffix}", parts(suffix, content))
        if suffix == ".json":
            named("feeds", "a.jsonl", json.dumps(json.loads(content)).encode())
        if suffix in {".md", ".html"} and path.name not in {"README.md"}:
            named("prose", suffix[1:].replace("md", "markdown"), content)
        if suffix in {".md", ".txt"}:
            put("readers", content[:1_500])
        if suffix == ".txt":
            for encoding in ["utf-16", "utf-16-be", "cp1252", "shift_jis"]:
                named("words", "a.txt", content[:2_000].decode(errors="replace").encode(encoding, "replace"))
        if path.name == "backread.toml":
            named("rules", "backread.toml", content)


def fixtures() -> None:
    for path in sorted((ROOT / "rules").rglob("*.toml")):
        content = path.read_bytes()
        name = path.relative_to(ROOT / "rules").as_posix()
        named("rules", name, content)
        for it in tomllib.loads(content.decode()).get("example", []):
            put("fixture", it["text"].encode())
            put("readers", it["text"].encode())
            named("prose", "markdown", it["text"].encode())
    for path in sorted((ROOT / "tests/pairs").glob("*.toml")):
        for key, value in tomllib.loads(path.read_text()).items():
            for it in value if isinstance(value, list) else []:
                if isinstance(it, dict) and {"source", "draft"} <= it.keys():
                    put("fixture", f"=== a.md\n{it['source']}\n=== draft\n{it['draft']}\n".encode())


def configuration() -> None:
    for path in sorted((ROOT / "tests/cmd").rglob("*.toml")):
        content = path.read_bytes()
        if path.name in {"backread.toml", "decisions.toml"}:
            named("rules", path.name, content)
        if path.name.endswith(".meta.toml"):
            named("rules", "meta.toml", content)
    entry = 'draft = "a.md"\nrule = "altered-quote"\ntext = "a"\nreason = "b"\nfingerprint = "%s"\nevidence = ""\n'
    named("rules", "decisions.toml", ("[[decision]]\n" + entry % ("0a" * 16)).encode())
    named("rules", "meta.toml", b'trust = "lead"\nconfidential = true\nspeakers = ["Mira Holt"]\nverbatim = false\n')
    named("rules", "settings", b'{"levels": {"figure": "off"}, "policy": {"reason": "optional"}}')
    for text in re.findall(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(), re.S):
        named("rules", "backread.toml", text.encode())


URI = "file:///a.md"
AT = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 34}}
RANGE = {"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 5}}
DRAFT = (
    "---\ntitle: The port\n---\nThe harbour at Ostermole moved 415,000 containers in 2031.\n\n"
    "“We will light the kiln after the first frost,” said Mira Holt, the mayor. An envoy said so \U0001f600.\n\n"
    '<!-- stet altered-quote "kiln": own notes -->\n'
)


def call(method: str, params: object, id: int | None = None) -> str:
    message = {"jsonrpc": "2.0", "method": method, "params": params}
    return json.dumps(message | ({"id": id} if id is not None else {}))


def messages() -> None:
    everything = {
        "workspace": {"configuration": True, "didChangeWatchedFiles": {"dynamicRegistration": True},
                      "codeLens": {"refreshSupport": True}, "inlayHint": {"refreshSupport": True},
                      "diagnostics": {"refreshSupport": True}, "workspaceEdit": {"documentChanges": True}},
        "window": {"workDoneProgress": True, "showDocument": {"support": True}},
        "general": {"positionEncodings": ["utf-8", "utf-16"]},
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": True}, "hover": {"contentFormat": ["markdown"]}, "diagnostic": {},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}},
                           "dataSupport": True, "resolveSupport": {"properties": ["edit"]}}},
    }
    folders = [{"uri": "file:///", "name": "desk"}]
    item = {"uri": URI, "languageId": "markdown", "version": 1, "text": DRAFT}
    document = {"textDocument": {"uri": URI}}
    opened = call("textDocument/didOpen", {"textDocument": item})
    requests = [
        ("textDocument/hover", AT), ("textDocument/definition", AT),
        ("textDocument/references", AT | {"context": {"includeDeclaration": True}}),
        ("textDocument/documentSymbol", document), ("workspace/symbol", {"query": "Holt"}),
        ("textDocument/completion", AT), ("textDocument/documentLink", document), ("textDocument/foldingRange", document),
        ("textDocument/codeLens", document), ("textDocument/inlayHint", document | {"range": RANGE}),
        ("textDocument/codeAction", document | {"range": RANGE, "context": {"diagnostics": []}}),
        ("textDocument/diagnostic", document), ("workspace/diagnostic", {"previousResultIds": []}),
        ("workspace/executeCommand", {"command": "backread.status", "arguments": [URI]}),
        ("workspace/executeCommand", {"command": "backread.sources", "arguments": [{"uri": URI}]}),
        ("workspace/executeCommand", {"command": "backread.report", "arguments": [URI]}),
        ("workspace/executeCommand", {"command": "backread.reload"}),
        ("workspace/executeCommand", {"command": "backread.accept", "arguments": [{"uri": URI, "id": "F-00000000"}]}),
        ("codeAction/resolve", {"title": "x", "data": {"uri": URI}}),
    ]
    edits = [
        [{"range": {"start": {"line": 3, "character": 31}, "end": {"line": 3, "character": 38}}, "text": "412,000"}],
        [{"range": {"start": {"line": 5, "character": 90}, "end": {"line": 5, "character": 91}}, "text": "\U0001f600é"}],
        [{"range": RANGE, "text": ""}, {"range": RANGE, "text": "x\r\n\r\ny"}],
        [{"text": "The harbour moved 5 containers.\n"}],
    ]
    for pull in [False, True]:
        options = {"holdBack": False, "codeLens": True, "inlayHints": True} | ({"diagnostics": "pull"} if pull else {})
        head = [call("initialize", {"capabilities": everything, "workspaceFolders": folders,
                                    "initializationOptions": options}, 1), call("initialized", {}), opened]
        lines = list(head)
        for n, (method, params) in enumerate(requests):
            lines += ["~", call(method, params, n + 2)]
            put("session", "\n".join([*head, "~", call(method, params, 2)]).encode())
        for n, changes in enumerate(edits):
            lines += [call("textDocument/didChange", {"textDocument": {"uri": URI, "version": n + 2}, "contentChanges": changes})]
        lines += [
            call("workspace/didChangeConfiguration", {"settings": {"backread": {"config": {"levels": {"figure": "off"}}}}}),
            call("workspace/didChangeWatchedFiles", {"changes": [{"uri": "file:///sources/port.md", "type": 3}]}),
            call("workspace/didChangeWorkspaceFolders", {"event": {"added": folders, "removed": []}}),
            call("$/cancelRequest", {"id": 3}), "~", call("textDocument/didClose", document),
            call("shutdown", None, 90), call("exit", None),
        ]
        put("session", "\n".join(lines).encode())
    toml = {"uri": "file:///backread.toml", "languageId": "toml", "version": 1, "text": "sources = [\"sources/**\"]\n[levls]\n"}
    head = [call("initialize", {"capabilities": {}, "rootUri": "file:///"}, 1), call("initialized", {})]
    put("session", "\n".join([*head, call("textDocument/didOpen", {"textDocument": toml}), "~",
                              call("textDocument/hover", {"textDocument": {"uri": toml["uri"]}, "position": {"line": 0, "character": 1}}, 2),
                              call("textDocument/completion", {"textDocument": {"uri": toml["uri"]}, "position": {"line": 1, "character": 2}}, 3)]).encode())
    framed = b"".join(f"Content-Length: {len(it.encode())}\r\n\r\n{it}".encode() for it in head)
    put("session", b"#" + framed.replace(b"\n", b"\n#"))
    for cut in [0, 1, 15]:
        put("frames", bytes([cut]) + framed)
        put("frames", bytes([cut]) + framed + b"nonsense\r\n\r\nContent-Length: x\r\n" + framed)
        put("frames", bytes([cut]) + b'Content-Length: 18\r\n\r\n{"a":"\\ud83d\xed\xa0\xbd"}' + framed)


if __name__ == "__main__":
    files()
    fixtures()
    configuration()
    messages()
