import type { Comparison, StepDifference } from '../api/comparison.ts';
import type { Journey } from './journey.ts';

/** What a comparison says, by where the timeline shows it. */
export interface Compared {
  readonly comparison: Comparison;
  /** By the first run of each step that both executions have. */
  readonly byRun: ReadonlyMap<number, StepDifference>;
  readonly byStep: ReadonlyMap<string, StepDifference>;
  /** Steps of the other execution that this one lacks. */
  readonly missing: readonly StepDifference[];
}

export function comparedOf(journey: Journey, comparison: Comparison): Compared {
  const byStep = new Map(comparison.steps.map((step) => [step.step, step]));
  const byRun = new Map<number, StepDifference>();
  const seen = new Set<string>();
  journey.timeline.runs.forEach((run, index) => {
    const step = byStep.get(run.step);
    if (step !== undefined && !seen.has(run.step)) {
      seen.add(run.step);
      byRun.set(index, step);
    }
  });
  return {
    comparison,
    byRun,
    byStep,
    missing: comparison.steps.filter((step) => step.here === null && !seen.has(step.step)),
  };
}

/** How many steps each kind of change concerns, most telling first; nothing for none. */
export function changeCounts(
  comparison: Pick<Comparison, 'steps'>,
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>(CHANGES.map((change) => [change, 0]));
  for (const step of comparison.steps) {
    for (const change of step.changes) {
      counts.set(change, (counts.get(change) ?? 0) + 1);
    }
  }
  return [...counts].filter(([, count]) => count > 0);
}

const CHANGES: readonly string[] = [
  'STATUS_CHANGED',
  'ERROR_CHANGED',
  'MISSING',
  'ADDED',
  'SLOWER',
  'FASTER',
  'RUNS_CHANGED',
];

const CHANGE_WORDS: ReadonlyMap<string, string> = new Map([
  ['ADDED', 'only here'],
  ['MISSING', 'only in the other'],
  ['STATUS_CHANGED', 'ended differently'],
  ['ERROR_CHANGED', 'another error'],
  ['RUNS_CHANGED', 'more or fewer tries'],
  ['SLOWER', 'slower'],
  ['FASTER', 'faster'],
]);

export function changeWords(change: string): string {
  return CHANGE_WORDS.get(change) ?? change.toLowerCase().replaceAll('_', ' ');
}
