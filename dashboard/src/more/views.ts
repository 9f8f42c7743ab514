import type { Clock } from '../core/clock.ts';
import type { Compared } from '../core/comparison.ts';
import type { Journey } from '../core/journey.ts';
import type { Mode } from '../core/look.ts';
import type { Rows } from '../core/rows.ts';
import type { ViewState } from '../core/url.ts';
import type { Actions } from '../view/actions.ts';
import type { Zooming } from '../view/toolbar.ts';
import { EventsView } from './events-view.ts';
import { GraphView } from './graph-view.ts';
import { JsonView } from './json-view.ts';
import { TableView } from './table-view.ts';
import styles from './views.css?url';

export interface ViewInput {
  readonly journey: Journey;
  /** Each run its own, as the filter leaves them. */
  readonly rows: Rows;
  readonly view: ViewState;
  readonly clock: Clock;
  readonly compared: Compared | null;
  /** Now, in nanoseconds from the execution's start. */
  readonly present: number;
  /** Index of the selected run, or -1. */
  readonly selected: number;
  /** There is no API to ask for more. */
  readonly isFile: boolean;
}

export interface ViewsHost {
  readonly actions: Actions;
  readonly select: (run: number) => void;
  readonly again: () => void;
}

/** The other ways to look at an execution; loaded when the first is wanted. */
export class Views implements Zooming {
  readonly #table: TableView;
  readonly #graph: GraphView;
  readonly #events: EventsView;
  readonly #json: JsonView;

  constructor(host: ViewsHost) {
    this.#table = new TableView(host);
    this.#graph = new GraphView(host);
    this.#events = new EventsView(host);
    this.#json = new JsonView(host);
  }

  element(mode: Exclude<Mode, 'timeline'>): HTMLElement {
    return this.#of(mode).element;
  }

  show(input: ViewInput): void {
    if (input.view.mode !== 'timeline') {
      this.#of(input.view.mode).show(input);
    }
  }

  zoomIn(): void {
    this.#graph.zoomIn();
  }

  zoomOut(): void {
    this.#graph.zoomOut();
  }

  fit(): void {
    this.#graph.fit();
  }

  #of(mode: Exclude<Mode, 'timeline'>): TableView | GraphView | EventsView | JsonView {
    return { table: this.#table, graph: this.#graph, events: this.#events, json: this.#json }[mode];
  }
}

export const STYLES = styles;
