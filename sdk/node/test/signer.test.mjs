// Data access tokens: their claims, their lifetimes, and that other code can verify them with the public key alone.
import assert from 'node:assert/strict';
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import test from 'node:test';
import { createSigner } from '../src/index.js';
import { ecPair } from './support.mjs';

const now = () => new Date('2026-03-02T09:00:00.500Z');
const access = { projectId: 'prj_1', dataSetIds: ['orders'], secureFilters: { orders: [{ field: 'tenant', op: '=', value: 7 }] },
  parameters: { region: 'EMEA' }, userReference: 'user 123' };
const parse = (token) => token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));

test('the claims are what was asked for, with both kinds of expiry', async () => {
  const [header, claims] = parse(await createSigner({ privateKey: ecPair().privateKey, ttlInMinutes: 3, now }).signDataAccessToken(access));
  assert.equal(header.alg, 'ES256');
  assert.deepEqual(claims, { ...access, iat: 1772442000, exp: 1772442180, expires: '2026-03-02T09:03:00.500Z' });
});

test('ES256 is R and S raw, EdDSA and RS256 come with their keys', async () => {
  const pairs = { ES256: ecPair(), EdDSA: generateKeyPairSync('ed25519'), RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }) };
  for (const [alg, { privateKey, publicKey }] of Object.entries(pairs)) {
    const token = await createSigner({ privateKey, ttlInMinutes: 3 }).signDataAccessToken(access);
    const [header, payload, signature] = token.split('.');
    assert.equal(parse(token)[0].alg, alg);
    const bytes = Buffer.from(signature, 'base64url');
    if (alg === 'ES256') assert.equal(bytes.length, 64);
    assert.ok(verify(alg === 'EdDSA' ? null : 'sha256', Buffer.from(`${header}.${payload}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes));
  }
});

test('the key may be SEC 1 or PKCS 8 PEM, a JWK, or escaped in a variable; kid is its thumbprint', async () => {
  const { privateKey } = ecPair();
  const { crv, kty, x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
  const kid = createHash('sha256').update(`{"crv":"${crv}","kty":"${kty}","x":"${x}","y":"${y}"}`).digest('base64url');
  const sec1 = privateKey.export({ format: 'pem', type: 'sec1' });
  for (const key of [sec1, privateKey.export({ format: 'pem', type: 'pkcs8' }), privateKey.export({ format: 'jwk' }),
    JSON.stringify(privateKey.export({ format: 'jwk' })), sec1.replaceAll('\n', '\\n'), Buffer.from(sec1)])
    assert.equal(parse(await createSigner({ privateKey: key, ttlInMinutes: 3 }).signDataAccessToken(access))[0].kid, kid);
  assert.equal(parse(await createSigner({ privateKey, ttlInMinutes: 3, keyId: 'mine' }).signDataAccessToken(access))[0].kid, 'mine');
});

test('the thumbprint is RFC 7638\'s', async () => {
  const { thumbprint } = await import('../src/keys.js');
  const n = '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
  assert.equal(thumbprint(createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' })), 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
});

test('what the server would refuse is refused at once', async () => {
  const { privateKey, publicKey } = ecPair();
  for (const key of [undefined, '', 'nonsense', publicKey, publicKey.export({ format: 'pem', type: 'spki' }),
    generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey, generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey])
    assert.throws(() => createSigner({ privateKey: key, ttlInMinutes: 3 }), TypeError);
  for (const ttlInMinutes of [undefined, 0, -1, Infinity, NaN, '3'])
    assert.throws(() => createSigner({ privateKey, ttlInMinutes }), /ttlInMinutes/);
  const signer = createSigner({ privateKey, ttlInMinutes: 3 });
  for (const dataSetIds of [undefined, [], 'orders', [7], ['']])
    await assert.rejects(signer.signDataAccessToken({ ...access, dataSetIds }), /dataSetIds/);
  for (const secureFilters of [null, [], 'x', { orders: { field: 'tenant' } }])
    await assert.rejects(signer.signDataAccessToken({ ...access, secureFilters }), /secureFilters/);
});

test('a key that cannot be read is not quoted', () => {
  const secret = 'MHcCAQEEIMd64JFtp7nbYIsws03dy6fBirhpio4aLwPdW';
  assert.throws(() => createSigner({ privateKey: `-----BEGIN EC PRIVATE KEY-----\n${secret}\n-----END EC PRIVATE KEY-----`, ttlInMinutes: 3 }),
    (error) => error instanceof TypeError && !error.message.includes(secret) && error.cause === undefined);
});
