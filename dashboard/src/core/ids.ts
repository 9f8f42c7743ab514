/** Names one execution of one account. */
export interface Ids {
  readonly account: string;
  readonly execution: string;
}

const MAX_LENGTH = 128;
const CONTROL = /\p{Cc}/u;
const HALF_SURROGATE = /\p{Surrogate}/u;

/** Why this cannot be an account id, as a sentence for the field; null where it can. */
export function accountComplaint(account: string): string | null {
  const complaint = idComplaint('account', account);
  if (complaint === null && account.includes('#')) {
    return 'An account id holds no “#”. To look up account#execution, paste it here as a whole.';
  }
  return complaint;
}

/** Why this cannot be an execution id, as a sentence for the field; null where it can. */
export function executionComplaint(execution: string): string | null {
  return idComplaint('execution', execution);
}

function idComplaint(kind: 'account' | 'execution', id: string): string | null {
  if (id === '') {
    return `Enter the ${kind} id.`;
  }
  const length = [...id].length;
  if (length > MAX_LENGTH) {
    return `An ${kind} id has at most ${MAX_LENGTH} characters; this has ${length}.`;
  }
  if (CONTROL.test(id) || HALF_SURROGATE.test(id)) {
    return `An ${kind} id holds no control characters; copy it again.`;
  }
  return null;
}

/**
 * The two ids out of what someone pasted: a link to this page or to the API, a JSON event or log
 * line, `account#execution`, two columns, or `account/execution`. Null where it is none of these, so
 * that the text stays as it is. Ids may hold slashes, so only a single one can part the two.
 */
export function parsePasted(pasted: string): Ids | null {
  const text = pasted.trim();
  return fromJson(text) ?? fromLink(text) ?? fromPair(text);
}

function fromJson(text: string): Ids | null {
  const account = jsonField(text, 'accountId');
  const execution = jsonField(text, 'executionId');
  return account === null || execution === null ? null : pair(account, execution);
}

function jsonField(text: string, name: string): string | null {
  const found = new RegExp(`"${name}"\\s*:\\s*("(?:[^"\\\\]|\\\\.)*")`).exec(text)?.[1];
  if (found === undefined) {
    return null;
  }
  try {
    return JSON.parse(found) as string;
  } catch {
    return null;
  }
}

function fromLink(text: string): Ids | null {
  const path = /\/accounts\/([^/?#]+)\/executions\/([^/?#]+)/.exec(text);
  if (path?.[1] !== undefined && path[2] !== undefined) {
    return pair(decodePercent(path[1]), decodePercent(path[2]));
  }
  const question = text.indexOf('?');
  if (question < 0) {
    return null;
  }
  const query = parseQuery(text.slice(question).replace(/#.*$/s, ''));
  const account = query.get('account') ?? query.get('accountId');
  const execution = query.get('execution') ?? query.get('executionId');
  return account === undefined || execution === undefined ? null : pair(account, execution);
}

function fromPair(text: string): Ids | null {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    return null;
  }
  const hash = text.indexOf('#');
  if (hash >= 0) {
    return pair(text.slice(0, hash), text.slice(hash + 1));
  }
  const columns = text.split(/\s*[\t\r\n]+\s*/);
  if (columns.length === 2) {
    return pair(columns[0] ?? '', columns[1] ?? '');
  }
  const parts = text.split('/');
  return parts.length === 2 ? pair(parts[0] ?? '', parts[1] ?? '') : null;
}

function pair(account: string, execution: string): Ids | null {
  const ids = { account: account.trim(), execution: execution.trim() };
  const legal = accountComplaint(ids.account) ?? executionComplaint(ids.execution);
  return legal === null ? ids : null;
}

/** The fields of a query string, `+` read as a space; the first of a repeated name counts. */
export function parseQuery(search: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const part of search.replace(/^\?/, '').split('&')) {
    const equals = part.indexOf('=');
    if (equals > 0) {
      const name = decodePercent(part.slice(0, equals));
      if (!fields.has(name)) {
        fields.set(name, decodePercent(part.slice(equals + 1).replaceAll('+', ' ')));
      }
    }
  }
  return fields;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
