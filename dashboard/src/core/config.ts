/** What one installation says of itself, in `config.json` beside the page. */
export interface Config {
  /** Where the API is, without a slash at its end; empty for the page's own address. */
  readonly apiUrl: string;
  /** Null where nobody has to sign in, as in the local run. */
  readonly signIn: SignInConfig | null;
  readonly links: LinkTemplates;
}

/** The OpenID Connect issuer, and what this page is called there. */
export interface SignInConfig {
  /** As its tokens and its discovery document name it, to the letter. */
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Further parameters of the authorization request, such as an `audience`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Addresses of other tools about one run, with `{names}` to fill in; null where there is none. */
export interface LinkTemplates {
  readonly logs: string | null;
  readonly trace: string | null;
}

export const PLAIN_CONFIG: Config = {
  apiUrl: '',
  signIn: null,
  links: { logs: null, trace: null },
};

/** The configuration is wrong; the message names the field and what belongs there. */
export class MisconfiguredPage extends Error {}

/** `openid` is asked for besides, whatever the configuration names. */
const USUAL_SCOPES: readonly string[] = ['journeys/read', 'journeys/payload'];
/** What the protocol itself puts into the request. */
const OWN_PARAMETERS: ReadonlySet<string> = new Set([
  'client_id',
  'code_challenge',
  'code_challenge_method',
  'nonce',
  'redirect_uri',
  'response_mode',
  'response_type',
  'scope',
  'state',
]);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a configuration. Absent fields have their defaults, and so has null.
 *
 * @throws MisconfiguredPage for any other value that does not fit
 */
export function readConfig(value: unknown): Config {
  const fields = mapping('config.json', value);
  const signIn = fields['signIn'] ?? false;
  const links = mapping('links', fields['links'] ?? {});
  return {
    apiUrl: address('apiUrl', fields['apiUrl'])?.replace(/\/+$/, '') ?? '',
    signIn: signIn === false ? null : readSignIn(mapping('signIn', signIn)),
    links: {
      logs: address('links.logs', links['logs']),
      trace: address('links.trace', links['trace']),
    },
  };
}

function readSignIn(fields: Fields): SignInConfig {
  const issuer = address('signIn.issuer', fields['issuer']);
  if (issuer === null) {
    throw new MisconfiguredPage('signIn.issuer is missing; it is the https address of the issuer.');
  }
  return {
    issuer,
    clientId: text('signIn.clientId', fields['clientId']),
    scopes: ['openid', ...readScopes(fields['scopes']).filter((scope) => scope !== 'openid')],
    parameters: readParameters(mapping('signIn.parameters', fields['parameters'] ?? {})),
  };
}

function readScopes(value: unknown): readonly string[] {
  const scopes = value ?? USUAL_SCOPES;
  if (!Array.isArray(scopes)) {
    throw refused('signIn.scopes', value, 'a list of scopes');
  }
  return scopes.map((scope, place) => text(`signIn.scopes[${place}]`, scope));
}

function readParameters(fields: Fields): Readonly<Record<string, string>> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (OWN_PARAMETERS.has(name)) {
      throw refused(`signIn.parameters.${name}`, value, 'nothing, as the page sets it');
    }
    parameters[name] = text(`signIn.parameters.${name}`, value);
  }
  return parameters;
}

function mapping(name: string, value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refused(name, value, 'a JSON object');
  }
  return value as Fields;
}

function text(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || /\s/.test(value)) {
    throw refused(name, value, 'a text without spaces');
  }
  return value;
}

/** Null where absent. Plain http only on the reader's own machine, for trials. */
function address(name: string, value: unknown): string | null {
  if (value === undefined || value === null || value === '') {
    return null;
  }
  if (typeof value !== 'string' || !isSafeAddress(value)) {
    throw refused(name, value, 'an https address');
  }
  return value;
}

/** Whether a browser may be sent there, or a token. */
export function isSafeAddress(value: string): boolean {
  return /^https:\/\/[^\s/?#@\\]+([/?#]\S*)?$|^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?([/?#]\S*)?$/.test(
    value,
  );
}

function refused(name: string, value: unknown, allowed: string): MisconfiguredPage {
  return new MisconfiguredPage(
    `${name} is ${JSON.stringify(value) ?? 'absent'}; it is ${allowed}.`,
  );
}
