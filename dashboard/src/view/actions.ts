import type { Ids } from '../core/ids.ts';
import type { Action } from '../core/state.ts';
import type { ViewState } from '../core/url.ts';

/** What views may ask of the app. */
export interface Actions {
  lookUp(ids: Ids): void;
  view(change: Partial<ViewState>): void;
  dispatch(action: Action): void;
  retry(): void;
  /** `login` asks the issuer to ask for another account. */
  signIn(prompt?: 'login'): void;
  signOut(): void;
}
