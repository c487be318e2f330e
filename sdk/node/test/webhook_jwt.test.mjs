// Webhooks whose whole body is a token: what verifies, in which shapes keys may come, and what is refused.
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import test from 'node:test';
import { VerificationError, verifyWebhookPayload } from '../src/index.js';
import { ecPair, encode, tokenOf } from './support.mjs';

const { publicKey, privateKey } = ecPair();
const pem = publicKey.export({ format: 'pem', type: 'spki' });
const jwk = publicKey.export({ format: 'jwk' });
const payload = {
  type: 'report.scheduled',
  report: { dashboard_id: 'dash_sales', organisation_id: 'org_1', schedule: '0 9 * * 1', type: 'scheduled', user_reference: 'user 123' },
  query: { dataSetId: 'orders', dimension: [], measure: [{ aggregate: 'none', field: 'order_total' }], timeDimension: null, filter: [], order: [], limit: 10, offset: 0 },
  virtualFields: { snake_case_id: [] },
};
const body = tokenOf(privateKey, payload);
const refused = (code) => (error) => error instanceof VerificationError && error.code === code;

test('the event has names in camel case, and what people named stays', async () => {
  const { event } = await verifyWebhookPayload(body, pem);
  assert.equal(event.type, 'report.scheduled');
  assert.equal(event.userReference, 'user 123');
  assert.equal(event.dashboardId, 'dash_sales');
  assert.equal(event.organisationId, 'org_1');
  assert.deepEqual(event.report, { dashboardId: 'dash_sales', organisationId: 'org_1', schedule: '0 9 * * 1', type: 'scheduled', userReference: 'user 123' });
  assert.deepEqual(event.query, payload.query);
  assert.deepEqual(event.virtualFields, payload.virtualFields);
});

test('keys may be PEM, JWK, a set, base64 of PEM, escaped PEM, a KeyObject or a list', async () => {
  const other = ecPair().publicKey.export({ format: 'jwk' });
  const unknownKind = { kty: 'AKP', kid: 'later', pub: 'AAAA' };
  for (const key of [pem, jwk, JSON.stringify(jwk), { keys: [other, jwk] }, JSON.stringify({ keys: [jwk] }), { keys: [unknownKind, jwk] },
    Buffer.from(pem).toString('base64'), pem.replaceAll('\n', '\\n'), publicKey, [other, pem]])
    assert.equal((await verifyWebhookPayload(body, key)).event.userReference, 'user 123');
  assert.ok(await verifyWebhookPayload(Buffer.from(`${body}\n`), pem));
});

test('of a set the key with the token\'s kid decides', async () => {
  const other = { ...ecPair().publicKey.export({ format: 'jwk' }), kid: 'new' };
  const token = tokenOf(privateKey, payload, { alg: 'ES256', kid: 'old' });
  assert.ok(await verifyWebhookPayload(token, { keys: [other, { ...jwk, kid: 'old' }] }));
  await assert.rejects(verifyWebhookPayload(tokenOf(privateKey, payload, { alg: 'ES256', kid: 'new' }), { keys: [other, { ...jwk, kid: 'old' }] }), refused('signature'));
});

test('another key and every changed part are refused', async () => {
  await assert.rejects(verifyWebhookPayload(body, ecPair().publicKey), refused('signature'));
  const [header, claims, signature] = body.split('.');
  await assert.rejects(verifyWebhookPayload(`${header}.${encode({ ...payload, type: 'other' })}.${signature}`, pem), refused('signature'));
  await assert.rejects(verifyWebhookPayload(`${encode({ alg: 'ES256' })}.${claims}.${signature}`, pem), refused('signature'));
  await assert.rejects(verifyWebhookPayload(`${header}. ${claims}.${signature}`, pem), refused('signature'));
});

test('the token does not choose its algorithm', async () => {
  const unsigned = `${encode({ alg: 'none' })}.${encode(payload)}.`;
  await assert.rejects(verifyWebhookPayload(unsigned, pem), refused('algorithm'));
  const signed = `${encode({ alg: 'HS256' })}.${encode(payload)}`;
  const confused = `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
  await assert.rejects(verifyWebhookPayload(confused, pem), refused('algorithm'));
  for (const alg of ['RS256', 'EdDSA', 'ES384', 'es256', undefined])
    await assert.rejects(verifyWebhookPayload(tokenOf(privateKey, payload, { alg }), pem), refused('algorithm'));
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  await assert.rejects(verifyWebhookPayload(body, rsa), refused('no_key'));
});

test('what is no strict token is refused', async () => {
  const [header, claims, signature] = body.split('.');
  for (const token of ['', 'abc', `${header}.${claims}`, `${body}.x`, `${header}=.${claims}.${signature}`, `${header}.${claims}.${signature}==`,
    `${encode('[]')}.${claims}.${signature}`, `${encode('"x"')}.${claims}.${signature}`])
    await assert.rejects(verifyWebhookPayload(token, pem), refused('malformed'), token.slice(0, 20));
  await assert.rejects(verifyWebhookPayload(tokenOf(privateKey, payload, { alg: 'ES256', crit: ['exp'] }), pem), refused('critical_header'));
  await assert.rejects(verifyWebhookPayload({ already: 'parsed' }, pem), /raw/);
});

test('a token that says its time is held to it', async () => {
  const now = () => new Date(1_700_000_000_000);
  const verify = (claims) => verifyWebhookPayload(tokenOf(privateKey, { ...payload, ...claims }), pem, { now });
  assert.ok(await verify({ exp: 1_700_000_001 }));
  assert.ok(await verify({ exp: 1_699_999_941 }), 'within a minute of skew');
  await assert.rejects(verify({ exp: 1_699_999_940 }), refused('expired'));
  await assert.rejects(verify({ exp: 'soon' }), refused('expired'));
  await assert.rejects(verify({ nbf: 1_700_000_061 }), refused('not_yet'));
});

test('a key that is none is a mistake of the caller', async () => {
  for (const key of ['', 'nonsense', '{', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', undefined, null, 7, {},
    generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' })])
    await assert.rejects(verifyWebhookPayload(body, key), TypeError);
});
