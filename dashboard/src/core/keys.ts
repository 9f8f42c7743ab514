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

/** The one table that the key handler and the help sheet are made from. */
export const KEYS: Readonly<Record<Command, readonly string[]>> = {
  lookUp: ['/'],
  nextProblem: ['n'],
  previousProblem: ['p'],
  nextRun: ['j'],
  previousRun: ['k'],
  zoomIn: ['+', '='],
  zoomOut: ['-'],
  fit: ['0'],
  zoomToRun: ['z'],
  groupRuns: ['1'],
  groupLanes: ['2'],
  groupSteps: ['3'],
  groupTree: ['4'],
  viewTimeline: ['t'],
  viewTable: ['l'],
  viewGraph: ['g'],
  viewEvents: ['e'],
  viewJson: ['r'],
  compare: ['d'],
  copyNote: ['m'],
  idle: ['i'],
  dim: ['h'],
  criticalOnly: ['c'],
  filter: ['f'],
  openFile: ['o'],
  zone: ['u'],
  close: ['Escape'],
  help: ['?'],
};

const COMMANDS = new Map(
  (Object.keys(KEYS) as Command[]).flatMap((command) =>
    KEYS[command].map((key) => [key, command] as const),
  ),
);

export function commandOf(key: string): Command | null {
  return COMMANDS.get(key) ?? null;
}
