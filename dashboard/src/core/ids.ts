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

/** What is no percent-encoding stays as it is. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
