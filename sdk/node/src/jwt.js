// JSON Web Tokens in their compact form (RFC 7515, RFC 7519) with Node's own cryptography. The algorithm comes from
// the key, never from the token.
import { sign, verify } from 'node:crypto';
import { VerificationError } from './errors.js';
import { algorithmOf } from './keys.js';

const MAX_TOKEN_BYTES = 1024 * 1024;
// ECDSA signatures are R and S one after the other (RFC 7518 section 3.4), Ed25519 hashes by itself.
const HOW = {
  ES256: { hash: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  EdDSA: { hash: null, options: {} },
  RS256: { hash: 'sha256', options: {} },
};

const encode = (value) => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

// Base64url without padding and nothing else: one text for one run of bytes.
function decode(part, what) {
  const bytes = Buffer.from(part, 'base64url');
  if (part === '' || bytes.toString('base64url') !== part)
    throw new VerificationError('malformed', `the token's ${what} is not base64url`);
  return bytes;
}

function decodeObject(part, what) {
  let value;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decode(part, what)));
  } catch (error) {
    if (error instanceof VerificationError) throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new VerificationError('malformed', `the token's ${what} is not a JSON object`);
  return value;
}

export function signJwt(payload, key, kid) {
  const alg = algorithmOf(key, 'privateKey');
  const signed = `${encode({ alg, typ: 'JWT', kid })}.${encode(payload)}`;
  const signature = sign(HOW[alg].hash, Buffer.from(signed, 'ascii'), { key, ...HOW[alg].options });
  return `${signed}.${signature.toString('base64url')}`;
}

/** The payload of a token that one of `keys` ([{ kid, key }]) signed with an algorithm in `allowed`. */
export function verifyJwt(token, keys, allowed) {
  if (token.length > MAX_TOKEN_BYTES) throw new VerificationError('too_large', 'the token is larger than 1 MiB');
  const parts = token.split('.');
  if (parts.length !== 3)
    throw new VerificationError('malformed', 'this is no JSON Web Token: it must have three parts with dots between them');
  const header = decodeObject(parts[0], 'header');
  if (!allowed.includes(header.alg))
    throw new VerificationError('algorithm', `the token is signed with ${JSON.stringify(header.alg)?.slice(0, 40)}; only ${allowed.join(', ')} is accepted`);
  if (header.crit !== undefined)
    throw new VerificationError('critical_header', 'the token demands an extension (crit) that is not known here');
  const usable = keys.filter(({ key }) => algorithmOf(key) === header.alg);
  if (usable.length === 0)
    throw new VerificationError('no_key', `none of the given keys signs with ${header.alg}`);
  const named = usable.filter(({ kid }) => kid === header.kid);
  const signed = Buffer.from(`${parts[0]}.${parts[1]}`, 'ascii');
  const signature = decode(parts[2], 'signature');
  const { hash, options } = HOW[header.alg];
  if (!(named.length > 0 ? named : usable).some(({ key }) => verify(hash, signed, { key, ...options }, signature)))
    throw new VerificationError('signature', 'the token was not signed with this key, or was changed since');
  return decodeObject(parts[1], 'payload');
}
