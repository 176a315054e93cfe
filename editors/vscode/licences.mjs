// Writes dist/LICENCES.txt: the licence of every package of which something went into the bundle.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const META = 'dist/meta.json';
const inputs = Object.keys(JSON.parse(readFileSync(META, 'utf8')).inputs);
const folders = inputs.flatMap((it) => it.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
const texts = [...new Set(folders)].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((it) => /^licen[cs]e/i.test(it));
  if (!file) throw new Error(`${name} comes without a licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
});
writeFileSync('dist/LICENCES.txt', texts.join(`\n${'-'.repeat(72)}\n\n`));
rmSync(META);
