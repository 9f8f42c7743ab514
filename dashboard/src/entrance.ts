import type { SignIn } from './core/state.ts';
import type { Installation } from './sign-in/installation.ts';

const LONGEST_MS = 5_000;

/**
 * The way to the API as this installation's `config.json` wants it. Whatever that asks for, sign-in
 * among it, is loaded only where it asks for something.
 */
export class Entrance {
  readonly #changed: (signIn: SignIn) => void;
  #installation: Installation | null = null;

  constructor(changed: (signIn: SignIn) => void) {
    this.#changed = changed;
  }

  /** Before the first question. Where it comes back from sign-in, the address is the old one then. */
  async open(): Promise<void> {
    const config = await configText();
    if (!/^\s*(\{\s*\}\s*)?$/.test(config)) {
      try {
        const { Installation } = await import('./sign-in/installation.ts');
        this.#installation = new Installation(this.#changed);
        await this.#installation.open(config);
      } catch (error) {
        const detail = `It could not be loaded: ${String(error)}`;
        const failure = { detail, httpStatus: null, requestId: null, hints: [] };
        this.#changed({ kind: 'failed', failure: { kind: 'sign-in', ...failure } });
      }
    }
  }

  /** Leaves the page for the issuer; `login` asks for another account there. */
  signIn(prompt?: 'login'): void {
    if (this.#installation === null) {
      location.reload();
    } else {
      this.#installation.session?.signIn(prompt);
    }
  }

  signOut(): void {
    this.#installation?.session?.signOut();
  }
}

/** Empty where there is none, or none can be had: the API then says itself whether it wants more. */
async function configText(): Promise<string> {
  try {
    const response = await fetch('/config.json', { signal: AbortSignal.timeout(LONGEST_MS) });
    return response.ok ? await response.text() : '';
  } catch {
    return '';
  }
}
