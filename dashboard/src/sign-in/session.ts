import type { Transport } from '../api/transport.ts';
import type { SignInConfig } from '../core/config.ts';
import type { SignIn } from '../core/state.ts';
import { readIdToken, type Person } from './id-token.ts';
import { Issuer, type TokenAnswer } from './issuer.ts';
import { beginPending, takePending, type Store } from './pending.ts';
import { challengeOf } from './secrets.ts';
import { IssuerSilent, SignInTrouble } from './trouble.ts';

/** What a session needs of the browser; tests bring their own. */
export interface Surroundings {
  readonly store: Store;
  readonly fetch: typeof fetch;
  /** The page's address. */
  address(): URL;
  /** Replaces the address of this page, without loading anything. */
  rename(link: string): void;
  /** Loads another page in this one's place, in the history too. */
  leaveFor(address: string): void;
  /** Milliseconds since 1970. */
  now(): number;
}

interface Tokens {
  readonly access: string;
  readonly refresh: string | null;
  /** When to stop using the access token, in milliseconds since 1970. */
  readonly until: number;
  readonly person: Person;
}

/** A token that ends while it travels is refused: none is used in its last 30 s (or tenth). */
const LAST_S = 30;

/**
 * Signs the reader in with an OpenID Connect issuer (authorization code with PKCE, RFC 9700) and
 * puts the access token on each question to the API. Tokens are held in this object and nowhere
 * else, so a reload leaves for the issuer once more, which lets those through who are signed in
 * there; the page comes back to the link it left from.
 */
export class Session {
  readonly #config: SignInConfig;
  readonly #around: Surroundings;
  readonly #issuer: Issuer;
  readonly #apiUrl: string;
  readonly #changed: (signIn: SignIn) => void;
  #now: SignIn = { kind: 'out' };
  #tokens: Tokens | null = null;
  #renewal: Promise<void> | null = null;

  constructor(
    config: SignInConfig,
    apiUrl: string,
    changed: (signIn: SignIn) => void,
    around: Surroundings,
  ) {
    this.#config = config;
    this.#apiUrl = apiUrl;
    this.#changed = changed;
    this.#around = around;
    this.#issuer = new Issuer(config, around.fetch);
  }

  /** Takes up a sign-in that has come back. The address is as it was before it left from then on. */
  async resume(): Promise<void> {
    const pending = takePending(this.#around.store);
    const answer = this.#around.address().searchParams;
    if (!answer.has('state') || !(answer.has('code') || answer.has('error'))) {
      this.#set({ kind: 'out' });
      return;
    }
    this.#around.rename(pending?.link ?? '/');
    await this.#trying(async () => {
      if (pending === null || answer.get('state') !== pending.state) {
        throw new SignInTrouble(
          'This sign-in was not begun in this tab, or was finished before.',
          'Sign in again from here. Nothing of it was used.',
        );
      }
      await this.#checkIssuer(answer.get('iss'));
      const code = answer.get('code');
      if (code === null || answer.has('error')) {
        throw this.#refusal(answer);
      }
      const tokens = await this.#issuer.redeem({
        grant_type: 'authorization_code',
        code,
        redirect_uri: this.#redirectUri(),
        code_verifier: pending.verifier,
      });
      this.#accept(tokens, pending.nonce);
    });
  }

  /**
   * Asks the API in the reader's name. Who has not signed in since the page was loaded is sent to
   * the issuer, and the promise stays open; who was signed in, and is no longer, gets a 401, and so
   * does the start page, which asks for nothing that its reader had named.
   */
  readonly ask: Transport = async (path, init) => {
    const token = await this.#token();
    if (token === null) {
      return signedOut();
    }
    const response = await this.#send(path, init, token);
    if (response.status !== 401) {
      return response;
    }
    if (this.#tokens?.access === token) {
      // Refused before its time: taken out of force, or the clocks disagree.
      this.#tokens = { ...this.#tokens, until: 0 };
    }
    const renewed = await this.#token();
    return renewed === null ? response : this.#send(path, init, renewed);
  };

  /** Leaves for the issuer, to come back to where the page is. */
  async signIn(prompt?: 'login'): Promise<void> {
    if (this.#now.kind === 'leaving') {
      return;
    }
    this.#set({ kind: 'leaving' });
    await this.#trying(async () => {
      const { authorize } = await this.#issuer.metadata();
      const { pathname, search } = this.#around.address();
      const pending = beginPending(this.#around.store, pathname + search);
      const address = new URL(authorize);
      const parameters = {
        ...this.#config.parameters,
        ...(prompt === undefined ? {} : { prompt }),
        response_type: 'code',
        client_id: this.#config.clientId,
        redirect_uri: this.#redirectUri(),
        scope: this.#config.scopes.join(' '),
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await challengeOf(pending.verifier),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(parameters)) {
        address.searchParams.set(name, value);
      }
      this.#around.leaveFor(address.href);
    });
  }

  /** Forgets the tokens, and ends the issuer's session too where the issuer can. */
  async signOut(): Promise<void> {
    const refresh = this.#tokens?.refresh ?? null;
    this.#tokens = null;
    this.#set({ kind: 'out' });
    if (refresh !== null) {
      this.#issuer.revoke(refresh);
    }
    const { endSession } = await this.#issuer.metadata().catch(() => ({ endSession: null }));
    if (endSession !== null) {
      const address = new URL(endSession);
      address.searchParams.set('client_id', this.#config.clientId);
      // The second is Cognito's name for the first. No id_token_hint: tokens stay out of addresses.
      address.searchParams.set('post_logout_redirect_uri', this.#redirectUri());
      address.searchParams.set('logout_uri', this.#redirectUri());
      this.#around.leaveFor(address.href);
    }
  }

  /** Null where the reader has to be asked first. */
  async #token(): Promise<string | null> {
    if (this.#now.kind === 'out' && this.#around.address().search === '') {
      return null;
    }
    if (this.#now.kind === 'out' || this.#now.kind === 'leaving') {
      this.signIn();
      return new Promise(() => {});
    }
    if (this.#tokens !== null && this.#tokens.until <= this.#around.now()) {
      this.#renewal ??= this.#renew(this.#tokens).finally(() => {
        this.#renewal = null;
      });
      await this.#renewal;
    }
    return this.#tokens?.access ?? null;
  }

  /** Rejects where the issuer is silent; the next question tries again. */
  async #renew({ refresh, person }: Tokens): Promise<void> {
    if (refresh !== null) {
      try {
        const answer = await this.#issuer.redeem({
          grant_type: 'refresh_token',
          refresh_token: refresh,
        });
        this.#accept({ ...answer, refresh: answer.refresh ?? refresh }, null, person);
        return;
      } catch (trouble) {
        if (trouble instanceof IssuerSilent || !(trouble instanceof SignInTrouble)) {
          throw trouble;
        }
      }
    }
    this.#tokens = null;
    this.#set({ kind: 'over', name: person.name });
  }

  #accept(answer: TokenAnswer, nonce: string | null, before: Person | null = null): void {
    const now = this.#around.now();
    const { issuer, clientId } = this.#config;
    // Not every issuer sends another ID token with a renewed access token.
    const person =
      before !== null && answer.idToken === undefined
        ? before
        : readIdToken(
            answer.idToken,
            { issuer, clientId, nonce, subject: before?.subject ?? null },
            now,
          );
    const lifetime = answer.lifetime ?? Infinity;
    this.#tokens = {
      access: answer.access,
      refresh: answer.refresh,
      until: now + 1_000 * (lifetime - Math.min(LAST_S, lifetime / 10)),
      person,
    };
    this.#set({ kind: 'in', name: person.name });
  }

  #send(path: string, init: RequestInit | undefined, token: string): Promise<Response> {
    const headers = new Headers(init?.headers);
    headers.set('Authorization', `Bearer ${token}`);
    return this.#around.fetch(this.#apiUrl + path, { ...init, headers });
  }

  /** Codes of another issuer, mixed up or slipped in, are not redeemed (RFC 9207). */
  async #checkIssuer(named: string | null): Promise<void> {
    const { namesItself } = await this.#issuer.metadata();
    if (named === null ? namesItself : named !== this.#config.issuer) {
      throw new SignInTrouble(
        `The answer of sign-in came from ${named ?? 'nobody who says so'} and not from ${this.#config.issuer}.`,
        'Sign in again. If it goes on, tell whoever runs the sign-in.',
      );
    }
  }

  #refusal(answer: URLSearchParams): SignInTrouble {
    const reason = answer.get('error_description') ?? answer.get('error') ?? 'no code';
    return new SignInTrouble(
      `${this.#config.issuer} refused: ${reason}`,
      'Sign in again, with another account if you have several.',
      'Ask whoever runs Orion Trail whether your account may use it.',
    );
  }

  #redirectUri(): string {
    return new URL('/', this.#around.address()).href;
  }

  async #trying(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (trouble) {
      const told = trouble instanceof SignInTrouble;
      this.#set({
        kind: 'failed',
        failure: {
          kind: 'sign-in',
          detail: told ? trouble.message : String(trouble),
          httpStatus: null,
          requestId: null,
          hints: told ? trouble.hints : [],
        },
      });
    }
  }

  #set(signIn: SignIn): void {
    this.#now = signIn;
    this.#changed(signIn);
  }
}

function signedOut(): Response {
  const problem = { title: 'Not signed in', status: 401 };
  return new Response(JSON.stringify(problem), {
    status: 401,
    headers: { 'Content-Type': 'application/problem+json' },
  });
}

/** The session of this page. */
export function openSession(
  config: SignInConfig,
  apiUrl: string,
  changed: (signIn: SignIn) => void,
): Session {
  return new Session(config, apiUrl, changed, {
    store: sessionStorage,
    fetch: (input, init) => fetch(input, init),
    address: () => new URL(location.href),
    rename: (link) => history.replaceState(null, '', link),
    leaveFor: (address) => location.replace(address),
    now: () => Date.now(),
  });
}
