import { journeyOfFile } from '../more/file.ts';
import type { Actions } from './actions.ts';

/** A timeline with 25 000 runs has about 20 MB. */
const MOST_BYTES = 100 * 2 ** 20;

/** Opens the timeline's JSON where a file of it is dropped anywhere on the page. */
export function dropOn(actions: Actions, announce: (text: string) => void): void {
  const holdsFile = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes('Files') === true;
  addEventListener('dragover', (event) => {
    if (holdsFile(event)) {
      event.preventDefault();
      document.body.classList.add('dropping');
    }
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) {
      document.body.classList.remove('dropping');
    }
  });
  addEventListener('drop', (event) => {
    document.body.classList.remove('dropping');
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) {
      event.preventDefault();
      void read(file, actions, announce);
    }
  });
}

/** Asks the reader for the file. */
export function openFile(actions: Actions, announce: (text: string) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) {
      void read(file, actions, announce);
    }
  });
  input.click();
}

async function read(file: File, actions: Actions, announce: (text: string) => void): Promise<void> {
  if (file.size > MOST_BYTES) {
    announce(`${file.name} is larger than 100 MB and was not opened.`);
    return;
  }
  const text = await file.text();
  const opened = journeyOfFile(file.name, text);
  if (opened.kind === 'journey') {
    actions.dispatch({ ...opened.action, at: performance.now() });
    announce(`${file.name} is open.`);
  } else {
    actions.dispatch({
      type: 'answered',
      answer: { kind: 'failure', failure: opened.failure },
      at: performance.now(),
    });
  }
}
