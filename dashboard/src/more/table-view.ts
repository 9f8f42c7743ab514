import type { Run } from '../api/types.ts';
import { count } from '../core/format.ts';
import {
  columnsOf,
  csvOf,
  nextSort,
  parseSort,
  sortRuns,
  type Column,
  type TableContext,
} from '../core/table.ts';
import { makeIcon, setIcon, statusClass, statusIcon } from '../view/icons.ts';
import { made } from '../timeline/made.ts';
import { download, fileName } from './download.ts';
import { Grid } from './grid.ts';
import type { ViewInput, ViewsHost } from './views.ts';

/** The runs as a table: to sort, to filter, to take along. */
export class TableView {
  readonly element = made('div', 'view view-table');
  readonly #grid = new Grid('table', 'Runs');
  readonly #host: ViewsHost;
  readonly #count = made('span', '');
  readonly #csv = document.createElement('button');
  #save: () => void = () => {};
  #shownRun: string | null = null;

  constructor(host: ViewsHost) {
    this.#host = host;
    const bar = made('div', 'view-bar');
    this.#csv.type = 'button';
    this.#csv.textContent = 'Save as CSV';
    this.#csv.addEventListener('click', () => this.#save());
    bar.append(this.#count, this.#csv);
    this.element.append(bar, this.#grid.element);
  }

  show(input: ViewInput): void {
    const { journey, rows, view, selected } = input;
    const runs = journey.timeline.runs;
    const context: TableContext = { journey, present: input.present, compared: input.compared };
    const columns = columnsOf(input.compared);
    const sort = parseSort(view.sort);
    const all = rows.rows.flatMap((row) => [...row.runs]);
    const members = sortRuns(all, sort, context);
    this.#count.textContent = count(members.length, 'run');
    this.#save = () =>
      download(
        `${fileName(journey.timeline.executionId)}-table.csv`,
        'text/csv',
        csvOf(members, context),
      );
    const heads = columns.map((column) => ({
      ...column,
      sorted:
        sort?.column.id === column.id
          ? sort.down
            ? ('descending' as const)
            : ('ascending' as const)
          : ('none' as const),
      sort: () => this.#host.actions.view({ sort: nextSort(view.sort, column.id) }),
    }));
    this.#grid.show(heads, {
      count: members.length,
      row: (place) => {
        const index = members[place] as number;
        const run = runs[index] as Run;
        return {
          cells: columns.map((column) => cellOf(column, run, index, context)),
          className: `${statusClass(run.status)} ${run.critical ? 'critical' : ''} ${rows.faint.has(index) ? 'faint' : ''}`,
          selected: index === selected,
        };
      },
      choose: (place) => this.#host.select(members[place] as number),
    });
    if (view.run !== this.#shownRun) {
      this.#shownRun = view.run;
      this.#grid.reveal(members.indexOf(selected));
    }
  }
}

function cellOf(column: Column, run: Run, index: number, context: TableContext): string | Node {
  const text = column.text(run, index, context);
  if (column.id !== 'status') {
    return text;
  }
  const cell = made('span', 'status-cell');
  const icon = makeIcon();
  setIcon(icon, statusIcon(run.status));
  cell.append(icon, text);
  return cell;
}
