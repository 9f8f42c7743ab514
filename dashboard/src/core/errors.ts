import type { Run } from '../api/types.ts';
import type { Journey } from './journey.ts';

/** All failures with one code. */
export interface ErrorGroup {
  /** Null for those without a code. */
  readonly code: string | null;
  readonly message: string | null;
  readonly runs: readonly number[];
  /** How many of them a later try made good. */
  readonly recovered: number;
}

/** Most frequent first; at most `most`. */
export function errorGroups(journey: Journey, most = 20): readonly ErrorGroup[] {
  const groups = new Map<string | null, number[]>();
  const runs = journey.timeline.runs;
  runs.forEach((run, index) => {
    if (run.status === 'FAILED') {
      const code = run.error?.code ?? null;
      const members = groups.get(code);
      if (members === undefined) {
        groups.set(code, [index]);
      } else {
        members.push(index);
      }
    }
  });
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, most)
    .map(([code, members]) => ({
      code,
      message: (runs[members.at(-1) as number] as Run).error?.message ?? null,
      runs: members,
      recovered: members.filter((index) => runs[index]?.recovered === true).length,
    }));
}
