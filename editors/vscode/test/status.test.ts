import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coverage, findings, line, sources } from '../src/status.ts';

const status = (it: object = {}) => ({ sources: 12, unread: 0, loading: false, problems: [], drafts: [], ...it });
const draft = (by: Record<string, Record<string, number>>) => ({ uri: 'file:///a.md', coverage: by, findings: 3, accepted: 0 });

test('figures are told first: what the sources give, of what could be held against them', () => {
  const it = draft({ figures: { supported: 35, computed: 1, 'own-reporting': 1, conflicting: 1, unsupported: 3, 'not-judged': 9 }, quotes: {} });
  assert.equal(line(status(), it), '37 of 41 figures supported');
  assert.deepEqual(coverage(it), ['figures: 37 of 41 supported · 1 differs · 3 no source · 9 not judged']);
});

test('a draft without figures tells of its other facts, and one without any says so', () => {
  assert.equal(line(status(), draft({ figures: { 'not-judged': 2 }, quotes: { conflicting: 1 } })), '0 of 1 fact supported');
  assert.equal(line(status(), draft({ figures: {} })), 'no figures, 12 sources');
});

test('problems stand behind, and reading before everything', () => {
  assert.equal(line(status({ problems: ['a', 'b'] }), draft({ figures: { supported: 1 } })), '1 of 1 figure supported · 2 problems');
  assert.equal(line(status({ loading: true, problems: ['a'] }), undefined), 'reading sources');
});

test('without a draft the sources are counted', () => {
  assert.equal(line(status(), undefined), '12 sources');
  assert.equal(sources(status({ sources: 1, unread: 2 })), '1 source, 2 unreadable');
  assert.equal(sources(status({ sources: 0 })), 'no sources');
});

test('what was let stand is not forgotten', () => {
  assert.equal(findings({ ...draft({}), findings: 1, accepted: 2 }), '1 finding · 2 let stand');
});
