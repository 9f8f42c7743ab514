import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decodeBlastRadius } from '../src/api/across-decode.ts';
import { decodeComparison, decodeEventPage } from '../src/api/decode-comparison.ts';
import { decodeProblem, decodeTimeline } from '../src/api/decode.ts';
import { concurrencyOf } from '../src/core/concurrency.ts';
import { journeyOf, wholeOf } from '../src/core/journey.ts';
import { rowsOf } from '../src/core/rows.ts';

/** What Java and this page share; seen from target/unit/test. */
const CONTRACTS = new URL('../../../../docs/contracts/', import.meta.url);
const GOLDEN = new URL('../../../../../shared/golden/', import.meta.url);
const FILTER = { text: '', statuses: new Set<never>(), criticalOnly: false, expected: true };

interface Facts {
  readonly status?: string;
  readonly laneCount?: number;
  readonly runs?: readonly Readonly<Record<string, unknown>>[];
}

const cases = [GOLDEN, new URL('timeline/', CONTRACTS)].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const { name, expected } = JSON.parse(text) as { name: string; expected: Facts };
      return { name, expected };
    }),
);

test('vectors_factsOfTheApi_areReadAndDrawnAsTheyAre', () => {
  let placed = 0;
  for (const { name, expected } of cases) {
    const runs = (expected.runs ?? []).map((run) => ({ step: 'S', startOffsetNanos: 0, ...run }));
    const { timeline, unreadableRuns } = decodeTimeline({ status: 'FAILED', ...expected, runs });
    assert.equal(unreadableRuns, 0, name);
    assert.notEqual(timeline.status, 'UNKNOWN', name);
    const journey = journeyOf(timeline);
    for (const grouping of ['runs', 'lanes', 'steps', 'tree'] as const) {
      const { rows } = rowsOf(journey, grouping, FILTER);
      assert.equal(rows.flatMap((row) => [...row.runs]).length, runs.length, name);
    }
    if (isPlaced(expected)) {
      placed++;
      const whole = wholeOf(journey, 0);
      assert.equal(concurrencyOf(timeline.runs, whole).most, expected.laneCount, name);
      const lanes = rowsOf(journey, 'lanes', FILTER).rows.filter((row) => row.kind === 'lane');
      assert.equal(lanes.length, expected.laneCount, name);
    }
  }
  assert.ok(cases.length > 100 && placed >= 15, `${cases.length} cases, ${placed} with places`);
});

/** Whether the case says enough of its runs to draw them. */
function isPlaced({ laneCount, runs }: Facts): boolean {
  const names = ['lane', 'startOffsetNanos', 'durationNanos', 'status'];
  return (
    laneCount !== undefined &&
    (runs ?? []).length > 0 &&
    (runs ?? []).every((run) => names.every((name) => name in run))
  );
}

/** Stands for any object and notes which fields are asked for. */
function noting(asked: Set<string>): Readonly<Record<string, unknown>> {
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get(_, name) {
        if (typeof name === 'symbol') {
          return undefined;
        }
        asked.add(name);
        if (
          [
            'runs',
            'criticalPath',
            'gaps',
            'expected',
            'steps',
            'events',
            'minutes',
            'skews',
          ].includes(name)
        ) {
          return [noting(asked)];
        }
        return (
          { step: 's', status: 'FAILED', startOffsetNanos: 0, run: 0, failures: 1 }[name] ??
          noting(asked)
        );
      },
    },
  );
}

test('fields_readByThisPage_areAllInTheApisDescription', () => {
  const asked = new Set<string>();
  decodeTimeline(noting(asked));
  decodeProblem(noting(asked));
  decodeComparison(noting(asked));
  decodeBlastRadius(noting(asked));
  decodeEventPage(noting(asked));
  const described = readFileSync(new URL('openapi.yaml', CONTRACTS), 'utf8');
  const unknown = [...asked].filter((name) => !new RegExp(`^\\s+${name}:`, 'm').test(described));
  assert.ok(asked.size > 40, [...asked].join(' '));
  assert.deepEqual(unknown, []);
});
