// The rows behind an event: its structured queries, run under a data access token's filters.
import { addressOf, checkBase, send } from './http.js';

const PATH = '/api/v1/create-results';

function queriesOf(event) {
  const queries = Array.isArray(event?.queries) ? event.queries : event?.query ? [event.query] : [];
  if (queries.length === 0) throw new TypeError('event has no query; it must be what verifyWebhookPayload gave, or { queries: [...] }');
  return queries;
}

/**
 * The event's queries run by the server: one result per query, each a list of rows. `limit` and `offset` stand over
 * those of the queries, since the event carries the page that a person last looked at.
 */
export async function createReportResults(event, token, endpoint, options = {}) {
  const { limit, offset, rows, timeoutMs = 120_000, retries, signal, fetch } = options;
  if (typeof token !== 'string' || token === '') throw new TypeError('token is required: a data access token from createSigner');
  const base = checkBase(endpoint, 'endpoint').replace(/[?#].*$/, '').replace(/\/+$/, '');
  const over = { ...(limit !== undefined && { limit }), ...(offset !== undefined && { offset }) };
  const body = {
    queries: queriesOf(event).map((query) => ({ ...query, ...over })),
    virtualFields: event.virtualFields ?? {},
    identityConfigIntegritySignature: token,
    ...(rows !== undefined && { rows }),
  };
  const answer = await send({
    url: base.endsWith(PATH) ? new URL(base) : addressOf(base, PATH),
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
    timeoutMs, retries, signal, fetch,
  });
  return JSON.parse(answer.bytes.toString('utf8'));
}
