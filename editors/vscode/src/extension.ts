// Starts `backread lsp` and leaves everything else to the protocol: no commands, no logic of its own.
import { workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

const languages = ['markdown', 'plaintext', 'html'];

export async function activate(_context: ExtensionContext): Promise<void> {
  const settings = workspace.getConfiguration('backread');
  client = new LanguageClient(
    'backread',
    'backread',
    { command: settings.get('path', 'backread'), args: ['lsp'] },
    {
      documentSelector: ['file', 'untitled'].flatMap((scheme) => languages.map((language) => ({ scheme, language }))),
      initializationOptions: {
        holdBack: settings.get('holdBack', true),
        config: settings.get('config', {}),
      },
      synchronize: { configurationSection: 'backread' },
    },
  );
  await client.start();
}

export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}
