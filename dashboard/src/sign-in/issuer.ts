import { isSafeAddress, type SignInConfig } from '../core/config.ts';
import { IssuerSilent, SignInTrouble } from './trouble.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the issuer says of itself (OpenID Connect Discovery 1.0), as far as it is used here. */
export interface Metadata {
  readonly authorize: string;
  readonly token: string;
  readonly endSession: string | null;
  readonly revoke: string | null;
  /** Whether its redirects name it (RFC 9207). */
  readonly namesItself: boolean;
}

/** What the token endpoint answered, not yet trusted. */
export interface TokenAnswer {
  readonly access: string;
  readonly idToken: unknown;
  readonly refresh: string | null;
  /** Of the access token, in seconds; null where it is not said. */
  readonly lifetime: number | null;
}

const LONGEST_MS = 15_000;
/** No cookies, no cache, and no following to where a code or a token was not meant to go. */
const CALL: RequestInit = { credentials: 'omit', cache: 'no-store', redirect: 'error' };

/** The calls to one issuer. Each fails with a {@link SignInTrouble} that says what to do. */
export class Issuer {
  readonly #config: SignInConfig;
  readonly #fetch: typeof fetch;
  #metadata: Metadata | null = null;

  constructor(config: SignInConfig, fetching: typeof fetch) {
    this.#config = config;
    this.#fetch = fetching;
  }

  /** Asked for once; again after a failure. */
  async metadata(): Promise<Metadata> {
    this.#metadata ??= this.#read(
      await this.#call(
        `${this.#config.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        {},
      ),
    );
    return this.#metadata;
  }

  /** Changes a code or a refresh token into tokens. */
  async redeem(parameters: Readonly<Record<string, string>>): Promise<TokenAnswer> {
    const { token } = await this.metadata();
    const answer = await this.#call(token, {
      method: 'POST',
      body: new URLSearchParams({ ...parameters, client_id: this.#config.clientId }),
    });
    const { access_token: access, refresh_token: refresh, expires_in: lifetime } = answer;
    if (typeof access !== 'string' || !/^bearer$/i.test(String(answer['token_type']))) {
      throw new SignInTrouble(`${this.#config.issuer} answered without a bearer token.`);
    }
    return {
      access,
      idToken: answer['id_token'],
      refresh: typeof refresh === 'string' ? refresh : null,
      lifetime: Number.isFinite(Number(lifetime ?? NaN)) ? Number(lifetime) : null,
    };
  }

  /** Takes a refresh token out of force, if the issuer does that. Nobody waits for it. */
  revoke(refresh: string): void {
    const revoke = this.#metadata?.revoke ?? null;
    if (revoke !== null) {
      const body = new URLSearchParams({ token: refresh, client_id: this.#config.clientId });
      this.#fetch(revoke, { ...CALL, method: 'POST', body, keepalive: true }).catch(() => {});
    }
  }

  async #call(address: string, init: RequestInit): Promise<Fields> {
    let response: Response;
    let body: unknown;
    try {
      response = await this.#fetch(address, {
        ...CALL,
        ...init,
        signal: AbortSignal.timeout(LONGEST_MS),
      });
      body = await response.json().catch(() => null);
    } catch {
      throw new IssuerSilent(
        `${this.#config.issuer} cannot be reached.`,
        'Check your connection or VPN, then try again.',
        'If others cannot sign in either, tell whoever runs the sign-in.',
      );
    }
    const fields = typeof body === 'object' && body !== null ? (body as Fields) : {};
    if (!response.ok) {
      const reason = fields['error_description'] ?? fields['error'];
      throw new SignInTrouble(
        `${this.#config.issuer} answered ${response.status}${reason === undefined ? '' : `: ${String(reason)}`}.`,
        'Sign in again; a sign-in that waited for long is no longer accepted.',
      );
    }
    return fields;
  }

  #read(fields: Fields): Metadata {
    const { issuer } = this.#config;
    if (fields['issuer'] !== issuer) {
      throw new SignInTrouble(
        `The configured issuer is ${issuer}, but it calls itself ${String(fields['issuer'])}.`,
        'Tell whoever runs Orion Trail: the two must be the same to the letter.',
      );
    }
    const methods = fields['code_challenge_methods_supported'];
    if (Array.isArray(methods) && !methods.includes('S256')) {
      throw new SignInTrouble(
        `${issuer} does not offer PKCE with S256, without which nobody signs in here.`,
      );
    }
    const address = (name: string): string | null => {
      const value = fields[name];
      return typeof value === 'string' && isSafeAddress(value) ? value : null;
    };
    const authorize = address('authorization_endpoint');
    const token = address('token_endpoint');
    if (authorize === null || token === null) {
      throw new SignInTrouble(`${issuer} does not name the https addresses at which to sign in.`);
    }
    return {
      authorize,
      token,
      endSession: address('end_session_endpoint'),
      revoke: address('revocation_endpoint'),
      namesItself: fields['authorization_response_iss_parameter_supported'] === true,
    };
  }
}
