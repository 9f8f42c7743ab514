import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { KEY_BINDINGS, TIMELINE_KEYS } from '../src/core/keys.ts';

const DOCUMENT = new URL('../../../../docs/DASHBOARD.md', import.meta.url);
const BEGIN = '<!-- keys: from here on written by WRITE_DOCS=1 npm test -->';
const END = '<!-- keys: until here -->';

const row = (keys: readonly string[], says: string): string =>
  `| ${keys.map((key) => `\`${key}\``).join(' ')} | ${says} |`;

test('documentedKeys_areThoseOfTheTable', () => {
  const table = [
    BEGIN,
    '',
    '| key | does |',
    '| --- | --- |',
    ...KEY_BINDINGS.map(({ keys, says }) => row(keys, says)),
    ...TIMELINE_KEYS.map(({ keys, says }) => row(keys, `in the timeline: ${says}`)),
    '',
    '',
  ].join('\n');
  const text = readFileSync(DOCUMENT, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  assert.ok(begin >= 0 && end > begin, 'docs/DASHBOARD.md has no place for the keys');
  if (process.env['WRITE_DOCS'] !== undefined) {
    writeFileSync(DOCUMENT, text.slice(0, begin) + table + text.slice(end));
  } else {
    assert.equal(text.slice(begin, end), table, 'write it anew: WRITE_DOCS=1 npm test');
  }
});
