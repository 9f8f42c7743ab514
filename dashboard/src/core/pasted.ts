import {
  accountComplaint,
  decodePercent,
  executionComplaint,
  parseQuery,
  type Ids,
} from './ids.ts';

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
