// backread in the workbench of Visual Studio Code, as a writer meets it. workbench.sh gets what it needs and runs it:
//
//     node workbench.mjs EXTENSION.vsix [FOLDER FOR PICTURES]
//
// The package has to hold the program. Run it in a folder into which npm has put code-server and playwright-core; $CHROMIUM
// names the browser. Prints PASS for each thing seen and ALL PASS at the end. Every line with a finding has an emoji before
// it: columns counted in code points would draw the line one cell too far to the left.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const { chromium } = createRequire(join(process.cwd(), 'here.js'))('playwright-core');
const [extension, pictures] = process.argv.slice(2).map((it) => resolve(it));
const LIMIT = 20_000;

const SOURCE = `# Note of the harbour office

🚢 På Ostermole 214 homes were flooded on Monday night.
Some 1,900 people were taken to the school at Sella.

“We will light the kiln before the first frost,” said Mira Holt, the mayor.
`;
const DRAFT = `# When the sea came in

🌊 In Ostermole 241 homes were flooded on Monday night.

🏫 Some 1,900 people were taken to the school at Sella.

🔥 “We will light the kiln after the first frost,” said Mira Holt.
`;
const SECOND = `🏫 Some 9,100 people were taken to the school at Sella.
`;

// A desk with two drafts, a folder with sources and nothing else, and one that nobody has to trust.
const root = mkdtempSync(join(tmpdir(), 'backread-workbench-'));
const write = (path, text) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const [desk, fresh, strange] = ['ostermole', 'fresh', 'strange'].map((it) => join(root, it));
write('ostermole/backread.toml', 'sources = ["sources/**"]\ndrafts = ["draft.md", "second.md"]\n');
write('ostermole/.vscode/settings.json', '{}');
write('ostermole/draft.md', DRAFT);
write('ostermole/second.md', SECOND);
for (const it of ['ostermole', 'fresh', 'strange']) write(`${it}/sources/harbour.md`, SOURCE);
write('fresh/story.md', '# Nothing yet\n');
const story = join(root, 'harbour');
cpSync(resolve(import.meta.dirname, '../../../tests/corpora/harbour'), story, { recursive: true });
write('harbour/.vscode/settings.json', JSON.stringify({ 'backread.codeLens': true, 'backread.inlayHints': true }));
write('strange/draft.md', DRAFT);
write('strange/tools/backread', `#!/bin/sh\ntouch ${root}/was-started\n`);
chmodSync(join(strange, 'tools/backread'), 0o755);
write('strange/.vscode/settings.json', JSON.stringify({ 'backread.path': join(strange, 'tools/backread') }));

const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'editor.wordWrap': 'on',
  'window.restoreWindows': 'none',
  'workbench.editor.enablePreview': false,
};
const set = (settings) => write('user/User/settings.json', JSON.stringify({ ...SETTINGS, ...settings }));
const setMachine = (settings) => write('user/Machine/settings.json', JSON.stringify(settings));
const TRUSTED = { 'security.workspace.trust.enabled': false };

const free = () =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
const say = (...words) => console.log(...words);
function check(what, holds, detail = '') {
  if (!holds) throw new Error(`${what} ${JSON.stringify(detail)}`);
  say('PASS', what);
}

const workbench = resolve('node_modules/.bin/code-server');
const where = ['--user-data-dir', join(root, 'user'), '--extensions-dir', join(root, 'extensions'), '--config', join(root, 'none.yaml')];
write('none.yaml', '');
execFileSync(workbench, [...where, '--install-extension', extension], { stdio: 'ignore' });

let server;
let port;
async function serve(settings, ...options) {
  set(settings);
  port = await free();
  const quiet = ['--auth', 'none', '--disable-telemetry', '--disable-update-check', ...options];
  server = spawn(workbench, [...where, ...quiet, '--bind-addr', `127.0.0.1:${port}`], {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, XDG_CACHE_HOME: join(root, 'cache') },
  });
  const until = Date.now() + LIMIT;
  while (!(await fetch(`http://127.0.0.1:${port}/healthz`).then((it) => it.ok, () => false))) {
    if (Date.now() > until) throw new Error('code-server does not answer');
    await new Promise((done) => setTimeout(done, 100));
  }
}
async function leave() {
  if (!server) return;
  const gone = new Promise((done) => server.once('exit', done));
  process.kill(-server.pid);
  await gone;
  server = undefined;
}

const browser = await chromium.launchPersistentContext(join(root, 'browser'), {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  viewport: { width: 1000, height: 560 },
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage();
page.setDefaultTimeout(LIMIT);
const open = async (folder) => {
  await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`);
  await page.waitForSelector('.monaco-workbench .part.statusbar');
  await page.waitForSelector('.explorer-folders-view .monaco-list-row');
};
// Where the draft's words stand on the screen.
const place = (words) =>
  page.evaluate((words) => {
    const walk = document.createTreeWalker(document.querySelector('.editor-group-container.active .monaco-editor .view-lines'), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const at = walk.currentNode.data.indexOf(words);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(walk.currentNode, at);
      range.setEnd(walk.currentNode, at + words.length);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { left, right, top, bottom };
    }
    throw new Error(`not on the screen: ${words}`);
  }, words);
const middle = async (words) => {
  const { left, right, top, bottom } = await place(words);
  return [(left + right) / 2, (top + bottom) / 2];
};
const openFile = async (name) => {
  await page.keyboard.press('Control+P');
  await page.waitForSelector('.quick-input-widget input');
  await page.keyboard.type(name);
  // NB: not any row: before the list is narrowed, Enter takes whichever was open last.
  await page.waitForSelector(`.quick-input-list .monaco-list-row.focused[aria-label*="${name}"]`);
  await page.keyboard.press('Enter');
  await page.waitForSelector(`.tab.active[data-resource-name="${name}"]`);
};
const run = async (command) => {
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: command }).first();
  // Where the mouse rests a hover may come up over the list.
  await page.mouse.move(5, 400);
  // The list is made when it opens: whether a folder is trusted may be known a moment later.
  for (const until = Date.now() + LIMIT; ; await page.keyboard.press('Escape')) {
    await page.keyboard.press('F1');
    await page.waitForSelector('.quick-input-widget input');
    await page.keyboard.type(command);
    const isThere = await row.waitFor({ timeout: 2_000 }).then(() => true, () => false);
    if (isThere) return row.click({ force: true });
    if (Date.now() > until) throw new Error(`no command ${command}`);
  }
};
// The cursor to the first such words of the text in front.
const goTo = async (text, words) => {
  const before = text.slice(0, text.indexOf(words)).split('\n');
  await page.keyboard.press('Control+G');
  await page.waitForSelector('.quick-input-widget input');
  await page.keyboard.type(`${before.length}:${before.at(-1).length + 1}`);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.quick-input-widget', { state: 'hidden' });
  await page.waitForSelector('.monaco-editor.focused');
};
// What every hover on the screen tells; run in the page.
const hovered = () => [...document.querySelectorAll('.monaco-hover:not(.hidden)')].map((it) => it.innerText.replaceAll('\u00a0', ' ')).join('\n');
const errors = (n) => page.waitForFunction((n) => document.querySelectorAll('.monaco-editor .squiggly-error').length === n, n);
const barSays = (words) =>
  page.waitForFunction((words) => [...document.querySelectorAll('.statusbar-item')].some((it) => it.innerText.trim() === words), words);
const picture = (name) => pictures && page.screenshot({ path: join(pictures, `${name}.png`) });
const onDisk = async (path, holds) => {
  const until = Date.now() + LIMIT;
  while (!(existsSync(path) && holds(readFileSync(path, 'utf8')))) {
    if (Date.now() > until) throw new Error(`${path} is not as it should be`);
    await page.waitForTimeout(50);
  }
};

async function aDesk() {
  await open(desk);
  await openFile('draft.md');

  // Findings, and each drawn under its own words.
  await errors(2);
  const drawn = await page
    .locator('.monaco-editor .squiggly-error')
    .evaluateAll((all) => all.map((it) => it.getBoundingClientRect()).map(({ left, right, top }) => ({ left, right, top })));
  drawn.sort((a, b) => a.top - b.top);
  const written = [await place('241'), await place('after')];
  const near = (a, b) => Math.abs(a - b) <= 2;
  check(
    'each finding is drawn under its own words',
    written.every((word, n) => near(word.left, drawn[n].left) && near(word.right, drawn[n].right)),
    { drawn, written },
  );
  await barSays('2 of 3 figures supported');
  say('PASS the status bar counts the figures that the sources give');

  // Hover: the finding, and what the sources say.
  await page.mouse.move(...(await middle('241')));
  await page.waitForFunction(`(${hovered})().includes('the sources give otherwise')`);
  const told = await page.evaluate(hovered);
  check('hover has the words of the source, once', told.split('214 homes were flooded on Monday night').length === 2, told);
  await picture('hover');
  await page.mouse.move(5, 400);

  // The list of problems, with the evidence below each.
  await page.keyboard.press('Control+Shift+M');
  await page.waitForSelector('.markers-panel .monaco-list-row');
  const rows = () => page.locator('.markers-panel .monaco-list-row').allInnerTexts().then((it) => it.join('\n'));
  await page.waitForFunction(() => document.querySelector('.markers-panel')?.innerText.includes('you wrote 241'));
  check('the problem names both figures', (await rows()).includes('214'), await rows());
  check('and its rule', (await rows()).includes('conflicting-figure'), await rows());
  check('a draft that nobody has opened is not in it', !(await rows()).includes('second.md'), await rows());
  await picture('problems');

  // Through the source and back.
  await goTo(DRAFT, '241');
  await page.keyboard.press('F12');
  await page.waitForSelector('.tab.active[data-resource-name="harbour.md"]');
  await page.waitForFunction(() => /Ln 3, Col \d+/.test(document.querySelector('.statusbar').innerText));
  // NB: the status bar counts code points, unlike everything else there.
  const column = [...SOURCE.split('\n')[2].split('214')[0]].length + 1;
  const shown = await page.locator('.statusbar').innerText();
  check('definition goes to the figure in the source', new RegExp(`Ln 3, Col ${column}( \\(3 selected\\))?`).test(shown), shown);
  await openFile('draft.md');
  await errors(2);

  // Every draft, open or not.
  await run('backread: Check the Workspace');
  await page.waitForFunction(() => /second\.md/.test(document.querySelector('.markers-panel')?.innerText ?? ''));
  await page.waitForFunction(() => /9,100/.test(document.querySelector('.markers-panel').innerText));
  check('the workspace is checked, and nothing told twice', (await rows()).split('you wrote 241').length === 2, await rows());
  await picture('workspace');
  await openFile('second.md');
  await errors(1);
  await page.waitForFunction(() => document.querySelector('.markers-panel').innerText.split('9,100').length === 2);
  say('PASS what is opened then is told once');
  await openFile('draft.md');

  // Its sources, and the way to one.
  await run('backread: List Sources');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'sources/harbour.md' }).waitFor();
  await picture('sources');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.tab.active[data-resource-name="harbour.md"]');
  say('PASS a source is opened from the list');
  await openFile('draft.md');

  // All that can be told at once, from the status bar.
  await page.locator('.statusbar-item', { hasText: '2 of 3 figures supported' }).locator('a').click();
  await page.locator('.quick-input-list .monaco-list-row', { hasText: '2 findings' }).waitFor();
  const choices = await page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
  say('status:', JSON.stringify(choices));
  check('the status tells of other facts too', choices.join().includes('quotes: 0 of 1 supported · 1 differs'), choices);
  await picture('status');
  await page.keyboard.press('Escape');

  // Marks and counts, once they are asked for.
  const settings = (it) => write('ostermole/.vscode/settings.json', JSON.stringify(it));
  settings({ 'backread.codeLens': true, 'backread.inlayHints': true });
  await page.waitForFunction(() => document.querySelector('.monaco-editor .codelens-decoration')?.innerText.includes('supported'));
  await page.waitForFunction(() => document.querySelector('.monaco-editor .view-lines').innerText.includes('✓'));
  say('PASS counts and marks come when they are switched on');
  await picture('lenses');
  settings({});
  await page.waitForFunction(() => !document.querySelector('.monaco-editor .codelens-decoration'));

  // The dossier: shown with the draft's words, and written where the program keeps what it writes.
  await run('backread: Open the Dossier');
  await page.locator('.tab.active', { hasText: 'Dossier' }).waitFor();
  const dossier = page.frameLocator('iframe.webview').frameLocator('iframe');
  await dossier.getByText('homes were flooded on Monday night').first().waitFor();
  check('the dossier opens with the draft', (await dossier.locator('body').innerText()).includes('241'));
  await picture('dossier');
  const holds = (html) => html.includes('In Ostermole') && html.includes('light the kiln before the first frost');
  const pages = readdirSync(join(root, 'cache'), { recursive: true }).filter((it) => it.endsWith('.html'));
  check('and is written', pages.some((it) => holds(readFileSync(join(root, 'cache', it), 'utf8'))), pages);
  await run('View: Close Editor');

  // The lightbulb.
  await openFile('draft.md');
  await goTo(DRAFT, '241');
  await page.keyboard.press('Control+.');
  await page.waitForSelector('.action-widget .monaco-list-row.action');
  const menu = await page.locator('.action-widget .monaco-list-row.action').allInnerTexts();
  say('offered:', JSON.stringify(menu));
  await picture('fixes');
  await page.locator('.action-widget .monaco-list-row.action', { hasText: '214' }).first().click();
  await errors(1);
  await page.keyboard.press('Control+S');
  await onDisk(join(desk, 'draft.md'), (it) => it.includes('In Ostermole 214 homes'));
  say('PASS the fix is made and the finding gone');
  await barSays('3 of 3 figures supported');
  say('PASS the status bar follows');

  // A source changed by somebody else.
  write('ostermole/sources/harbour.md', SOURCE.replace('before the first', 'after the first'));
  await errors(0);
  say('PASS findings follow a source changed on disk');

  // A draft that lies in no file yet.
  await run('File: New Untitled Text File');
  await page.waitForSelector('.tab.active[data-resource-name^="Untitled"]');
  await page.keyboard.insertText('🏫 Some 9,100 people were taken to the school at Sella.');
  await errors(1);
  say('PASS an untitled draft is checked');
  await picture('untitled');

  // A program that is not there is told of, and the next one starts without a reload.
  setMachine({ 'backread.path': '/nowhere/backread' });
  await page.locator('.notification-list-item', { hasText: 'no program lies at /nowhere/backread' }).waitFor();
  await errors(0);
  await barSays('backread');
  say('PASS a program that is not there is told of');
  await picture('no-program');
  setMachine({});
  await errors(1);
  say('PASS and found again when the setting is mended');
}

async function aFreshFolder() {
  await open(fresh);
  await openFile('story.md');
  await barSays('no figures, 1 source');
  await run('backread: First Steps');
  await page.locator('.getting-started-detail-title, .step-title').first().waitFor();
  await page.getByText('Put the sources in a folder').first().waitFor();
  await picture('walkthrough');
  say('PASS the first steps are shown');
  await run('backread: Make a backread.toml');
  await page.waitForSelector('.tab.active[data-resource-name="backread.toml"]');
  await onDisk(join(fresh, 'backread.toml'), (it) => it.includes('sources = ["sources/**"]'));
  say('PASS a backread.toml is made');
  // Its mistakes are shown as they are made, also where no extension knows TOML.
  await page.keyboard.press('Control+Home');
  await page.keyboard.insertText('sourcs = []\n');
  await page.waitForSelector('.monaco-editor .squiggly-warning');
  say('PASS mistakes in it are marked');
  await picture('config');
}

// The picture in the extension's README: a story of some length, with counts and marks.
async function aStory() {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(story);
  await openFile('draft.md');
  await page.waitForSelector('.monaco-editor .squiggly-error');
  await goTo(readFileSync(join(story, 'draft.md'), 'utf8'), '€18.4 billion');
  await page.waitForSelector('.codelens-decoration');
  await page.mouse.move(...(await middle('€18.4')));
  await page.waitForFunction(`(${hovered})().includes('the sources give otherwise')`);
  await page.locator('.monaco-hover:not(.hidden)', { hasText: 'Quick Fix...' }).first().waitFor();
  await picture('workbench');
}

async function aStrangeFolder() {
  await open(strange);
  await page.getByText('Restricted Mode').first().waitFor();
  await openFile('draft.md');
  await errors(2);
  say('PASS drafts are checked in a folder that nobody trusts');
  check('by the program that came with the extension, not by the folder\'s', !existsSync(join(root, 'was-started')));
  await picture('restricted');
}

let status = 1;
try {
  await serve(TRUSTED, '--disable-workspace-trust');
  await aDesk();
  await aFreshFolder();
  if (pictures) await aStory();
  await leave();
  await serve({});
  await aStrangeFolder();
  say('ALL PASS');
  status = 0;
} catch (error) {
  say('FAIL', error.stack);
  await picture('failed')?.catch(() => {});
}
await browser.close();
await leave();
rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
process.exit(status);
