// Standard Webhooks 1.0.0 over the raw bytes of a request, whatever they are, and the digest signature of artifacts.
import { createHash, createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { VerificationError } from './errors.js';

const DIGEST = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?=,|$)/;
const ED25519_SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex'); // RFC 8410 section 4, key bytes follow
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

// A header by its lower-case name, from a Headers object or a plain one of any case; "" when it is not there.
function headerOf(headers, name) {
  if (typeof headers?.get === 'function') return headers.get(name) ?? '';
  for (const [key, value] of Object.entries(headers ?? {}))
    if (key.toLowerCase() === name) return Array.isArray(value) ? value.join(' ') : String(value ?? '');
  return '';
}

function bytesOf(body) {
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (body instanceof ArrayBuffer) return Buffer.from(body);
  throw new TypeError('body must be the raw request body, text or bytes; a framework may have parsed it: read it raw');
}

function decodeBase64(text, what) {
  if (text === '' || !BASE64.test(text)) throw new TypeError(`${what} must be followed by padded standard base64`);
  return Buffer.from(text, 'base64');
}

// One secret as a check of signatures of its version: whsec_ (v1), whpk_ (v1a), bytes, or a text of the user's own,
// whose UTF-8 bytes are the key (v1).
function checkerOf(secret) {
  if (typeof secret === 'string' && secret.startsWith('whpk_')) {
    const raw = decodeBase64(secret.slice(5), 'whpk_');
    if (raw.length !== 32) throw new TypeError('a whpk_ key has 32 bytes');
    const key = createPublicKey({ key: Buffer.concat([ED25519_SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
    return { version: 'v1a', matches: (content, signature) => verify(null, content, key, signature) };
  }
  const key = typeof secret === 'string'
    ? (secret.startsWith('whsec_') ? decodeBase64(secret.slice(6), 'whsec_') : Buffer.from(secret, 'utf8'))
    : secret instanceof Uint8Array ? secret : undefined;
  if (!key || key.length === 0) throw new TypeError('secret is required: whsec_..., whpk_..., your own text, or bytes');
  return {
    version: 'v1',
    matches: (content, signature) => {
      const expected = createHmac('sha256', key).update(content).digest();
      return expected.length === signature.length && timingSafeEqual(expected, signature);
    },
  };
}

function checkTimestamp(text, toleranceSeconds, now) {
  if (!/^\d{1,12}$/.test(text)) throw new VerificationError('timestamp', 'webhook-timestamp must be whole seconds since 1970');
  const timestamp = Number(text);
  const age = Math.floor(now.getTime() / 1000) - timestamp;
  if (age > toleranceSeconds) throw new VerificationError('too_old', `the webhook was signed ${age} s ago; at most ${toleranceSeconds} s are accepted`);
  if (age < -toleranceSeconds) throw new VerificationError('too_new', `the webhook was signed ${-age} s in the future; check the clocks`);
  return timestamp;
}

// Checks `signatureHeader` over id.timestamp.content with any of the secrets.
function checkSignature(content, headers, signatureHeader, secret, { toleranceSeconds = 300, now = () => new Date() } = {}) {
  const checkers = (Array.isArray(secret) ? secret : [secret]).map(checkerOf);
  const id = headerOf(headers, 'webhook-id');
  const stamp = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, signatureHeader);
  for (const [name, value] of [['webhook-id', id], ['webhook-timestamp', stamp], [signatureHeader, signatures]])
    if (!value) throw new VerificationError('missing_header', `the header ${name} is missing`);
  const timestamp = checkTimestamp(stamp, toleranceSeconds, now());
  const signed = Buffer.concat([Buffer.from(`${id}.${stamp}.`, 'utf8'), content]);
  for (const token of signatures.split(' ')) {
    const comma = token.indexOf(',');
    const text = token.slice(comma + 1);
    if (comma < 0 || text === '' || !BASE64.test(text)) continue;
    const signature = Buffer.from(text, 'base64');
    if (checkers.some(({ version, matches }) => version === token.slice(0, comma) && matches(signed, signature)))
      return { id, timestamp: new Date(timestamp * 1000) };
  }
  throw new VerificationError('signature', `no signature in ${signatureHeader} fits: another secret signed it, or the body is not the bytes that were sent`);
}

function jsonOf(bytes) {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Verifies a Standard Webhooks delivery: { id, timestamp, payload }, `payload` undefined when the body is no JSON. */
export function verifyWebhook(body, headers, secret, options) {
  const bytes = bytesOf(body);
  return { ...checkSignature(bytes, headers, 'webhook-signature', secret, options), payload: jsonOf(bytes) };
}

async function sha256Of(body) {
  const hash = createHash('sha256');
  if (typeof body?.[Symbol.asyncIterator] === 'function') {
    for await (const part of body) hash.update(part);
  } else {
    hash.update(bytesOf(body));
  }
  return hash.digest();
}

/**
 * Verifies a posted artifact by its digest signature: the signature covers Content-Digest, and the body must have that
 * digest. `body` may be a stream, which is read once and never held whole. { id, timestamp, sha256 }.
 */
export async function verifyArtifact(body, headers, secret, { headerPrefix = 'x-presstime-', ...options } = {}) {
  const digest = headerOf(headers, 'content-digest');
  if (!digest) throw new VerificationError('missing_header', 'the header content-digest is missing');
  const stated = DIGEST.exec(digest)?.[1];
  if (!stated) throw new VerificationError('digest', 'content-digest holds no sha-256');
  const checked = checkSignature(Buffer.from(digest, 'utf8'), headers, `${headerPrefix.toLowerCase()}digest-signature`, secret, options);
  const actual = await sha256Of(body);
  if (!timingSafeEqual(actual, Buffer.from(stated, 'base64')))
    throw new VerificationError('digest', 'the body does not have the digest that was signed: it was changed on the way');
  return { ...checked, sha256: actual.toString('hex') };
}
