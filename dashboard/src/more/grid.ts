import { made } from '../timeline/made.ts';
import { gridKeysOn } from './grid-keys.ts';
import { VirtualList } from './virtual-list.ts';

export interface GridHead {
  readonly title: string;
  readonly says: string;
  readonly numeric: boolean;
  /** What `aria-sort` says; null where the column cannot be sorted by. */
  readonly sorted: 'ascending' | 'descending' | 'none' | null;
  sort(): void;
}

export interface GridContent {
  readonly count: number;
  /** A row's cells, its classes and whether it is the selected one. */
  row(place: number): {
    readonly cells: readonly (string | Node)[];
    readonly className: string;
    readonly selected: boolean;
  };
  choose(place: number): void;
}

const ROW_HEIGHT = 30;

/** A table of any length, by mouse and by keyboard. */
export class Grid {
  readonly element: HTMLElement;
  readonly #list: VirtualList;
  readonly #head = made('div', 'grid-head');
  readonly #sheet: HTMLElement;
  readonly #name: string;
  #columns = 0;
  #content: GridContent | null = null;
  #heads: readonly GridHead[] = [];
  #active = -1;

  constructor(name: string, label: string) {
    this.#name = name;
    this.#list = new VirtualList(
      ROW_HEIGHT,
      () => this.#make(),
      (row, place) => this.#fill(row, place),
    );
    this.element = this.#list.element;
    this.element.classList.add('grid-list', `grid-${name}`);
    this.#sheet = this.#list.sheet;
    this.#sheet.setAttribute('role', 'grid');
    this.#sheet.setAttribute('aria-label', label);
    this.#sheet.tabIndex = 0;
    this.#list.body.setAttribute('role', 'rowgroup');
    const group = made('div', 'grid-head-group');
    group.setAttribute('role', 'rowgroup');
    this.#head.setAttribute('role', 'row');
    this.#head.setAttribute('aria-rowindex', '1');
    group.append(this.#head);
    this.#sheet.prepend(group);
    gridKeysOn(this.#sheet, {
      count: () => this.#content?.count ?? 0,
      active: () => this.#active,
      page: () => this.#list.page,
      activate: (place) => this.#activate(place),
      choose: (place) => this.#content?.choose(place),
    });
  }

  /** What is to happen when the last row comes into view. */
  onEnd(act: () => void): void {
    this.#list.onEnd = act;
  }

  show(heads: readonly GridHead[], content: GridContent): void {
    this.#heads = heads;
    this.#content = content;
    this.#showHead();
    this.#sheet.setAttribute('aria-rowcount', String(content.count + 1));
    this.#active = Math.min(this.#active, content.count - 1);
    this.#list.show(content.count);
    this.#showActive();
  }

  /** Brings a row into view and makes it the active one. */
  reveal(place: number): void {
    if (place >= 0 && place !== this.#active) {
      this.#activate(place);
    }
  }

  focus(): void {
    this.#sheet.focus({ preventScroll: true });
  }

  #activate(place: number): void {
    this.#active = place;
    this.#list.reveal(place);
    this.#showActive();
  }

  #showActive(): void {
    const id = `${this.#name}-${this.#active}`;
    if (this.#active >= 0 && document.getElementById(id) !== null) {
      this.#sheet.setAttribute('aria-activedescendant', id);
    } else {
      this.#sheet.removeAttribute('aria-activedescendant');
    }
  }

  #showHead(): void {
    while (this.#head.children.length < this.#heads.length) {
      const cell = made('div', 'grid-cell');
      cell.setAttribute('role', 'columnheader');
      const button = document.createElement('button');
      button.type = 'button';
      const place = this.#head.children.length;
      button.addEventListener('click', () => this.#heads[place]?.sort());
      cell.append(button);
      this.#head.append(cell);
    }
    while (this.#head.children.length > this.#heads.length) {
      this.#head.lastElementChild?.remove();
    }
    this.#heads.forEach((head, place) => {
      const cell = this.#head.children[place] as HTMLElement;
      const button = cell.firstElementChild as HTMLButtonElement;
      cell.classList.toggle('numeric', head.numeric);
      button.textContent = head.title;
      button.title = head.says;
      button.disabled = head.sorted === null;
      if (head.sorted === null) {
        cell.removeAttribute('aria-sort');
      } else {
        cell.setAttribute('aria-sort', head.sorted);
      }
    });
    this.#columns = this.#heads.length;
  }

  #make(): HTMLElement {
    const row = made('div', 'grid-row');
    row.setAttribute('role', 'row');
    return row;
  }

  #fill(row: HTMLElement, place: number): void {
    const content = this.#content;
    if (content === null) {
      return;
    }
    while (row.children.length < this.#columns) {
      const cell = made('div', 'grid-cell');
      cell.setAttribute('role', 'gridcell');
      row.append(cell);
    }
    while (row.children.length > this.#columns) {
      row.lastElementChild?.remove();
    }
    const { cells, className, selected } = content.row(place);
    row.id = `${this.#name}-${place}`;
    row.dataset['place'] = String(place);
    row.className = `grid-row ${className}${place === this.#active ? ' active' : ''}`;
    row.setAttribute('aria-rowindex', String(place + 2));
    row.setAttribute('aria-selected', selected ? 'true' : 'false');
    cells.forEach((value, column) => {
      const cell = row.children[column] as HTMLElement;
      cell.classList.toggle('numeric', this.#heads[column]?.numeric === true);
      if (typeof value === 'string') {
        cell.textContent = value;
        cell.title = value;
      } else {
        cell.replaceChildren(value);
        cell.title = value.textContent ?? '';
      }
    });
  }
}
