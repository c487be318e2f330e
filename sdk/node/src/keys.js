// Keys in the shapes people hold them: PEM, JWK, a JWK set (object, JSON text or base64 of one), or a KeyObject;
// and the one JWS algorithm that each kind of key signs with (RFC 7518 section 3.1, RFC 8037 section 3.1).
import { KeyObject, createHash, createPrivateKey, createPublicKey } from 'node:crypto';

const MIN_RSA_BITS = 2048;

// Text with an armour, a brace, or base64 around one of them; an armour whose line ends were escaped on the way
// through an environment variable is mended.
function readText(text, what) {
  const trimmed = text.trim();
  if (trimmed.startsWith('-----BEGIN')) return trimmed.replaceAll('\\n', '\n');
  if (trimmed.startsWith('{')) {
    try {
      return JSON.parse(trimmed);
    } catch {
      throw new TypeError(`${what} looks like JSON and cannot be read as such`);
    }
  }
  const decoded = Buffer.from(trimmed, 'base64').toString('utf8').trim();
  if (decoded.startsWith('-----BEGIN') || decoded.startsWith('{')) return readText(decoded, what);
  throw new TypeError(`${what} must be PEM text ("-----BEGIN ..."), a JWK or a JWK set`);
}

function makeKey(material, kind, what) {
  try {
    const make = kind === 'private' ? createPrivateKey : createPublicKey;
    return make(typeof material === 'string' ? material : { key: material, format: 'jwk' });
  } catch {
    // The reason given by OpenSSL says nothing a person could use, and could quote the key.
    throw new TypeError(`${what} cannot be read as a ${kind} key; give it as PEM or JWK`);
  }
}

/** The algorithm bound to a key: ES256, EdDSA or RS256. */
export function algorithmOf(key, what = 'the key') {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ec' && details.namedCurve === 'prime256v1') return 'ES256';
  if (type === 'ed25519') return 'EdDSA';
  if (type === 'rsa' && details.modulusLength >= MIN_RSA_BITS) return 'RS256';
  throw new TypeError(`${what} must be of the curve P-256 (ES256) or Ed25519 (EdDSA), or RSA of ${MIN_RSA_BITS} bits or more (RS256)`);
}

/** The key's RFC 7638 thumbprint, as the server names keys. */
export function thumbprint(key) {
  const jwk = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  const members = { EC: ['crv', 'kty', 'x', 'y'], OKP: ['crv', 'kty', 'x'], RSA: ['e', 'kty', 'n'] }[jwk.kty];
  const canonical = JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]])));
  return createHash('sha256').update(canonical).digest('base64url');
}

export function readPrivateKey(given) {
  const what = 'privateKey';
  if (given instanceof KeyObject) {
    if (given.type !== 'private') throw new TypeError(`${what} must be a private key; this one is ${given.type}`);
    return given;
  }
  if (given instanceof Uint8Array) given = Buffer.from(given).toString('utf8');
  if (typeof given !== 'string' && (typeof given !== 'object' || given === null))
    throw new TypeError(`${what} is required: a private key as PEM or JWK`);
  return makeKey(typeof given === 'string' ? readText(given, what) : given, 'private', what);
}

/** Every public key in what was given: [{ kid, key }]; `kid` is the one stated, or the thumbprint. */
export function readPublicKeys(given) {
  const what = 'publicKey';
  if (Array.isArray(given)) return given.flatMap(readPublicKeys);
  if (given instanceof KeyObject) {
    const key = given.type === 'private' ? createPublicKey(given) : given;
    if (key.type !== 'public') throw new TypeError(`${what} must be a public key; a shared secret cannot verify this`);
    return [{ kid: thumbprint(key), key }];
  }
  if (given instanceof Uint8Array) given = Buffer.from(given).toString('utf8');
  if (typeof given !== 'string' && (typeof given !== 'object' || given === null))
    throw new TypeError(`${what} is required: PEM, a JWK or a JWK set`);
  const material = typeof given === 'string' ? readText(given, what) : given;
  if (Array.isArray(material.keys)) {
    // A set may hold keys of kinds that came later (RFC 7517 section 5): they are passed over.
    return material.keys.flatMap((jwk) => {
      try {
        return readPublicKeys(jwk).map(({ kid, key }) => ({ kid: jwk.kid ?? kid, key }));
      } catch {
        return [];
      }
    });
  }
  const key = makeKey(material, 'public', what);
  algorithmOf(key, what);
  return [{ kid: material.kid ?? thumbprint(key), key }];
}
