import { SignInTrouble } from './trouble.ts';

/** Who signed in. */
export interface Person {
  readonly subject: string;
  /** What to call them. */
  readonly name: string;
}

/** What an ID token has to say. */
export interface Expected {
  readonly issuer: string;
  readonly clientId: string;
  /** That of the request; null for a renewed token, which has none. */
  readonly nonce: string | null;
  /** Who was signed in before; null if nobody was. */
  readonly subject: string | null;
}

type Claims = Readonly<Record<string, unknown>>;

/** How far two clocks may be apart, in seconds. */
const LEEWAY_S = 300;

/**
 * Checks an ID token that came straight from the token endpoint, as OpenID Connect Core 3.1.3.7
 * asks of a client (12.2 for a renewed one). TLS has proven who issued it, so its signature needs
 * no check (rule 6); the token grants nothing here, the API checks the access token by itself.
 */
export function readIdToken(token: unknown, expected: Expected, nowMillis: number): Person {
  const claims = claimsOf(token);
  const { iss, aud, azp, exp, iat, nonce, sub } = claims;
  const now = nowMillis / 1_000;
  const audiences = Array.isArray(aud) ? aud : [aud];
  check(iss === expected.issuer, `its issuer is ${shown(iss)} and not ${expected.issuer}`);
  check(audiences.includes(expected.clientId), `it is for ${shown(aud)} and not for this page`);
  check(
    azp === undefined ? audiences.length === 1 : azp === expected.clientId,
    'it is not for this page alone',
  );
  check(typeof exp === 'number' && exp > now - LEEWAY_S, 'it has expired, or the clocks disagree');
  check(
    typeof iat === 'number' && iat < now + LEEWAY_S,
    'it is from the future: the clocks disagree',
  );
  check(
    expected.nonce === null || nonce === expected.nonce,
    'it answers another request than ours',
  );
  check(typeof sub === 'string' && sub !== '', 'it does not say who signed in');
  check(expected.subject === null || sub === expected.subject, 'somebody else is signed in now');
  const names = [claims['name'], claims['preferred_username'], claims['email'], sub];
  return {
    subject: sub as string,
    name: names.find((name): name is string => typeof name === 'string' && name !== '') ?? '',
  };
}

function claimsOf(token: unknown): Claims {
  try {
    const payload = (token as string).split('.')[1] ?? '';
    const bytes = Uint8Array.from(
      atob(payload.replaceAll('-', '+').replaceAll('_', '/')),
      (character) => character.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof claims === 'object' && claims !== null) {
      return claims as Claims;
    }
  } catch {
    // As unreadable as what is no object.
  }
  throw untrusted('it cannot be read');
}

function check(holds: boolean, otherwise: string): void {
  if (!holds) {
    throw untrusted(otherwise);
  }
}

function untrusted(reason: string): SignInTrouble {
  return new SignInTrouble(
    `The answer of sign-in cannot be trusted: ${reason}.`,
    'Sign in again. If it goes on, show this message to whoever runs Orion Trail.',
  );
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'absent';
}
