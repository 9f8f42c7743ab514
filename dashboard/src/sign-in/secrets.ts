/** A text that nobody can guess: 256 random bits in the alphabet of RFC 7636, 43 characters. */
export function secret(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** What proves possession of a verifier without showing it (RFC 7636, section 4.2, S256). */
export async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return base64Url(new Uint8Array(digest));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
