/** What a key can do. */
export type Command =
  | 'lookUp'
  | 'nextProblem'
  | 'previousProblem'
  | 'nextRun'
  | 'previousRun'
  | 'zoomIn'
  | 'zoomOut'
  | 'fit'
  | 'zoomToRun'
  | 'groupRuns'
  | 'groupLanes'
  | 'groupSteps'
  | 'groupTree'
  | 'viewTimeline'
  | 'viewTable'
  | 'viewGraph'
  | 'viewEvents'
  | 'viewJson'
  | 'dim'
  | 'idle'
  | 'compare'
  | 'copyNote'
  | 'openFile'
  | 'criticalOnly'
  | 'filter'
  | 'zone'
  | 'close'
  | 'help';

export interface KeyBinding {
  readonly command: Command;
  readonly keys: readonly string[];
  readonly says: string;
}

/** The one table that the key handler and the help sheet are made from. */
export const KEY_BINDINGS: readonly KeyBinding[] = [
  { command: 'lookUp', keys: ['/'], says: 'Look up another execution' },
  { command: 'nextProblem', keys: ['n'], says: 'Next failure' },
  { command: 'previousProblem', keys: ['p'], says: 'Previous failure' },
  { command: 'nextRun', keys: ['j'], says: 'Next run' },
  { command: 'previousRun', keys: ['k'], says: 'Previous run' },
  { command: 'zoomIn', keys: ['+', '='], says: 'Zoom in' },
  { command: 'zoomOut', keys: ['-'], says: 'Zoom out' },
  { command: 'fit', keys: ['0'], says: 'Show the whole execution' },
  { command: 'zoomToRun', keys: ['z'], says: 'Zoom to the selected run' },
  { command: 'groupRuns', keys: ['1'], says: 'A row for each run' },
  { command: 'groupLanes', keys: ['2'], says: 'A row for each lane' },
  { command: 'groupSteps', keys: ['3'], says: 'A row for each step' },
  { command: 'groupTree', keys: ['4'], says: 'Each run under what it waited for' },
  { command: 'viewTimeline', keys: ['t'], says: 'Timeline' },
  { command: 'viewTable', keys: ['l'], says: 'Table' },
  { command: 'viewGraph', keys: ['g'], says: 'Dependency graph' },
  { command: 'viewEvents', keys: ['e'], says: 'Events as they are stored' },
  { command: 'viewJson', keys: ['r'], says: 'JSON' },
  { command: 'compare', keys: ['d'], says: 'Compare with the last good run' },
  { command: 'copyNote', keys: ['m'], says: 'Copy as incident note' },
  { command: 'idle', keys: ['i'], says: 'Fold or show idle time' },
  { command: 'dim', keys: ['h'], says: 'Hide or dim what the filter leaves out' },
  { command: 'criticalOnly', keys: ['c'], says: 'Only the critical path' },
  { command: 'filter', keys: ['f'], says: 'Filter' },
  { command: 'openFile', keys: ['o'], says: 'Open a JSON file' },
  { command: 'zone', keys: ['u'], says: 'UTC or local time' },
  { command: 'close', keys: ['Escape'], says: 'Close what is open' },
  { command: 'help', keys: ['?'], says: 'These keys' },
];

/** Keys that work while the timeline has the focus; for the help sheet. */
export const TIMELINE_KEYS: readonly { readonly keys: readonly string[]; readonly says: string }[] =
  [
    { keys: ['↑', '↓'], says: 'Row up or down' },
    { keys: ['←', '→'], says: 'Earlier or later' },
    { keys: ['PgUp', 'PgDn'], says: 'A page of rows' },
    { keys: ['Home', 'End'], says: 'First or last row' },
    { keys: ['Enter'], says: 'Details of the row' },
  ];

export function commandOf(key: string): Command | null {
  return KEY_BINDINGS.find((binding) => binding.keys.includes(key))?.command ?? null;
}
