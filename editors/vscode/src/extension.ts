// Starts `backread lsp`, and gives its commands a place in the editor. What is found, and what is said about it, is the
// server's: everything here is a request that any client could make.
//
// NB: the client registers the server's own commands (`backread.status`, `backread.sources`, ...) with the editor, so that
// the extension's must have other names.
import { commands, env, ProgressLocation, StatusBarAlignment, ThemeColor, UIKind, Uri, ViewColumn, languages, window, workspace } from 'vscode';
import type { ExtensionContext, LogOutputChannel, QuickPickItem, StatusBarItem, TextDocument } from 'vscode';
import {
  ExecuteCommandRequest,
  LanguageClient,
  RevealOutputChannelOn,
  WorkDoneProgress,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageclient/node';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { findProgram } from './program.ts';
import { coverage, findings, line, plural, sources } from './status.ts';
import type { DraftStatus, Status } from './status.ts';

const LANGUAGES = ['markdown', 'plaintext', 'html'];
const drafts = ['file', 'untitled'].flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language })));
// backread.toml and rule files; of others the server says nothing.
const pages = [{ scheme: 'file', pattern: '**/*.toml' }];
// What the server is told when it starts; of changes it hears by itself.
const TOLD = ['holdBack', 'config', 'diagnostics', 'codeLens', 'inlayHints'];

let context: ExtensionContext;
let log: LogOutputChannel;
let bar: StatusBarItem;
let client: LanguageClient | undefined;
/** Why there is no client. */
let cause: string | undefined;

export async function activate(it: ExtensionContext): Promise<void> {
  context = it;
  log = window.createOutputChannel('backread', { log: true });
  bar = window.createStatusBarItem('backread.status', StatusBarAlignment.Left, 0);
  bar.name = 'backread';
  bar.command = 'backread.showStatus';
  const asked: Record<string, () => unknown> = {
    checkWorkspace,
    openDossier,
    listSources,
    showStatus,
    init,
    restart,
    showLog: () => log.show(),
    openWalkthrough: () => commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`),
  };
  context.subscriptions.push(log, bar, closed);
  for (const [name, run] of Object.entries(asked)) {
    context.subscriptions.push(commands.registerCommand(`backread.${name}`, run));
  }
  context.subscriptions.push(
    window.onDidChangeActiveTextEditor(() => refresh()),
    // What the server says of an open text goes over what was found of it when it was closed.
    workspace.onDidOpenTextDocument((document) => closed.delete(document.uri)),
    workspace.onDidChangeConfiguration((change) => {
      if (['path', 'diagnostics'].some((key) => change.affectsConfiguration(`backread.${key}`))) void restart();
    }),
    workspace.onDidGrantWorkspaceTrust(() => void restart()),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}

// The server.

function program(): ReturnType<typeof findProgram> {
  return findProgram({
    setting: workspace.getConfiguration('backread').get('path', ''),
    extension: context.extensionPath,
    folder: workspace.workspaceFolders?.[0]?.uri.fsPath,
    path: process.env['PATH'],
  });
}

async function start(): Promise<void> {
  const settings = workspace.getConfiguration('backread');
  const found = program();
  if ('cause' in found) return fail(found.cause);
  log.info(`starting ${found.program}`);
  client = new LanguageClient(
    'backread',
    'backread',
    { command: found.program, args: ['lsp'] },
    {
      documentSelector: [...drafts, ...pages],
      initializationOptions: {
        ...Object.fromEntries(TOLD.map((key) => [key, settings.get(key)])),
        // The editor puts a finding and its evidence into the hover itself.
        hover: 'brief',
        // A folder that is not trusted has nothing read outside of it.
        trusted: workspace.isTrusted,
      },
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      middleware: {
        handleDiagnostics: (uri, diagnostics, next) => {
          next(uri, diagnostics);
          refresh();
        },
        handleWorkDoneProgress: (token, params, next) => {
          next(token, params);
          refresh();
        },
        // A lens leads here, to be read and not only logged.
        executeCommand: (command, args, next) => (command === 'backread.status' ? showStatus() : next(command, args)),
      },
    },
  );
  try {
    await client.start();
    cause = undefined;
    refresh();
  } catch (error) {
    client = undefined;
    await fail(`${found.program} does not start: ${words(error)}`);
  }
}

async function fail(why: string): Promise<void> {
  cause = why;
  log.error(why);
  refresh();
  const [set, how] = ['Set the Path', 'First Steps'];
  // NB: not waited for: the extension is active while the message stands there.
  void window.showErrorMessage(`backread: ${why}. Install it, or name it in the setting backread.path.`, set, how).then((chosen) => {
    if (chosen === set) void commands.executeCommand('workbench.action.openSettings', 'backread.path');
    if (chosen === how) void commands.executeCommand('backread.openWalkthrough');
  });
}

async function restart(): Promise<void> {
  const old = client;
  client = undefined;
  closed.clear();
  await old?.dispose();
  await start();
}

/** Runs one of the server's commands; what cannot be done is said. */
async function ask<T>(command: string, argument?: object): Promise<T | undefined> {
  if (!client) {
    void window.showWarningMessage(`backread: ${cause ?? 'the server is not running'}`);
    return undefined;
  }
  try {
    return (await client.sendRequest(ExecuteCommandRequest.type, { command, arguments: argument ? [argument] : [] })) as T;
  } catch (error) {
    void window.showWarningMessage(`backread: ${words(error)}`);
    return undefined;
  }
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

// The status bar.

const isOurs = (document: TextDocument): boolean => languages.match([...drafts, ...pages], document) > 0;

let due: NodeJS.Timeout | undefined;

/** Once for all that comes within a moment: findings come with every key. */
function refresh(): void {
  due ??= setTimeout(() => {
    due = undefined;
    void show();
  }, 200);
}

async function show(): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (!document || !isOurs(document)) return bar.hide();
  bar.backgroundColor = undefined;
  if (!client) {
    bar.text = '$(error) backread';
    bar.tooltip = cause ?? 'the server is not running';
    bar.backgroundColor = new ThemeColor('statusBarItem.errorBackground');
    return bar.show();
  }
  let status: Status;
  try {
    status = await client.sendRequest(ExecuteCommandRequest.type, { command: 'backread.status', arguments: [] });
  } catch {
    // It is starting or leaving; whichever it is, it comes back here.
    return;
  }
  const draft = of(status, document);
  const icon = status.loading ? '$(loading~spin)' : status.problems.length > 0 ? '$(warning)' : '$(book)';
  bar.text = `${icon} ${line(status, draft)}`;
  const told = draft ? [findings(draft), ...coverage(draft)] : [];
  bar.tooltip = [...told, sources(status), ...status.problems].join('\n');
  bar.accessibilityInformation = { label: `backread: ${line(status, draft)}` };
  bar.show();
}

function of(status: Status, document: TextDocument | undefined): DraftStatus | undefined {
  return status.drafts.find((it) => Uri.parse(it.uri).toString() === document?.uri.toString());
}

interface Choice extends QuickPickItem {
  run?: () => unknown;
}

async function choose(title: string, placeHolder: string, choices: Choice[]): Promise<void> {
  const chosen = await window.showQuickPick(choices, { title, placeHolder, matchOnDescription: true, matchOnDetail: true });
  await chosen?.run?.();
}

async function showStatus(): Promise<void> {
  const restarts = { label: '$(debug-restart) Restart the server', run: restart };
  const logs = { label: '$(output) Show the log', run: () => log.show() };
  const steps = { label: '$(rocket) First steps', run: () => commands.executeCommand('backread.openWalkthrough') };
  if (!client) return choose('backread', cause ?? 'the server is not running', [restarts, logs, steps]);
  const status = await ask<Status>('backread.status');
  if (!status) return;
  const draft = of(status, window.activeTextEditor?.document);
  const problems = () => commands.executeCommand('workbench.actions.view.problems');
  await choose('backread', line(status, draft), [
    ...(draft ? [{ label: `$(list-unordered) ${findings(draft)}`, run: problems }] : []),
    ...(draft ? coverage(draft).map((label) => ({ label: `$(blank) ${label}`, run: problems })) : []),
    { label: `$(book) ${sources(status)}`, run: listSources },
    ...status.problems.map((it) => ({ label: `$(warning) ${it}`, run: problems })),
    ...(draft ? [{ label: '$(file-text) Open the dossier', run: openDossier }] : []),
    { label: '$(checklist) Check the workspace', run: checkWorkspace },
    ...(status.sources === 0 ? [steps] : []),
    restarts,
    logs,
  ]);
}

// Commands.

interface Source {
  id: string;
  confidential?: boolean;
  path?: string;
  uri?: string;
  kind?: string;
  trust?: string;
  date?: string | null;
  outlet?: string | null;
  facts: number;
  problems?: string[];
}

async function listSources(): Promise<void> {
  const found = await ask<Source[]>('backread.sources');
  if (!found) return;
  if (found.length === 0) {
    const init = 'First Steps';
    const chosen = await window.showInformationMessage('backread: no sources are loaded here. Put them into a folder named sources.', init);
    if (chosen) await commands.executeCommand('backread.openWalkthrough');
    return;
  }
  const choices = found.map((it): Choice => {
    if (it.confidential || !it.path) return { label: '$(lock) a confidential source', description: `${it.id} · ${plural(it.facts, 'fact')}` };
    const { path, uri, kind, trust, outlet, date } = it;
    const said = [kind === 'unknown' ? undefined : kind, outlet, date, trust === 'normal' ? undefined : trust, plural(it.facts, 'fact')];
    const problems = (it.problems ?? []).join('; ');
    return {
      label: `${problems ? '$(warning)' : '$(book)'} ${path}`,
      description: said.filter(Boolean).join(' · '),
      ...(problems ? { detail: problems } : {}),
      // Not every source is a text: the editor knows with what to open it.
      run: () => uri && commands.executeCommand('vscode.open', Uri.parse(uri)),
    };
  });
  await choose('backread', plural(found.length, 'source'), choices);
}

/** Findings of drafts that nobody has open. */
const closed = languages.createDiagnosticCollection('backread (workspace)');

async function checkWorkspace(): Promise<void> {
  const running = client;
  if (!running) return void (await ask('backread.status'));
  // Asked for all the time then: it is all there already.
  if (workspace.getConfiguration('backread').get('diagnostics') === 'pull') {
    return void (await commands.executeCommand('workbench.actions.view.problems'));
  }
  const options = { location: ProgressLocation.Window, title: 'backread', cancellable: true };
  await window.withProgress(options, async (progress, cancelled) => {
    const workDoneToken = `backread/check/${Date.now()}`;
    const heard = running.onProgress(WorkDoneProgress.type, workDoneToken, (it) => {
      if ('message' in it && it.message) progress.report({ message: it.message });
    });
    try {
      const { items } = await running.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [], workDoneToken }, cancelled);
      closed.clear();
      let n = 0;
      for (const item of items) {
        if (item.kind !== 'full') continue;
        n += item.items.length;
        const uri = running.protocol2CodeConverter.asUri(item.uri);
        const isShown = workspace.textDocuments.some((it) => it.uri.toString() === uri.toString()) || running.diagnostics?.has(uri);
        if (!isShown) closed.set(uri, await running.protocol2CodeConverter.asDiagnostics(item.items));
      }
      await commands.executeCommand('workbench.actions.view.problems');
      window.setStatusBarMessage(`backread: ${plural(items.length, 'text')} checked, ${plural(n, 'finding')}`, 10_000);
    } catch (error) {
      if (!cancelled.isCancellationRequested) void window.showWarningMessage(`backread: ${words(error)}`);
    } finally {
      heard.dispose();
    }
  });
}

async function openDossier(): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (!client || !document || !LANGUAGES.includes(document.languageId)) {
    void window.showInformationMessage(`backread: ${client ? 'open the draft first' : (cause ?? 'the server is not running')}`);
    return;
  }
  const draft = client.code2ProtocolConverter.asUri(document.uri);
  const path = await ask<string>('backread.report', { draft });
  if (!path) return;
  const file = path.startsWith('file:') ? Uri.parse(path) : Uri.file(path);
  if (env.uiKind === UIKind.Desktop && !env.remoteName) {
    await env.openExternal(file);
    return;
  }
  // A browser elsewhere cannot open a file here. The page is whole without its scripts.
  const panel = window.createWebviewPanel('backread.dossier', 'Dossier', ViewColumn.Beside);
  panel.webview.html = await readFile(file.fsPath, 'utf8');
}

async function init(): Promise<void> {
  const open = workspace.workspaceFolders ?? [];
  if (open.length === 0) {
    void window.showInformationMessage('backread: open the folder of your story first');
    return;
  }
  const folder = open.length === 1 ? open[0] : await window.showWorkspaceFolderPick({ placeHolder: 'the folder that backread.toml is for' });
  if (!folder) return;
  const found = program();
  if ('cause' in found) return fail(found.cause);
  const config = Uri.joinPath(folder.uri, 'backread.toml');
  try {
    await promisify(execFile)(found.program, ['init', '.'], { cwd: folder.uri.fsPath });
  } catch (error) {
    // It never writes over anything; what is there is shown.
    const isThere = await workspace.fs.stat(config).then(() => true, () => false);
    if (!isThere) return void window.showErrorMessage(`backread: ${words(error)}`);
  }
  await window.showTextDocument(config);
}
