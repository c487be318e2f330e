// What the tests of this folder share: a server on a free port whose answers the test scripts, and tokens made by hand.
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';

/** Answers each request with what `answer(request)` gives: { status, headers, body }. Requests are kept. */
export async function scriptedServer(t, answer) {
  const requests = [];
  const server = createServer(async (incoming, response) => {
    const parts = [];
    for await (const part of incoming) parts.push(part);
    const request = { method: incoming.method, url: incoming.url, headers: incoming.headers, body: Buffer.concat(parts).toString('utf8') };
    requests.push(request);
    const { status = 200, headers = {}, body = '' } = (await answer(request, requests.length)) ?? {};
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => { server.closeAllConnections(); server.close(); });
  return { url: `http://127.0.0.1:${server.address().port}`, requests };
}

export const ecPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const encode = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token with any header, signed as ES256 whatever the header says. */
export function tokenOf(privateKey, payload, header = { alg: 'ES256', typ: 'JWT' }) {
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
