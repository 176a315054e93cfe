"""What each editor gets, by the capabilities that were recorded of it. Run: BACKREAD=target/debug/backread pytest tests/editors

Every line with a finding has an emoji and letters of two bytes before it, so that bytes, UTF-16 and code points differ.
"""

import pytest
from client import DRAFT, EDITORS, SOURCE, editor, offered
from lsprotocol import types as t

FIGURE, QUOTE = ("conflicting-figure", "241"), ("altered-quote", "after")

pytestmark = [pytest.mark.asyncio, pytest.mark.parametrize("name", EDITORS)]


def diagnostic_of(diagnostics, rule):
    return next(it for it in diagnostics if it.code == rule)


async def test_what_is_offered_fits_the_client(name, tmp_path):
    async with editor(name, tmp_path) as it:
        wanted = {"neovim@v0.11.0": "utf-8", "emacs@v29.1": "utf-8"}.get(name, "utf-16")
        caps = it.answer.capabilities
        assert caps.position_encoding == wanted
        assert caps.text_document_sync.change == t.TextDocumentSyncKind.Incremental
        # Findings are pushed: a client that could also ask for them would show each twice.
        assert caps.diagnostic_provider is None
        assert caps.hover_provider and caps.definition_provider and caps.references_provider
        assert caps.completion_provider and caps.execute_command_provider
        takes_actions = offered(it.caps, "text_document", "code_action", "code_action_literal_support") is not None
        assert (caps.code_action_provider is not None) == takes_actions
        assert it.answer.server_info.name == "backread"


async def test_findings_come_with_version_place_and_evidence(name, tmp_path):
    async with editor(name, tmp_path) as it:
        it.open()
        diagnostics = await it.findings([FIGURE, QUOTE])
        figure = diagnostic_of(diagnostics, "conflicting-figure")
        assert figure.severity == t.DiagnosticSeverity.Error
        assert figure.source == "backread"
        assert "241" in figure.message and "214" in figure.message
        publish = ("text_document", "publish_diagnostics")
        if offered(it.caps, *publish, "related_information"):
            related = figure.related_information[0]
            assert "214 homes were flooded on Monday night" in related.message
            assert related.location.uri == it.uri("sources/harbour.md")
            assert it.words(SOURCE, related.location.range) == "214"
        else:
            assert figure.related_information is None
        if not offered(it.caps, *publish, "code_description_support"):
            assert figure.code_description is None


async def test_hover_gives_the_words_of_the_source(name, tmp_path):
    async with editor(name, tmp_path) as it:
        it.open()
        await it.findings([FIGURE, QUOTE])
        hover = await it.ask("text_document_hover", t.HoverParams(**it.at("241")))
        formats = offered(it.caps, "text_document", "hover", "content_format") or []
        kind = t.MarkupKind.Markdown if t.MarkupKind.Markdown in formats else t.MarkupKind.PlainText
        assert hover.contents.kind == kind
        assert "214 homes were flooded on Monday night" in hover.contents.value
        assert "241" in it.words(it.texts[it.uri()][1], hover.range)


async def test_the_way_to_the_source_and_back(name, tmp_path):
    async with editor(name, tmp_path) as it:
        it.open()
        await it.findings([FIGURE, QUOTE])
        found = await it.ask("text_document_definition", t.DefinitionParams(**it.at("241")))
        found = found if isinstance(found, list) else [found]
        assert [(place.uri, it.words(SOURCE, place.range)) for place in found] == [(it.uri("sources/harbour.md"), "214")]
        context = t.ReferenceContext(include_declaration=True)
        found = await it.ask("text_document_references", t.ReferenceParams(context=context, **it.at("Monday")))
        assert it.uri("sources/harbour.md") in [place.uri for place in found or []]


async def actions_at(it, diagnostic, only=None):
    context = t.CodeActionContext(diagnostics=[diagnostic], only=only)
    params = t.CodeActionParams(text_document=it.document(), range=diagnostic.range, context=context)
    return await it.ask("text_document_code_action", params) or []


async def edit_of(it, action):
    """The edit of an action: there at once, or on asking where the editor asks."""
    support = offered(it.caps, "text_document", "code_action", "resolve_support")
    if action.edit is None:
        assert support and "edit" in support.properties, f"{action.title} has no edit, and nobody will ask for it"
        action = await it.ask("code_action_resolve", action)
    return action.edit


async def test_an_action_takes_over_the_figure_of_the_source(name, tmp_path):
    async with editor(name, tmp_path) as it:
        it.open()
        figure = diagnostic_of(await it.findings([FIGURE, QUOTE]), "conflicting-figure")
        actions = await actions_at(it, figure)
        if not offered(it.caps, "text_document", "code_action", "code_action_literal_support"):
            # Such a client knows commands only, and none that edits.
            assert all(isinstance(action, t.Command) for action in actions)
            return
        action = next(action for action in actions if "214" in action.title)
        assert action.kind == t.CodeActionKind.QuickFix
        # Never preferred where sources give otherwise: the source may be the one that errs.
        assert not action.is_preferred
        text = it.apply(await edit_of(it, action))
        assert "🌊 Ærlig: in Ostermole 214 homes were flooded on Monday night." in text
        await it.findings([QUOTE])


async def test_a_stet_lets_it_stand(name, tmp_path):
    async with editor(name, tmp_path) as it:
        it.open()
        figure = diagnostic_of(await it.findings([FIGURE, QUOTE]), "conflicting-figure")
        actions = [action for action in await actions_at(it, figure) if isinstance(action, t.CodeAction)]
        if offered(it.caps, "text_document", "code_action", "code_action_literal_support"):
            action = next(action for action in actions if "stet" in action.title.lower())
            text = it.apply(await edit_of(it, action))
            assert "stet conflicting-figure" in text
            await it.findings([QUOTE])


async def test_a_fix_that_is_safe_is_made_on_demand(name, tmp_path):
    async with editor(name, tmp_path) as it:
        if not offered(it.caps, "text_document", "code_action", "code_action_literal_support"):
            return
        stale = "🌊 In Ostermole 214 homes were flooded on Monday night. <!-- stet conflicting-figure \"241\": own count -->\n"
        it.open(stale)
        lapsed = (await it.findings([("lapsed-stet", '<!-- stet conflicting-figure "241": own count -->')]))[0]
        (action,) = await actions_at(it, lapsed, only=["source.fixAll"])
        assert action.kind == "source.fixAll.backread"
        assert "stet" not in it.apply(await edit_of(it, action))
        await it.findings([])


async def test_commands_answer(name, tmp_path):
    async with editor(name, tmp_path) as it:
        it.open()
        await it.findings([FIGURE, QUOTE])
        commands = it.answer.capabilities.execute_command_provider.commands
        assert {"backread.status", "backread.sources", "backread.reload"} <= set(commands)
        for command in ("backread.status", "backread.sources", "backread.reload"):
            await it.ask("workspace_execute_command", t.ExecuteCommandParams(command=command, arguments=[]))
        await it.findings([FIGURE, QUOTE])


async def test_findings_follow_edits_sent_without_waiting(name, tmp_path):
    async with editor(name, tmp_path) as it:
        it.open("\n")
        for letter in "🌊 Ærlig: in Ostermole 241 homes were flooded on Monday night. 🙂 Så var det.":
            text = it.texts[it.uri()][1]
            at = it.position(text, "\n")
            it.edit(it.uri(), [t.TextEdit(range=t.Range(start=at, end=at), new_text=letter)])
        await it.findings([FIGURE])


async def test_a_source_changed_on_disk(name, tmp_path):
    async with editor(name, tmp_path) as it:
        it.open()
        await it.findings([FIGURE, QUOTE])
        source = tmp_path / "sources" / "harbour.md"
        source.write_text(SOURCE.replace("214", "241"), encoding="utf-8")
        if offered(it.caps, "workspace", "did_change_watched_files", "dynamic_registration"):
            # Such an editor follows files for the server, and says so only because it was asked to.
            changed = t.FileEvent(uri=source.as_uri(), type=t.FileChangeType.Changed)
            it.client.workspace_did_change_watched_files(t.DidChangeWatchedFilesParams(changes=[changed]))
            asked = [r.method for m, p in it.requests if m == t.CLIENT_REGISTER_CAPABILITY for r in p.registrations]
            assert t.WORKSPACE_DID_CHANGE_WATCHED_FILES in asked
        await it.findings([QUOTE])


async def test_symbols_are_a_tree_or_a_list(name, tmp_path):
    async with editor(name, tmp_path) as it:
        it.open()
        await it.findings([FIGURE, QUOTE])
        symbols = await it.ask("text_document_document_symbol", t.DocumentSymbolParams(text_document=it.document()))
        tree = offered(it.caps, "text_document", "document_symbol", "hierarchical_document_symbol_support")
        assert symbols
        wanted = t.DocumentSymbol if tree else t.SymbolInformation
        assert all(isinstance(symbol, wanted) for symbol in symbols)


async def test_names_of_the_sources_are_found(name, tmp_path):
    async with editor(name, tmp_path) as it:
        it.open()
        await it.findings([FIGURE, QUOTE])
        symbols = await it.ask("workspace_symbol", t.WorkspaceSymbolParams(query="Holt"))
        assert any("Holt" in symbol.name for symbol in symbols or [])


async def test_completion_from_the_sources(name, tmp_path):
    async with editor(name, tmp_path) as it:
        it.open("🌊 Ærlig, said Mir\n")
        await it.findings([])
        at = it.at("\n")
        answer = await it.ask("text_document_completion", t.CompletionParams(**at))
        items = answer if isinstance(answer, list) else answer.items if answer else []
        assert any(item.label.startswith("Mira Holt") for item in items), items
        snippets = offered(it.caps, "text_document", "completion", "completion_item", "snippet_support")
        if not snippets:
            assert all(item.insert_text_format != t.InsertTextFormat.Snippet for item in items)


async def test_hints_and_lenses_only_when_switched_on(name, tmp_path):
    for on in (False, True):
        async with editor(name, tmp_path / str(on), {"inlayHints": on, "codeLens": on}) as it:
            it.open(DRAFT.replace("241", "214"))
            await it.findings([QUOTE])
            whole = t.Range(start=t.Position(line=0, character=0), end=t.Position(line=5, character=0))
            hints = await it.ask("text_document_inlay_hint", t.InlayHintParams(text_document=it.document(), range=whole))
            lenses = await it.ask("text_document_code_lens", t.CodeLensParams(text_document=it.document()))
            assert bool(hints) == on
            assert bool(lenses) == on


async def test_findings_are_asked_for_where_the_writer_says_so(name, tmp_path):
    async with editor(name, tmp_path, {"diagnostics": "pull"}) as it:
        it.open()
        if offered(it.caps, "text_document", "diagnostic") is None:
            assert it.answer.capabilities.diagnostic_provider is None
            await it.findings([FIGURE, QUOTE])
            return
        assert it.answer.capabilities.diagnostic_provider is not None
        params = t.DocumentDiagnosticParams(text_document=it.document())
        # While sources are being read the answer may be short of what they will show.
        for _ in range(100):
            report = await it.ask("text_document_diagnostic", params)
            if len(report.items) == 2:
                break
        assert [item.code for item in report.items] == ["conflicting-figure", "altered-quote"]
        assert it.published.get(it.uri(), []) == []


async def test_without_sources_and_configuration_it_is_silent(name, tmp_path):
    async with editor(name, tmp_path, files={"notes/other.txt": "Nothing.\n"}) as it:
        it.open()
        assert await it.ask("text_document_hover", t.HoverParams(**it.at("241"))) is None
        assert all(params.diagnostics == [] for params in it.published.get(it.uri(), []))
