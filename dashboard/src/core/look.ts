/** The ways to look at one execution. */
export type Mode = 'timeline' | 'table' | 'graph' | 'events' | 'json';

/** The parts of what is told about one run. */
export type Tab = 'summary' | 'attributes' | 'attempts' | 'dependencies' | 'events';

/** How long stretches without any run are drawn: as it suits the execution, short, or as they are. */
export type Idle = 'auto' | 'fold' | 'show';

/** The part of the address that says how one execution is looked at. */
export interface Look {
  readonly mode: Mode;
  /** The execution to compare with; null for none. */
  readonly other: string | null;
  /** A column of the table, `-` before it for the greatest first; null for the API's order. */
  readonly sort: string | null;
  readonly tab: Tab;
  /** Runs that the filter leaves out are drawn faintly, not left away. */
  readonly dim: boolean;
  readonly idle: Idle;
  /** Idle stretches (by their start) that are the other way round than `idle` says. */
  readonly turned: readonly number[];
}

export const PLAIN_LOOK: Look = {
  mode: 'timeline',
  other: null,
  sort: null,
  tab: 'summary',
  dim: false,
  idle: 'auto',
  turned: [],
};

export const MODES: readonly Mode[] = ['timeline', 'table', 'graph', 'events', 'json'];
export const TABS: readonly Tab[] = ['summary', 'attributes', 'attempts', 'dependencies', 'events'];
const IDLES: readonly Idle[] = ['auto', 'fold', 'show'];
const MOST_TURNED = 100;

/** What is not understood counts as absent. */
export function parseLook(query: ReadonlyMap<string, string>): Look {
  const known = <T extends string>(all: readonly T[], name: string, usual: T): T =>
    all.find((item) => item === query.get(name)) ?? usual;
  const sort = query.get('sort') ?? '';
  return {
    mode: known(MODES, 'view', 'timeline'),
    other: query.get('with') || null,
    sort: /^-?[a-z]{1,20}$/.test(sort) ? sort : null,
    tab: known(TABS, 'tab', 'summary'),
    dim: query.get('others') === 'dim',
    idle: known(IDLES, 'idle', 'auto'),
    turned: numbers(query.get('turned')),
  };
}

/** Name and value of each parameter; null or empty is left out of the address. */
export function lookFields(look: Look): readonly (readonly [string, string | null])[] {
  const unusual = (value: string, usual: string): string | null => (value === usual ? null : value);
  return [
    ['view', unusual(look.mode, 'timeline')],
    ['with', look.other],
    ['sort', look.sort],
    ['tab', unusual(look.tab, 'summary')],
    ['others', look.dim ? 'dim' : null],
    ['idle', unusual(look.idle, 'auto')],
    ['turned', look.turned.join(',')],
  ];
}

/** Ascending, each once. */
function numbers(text: string | undefined): readonly number[] {
  const named = (text ?? '').split(',').filter((part) => /^\d{1,16}$/.test(part));
  return [...new Set(named.map(Number).filter(Number.isSafeInteger))]
    .sort((a, b) => a - b)
    .slice(0, MOST_TURNED);
}
