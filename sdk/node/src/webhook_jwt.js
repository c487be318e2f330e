// Webhooks of format `jwt`: the whole body is a JSON Web Token signed with the server's own key.
import { VerificationError } from './errors.js';
import { verifyJwt } from './jwt.js';
import { readPublicKeys } from './keys.js';

const CLOCK_SKEW_SECONDS = 60;

const camel = (name) => name.replaceAll(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const camelKeys = (object) => Object.fromEntries(Object.entries(object).map(([name, value]) => [camel(name), value]));
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function bodyText(body) {
  if (typeof body === 'string') return body.trim();
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8').trim();
  throw new TypeError('body must be the request body as it came, text or bytes; a framework may have parsed it: read it raw');
}

// What the token says about its time, where it says something.
function checkTimes({ exp, nbf }, now) {
  if (exp !== undefined && !(typeof exp === 'number' && now < exp + CLOCK_SKEW_SECONDS))
    throw new VerificationError('expired', 'the token has expired, or its exp is no time');
  if (nbf !== undefined && !(typeof nbf === 'number' && now >= nbf - CLOCK_SKEW_SECONDS))
    throw new VerificationError('not_yet', 'the token is not valid yet, or its nbf is no time');
}

/**
 * Verifies the body and gives back { event }: the payload with names in camel case, its own and those of `report`,
 * whose fields also stand in the event itself (`event.userReference`). What people name (queries, filters,
 * parameters) keeps its names.
 */
export async function verifyWebhookPayload(body, publicKey, { now = () => new Date() } = {}) {
  const payload = verifyJwt(bodyText(body), readPublicKeys(publicKey), ['ES256']);
  checkTimes(payload, now().getTime() / 1000);
  const report = isObject(payload.report) ? camelKeys(payload.report) : undefined;
  return { event: { ...report, ...camelKeys(payload), ...(report && { report }) } };
}
