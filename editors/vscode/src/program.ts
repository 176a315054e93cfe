// Where the backread program lies, or what to do when it is nowhere. Knows nothing of the editor, so that it can be tested.
//
// NB: what is found is an absolute path: a bare name would be looked for in the folder that is open as well, on some systems
// first of all, and nobody has to trust that folder.
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

export interface Search {
  /** The setting `backread.path`. */
  setting: string;
  /** The extension's own folder, which holds `server/` where the program is bundled. */
  extension: string;
  /** The first folder that is open. */
  folder?: string | undefined;
  /** `PATH`. */
  path?: string | undefined;
  platform?: NodeJS.Platform;
}

export type Found = { program: string } | { cause: string };

export function findProgram(search: Search): Found {
  const { setting, extension, path = '', platform = process.platform } = search;
  const ending = platform === 'win32' ? '.exe' : '';
  // What was set and is not there is a mistake to be told of, never a reason to start something else.
  if (setting.trim() !== '') {
    const named = expand(setting.trim(), search.folder);
    if (isAbsolute(named)) {
      return isProgram(named) ? { program: named } : { cause: `no program lies at ${named}, which backread.path names` };
    }
    if (/[\\/]/.test(named)) {
      return { cause: `backread.path is ${named}; give the whole path, or begin it with ~ or \${workspaceFolder}` };
    }
    const program = onPath(named, path, ending);
    return program ? { program } : { cause: `${named}, which backread.path names, is not on the PATH` };
  }
  const bundled = join(extension, 'server', `backread${ending}`);
  const program = isProgram(bundled) ? bundled : onPath('backread', path, ending);
  return program ? { program } : { cause: 'the backread program is not on the PATH, and none came with this extension' };
}

function expand(path: string, folder: string | undefined): string {
  const home = path.replace(/^~(?=$|[\\/])/, () => homedir());
  return folder ? home.replaceAll('${workspaceFolder}', () => folder) : home;
}

function onPath(name: string, path: string, ending: string): string | undefined {
  const names = name.endsWith(ending) ? [name] : [`${name}${ending}`];
  const folders = path.split(delimiter).filter((it) => isAbsolute(it));
  return folders.flatMap((folder) => names.map((it) => join(folder, it))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
