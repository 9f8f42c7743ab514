import { secret } from './secrets.ts';
import { SignInTrouble } from './trouble.ts';

/** A sign-in that has left for the issuer and is to come back. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Path and query to come back to. */
  readonly link: string;
}

/** Where a sign-in waits; `sessionStorage` in the browser. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'orion-trail.sign-in';

/**
 * Begins one. What is stored is worth nothing by itself: the code it belongs to comes to this tab
 * only, can be used once, and {@link takePending} removes it with the first page that comes back.
 */
export function beginPending(store: Store, link: string): Pending {
  const pending = { state: secret(), nonce: secret(), verifier: secret(), link };
  try {
    store.setItem(KEY, JSON.stringify(pending));
  } catch {
    throw new SignInTrouble(
      'The browser keeps nothing for this page, not even until sign-in comes back.',
      'Allow this site to store data for the session, then sign in again.',
    );
  }
  return pending;
}

/** The one that left from this tab, which is forgotten by asking; null where there is none. */
export function takePending(store: Store): Pending | null {
  try {
    const stored: unknown = JSON.parse(store.getItem(KEY) ?? 'null');
    store.removeItem(KEY);
    return isPending(stored) ? stored : null;
  } catch {
    return null;
  }
}

function isPending(value: unknown): value is Pending {
  const fields = (value ?? {}) as Readonly<Record<string, unknown>>;
  return (
    ['state', 'nonce', 'verifier'].every((name) => typeof fields[name] === 'string') &&
    typeof fields['link'] === 'string' &&
    /^\/(?![/\\])/.test(fields['link'])
  );
}
