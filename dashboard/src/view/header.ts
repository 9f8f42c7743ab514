import { html, nothing, type TemplateResult } from 'lit-html';
import { zoneOf, type AppState, type SignIn, type Theme } from '../core/state.ts';
import { icon } from './icons.ts';

export interface HeaderActions {
  switchZone(): void;
  theme(theme: Theme): void;
  help(): void;
  signIn(): void;
  signOut(): void;
}

const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];
const THEME_WORDS: Readonly<Record<Theme, string>> = {
  auto: 'Theme: as the system',
  light: 'Theme: light',
  dark: 'Theme: dark',
};

/** On every page but the first, which has the form in its middle, the form is here. */
export function header(
  state: AppState,
  form: TemplateResult | null,
  actions: HeaderActions,
  menu: TemplateResult,
): TemplateResult {
  const next = THEMES[(THEMES.indexOf(state.theme) + 1) % THEMES.length] ?? 'auto';
  return html`<header class="top">
    <a class="home" href="./" aria-label="Orion Trail, start">
      <svg class="logo" aria-hidden="true" focusable="false"><use href="#i-logo"></use></svg>
      <span>Orion Trail</span>
    </a>
    ${menu} ${form ?? html`<div class="look-up-place"></div>`}
    <div class="top-actions">
      ${sessionButton(state.signIn, actions)}
      <button
        type="button"
        class="quiet zone"
        title="UTC or local time (u)"
        @click=${actions.switchZone}
      >
        <span class="visually-hidden">Times in </span>${zoneOf(state) === 'utc' ? 'UTC' : 'Local'}
      </button>
      <button
        type="button"
        class="quiet icon-button"
        title=${THEME_WORDS[state.theme]}
        aria-label=${THEME_WORDS[state.theme]}
        @click=${() => actions.theme(next)}
      >
        ${icon(state.theme)}
      </button>
      <button
        type="button"
        class="quiet icon-button"
        title="Keys (?)"
        aria-label="Keys"
        @click=${actions.help}
      >
        <kbd aria-hidden="true">?</kbd>
      </button>
    </div>
  </header>`;
}

function sessionButton(signIn: SignIn, actions: HeaderActions): TemplateResult | typeof nothing {
  switch (signIn.kind) {
    case 'off':
    case 'leaving':
      return nothing;
    case 'in':
      return html`<button
        type="button"
        class="quiet session"
        title=${`Signed in as ${signIn.name}`}
        @click=${actions.signOut}
      >
        Sign out
      </button>`;
    default:
      return html`<button type="button" class="quiet session" @click=${actions.signIn}>
        Sign in
      </button>`;
  }
}
