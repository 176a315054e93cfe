// backread in the workbench of Visual Studio Code, as a writer meets it; editors/vscode/README.md tells how to run it.
//
//     node vscode.mjs PROGRAM EXTENSION.vsix [FOLDER FOR PICTURES]
//
// Run it in a folder into which npm has put code-server and playwright-core; $CHROMIUM names the browser. Prints PASS for
// each thing seen and ALL PASS at the end. Every line with a finding has an emoji before it: columns counted in code points
// would draw the line one cell too far to the left.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const { chromium } = createRequire(join(process.cwd(), 'here.js'))('playwright-core');
const [program, extension, pictures] = process.argv.slice(2).map((it) => resolve(it));
const LIMIT = 60_000;

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

const root = mkdtempSync(join(tmpdir(), 'backread-workbench-'));
const desk = join(root, 'ostermole');
for (const folder of ['sources', '../user/User', '../user/Machine', '../extensions', '../browser']) {
  mkdirSync(join(desk, folder), { recursive: true });
}
writeFileSync(join(desk, 'backread.toml'), 'sources = ["sources/**"]\ndrafts = ["draft.md"]\n');
writeFileSync(join(desk, 'sources/harbour.md'), SOURCE);
writeFileSync(join(desk, 'draft.md'), DRAFT);
writeFileSync(
  join(root, 'user/User/settings.json'),
  JSON.stringify({
    'workbench.startupEditor': 'none',
    'workbench.colorTheme': 'Default Light Modern',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'security.workspace.trust.enabled': false,
    'telemetry.telemetryLevel': 'off',
    'extensions.autoUpdate': false,
    'update.mode': 'none',
    'chat.disableAIFeatures': true,
    'editor.minimap.enabled': false,
    'editor.wordWrap': 'on',
  }),
);
// Where a program lies is a setting of the machine, not of the writer.
writeFileSync(join(root, 'user/Machine/settings.json'), JSON.stringify({ 'backread.path': program }));

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
const where = ['--user-data-dir', join(root, 'user'), '--extensions-dir', join(root, 'extensions')];
execFileSync(workbench, [...where, '--install-extension', extension], { stdio: 'ignore' });
const port = await free();
const quiet = ['--auth', 'none', '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'];
const server = spawn(workbench, [...where, ...quiet, '--bind-addr', `127.0.0.1:${port}`, desk], { stdio: 'ignore', detached: true });
const browser = await chromium.launchPersistentContext(join(root, 'browser'), {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  viewport: { width: 1000, height: 520 },
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage();
page.setDefaultTimeout(LIMIT);
// Where the draft's words stand on the screen.
const place = (words) =>
  page.evaluate((words) => {
    const walk = document.createTreeWalker(document.querySelector('.monaco-editor .view-lines'), NodeFilter.SHOW_TEXT);
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
  await page.waitForSelector(`.quick-input-list .monaco-list-row[aria-label*="${name}"]`);
  await page.keyboard.press('Enter');
  await page.waitForSelector(`.tab.active[data-resource-name="${name}"]`);
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
const picture = (name) => pictures && page.screenshot({ path: join(pictures, `${name}.png`) });

let status = 1;
try {
  const until = Date.now() + LIMIT;
  while (!(await fetch(`http://127.0.0.1:${port}/healthz`).then((it) => it.ok, () => false))) {
    if (Date.now() > until) throw new Error('code-server does not answer');
  }
  await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(desk)}`);
  await page.waitForSelector('.monaco-workbench .part.statusbar');
  await page.waitForSelector('.explorer-folders-view .monaco-list-row');
  await openFile('draft.md');

  // Findings, and each drawn under its own words.
  await page.waitForFunction(() => document.querySelectorAll('.monaco-editor .squiggly-error').length === 2);
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

  // Hover: the finding, and what the sources say.
  await page.mouse.move(...(await middle('241')));
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.monaco-hover:not(.hidden)')].some((it) => it.innerText.includes('214 homes were flooded on Monday night')),
  );
  say('PASS hover has the words of the source');
  await picture('hover');
  await page.mouse.move(5, 400);

  // The list of problems, with the evidence below each.
  await page.keyboard.press('Control+Shift+M');
  await page.waitForSelector('.markers-panel .monaco-list-row');
  const rows = () => page.locator('.markers-panel .monaco-list-row').allInnerTexts().then((it) => it.join('\n'));
  await page.waitForFunction(() => document.querySelector('.markers-panel')?.innerText.includes('you wrote 241'));
  check('the problem names both figures', (await rows()).includes('214'), await rows());
  check('and its rule', (await rows()).includes('conflicting-figure'), await rows());
  await picture('problems');

  // Through the source and back.
  await goTo(DRAFT, '241');
  await page.keyboard.press('F12');
  await page.waitForSelector('.tab.active[data-resource-name="harbour.md"]');
  await page.waitForFunction(() => /Ln 3, Col \d+/.test(document.querySelector('.statusbar').innerText));
  // NB: the status bar counts code points, unlike everything else there.
  const column = [...SOURCE.split('\n')[2].split('214')[0]].length + 1;
  const bar = await page.locator('.statusbar').innerText();
  check('definition goes to the figure in the source', new RegExp(`Ln 3, Col ${column}( \\(3 selected\\))?`).test(bar), bar);
  await openFile('draft.md');
  await page.waitForFunction(() => document.querySelectorAll('.monaco-editor .squiggly-error').length === 2);

  // The lightbulb.
  await goTo(DRAFT, '241');
  await page.keyboard.press('Control+.');
  await page.waitForSelector('.action-widget .monaco-list-row.action');
  const menu = await page.locator('.action-widget .monaco-list-row.action').allInnerTexts();
  say('offered:', JSON.stringify(menu));
  await picture('fixes');
  const fix = page.locator('.action-widget .monaco-list-row.action', { hasText: '214' }).first();
  await fix.click();
  await page.waitForFunction(() => document.querySelectorAll('.monaco-editor .squiggly-error').length === 1);
  await page.keyboard.press('Control+S');
  const saved = Date.now() + LIMIT;
  while (!readFileSync(join(desk, 'draft.md'), 'utf8').includes('In Ostermole 214 homes')) {
    if (Date.now() > saved) throw new Error(`the fix was not saved: ${readFileSync(join(desk, 'draft.md'), 'utf8')}`);
    await page.waitForTimeout(50);
  }
  say('PASS the fix is made and the finding gone');

  // A source changed by somebody else.
  writeFileSync(join(desk, 'sources/harbour.md'), SOURCE.replace('before the first', 'after the first'));
  await page.waitForFunction(() => document.querySelectorAll('.monaco-editor .squiggly-error').length === 0);
  say('PASS findings follow a source changed on disk');
  say('ALL PASS');
  status = 0;
} catch (error) {
  say('FAIL', error.message);
  await picture('failed')?.catch(() => {});
}
await browser.close();
process.kill(-server.pid);
await new Promise((done) => server.once('exit', done));
rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
process.exit(status);
