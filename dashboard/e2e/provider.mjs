// A small OpenID Connect issuer for trials: code flow, PKCE with S256 only, RS256 tokens, sessions
// by cookie, refresh tokens where asked for. It is as strict as a good one, and lies on demand.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A compact JWS over the claims, signed by this issuer (or by nobody). */
function sign(claims) {
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

/** The key with which the API checks what this issuer signed. */
export const KEY = publicKey;

/**
 * Starts on 127.0.0.1 for one client, which `provider.redirectUri` names once it is known.
 * `behave` holds what it does otherwise than it should, and may be changed at any time:
 * `lifetime` (seconds), `ahead` (milliseconds that its clock goes before this machine's), `refresh`, `scope`, `refuse`, `state`, `nonce`, `issuer` (of tokens),
 * `audience`, `iss` (of redirects), `tokenStatus`, `tokenDown`, `s256` and `endSession`
 * (false: not offered).
 */
export async function startProvider(clientId) {
  const provider = {
    clientId,
    redirectUri: '',
    behave: {},
    /** The parameters of every authorization and token request. */
    authorized: [],
    redeemed: [],
    loggedOut: 0,
    revoked: [],
  };
  const codes = new Map();
  const refreshTokens = new Map();
  const server = createServer((request, response) => {
    handle(provider, codes, refreshTokens, request, response).catch((error) =>
      response.writeHead(500).end(String(error)),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  provider.issuer = `http://127.0.0.1:${server.address().port}`;
  provider.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return provider;
}

async function handle(provider, codes, refreshTokens, request, response) {
  const url = new URL(request.url, provider.issuer);
  const json = (status, body) =>
    response
      .writeHead(status, {
        'content-type': 'application/json',
        'access-control-allow-origin': new URL(provider.redirectUri).origin,
        'cache-control': 'no-store',
      })
      .end(JSON.stringify(body));
  switch (url.pathname) {
    case '/.well-known/openid-configuration':
      return json(200, {
        issuer: provider.issuer,
        authorization_endpoint: `${provider.issuer}/authorize`,
        token_endpoint: `${provider.issuer}/token`,
        revocation_endpoint: `${provider.issuer}/revoke`,
        ...(provider.behave.endSession === false
          ? {}
          : { end_session_endpoint: `${provider.issuer}/logout` }),
        code_challenge_methods_supported: provider.behave.s256 === false ? ['plain'] : ['S256'],
        authorization_response_iss_parameter_supported: true,
      });
    case '/authorize':
      return authorize(provider, codes, request, url.searchParams, response);
    case '/token':
      if (provider.behave.tokenDown) {
        return request.socket.destroy();
      }
      return redeem(provider, codes, refreshTokens, await form(request), json);
    case '/revoke':
      provider.revoked.push((await form(request)).get('token'));
      return json(200, {});
    case '/logout':
      provider.loggedOut += 1;
      return response
        .writeHead(302, {
          'set-cookie': 'session=; Path=/; Max-Age=0',
          location: url.searchParams.get('post_logout_redirect_uri'),
        })
        .end();
    default:
      return response.writeHead(404).end();
  }
}

async function form(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  return new URLSearchParams(text);
}

/** Whoever has the cookie passes; everybody else sees the form and presses its button. */
function authorize(provider, codes, request, asked, response) {
  provider.authorized.push(Object.fromEntries(asked));
  const wrong = [
    asked.get('client_id') !== provider.clientId && 'client_id',
    asked.get('redirect_uri') !== provider.redirectUri && 'redirect_uri',
    asked.get('response_type') !== 'code' && 'response_type',
    asked.get('code_challenge_method') !== 'S256' && 'code_challenge_method',
    !/^[\w-]{43}$/.test(asked.get('code_challenge') ?? '') && 'code_challenge',
    !(asked.get('scope') ?? '').split(' ').includes('openid') && 'scope',
    (asked.get('state') ?? '').length < 20 && 'state',
    (asked.get('nonce') ?? '').length < 20 && 'nonce',
  ].filter(Boolean);
  if (wrong.length > 0) {
    response.writeHead(400).end(`wrong: ${wrong}`);
    return;
  }
  const { behave } = provider;
  const known = /(^|; )session=ada/.test(request.headers.cookie ?? '');
  if (!asked.has('pressed') && (!known || asked.get('prompt') === 'login')) {
    const fields = [...asked].map(
      ([name, value]) =>
        `<input type="hidden" name="${name}" value="${value.replaceAll('"', '')}">`,
    );
    response.writeHead(200, { 'content-type': 'text/html' })
      .end(`<!doctype html><title>Sign in</title><form>${fields.join('')}
        <button name="pressed" value="1">Sign in as Ada</button></form>`);
    return;
  }
  const back = new URL(provider.redirectUri);
  back.searchParams.set('state', behave.state ?? asked.get('state'));
  back.searchParams.set('iss', behave.iss ?? provider.issuer);
  if (behave.refuse) {
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', behave.refuse);
  } else {
    const code = randomBytes(16).toString('base64url');
    codes.set(code, Object.fromEntries(asked));
    back.searchParams.set('code', code);
  }
  response
    .writeHead(302, { location: back.href, 'set-cookie': 'session=ada; Path=/; HttpOnly' })
    .end();
}

function redeem(provider, codes, refreshTokens, asked, json) {
  const { behave } = provider;
  provider.redeemed.push(Object.fromEntries(asked));
  if (behave.tokenStatus) {
    return json(behave.tokenStatus, { error: 'invalid_grant', error_description: 'too late' });
  }
  if (asked.get('grant_type') === 'refresh_token') {
    const known = refreshTokens.get(asked.get('refresh_token'));
    refreshTokens.delete(asked.get('refresh_token'));
    return known
      ? json(200, tokens(provider, refreshTokens, known))
      : json(400, { error: 'invalid_grant' });
  }
  const begun = codes.get(asked.get('code'));
  codes.delete(asked.get('code'));
  const challenge = createHash('sha256')
    .update(asked.get('code_verifier') ?? '')
    .digest('base64url');
  const proven =
    begun !== undefined &&
    asked.get('grant_type') === 'authorization_code' &&
    asked.get('client_id') === begun.client_id &&
    asked.get('redirect_uri') === begun.redirect_uri &&
    challenge === begun.code_challenge;
  return proven
    ? json(200, tokens(provider, refreshTokens, begun))
    : json(400, { error: 'invalid_grant' });
}

function tokens(provider, refreshTokens, begun) {
  const { behave } = provider;
  const now = Math.floor((Date.now() + (behave.ahead ?? 0)) / 1000);
  const lifetime = behave.lifetime ?? 3_600;
  const scope = behave.scope ?? begun.scope;
  const common = { iss: behave.issuer ?? provider.issuer, sub: 'ada', iat: now };
  const answer = {
    token_type: 'Bearer',
    expires_in: lifetime,
    scope,
    access_token: sign({
      ...common,
      iss: provider.issuer,
      client_id: begun.client_id,
      scope,
      exp: now + lifetime,
      jti: randomBytes(8).toString('hex'),
    }),
    id_token: sign({
      ...common,
      aud: behave.audience ?? begun.client_id,
      exp: now + lifetime,
      nonce: behave.nonce ?? begun.nonce,
      name: 'Ada <b>Lovelace</b>',
    }),
  };
  if (behave.refresh) {
    answer.refresh_token = randomBytes(16).toString('base64url');
    refreshTokens.set(answer.refresh_token, begun);
  }
  return answer;
}
