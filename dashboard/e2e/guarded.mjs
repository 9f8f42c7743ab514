// The page where people have to sign in: a test issuer, and an API that checks its tokens.
import { createVerify } from 'node:crypto';
import { startMock } from '../dev/mock.mjs';
import { KEY, startProvider } from './provider.mjs';

/** `origin` of the page, its `provider`, the `Authorization` headers `asked` with, `close()`. */
export async function startGuarded(config = {}) {
  const provider = await startProvider('orion-trail-dashboard');
  const asked = [];
  const mock = await startMock(0, {
    config: { signIn: { issuer: provider.issuer, clientId: provider.clientId, ...config } },
    connect: [provider.issuer],
    admits: (request) => {
      asked.push(request.headers.authorization ?? null);
      return admits(request.headers.authorization, provider.issuer);
    },
  });
  provider.redirectUri = `${mock.origin}/`;
  return {
    origin: mock.origin,
    provider,
    asked,
    close: () => {
      mock.close();
      provider.close();
    },
  };
}

/** As an API gateway checks a JWT: signature, issuer, expiry, then the scope. */
function admits(authorization, issuer) {
  const token = /^Bearer ([\w-]+\.[\w-]+)\.([\w-]+)$/.exec(authorization ?? '');
  if (
    token === null ||
    !createVerify('RSA-SHA256').update(token[1]).verify(KEY, token[2], 'base64url')
  ) {
    return 401;
  }
  const claims = JSON.parse(Buffer.from(token[1].split('.')[1], 'base64url'));
  if (claims.iss !== issuer || claims.exp * 1_000 <= Date.now()) {
    return 401;
  }
  return claims.scope.split(' ').includes('journeys/read') ? null : 403;
}
