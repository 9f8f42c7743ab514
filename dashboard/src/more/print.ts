import type { Run, Status } from '../api/types.ts';
import { barsOf } from '../core/bars.ts';
import { Clock } from '../core/clock.ts';
import { formatDuration } from '../core/format.ts';
import { wholeOf } from '../core/journey.ts';
import { rowTitle } from '../core/row-words.ts';
import type { Row } from '../core/rows.ts';
import { scaleOf, within, type Scale, type Span } from '../core/scale.ts';
import { zoneOf } from '../core/state.ts';
import { tickLabel, ticksOf } from '../core/ticks.ts';
import { plus } from '../core/time.ts';
import { expectedWords, flagWords, STATUS_WORDS } from '../core/words.ts';
import { made } from '../timeline/made.ts';
import { statusClass } from '../view/icons.ts';
import type { ToolsHost } from './tools.ts';

/** The axis in parts of a thousand: the sheet's own width is not known before it is laid out. */
const UNITS = 1000;
const MARKS = 9;
const MOST_BARS = 60;

/**
 * When the page is printed, all rows are laid out once on a sheet of their own, the axis on top of
 * every page; what is seen on screen is a small pool that follows the scroll.
 */
export function printOn(host: ToolsHost): void {
  let sheet: HTMLElement | null = null;
  let theme: string | undefined;
  addEventListener('beforeprint', () => {
    sheet?.remove();
    sheet = sheetOf(host);
    if (sheet !== null) {
      document.body.append(sheet);
    }
    theme = document.documentElement.dataset['theme'];
    document.documentElement.dataset['theme'] = 'light';
  });
  addEventListener('afterprint', () => {
    sheet?.remove();
    sheet = null;
    if (theme === undefined) {
      delete document.documentElement.dataset['theme'];
    } else {
      document.documentElement.dataset['theme'] = theme;
    }
  });
}

function sheetOf(host: ToolsHost): HTMLElement | null {
  const input = host.input();
  if (input === null) {
    return null;
  }
  const { journey } = input.loaded;
  const { view } = input.state;
  const whole = wholeOf(journey, 0);
  const span = view.span === null ? whole : within(view.span, whole);
  const scale = scaleOf(span, UNITS);
  const clock = new Clock(zoneOf(input.state));
  const sheet = made('section', 'print-sheet');
  const table = document.createElement('table');
  const head = document.createElement('thead');
  head.append(
    headRow(scale, (at) =>
      journey.startedAt === null ? '' : clock.time(plus(journey.startedAt, at)),
    ),
  );
  const body = document.createElement('tbody');
  for (const row of host.rows().rows) {
    body.append(bodyRow(row, journey.timeline.runs, scale, whole, journey.asOfOffset));
  }
  table.append(head, body);
  const zone = journey.startedAt === null ? '' : ` · times in ${clock.label(journey.startedAt)}`;
  sheet.append(table, made('p', 'print-foot', `${location.href}${zone}`));
  return sheet;
}

function headRow(scale: Scale, clock: (at: number) => string): HTMLElement {
  const row = document.createElement('tr');
  const axis = made('th', 'print-axis');
  const { from, to } = scale.span;
  const ticks = ticksOf(from, to, MARKS);
  for (const at of ticks.at) {
    const mark = made('span', 'print-mark');
    mark.style.left = percent(scale.x(at));
    mark.append(made('b', '', tickLabel(at, ticks.step, to)), made('small', '', clock(at)));
    // The last one would stand beyond the sheet.
    if (scale.x(at) < UNITS * 0.93) {
      axis.append(mark);
    }
  }
  row.append(
    made('th', '', 'Step'),
    made('th', '', 'Status'),
    made('th', 'numeric', 'Duration'),
    axis,
  );
  return row;
}

function bodyRow(
  row: Row,
  runs: readonly Run[],
  scale: Scale,
  whole: Span,
  present: number,
): HTMLElement {
  const line = document.createElement('tr');
  const only = row.kind === 'run' ? runs[row.runs[0]] : undefined;
  const status = gravest(row.runs, runs);
  line.className = status === null ? 'print-expected' : statusClass(status);
  const track = made('td', 'print-track');
  for (const bar of barsOf(runs, row.runs, scale, whole, MOST_BARS)) {
    const left = Math.max(0, bar.x);
    const right = Math.min(UNITS, bar.x + bar.width);
    if (right > left) {
      const critical = runs[bar.run]?.critical === true ? ' critical' : '';
      const drawn = made('div', `bar ${statusClass(bar.status)}${critical}`);
      drawn.style.left = percent(left);
      drawn.style.width = percent(right - left);
      track.append(drawn);
    }
  }
  line.append(
    made('td', 'print-name', rowTitle(row, runs)),
    made('td', 'print-status', statusText(row, only, status)),
    made('td', 'numeric', took(row.runs, runs, present)),
    track,
  );
  return line;
}

function statusText(row: Row, run: Run | undefined, status: Status | null): string {
  if (row.kind === 'expected') {
    return expectedWords(row.expected.state).short;
  }
  const flags = (run?.flags ?? []).map((flag) => flagWords(flag).short);
  const code = run?.error?.code;
  return [
    status === null ? 'only in the other' : STATUS_WORDS[status],
    ...(code == null ? [] : [code]),
    ...flags,
  ].join(' · ');
}

function took(members: readonly number[], runs: readonly Run[], present: number): string {
  const lasted = members.map((index) => {
    const run = runs[index] as Run;
    return run.durationNanos ?? Math.max(0, present - run.startOffsetNanos);
  });
  return lasted.length === 0 ? '' : formatDuration(lasted.reduce((sum, each) => sum + each, 0));
}

const GRAVITY: readonly Status[] = ['FAILED', 'STALLED', 'LOST', 'UNKNOWN', 'RUNNING', 'SUCCEEDED'];

function gravest(members: readonly number[], runs: readonly Run[]): Status | null {
  const found = new Set(members.map((index) => runs[index]?.status));
  return GRAVITY.find((status) => found.has(status)) ?? null;
}

function percent(units: number): string {
  return `${((units / UNITS) * 100).toFixed(2)}%`;
}
