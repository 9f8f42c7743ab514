import type { Zone } from './core/clock.ts';
import { accountComplaint, executionComplaint, type Ids } from './core/ids.ts';
import type { Theme } from './core/state.ts';

/**
 * What the browser keeps between visits: the reader's preferences and the ids looked up lately,
 * never anything the API answered. Where storage is refused or garbled, nothing is kept.
 */
export interface Preferences {
  readonly theme: Theme;
  readonly zone: Zone;
  /** Single-letter keys; those who dictate need them off. */
  readonly keys: boolean;
}

const PREFERENCES = 'orion-trail.preferences';
const RECENT = 'orion-trail.recent';
const MOST_RECENT = 10;

export function loadPreferences(): Preferences {
  const stored = read(PREFERENCES) as Partial<Preferences> | null;
  return {
    theme: stored?.theme === 'light' || stored?.theme === 'dark' ? stored.theme : 'auto',
    zone: stored?.zone === 'local' ? 'local' : 'utc',
    keys: stored?.keys !== false,
  };
}

export function savePreferences(preferences: Preferences): void {
  write(PREFERENCES, preferences);
}

/** Latest first. */
export function recentLookUps(): readonly Ids[] {
  const stored = read(RECENT);
  return Array.isArray(stored) ? stored.filter(isIds).slice(0, MOST_RECENT) : [];
}

export function rememberLookUp(ids: Ids): void {
  const others = recentLookUps().filter(
    (other) => other.account !== ids.account || other.execution !== ids.execution,
  );
  write(RECENT, [ids, ...others].slice(0, MOST_RECENT));
}

export function forgetLookUps(): void {
  write(RECENT, []);
}

function isIds(value: unknown): value is Ids {
  const ids = value as Partial<Ids> | null;
  return (
    typeof ids?.account === 'string' &&
    typeof ids.execution === 'string' &&
    accountComplaint(ids.account) === null &&
    executionComplaint(ids.execution) === null
  );
}

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Private windows and full disks refuse; the page works without.
  }
}
