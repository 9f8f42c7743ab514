import { html, type TemplateResult } from 'lit-html';
import { KEY_BINDINGS, TIMELINE_KEYS } from '../core/keys.ts';
import { icon } from './icons.ts';
import styles from './help.css?url';

/** The sheet of keys, made from the table that the handler uses. */
export function helpSheet(
  keysOn: boolean,
  setKeys: (on: boolean) => void,
  close: () => void,
): TemplateResult {
  const rows = (bindings: readonly { readonly keys: readonly string[]; readonly says: string }[]) =>
    bindings.map(
      ({ keys, says }) =>
        html`<div>
          <dt>${keys.map((key) => html`<kbd>${key === 'Escape' ? 'Esc' : key}</kbd>`)}</dt>
          <dd>${says}</dd>
        </div>`,
    );
  return html`<dialog class="help" aria-label="Keys" @close=${close}>
    <header>
      <h2>Keys</h2>
      <button type="button" class="icon-button" aria-label="Close" @click=${close}>
        ${icon('close')}
      </button>
    </header>
    <div class="help-columns">
      <dl>${rows(KEY_BINDINGS)}</dl>
      <div>
        <h3>In the timeline</h3>
        <dl>${rows(TIMELINE_KEYS)}</dl>
        <h3>With mouse or fingers</h3>
        <p>
          Drag across the overview or the time axis to look closer, drag the bars to move, hold Ctrl
          and turn the wheel (or pinch) to zoom.
        </p>
        <label class="switch">
          <input
            type="checkbox"
            .checked=${keysOn}
            @change=${(event: Event) => setKeys((event.currentTarget as HTMLInputElement).checked)}
          />
          Single-letter keys
        </label>
      </div>
    </div>
  </dialog>`;
}

export const STYLES = styles;
