import { between, type Span } from '../core/scale.ts';
import type { Frame } from './frame.ts';

/** What keys and clicks on the grid may do. */
export interface ControlHost {
  frame(): Frame | null;
  /** How many rows fit into view. */
  page(): number;
  activate(row: number): void;
  select(run: number): void;
  look(span: Span): void;
  pan(share: number): void;
  openDetails(): void;
}

const PAN_STEP = 0.15;

/** Arrow keys, paging and Enter. The focus stays on the grid; the active row moves. */
export function pressed(event: KeyboardEvent, host: ControlHost): void {
  const frame = host.frame();
  if (event.ctrlKey || event.metaKey || event.altKey || frame === null) {
    return;
  }
  const last = frame.rows.rows.length - 1;
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: frame.active + 1,
    ArrowUp: frame.active - 1,
    PageDown: frame.active + host.page(),
    PageUp: frame.active - host.page(),
    Home: 0,
    End: last,
  };
  const to = moves[event.key];
  if (to !== undefined) {
    event.preventDefault();
    moveTo(Math.min(last, Math.max(0, to)), frame, host);
  } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
    event.preventDefault();
    host.pan(event.key === 'ArrowLeft' ? -PAN_STEP : PAN_STEP);
  } else if (event.key === 'Enter') {
    event.preventDefault();
    enter(frame, host);
  }
}

/** While the details are open, they follow. */
function moveTo(row: number, frame: Frame, host: ControlHost): void {
  if (row < 0) {
    return;
  }
  host.activate(row);
  const run = frame.rows.rows[row]?.runs[0];
  if (run !== undefined && frame.selected >= 0) {
    host.select(run);
  }
}

/** Selects the row's run (of several the first that failed); once more goes to its details. */
function enter(frame: Frame, host: ControlHost): void {
  const row = frame.rows.rows[frame.active];
  const first = row?.runs[0];
  if (row === undefined || first === undefined) {
    return;
  }
  if (frame.rows.rowOf.get(frame.selected) === frame.active) {
    host.openDetails();
  } else {
    const runs = frame.journey.timeline.runs;
    host.select(row.runs.find((index) => runs[index]?.status === 'FAILED') ?? first);
  }
}

/** A click on a bar selects its run, or looks closer where it stands for several. */
export function clicked(event: MouseEvent, host: ControlHost, track: HTMLElement): void {
  const target = event.target as HTMLElement;
  const place = Number(target.closest<HTMLElement>('.row')?.dataset['row'] ?? NaN);
  const frame = host.frame();
  const row = frame?.rows.rows[place];
  if (frame === null || row === undefined) {
    return;
  }
  host.activate(place);
  const bar = target.closest<HTMLElement>('.bar');
  if (bar === null) {
    const first = row.runs[0];
    if (first !== undefined && (row.runs.length === 1 || target.closest('.track') === null)) {
      host.select(first);
    }
  } else if (Number(bar.dataset['runs']) > 1) {
    const left = bar.getBoundingClientRect().left - track.getBoundingClientRect().left;
    const air = Math.max(4, bar.offsetWidth / 2);
    const { scale, whole } = frame;
    host.look(between(scale.at(left - air), scale.at(left + bar.offsetWidth + air), whole));
  } else {
    host.select(Number(bar.dataset['run']));
  }
}
