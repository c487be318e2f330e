// Data access tokens: what a person may read, signed with the host's private key. The server holds the public key.
import { signJwt } from './jwt.js';
import { algorithmOf, readPrivateKey, thumbprint } from './keys.js';

function checkDataSetIds(dataSetIds) {
  const list = Array.isArray(dataSetIds) && dataSetIds.length > 0 && dataSetIds.every((id) => typeof id === 'string' && id !== '');
  if (dataSetIds !== '*' && !list) throw new TypeError('dataSetIds must be "*" or a list of data set ids');
}

function checkSecureFilters(secureFilters) {
  if (typeof secureFilters !== 'object' || secureFilters === null || Array.isArray(secureFilters))
    throw new TypeError('secureFilters must be an object of filters by data set, for example { orders: [{ field: "tenant", op: "=", value: 7 }] }');
  for (const [dataSet, filter] of Object.entries(secureFilters))
    if (!Array.isArray(filter)) throw new TypeError(`secureFilters.${dataSet} must be a list of filters, or a list of such lists`);
}

/** A signer with one key and one lifetime for all that it signs. */
export function createSigner({ privateKey, ttlInMinutes, keyId, now = () => new Date() } = {}) {
  const key = readPrivateKey(privateKey);
  algorithmOf(key, 'privateKey');
  if (typeof ttlInMinutes !== 'number' || !(ttlInMinutes > 0) || !Number.isFinite(ttlInMinutes))
    throw new TypeError('ttlInMinutes must be a number above 0');
  const kid = keyId ?? thumbprint(key);
  const signClaims = (claims) => {
    const issued = now().getTime();
    const expires = new Date(issued + ttlInMinutes * 60_000);
    const times = { iat: Math.floor(issued / 1000), exp: Math.floor(expires.getTime() / 1000), expires: expires.toISOString() };
    return signJwt({ ...claims, ...times }, key, kid);
  };
  return {
    async signDataAccessToken({ dataSetIds, secureFilters = {}, parameters = {}, ...rest } = {}) {
      checkDataSetIds(dataSetIds);
      checkSecureFilters(secureFilters);
      return signClaims({ ...rest, dataSetIds, secureFilters, parameters });
    },
  };
}
