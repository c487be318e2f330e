// Receivers of webhooks written after the documentation of each system whose receivers must work with Presstime. They
// know nothing of Presstime's code; what they refuse is an error that the test sees.
import { createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import http from 'node:http';
import { Webhook } from 'standardwebhooks';

// An HTTP server of the test's own process. `answer(request, body)` gives {status, headers, body} or nothing (204).
export async function startReceiver(t, answer = () => ({})) {
  const posts = [];
  const refusals = [];
  const server = http.createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', async () => {
      const body = Buffer.concat(pieces);
      const post = { method: request.method, url: request.url, headers: request.headers, raw: request.rawHeaders, body };
      try {
        const said = (await answer(post)) ?? {};
        if (request.method === 'POST') posts.push(post);
        response.writeHead(said.status ?? 204, said.headers ?? {});
        response.end(said.body);
      } catch (error) {
        refusals.push(error);
        response.writeHead(400);
        response.end(String(error));
      }
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => { server.closeAllConnections(); server.close(); });
  return { url: `http://127.0.0.1:${server.address().port}/hook`, posts, refusals,
    json: () => posts.map((post) => JSON.parse(post.body.toString('utf8'))) };
}

// Standard Webhooks with the library of its authors.
export const standard = (secretOf) => (post) => {
  post.event = new Webhook(secretOf()).verify(post.body.toString('utf8'), post.headers);
};

// The `notifications` receiver: the echo at registration, then ms-signature over the exact bytes.
export const notifications = (secret) => (post) => {
  if (post.method === 'GET') {
    const echo = new URL(post.url, 'http://x').searchParams.get('echo');
    return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: echo };
  }
  const expected = `sha256=${createHmac('sha256', Buffer.from(secret, 'utf8')).update(post.body).digest('hex').toUpperCase()}`;
  if (post.headers['ms-signature'] !== expected) throw new Error(`ms-signature is ${post.headers['ms-signature']}, not ${expected}`);
  post.event = JSON.parse(post.body.toString('utf8'));
};

const part = (text) => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));

// The whole body is a token, ES256 by the sender's key set, with Node's own crypto.
export const token = (keySetUrl) => async (post) => {
  const [header, claims, signature] = post.body.toString('utf8').split('.');
  const { alg, kid } = part(header);
  if (alg !== 'ES256') throw new Error(`alg is ${alg}`);
  const { keys } = await (await fetch(keySetUrl())).json();
  const jwk = keys.find((key) => key.kid === kid);
  if (!jwk) throw new Error(`no key ${kid} in the set`);
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const holds = verify('sha256', Buffer.from(`${header}.${claims}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  if (!holds) throw new Error('the signature does not hold');
  post.event = part(claims);
};

// A raw file: hashes the body as it comes, checks the digest and the digest's signature, which a text-only verifier
// can, and the signature over the raw bytes with Node's own crypto.
export const artifact = (secretOf) => (post) => {
  const digest = `sha-256=:${createHash('sha256').update(post.body).digest('base64')}:`;
  if (post.headers['content-digest'] !== digest) throw new Error(`Content-Digest is ${post.headers['content-digest']}, not ${digest}`);
  const own = new Webhook(secretOf());
  own.verify(digest, { ...post.headers, 'webhook-signature': post.headers['x-presstime-digest-signature'] }, { jsonParse: false });
  const key = Buffer.from(secretOf().slice('whsec_'.length), 'base64');
  const { 'webhook-id': id, 'webhook-timestamp': at } = post.headers;
  const expected = `v1,${createHmac('sha256', key).update(`${id}.${at}.`).update(post.body).digest('base64')}`;
  if (!post.headers['webhook-signature'].split(' ').includes(expected)) throw new Error('the signature over the raw bytes does not hold');
};
