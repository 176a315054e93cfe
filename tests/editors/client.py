"""An editor that is no more than its recorded capabilities, over a desk of its own, and the server it started.

Everything the server sends is written down. At the end the server is shut down, has to end with 0, and must have asked for
nothing that the editor did not offer. Whatever is waited for has a limit.
"""

import asyncio
import contextlib
import os
import pathlib
import shlex

from lsprotocol import types as t
from pytest_lsp import ClientServerConfig, client_capabilities

LIMIT = 20
PROGRAM = shlex.split(os.environ.get("BACKREAD", "target/debug/backread"))

# One that offers nothing at all stands for every client nobody has thought of.
EDITORS = ["visual_studio_code@v1.65.2", "neovim@v0.10.0", "neovim@v0.11.0", "emacs@v29.1", "nothing"]

SOURCE = """\
# Note of the harbour office

🚢 På Ostermole 214 homes were flooded on Monday night.

🔥 “We will light the kiln before the first frost,” said Mira Holt, the mayor.
"""

DRAFT = """\
# After the storm

🌊 Ærlig: in Ostermole 241 homes were flooded on Monday night.

🙂 Så “we will light the kiln after the first frost,” said Mira Holt, the mayor.
"""


def capabilities(editor):
    return t.ClientCapabilities() if editor == "nothing" else client_capabilities(editor)


def offered(caps, *path):
    """What stands at this path of the capabilities; None where nothing does."""
    for name in path:
        caps = getattr(caps, name, None)
    return caps


class Editor:
    def __init__(self, name, client, desk):
        self.name, self.client, self.desk = name, client, desk
        self.caps = capabilities(name)
        self.requests, self.published, self.shown, self.texts = [], {}, [], {}
        self.encoding = t.PositionEncodingKind.Utf16
        self._news = asyncio.Condition()
        self._keep_record(client.protocol)
        # What every real client answers, and this one does not know of itself.
        for method in (t.CLIENT_REGISTER_CAPABILITY, t.CLIENT_UNREGISTER_CAPABILITY):
            client.feature(method)(lambda params: None)

    def _keep_record(self, protocol):
        request, notification = protocol._handle_request, protocol._handle_notification

        def on_request(msg_id, method, params):
            self.requests.append((method, params))
            return request(msg_id, method, params)

        def on_notification(method, params):
            if method == t.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS:
                self.published.setdefault(params.uri, []).append(params)
            if method == t.WINDOW_SHOW_MESSAGE:
                self.shown.append(params.message)
            asyncio.ensure_future(self._tell())
            return notification(method, params)

        protocol._handle_request, protocol._handle_notification = on_request, on_notification

    async def _tell(self):
        async with self._news:
            self._news.notify_all()

    async def until(self, seen):
        """Waits until `seen` gives something other than None, and gives it."""
        async with self._news:
            while (it := seen()) is None:
                await asyncio.wait_for(self._news.wait(), LIMIT)
            return it

    async def start(self, options):
        params = t.InitializeParams(
            capabilities=self.caps,
            workspace_folders=[t.WorkspaceFolder(uri=self.desk.as_uri(), name="desk")],
            root_uri=self.desk.as_uri(),
            initialization_options=options,
        )
        self.answer = await asyncio.wait_for(self.client.initialize_session(params), LIMIT)
        self.encoding = self.answer.capabilities.position_encoding

    async def ask(self, name, params):
        return await asyncio.wait_for(getattr(self.client, f"{name}_async")(params), LIMIT)

    def uri(self, name="draft.md"):
        return (self.desk / name).as_uri()

    def document(self, name="draft.md"):
        return t.TextDocumentIdentifier(uri=self.uri(name))

    def open(self, text=DRAFT, name="draft.md"):
        self.texts[self.uri(name)] = (1, text)
        item = t.TextDocumentItem(uri=self.uri(name), language_id="markdown", version=1, text=text)
        self.client.text_document_did_open(t.DidOpenTextDocumentParams(text_document=item))

    def edit(self, uri, edits):
        """Makes the edits, and sends them as one change, the last place first, so that none moves another."""
        version, text = self.texts[uri]
        edits = sorted(edits, key=lambda it: (it.range.start.line, it.range.start.character), reverse=True)
        changes = []
        for edit in edits:
            start, end = self.offset(text, edit.range.start), self.offset(text, edit.range.end)
            text = text[:start] + edit.new_text + text[end:]
            changes.append(t.TextDocumentContentChangePartial(range=edit.range, text=edit.new_text))
        self.texts[uri] = (version + 1, text)
        document = t.VersionedTextDocumentIdentifier(uri=uri, version=version + 1)
        self.client.text_document_did_change(
            t.DidChangeTextDocumentParams(text_document=document, content_changes=changes)
        )
        return text

    def apply(self, edit):
        """A workspace edit, as the editor would make it. Of a text that is open it gives the new one."""
        for uri, edits in (edit.changes or {}).items():
            self.edit(uri, edits)
        for change in edit.document_changes or []:
            assert isinstance(change, t.TextDocumentEdit), change
            assert offered(self.caps, "workspace", "workspace_edit", "document_changes")
            assert change.text_document.version in (None, self.texts[change.text_document.uri][0])
            self.edit(change.text_document.uri, change.edits)
        return self.texts[self.uri()][1]

    async def findings(self, wanted, name="draft.md"):
        """Waits for a publish with these findings, as (rule, words), for the version that the editor has now."""
        version, text = self.texts[self.uri(name)]
        last = []

        def seen():
            last[:] = self.published.get(self.uri(name), [])[-1:]
            for params in last:
                found = sorted((it.code, self.words(text, it.range)) for it in params.diagnostics)
                if params.version == version and found == sorted(wanted):
                    return params.diagnostics
            return None

        try:
            return await self.until(seen)
        except TimeoutError:
            raise AssertionError(f"wanted {wanted} for version {version}; last came {last}") from None

    def words(self, text, place):
        return text[self.offset(text, place.start) : self.offset(text, place.end)]

    def offset(self, text, at):
        """The index in Python's string of a position as agreed."""
        lines = text.split("\n")
        return sum(len(it) + 1 for it in lines[: at.line]) + self.count(lines[at.line], at.character)

    def count(self, line, column):
        if self.encoding == t.PositionEncodingKind.Utf8:
            return len(line.encode()[:column].decode())
        if self.encoding == t.PositionEncodingKind.Utf16:
            return len(line.encode("utf-16-le")[: 2 * column].decode("utf-16-le"))
        return column

    def position(self, text, words):
        """Where the words begin, as agreed."""
        before = text[: text.index(words)].split("\n")
        line = before[-1]
        width = {t.PositionEncodingKind.Utf8: len(line.encode()), t.PositionEncodingKind.Utf16: len(line.encode("utf-16-le")) // 2}
        return t.Position(line=len(before) - 1, character=width.get(self.encoding, len(line)))

    def at(self, words, name="draft.md"):
        """The parameters that say document and position of the first such words."""
        return {"text_document": self.document(name), "position": self.position(self.texts[self.uri(name)][1], words)}

    def check_requests(self):
        """The server asked only for what was offered, and never opened a box that has to be clicked away."""
        assert self.shown == []
        for method, params in self.requests:
            if method == t.CLIENT_REGISTER_CAPABILITY:
                for it in params.registrations:
                    section, name = it.method.split("/")
                    name = {"didChangeWatchedFiles": "did_change_watched_files", "didChangeConfiguration": "did_change_configuration"}[name]
                    assert offered(self.caps, section, name, "dynamic_registration"), it.method
            else:
                need = {
                    t.WINDOW_WORK_DONE_PROGRESS_CREATE: ("window", "work_done_progress"),
                    t.WINDOW_SHOW_DOCUMENT: ("window", "show_document", "support"),
                    t.WORKSPACE_CONFIGURATION: ("workspace", "configuration"),
                    t.WORKSPACE_APPLY_EDIT: ("workspace", "apply_edit"),
                    t.WORKSPACE_DIAGNOSTIC_REFRESH: ("workspace", "diagnostics", "refresh_support"),
                    t.WORKSPACE_INLAY_HINT_REFRESH: ("workspace", "inlay_hint", "refresh_support"),
                    t.WORKSPACE_CODE_LENS_REFRESH: ("workspace", "code_lens", "refresh_support"),
                    t.CLIENT_UNREGISTER_CAPABILITY: ("workspace", "did_change_watched_files", "dynamic_registration"),
                }
                assert offered(self.caps, *need[method]), method


@contextlib.asynccontextmanager
async def editor(name, folder, options=None, files=None):
    """An editor of that name, initialized; `files` are the desk's, by path."""
    desk = pathlib.Path(folder).resolve()
    for path, text in (files or {"sources/harbour.md": SOURCE}).items():
        (desk / path).parent.mkdir(parents=True, exist_ok=True)
        (desk / path).write_text(text, encoding="utf-8")
    client = await ClientServerConfig(server_command=[*PROGRAM, "lsp"]).start()
    it = Editor(name, client, desk)
    try:
        await it.start({"holdBack": False, **(options or {})})
        yield it
        await asyncio.wait_for(client.shutdown_session(), LIMIT)
        assert client._server.returncode == 0
        assert client.error is None, client.error
        it.check_requests()
    finally:
        if client._server.returncode is None:
            client._server.kill()
        await client.stop()
