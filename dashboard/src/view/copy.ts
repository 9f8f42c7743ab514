import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from './icons.ts';

const SHOWN_MS = 1_500;

/** A button that copies `text`; `what` completes "Copy …"; `label`, if any, shows beside the icon. */
export function copyButton(text: string, what: string, label = ''): TemplateResult {
  return html`<button
    type="button"
    class=${label === '' ? 'quiet icon-button' : 'quiet'}
    title="Copy ${what}"
    aria-label=${label === '' ? `Copy ${what}` : nothing}
    @click=${(event: Event) => copy(text, event.currentTarget as HTMLElement)}
  >
    ${icon('copy')}${label}
  </button>`;
}

/** Says on the button how it went. */
export async function copy(text: string, button: HTMLElement): Promise<void> {
  const outcome = await write(text);
  button.dataset['outcome'] = outcome;
  setTimeout(() => delete button.dataset['outcome'], SHOWN_MS);
}

/** Browsers give the clipboard to secure pages only. */
async function write(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied';
  } catch {
    return 'Not allowed here';
  }
}
