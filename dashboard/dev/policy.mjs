import { readFileSync } from 'node:fs';

/**
 * What the page may do: run and load its own files, ask its own origin, and nothing else; no inline
 * script or style, and no text turned into markup but lit-html's constant templates. The local run,
 * the deployed site and the trials send this same list as a header.
 */
const DIRECTIVES = readFileSync(
  new URL('../../docs/contracts/content-security-policy.txt', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n');

/** The header, where the page may ask `origins` besides its own. */
export function policyHeader(origins = []) {
  return DIRECTIVES.map((directive) =>
    directive.startsWith('connect-src ') ? [directive, ...origins].join(' ') : directive,
  ).join('; ');
}

/**
 * The part that every build carries in its markup, for servers that send no header. Only who serves
 * the page knows its issuer, so whom it may ask is left to the header; framing cannot be said here.
 */
export function policyMarkup() {
  return DIRECTIVES.filter((directive) => !directive.startsWith('frame-ancestors '))
    .map((directive) => (directive.startsWith('connect-src ') ? 'connect-src *' : directive))
    .join('; ');
}
