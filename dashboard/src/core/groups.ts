import type { FailedRun } from '../api/across-types.ts';

/** Failures of one step with one code. */
export interface FailureGroup {
  readonly step: string;
  /** Null for failures without one. */
  readonly code: string | null;
  readonly failures: number;
  readonly executions: number;
}

/** What failed how, the most frequent first. */
export function failureGroups(failures: readonly FailedRun[]): readonly FailureGroup[] {
  const groups = new Map<string, { runs: FailedRun[]; executions: Set<string> }>();
  for (const run of failures) {
    const key = JSON.stringify([run.step, run.errorCode]);
    const group = groups.get(key) ?? { runs: [], executions: new Set() };
    group.runs.push(run);
    group.executions.add(JSON.stringify([run.accountId, run.executionId]));
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ runs, executions }) => ({
      step: runs[0]?.step ?? '',
      code: runs[0]?.errorCode ?? null,
      failures: runs.length,
      executions: executions.size,
    }))
    .toSorted((a, b) => b.failures - a.failures);
}
