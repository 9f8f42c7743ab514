import { styleSheet } from './style-sheet.ts';

/** A part of the page's code that is loaded when it is first wanted, or beforehand when all is quiet. */
export class Lazy<T> {
  readonly #load: () => Promise<T>;
  readonly #settled: () => void;
  #value: T | null = null;
  #state: 'idle' | 'loading' | 'failed' = 'idle';

  constructor(load: () => Promise<T>, settled: () => void) {
    this.#load = load;
    this.#settled = settled;
  }

  /** Null while it is on its way, or where it could not be had. */
  get(): T | null {
    if (this.#value === null && this.#state === 'idle') {
      this.#state = 'loading';
      this.#load().then(
        (value) => {
          this.#value = value;
          this.#settled();
        },
        () => {
          this.#state = 'failed';
          this.#settled();
        },
      );
    }
    return this.#value;
  }

  get there(): boolean {
    return this.#value !== null;
  }

  /** Whether loading failed: offline, or a new version took this one's place. */
  get failed(): boolean {
    return this.#state === 'failed';
  }

  retry(): void {
    this.#state = 'idle';
    this.#settled();
  }
}

/** Loads code and the style sheet that it names. */
export async function withStyles<T extends { readonly STYLES: string }>(
  load: Promise<T>,
): Promise<T> {
  const loaded = await load;
  await styleSheet(loaded.STYLES);
  return loaded;
}
