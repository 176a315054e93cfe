import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { findProgram } from '../src/program.ts';

const root = mkdtempSync(join(tmpdir(), 'backread-program-'));
after(() => rmSync(root, { recursive: true }));

function program(...path: string[]): string {
  const file = join(root, ...path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  return file;
}

const bundled = program('bundled', 'server', 'backread');
const onPath = program('bin', 'backread');
const other = program('bin', 'backread-next');
const windows = program('windows', 'server', 'backread.exe');
const inFolder = program('story', 'tools', 'backread');
const where = {
  setting: '',
  extension: join(root, 'bundled'),
  folder: join(root, 'story'),
  path: [join(root, 'nowhere'), join(root, 'bin')].join(delimiter),
  platform: 'linux' as const,
};
const found = (search: Partial<Parameters<typeof findProgram>[0]>) => {
  const it = findProgram({ ...where, ...search });
  return 'program' in it ? it.program : it.cause;
};

test('what is set goes before what is bundled, and that before the PATH', () => {
  assert.equal(found({ setting: other }), other);
  assert.equal(found({ setting: 'backread-next' }), other);
  assert.equal(found({}), bundled);
  assert.equal(found({ setting: '  ' }), bundled);
  assert.equal(found({ extension: root }), onPath);
});

test('the folder and the home may be named', () => {
  assert.equal(found({ setting: '${workspaceFolder}/tools/backread' }), inFolder);
  assert.match(found({ setting: '~/no-such/backread' }), new RegExp(`no program lies at ${homedir()}`));
});

test('on Windows the program has an ending', () => {
  assert.equal(found({ extension: join(root, 'windows'), platform: 'win32' }), windows);
});

test('a mistake in the setting is told, and nothing else is started', () => {
  assert.match(found({ setting: join(root, 'gone') }), /^no program lies at .*gone, which backread.path names$/);
  assert.match(found({ setting: root }), /^no program lies at/, 'a folder is none');
  assert.match(found({ setting: 'backraed' }), /^backraed, which backread.path names, is not on the PATH$/);
});

test('nothing is started that lies in the folder that is open by chance', () => {
  // The path is relative: which folder it is in depends on where the editor was started.
  assert.match(found({ setting: './tools/backread' }), /give the whole path/);
  assert.match(found({ extension: root, path: ['', '.', 'bin'].join(delimiter) }), /^the backread program is not on the PATH/);
});

test('without any the cause is told', () => {
  assert.match(found({ extension: root, path: '' }), /^the backread program is not on the PATH, and none came with/);
});
