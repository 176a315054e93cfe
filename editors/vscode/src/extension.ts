// Starts `backread lsp` and leaves everything else to the protocol: no commands, no logic of its own.
import { window, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

const drafts = ['file', 'untitled'].flatMap((scheme) => ['markdown', 'plaintext', 'html'].map((language) => ({ scheme, language })));
// backread.toml and rule files; of others the server says nothing.
const pages = [{ scheme: 'file', pattern: '**/*.toml' }];
// What the server is told when it starts; it hears of changes to all of them through the section `backread`.
const told = ['holdBack', 'config', 'diagnostics', 'codeLens', 'inlayHints'];

export async function activate(_context: ExtensionContext): Promise<void> {
  const settings = workspace.getConfiguration('backread');
  const command = settings.get('path', 'backread');
  client = new LanguageClient(
    'backread',
    'backread',
    { command, args: ['lsp'] },
    {
      documentSelector: [...drafts, ...pages],
      initializationOptions: Object.fromEntries(told.map((key) => [key, settings.get(key)])),
      synchronize: { configurationSection: 'backread' },
    },
  );
  try {
    await client.start();
  } catch {
    window.showErrorMessage(`The program ${command} does not start. Put backread on the PATH, or name it in the setting backread.path.`);
  }
}

export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}
