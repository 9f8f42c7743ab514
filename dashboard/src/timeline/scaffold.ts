import { made } from './made.ts';

/** The timeline's fixed elements; what moves and changes is put into them. */
export interface Scaffold {
  /** Scrolls. */
  readonly scroller: HTMLElement;
  readonly overviewRow: HTMLElement;
  /** Holds the focus. */
  readonly grid: HTMLElement;
  readonly axisRow: HTMLElement;
  readonly rowsHead: HTMLElement;
  readonly axisTrack: HTMLElement;
  readonly body: HTMLElement;
  readonly nothing: HTMLElement;
}

const LEGEND = [
  ['trail', 'Critical path'],
  ['waits', 'Waiting'],
  ['gaps', 'Unaccounted time'],
] as const;

export function scaffold(axis: HTMLElement): Scaffold {
  const overviewRow = made('div', 'overview');
  const overviewLabel = made('div', 'overview-label');
  overviewLabel.append(made('span', '', 'Overview'), made('span', '', 'At once'));
  overviewRow.append(legend(), overviewLabel);

  const axisTrack = made('div', 'axis-track');
  axisTrack.append(axis);
  const rowsHead = header('head-label', '');
  const time = header('axis-cell', '');
  time.setAttribute('aria-label', 'Time');
  time.append(axisTrack);
  const axisRow = made('div', 'axis');
  axisRow.setAttribute('role', 'row');
  axisRow.setAttribute('aria-rowindex', '1');
  axisRow.append(rowsHead, header('head-duration', 'Duration'), time);

  const body = rowgroup('rows');
  const head = rowgroup('head');
  head.append(axisRow);
  const grid = made('div', 'grid');
  grid.setAttribute('role', 'grid');
  grid.setAttribute('aria-label', 'Runs on the time axis');
  grid.setAttribute('aria-colcount', '3');
  grid.tabIndex = 0;
  grid.append(head, body);

  const nothing = made('p', 'nothing');
  const scroller = made('div', 'scroller');
  scroller.append(overviewRow, grid, nothing);
  return { scroller, overviewRow, grid, axisRow, rowsHead, axisTrack, body, nothing };
}

/** What the marks between the bars mean. */
function legend(): HTMLElement {
  const list = made('ul', 'legend');
  for (const [look, says] of LEGEND) {
    const item = document.createElement('li');
    item.append(made('span', `swatch swatch-${look}`), made('span', '', says));
    list.append(item);
  }
  return list;
}

function header(className: string, text: string): HTMLElement {
  const element = made('div', className, text);
  element.setAttribute('role', 'columnheader');
  return element;
}

function rowgroup(className: string): HTMLElement {
  const element = made('div', className);
  element.setAttribute('role', 'rowgroup');
  return element;
}
