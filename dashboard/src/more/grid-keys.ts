/** What arrow keys and clicks on a grid of rows may do. */
export interface GridHost {
  count(): number;
  active(): number;
  page(): number;
  activate(place: number): void;
  /** Enter or a click. */
  choose(place: number): void;
}

/** The focus stays on the grid; the active row moves (`aria-activedescendant`). */
export function gridKeysOn(grid: HTMLElement, host: GridHost): void {
  grid.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== grid) {
      return;
    }
    const last = host.count() - 1;
    const to = {
      ArrowDown: host.active() + 1,
      ArrowUp: host.active() - 1,
      PageDown: host.active() + host.page(),
      PageUp: host.active() - host.page(),
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined && last >= 0) {
      event.preventDefault();
      host.activate(Math.min(last, Math.max(0, to)));
    } else if (event.key === 'Enter' && host.active() >= 0) {
      event.preventDefault();
      host.choose(host.active());
    }
  });
  grid.addEventListener('click', (event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-place]');
    if (row !== null) {
      const place = Number(row.dataset['place']);
      host.activate(place);
      host.choose(place);
    }
  });
}
