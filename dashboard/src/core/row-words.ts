import type { Run } from '../api/types.ts';
import type { Row } from './rows.ts';

/** What a row is called. */
export function rowName(row: Row, runs: readonly Run[]): string {
  switch (row.kind) {
    case 'run':
      return runs[row.runs[0]]?.step ?? '';
    case 'lane':
      return `Lane ${row.lane + 1}`;
    case 'step':
      return row.step;
    case 'expected':
      return row.expected.step;
    case 'missing':
      return row.difference.step;
  }
}

/** The same where nothing else on the row tells one try from another. */
export function rowTitle(row: Row, runs: readonly Run[]): string {
  const attempt = row.kind === 'run' ? (runs[row.runs[0]]?.attempt ?? 1) : 1;
  return attempt > 1 ? `${rowName(row, runs)} (try ${attempt})` : rowName(row, runs);
}
