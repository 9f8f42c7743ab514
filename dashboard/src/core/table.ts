import type { Run } from '../api/types.ts';
import { formatDelta, formatDuration, formatOffset } from './format.ts';
import type { Compared } from './comparison.ts';
import type { Journey } from './journey.ts';
import { STATUS_WORDS } from './words.ts';

/** What one cell is made from besides the run itself. */
export interface TableContext {
  readonly journey: Journey;
  /** Now, in nanoseconds from the execution's start. */
  readonly present: number;
  readonly compared: Compared | null;
}

export interface Column {
  /** What `sort=` in the address calls it. */
  readonly id: string;
  readonly title: string;
  readonly says: string;
  /** Numbers stand to the right. */
  readonly numeric: boolean;
  /** Null sorts last either way. */
  value(run: Run, index: number, context: TableContext): number | string | null;
  text(run: Run, index: number, context: TableContext): string;
}

export interface Sort {
  readonly column: Column;
  readonly down: boolean;
}

function duration(
  id: string,
  title: string,
  says: string,
  value: (run: Run, index: number, context: TableContext) => number | null,
): Column {
  return {
    id,
    title,
    says,
    numeric: true,
    value,
    text: (run, index, context) => {
      const nanos = value(run, index, context);
      return nanos === null ? '' : formatDuration(nanos);
    },
  };
}

function plain(
  id: string,
  title: string,
  says: string,
  value: (run: Run) => string | null,
): Column {
  return { id, title, says, numeric: false, value, text: (run) => value(run) ?? '' };
}

const lasted = (run: Run, context: TableContext): number =>
  run.durationNanos ?? Math.max(0, context.present - run.startOffsetNanos);

const usual = (run: Run, context: TableContext): number | null =>
  run.baseline === null || run.baseline.p50Nanos <= 0
    ? null
    : lasted(run, context) / run.baseline.p50Nanos;

const delta = (_: Run, index: number, context: TableContext): number | null =>
  context.compared?.byRun.get(index)?.deltaNanos ?? null;

export const COLUMNS: readonly Column[] = [
  plain('step', 'Step', 'The step', (run) => run.step),
  {
    id: 'try',
    title: 'Try',
    says: 'Which attempt at the step',
    numeric: true,
    value: (run) => run.attempt,
    text: (run) => String(run.attempt),
  },
  plain('status', 'Status', 'How it ended', (run) => STATUS_WORDS[run.status]),
  {
    id: 'start',
    title: 'Started',
    says: 'After the start of the execution',
    numeric: true,
    value: (run) => run.startOffsetNanos,
    text: (run) => formatOffset(run.startOffsetNanos),
  },
  {
    id: 'duration',
    title: 'Duration',
    says: 'From its start to its end, or until now',
    numeric: true,
    value: (run, _, context) => lasted(run, context),
    text: (run, _, context) =>
      formatDuration(lasted(run, context)) + (run.durationNanos === null ? ' …' : ''),
  },
  {
    id: 'usual',
    title: '× usual',
    says: 'How many times the usual median of the step',
    numeric: true,
    value: (run, _, context) => usual(run, context),
    text: (run, _, context) =>
      usual(run, context) === null ? '' : `${(usual(run, context) as number).toFixed(2)}×`,
  },
  duration(
    'slack',
    'Slack',
    'How much longer it could have taken for free',
    (run) => run.slackNanos,
  ),
  duration('wait', 'Waited', 'On the critical path, before it started', (run) => run.waitNanos),
  plain('code', 'Error', 'The code of its error', (run) => run.error?.code ?? null),
  plain('service', 'Service', 'Where it ran', (run) => run.service),
  plain('host', 'Host', 'The machine it ran on', (run) => run.host),
];

/** There while an execution is compared with. */
export const DELTA_COLUMN: Column = {
  id: 'delta',
  title: 'Difference',
  says: 'By how much the step took longer than in the other execution',
  numeric: true,
  value: delta,
  text: (run, index, context) => {
    const nanos = delta(run, index, context);
    return nanos === null ? '' : formatDelta(nanos);
  },
};

export function columnsOf(compared: Compared | null): readonly Column[] {
  return compared === null ? COLUMNS : [...COLUMNS, DELTA_COLUMN];
}

/** Null where the address names no column that there is. */
export function parseSort(text: string | null): Sort | null {
  const id = text?.replace(/^-/, '');
  const column = [...COLUMNS, DELTA_COLUMN].find((each) => each.id === id);
  return column === undefined ? null : { column, down: text?.startsWith('-') === true };
}

/** What a click on a column's head leads to: up, down, and back to the order of the runs. */
export function nextSort(sort: string | null, id: string): string | null {
  if (sort === id) {
    return `-${id}`;
  }
  return sort === `-${id}` ? null : id;
}

/** The runs in the order wanted; equal ones stay in theirs. */
export function sortRuns(
  members: readonly number[],
  sort: Sort | null,
  context: TableContext,
): readonly number[] {
  if (sort === null) {
    return members;
  }
  const runs = context.journey.timeline.runs;
  const valued = members.map((index) => ({
    index,
    value: sort.column.value(runs[index] as Run, index, context),
  }));
  valued.sort((a, b) => compare(a.value, b.value, sort.down) || a.index - b.index);
  return valued.map(({ index }) => index);
}

function compare(a: number | string | null, b: number | string | null, down: boolean): number {
  if (a === null || b === null || a === b) {
    return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  }
  return a < b === down ? 1 : -1;
}

/** As RFC 4180 has it; a cell that a spreadsheet would take for a formula begins with `'`. */
export function csvOf(members: readonly number[], context: TableContext): string {
  const columns = columnsOf(context.compared);
  const runs = context.journey.timeline.runs;
  const head = columns.map((column) =>
    UNIT_IN_CSV.has(column.id) ? `${column.id}Nanos` : column.id,
  );
  const lines = members.map((index) =>
    columns.map((column) => column.value(runs[index] as Run, index, context) ?? ''),
  );
  return [head, ...lines].map((cells) => cells.map(cell).join(',') + '\r\n').join('');
}

const UNIT_IN_CSV: ReadonlySet<string> = new Set(['start', 'duration', 'slack', 'wait', 'delta']);

function cell(value: number | string): string {
  if (typeof value === 'number') {
    return String(value);
  }
  const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
