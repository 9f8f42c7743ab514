import { KEYS, type Command } from './keys.ts';

export interface KeyBinding {
  readonly keys: readonly string[];
  readonly says: string;
}

const WORDS: Readonly<Record<Command, string>> = {
  lookUp: 'Look up another execution',
  nextProblem: 'Next failure',
  previousProblem: 'Previous failure',
  nextRun: 'Next run',
  previousRun: 'Previous run',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show the whole execution',
  zoomToRun: 'Zoom to the selected run',
  groupRuns: 'A row for each run',
  groupLanes: 'A row for each lane',
  groupSteps: 'A row for each step',
  groupTree: 'Each run under what it waited for',
  viewTimeline: 'Timeline',
  viewTable: 'Table',
  viewGraph: 'Dependency graph',
  viewEvents: 'Events as they are stored',
  viewJson: 'JSON',
  compare: 'Compare with the last good run',
  copyNote: 'Copy as incident note',
  idle: 'Fold or show idle time',
  dim: 'Hide or dim what the filter leaves out',
  criticalOnly: 'Only the critical path',
  filter: 'Filter',
  openFile: 'Open a JSON file',
  zone: 'UTC or local time',
  close: 'Close what is open',
  help: 'These keys',
};

/** What each key does, for the help sheet and the documentation. */
export const KEY_BINDINGS: readonly KeyBinding[] = (Object.keys(KEYS) as Command[]).map(
  (command) => ({ keys: KEYS[command], says: WORDS[command] }),
);

/** Keys that work while the timeline has the focus; for the help sheet. */
export const TIMELINE_KEYS: readonly KeyBinding[] = [
  { keys: ['↑', '↓'], says: 'Row up or down' },
  { keys: ['←', '→'], says: 'Earlier or later' },
  { keys: ['PgUp', 'PgDn'], says: 'A page of rows' },
  { keys: ['Home', 'End'], says: 'First or last row' },
  { keys: ['Enter'], says: 'Details of the row' },
];
