import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { formatPlace, parsePlace } from '../src/core/places.ts';
import { formatView, parseView } from '../src/core/url.ts';

/** What messages about alarms link to; written by Java, seen from target/unit/test. */
const FILE = new URL('../../../../docs/contracts/dashboard-links.json', import.meta.url);

interface Link {
  readonly link: 'execution' | 'failures' | 'blast' | 'steps';
  readonly query: string;
  readonly account?: string;
  readonly execution?: string;
  readonly step?: string;
  readonly code?: string;
}

const links = JSON.parse(readFileSync(FILE, 'utf8')) as readonly Link[];

test('linksOfMessages_opened_showWhatTheyName', () => {
  assert.equal(new Set(links.map(({ link }) => link)).size, 4);
  for (const { link, query, account = '', execution = '', step = '', code = '' } of links) {
    if (link === 'execution') {
      const view = parseView(query);
      assert.deepEqual([view.account, view.execution], [account, execution], query);
      assert.equal(parsePlace(query), null, query);
      assert.equal(formatView(view), query);
    } else {
      const place = parsePlace(query);
      assert.deepEqual([place?.page, place?.step, place?.code], [link, step, code], query);
      assert.equal(place === null ? '' : formatPlace(place), query);
    }
  }
});
