// Standard Webhooks signatures: the vectors of the reference libraries, of Svix for ed25519, and of a binary body.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import test from 'node:test';
import { VerificationError, verifyArtifact, verifyWebhook } from '../src/index.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const BODY = '{"test": 2432232314}';
const at = (seconds) => ({ now: () => new Date(seconds * 1000) });
const headers = (id, timestamp, signature) => ({ 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature });
const refused = (code) => (error) => error instanceof VerificationError && error.code === code;

const vectors = [
  [SECRET, ID, 1614265330, BODY, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='],
  ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk', 1649367553,
    '{"email":"test@example.com","username":"test_user"}', 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw='],
  ['whsec_plJ3nmyCDGBKInavdOK15jsl', 'msg_loFOjxBNrRLzqYUf', 1731705121, '{"event_type":"ping","data":{"success":true}}',
    'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0='],
  ['whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=', ID, 1614265330, BODY,
    'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=='],
];

for (const [secret, id, timestamp, body, signature] of vectors)
  test(`the vector of ${id} with ${secret.slice(0, 12)} verifies`, () => {
    const verified = verifyWebhook(body, headers(id, timestamp, signature), secret, at(timestamp));
    assert.deepEqual(verified, { id, timestamp: new Date(timestamp * 1000), payload: JSON.parse(body) });
  });

const PDF = Buffer.from('255044462d312e370a25e2e3cfd30a', 'hex');
const PDF_HEADERS = {
  ...headers('msg_artifact_1', 1700000000, 'v1,5QqOWdc0WFY3z6wxHaENiZNaVpknm4qnfl9v5ZIgPpI='),
  'content-digest': 'sha-256=:xkTyag1xvTu7LvXpC6QbbxChnKmZNPueeE7fr9OyYgw=:',
  'x-presstime-digest-signature': 'v1,x5d1VS6kk8WpshZdQCSWtc3jmDNZBFal+ckrtkxe7KA=',
};

test('bytes that are no text verify as they are', () => {
  assert.equal(verifyWebhook(PDF, PDF_HEADERS, SECRET, at(1700000000)).payload, undefined);
  assert.throws(() => verifyWebhook(PDF.toString('utf8'), PDF_HEADERS, SECRET, at(1700000000)), refused('signature'));
});

test('every changed byte is noticed', () => {
  for (let index = 0; index < PDF.length; ++index) {
    const changed = Buffer.from(PDF);
    changed[index] ^= 1;
    assert.throws(() => verifyWebhook(changed, PDF_HEADERS, SECRET, at(1700000000)), refused('signature'));
  }
});

test('an artifact verifies by its digest, whole or as a stream', async () => {
  const sha256 = createHash('sha256').update(PDF).digest('hex');
  for (const body of [PDF, Readable.from([PDF.subarray(0, 5), PDF.subarray(5)])]) {
    const verified = await verifyArtifact(body, PDF_HEADERS, SECRET, at(1700000000));
    assert.deepEqual(verified, { id: 'msg_artifact_1', timestamp: new Date(1700000000_000), sha256 });
  }
});

test('an artifact with other bytes, another digest or no digest is refused', async () => {
  await assert.rejects(verifyArtifact(Buffer.concat([PDF, PDF]), PDF_HEADERS, SECRET, at(1700000000)), refused('digest'));
  const digest = `sha-256=:${createHash('sha256').update('other').digest('base64')}:`;
  await assert.rejects(verifyArtifact('other', { ...PDF_HEADERS, 'content-digest': digest }, SECRET, at(1700000000)), refused('signature'));
  await assert.rejects(verifyArtifact(PDF, { ...PDF_HEADERS, 'content-digest': undefined }, SECRET, at(1700000000)), refused('missing_header'));
  await assert.rejects(verifyArtifact(PDF, { ...PDF_HEADERS, 'content-digest': 'sha-512=:AA==:' }, SECRET, at(1700000000)), refused('digest'));
});

test('another header prefix is looked for when it is named', async () => {
  const { 'x-presstime-digest-signature': signature, ...rest } = PDF_HEADERS;
  const options = { ...at(1700000000), headerPrefix: 'X-Acme-' };
  assert.ok(await verifyArtifact(PDF, { ...rest, 'x-acme-digest-signature': signature }, SECRET, options));
  await assert.rejects(verifyArtifact(PDF, PDF_HEADERS, SECRET, options), refused('missing_header'));
});

test('headers may be a Headers object, in any case, or lists', () => {
  const [, id, timestamp, body, signature] = vectors[0];
  for (const given of [
    new Headers(headers(id, timestamp, signature)),
    { 'Webhook-Id': id, 'WEBHOOK-TIMESTAMP': String(timestamp), 'Webhook-Signature': signature },
    { 'webhook-id': [id], 'webhook-timestamp': [String(timestamp)], 'webhook-signature': ['v1,AAAA', signature] },
  ]) assert.equal(verifyWebhook(body, given, SECRET, at(timestamp)).id, id);
});

test('one of several signatures and one of several secrets is enough', () => {
  const [, id, timestamp, body, signature] = vectors[0];
  const many = headers(id, timestamp, `v1,${Buffer.alloc(32).toString('base64')} v2,AAAA ${signature}`);
  assert.ok(verifyWebhook(body, many, SECRET, at(timestamp)));
  assert.ok(verifyWebhook(body, many, ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', SECRET], at(timestamp)));
  assert.throws(() => verifyWebhook(body, many, 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', at(timestamp)), refused('signature'));
});

test('a signature of another version does not count as v1', () => {
  const [, id, timestamp, body, signature] = vectors[0];
  for (const given of [signature.replace('v1,', 'v2,'), signature.replace('v1,', 'v1a,'), 'v1,', 'v1', 'g0hM', signature.replace('=', '')])
    assert.throws(() => verifyWebhook(body, headers(id, timestamp, given), SECRET, at(timestamp)), refused('signature'));
});

test('a text of the user\'s own is used as its UTF-8 bytes', () => {
  const secret = 'ein-längeres-geheimnis-mit-über-32-zeichen';
  const signature = `v1,${createHmac('sha256', Buffer.from(secret, 'utf8')).update(`${ID}.1614265330.${BODY}`).digest('base64')}`;
  assert.ok(verifyWebhook(BODY, headers(ID, 1614265330, signature), secret, at(1614265330)));
});

test('300 seconds either way are accepted, one more is not', () => {
  const [, id, timestamp, body, signature] = vectors[0];
  const given = headers(id, timestamp, signature);
  for (const skew of [-300, 300]) assert.ok(verifyWebhook(body, given, SECRET, at(timestamp + skew)));
  assert.throws(() => verifyWebhook(body, given, SECRET, at(timestamp + 301)), refused('too_old'));
  assert.throws(() => verifyWebhook(body, given, SECRET, at(timestamp - 301)), refused('too_new'));
  assert.ok(verifyWebhook(body, given, SECRET, { toleranceSeconds: 3600, ...at(timestamp + 3000) }));
  assert.throws(() => verifyWebhook(body, { ...given, 'webhook-timestamp': '1614265330abc' }, SECRET, at(timestamp)), refused('timestamp'));
});

test('each missing header is named', () => {
  const [, id, timestamp, body, signature] = vectors[0];
  for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'])
    assert.throws(() => verifyWebhook(body, { ...headers(id, timestamp, signature), [name]: undefined }, SECRET, at(timestamp)),
      (error) => error.code === 'missing_header' && error.message.includes(name));
});

test('a secret that is none is a mistake of the caller', () => {
  for (const secret of ['', 'whsec_', 'whsec_not base64', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa', 'whpk_AAAA', undefined, 7])
    assert.throws(() => verifyWebhook(BODY, headers(ID, 1614265330, 'v1,AAAA'), secret, at(1614265330)), TypeError);
  assert.throws(() => verifyWebhook({ test: 1 }, headers(ID, 1614265330, 'v1,AAAA'), SECRET, at(1614265330)), /raw/);
});
