// One HTTP call with its limits: a time limit that covers the body, few retries where the server asks for patience,
// and problem documents read into errors. Redirects are not followed: a token must not travel to another place.
import { setTimeout as wait } from 'node:timers/promises';
import { PresstimeError } from './errors.js';

const PATIENCE = new Set([429, 503]);
const MAX_WAIT_SECONDS = 60;
const VERSION = '0.1.0';

// Seconds, or an HTTP date (RFC 9110 section 10.2.3); undefined when it is neither.
export function retryAfterSeconds(value, now = Date.now()) {
  if (!value) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

function problemOf(status, text, headers) {
  let problem;
  try {
    problem = JSON.parse(text);
  } catch {
    problem = undefined;
  }
  if (typeof problem !== 'object' || problem === null) problem = {};
  const { type, title, detail, field, code, error } = problem;
  const message = [detail, error, title].find((words) => typeof words === 'string' && words !== '') ?? `the server answered ${status}`;
  return new PresstimeError(message, { status, type, title, detail: message, field, code, retryAfterSeconds: retryAfterSeconds(headers.get('retry-after')) });
}

function noAnswer(error, url, timeoutMs, timedOut) {
  const where = `${url.origin}${url.pathname}`;
  return timedOut
    ? new PresstimeError(`${where} did not answer within ${timeoutMs} ms`, { code: 'timeout', cause: error })
    : new PresstimeError(`${where} cannot be reached: ${error?.cause?.message ?? error?.message}`, { code: 'network', cause: error });
}

async function tryOnce({ url, method, headers, body, timeoutMs, signal, fetch }) {
  const controller = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => { timedOut = true; controller.abort(); }, timeoutMs);
  const cancel = () => controller.abort(signal.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const response = await fetch(url, { method, headers, body, signal: controller.signal, redirect: 'manual' });
    return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw noAnswer(error, url, timeoutMs, timedOut);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

/**
 * { status, headers, bytes } of a 2xx answer; a PresstimeError otherwise. `retries` more tries after 429 and 503,
 * each after the wait the server names (60 s at most), or 0.5 s, 1 s, 2 s ... when it names none.
 */
export async function send({ url, method = 'GET', headers = {}, body, timeoutMs = 30_000, retries = 3, signal, fetch = globalThis.fetch }) {
  const all = { 'User-Agent': `presstime-node/${VERSION}`, ...headers };
  for (let tried = 0; ; ++tried) {
    const answer = await tryOnce({ url, method, headers: all, body, timeoutMs, signal, fetch });
    if (answer.status >= 200 && answer.status < 300) return answer;
    const problem = problemOf(answer.status, answer.bytes.toString('utf8'), answer.headers);
    const seconds = problem.retryAfterSeconds ?? 0.5 * 2 ** tried;
    if (tried >= retries || !PATIENCE.has(answer.status) || seconds > MAX_WAIT_SECONDS) throw problem;
    await wait(seconds * 1000, undefined, { signal });
  }
}

/** `path` behind the base address, whose own path is kept: https://example.com/presstime + /v1/reports. */
export function addressOf(base, path, query = {}) {
  const url = new URL(base);
  url.pathname = url.pathname.replace(/\/+$/, '') + path;
  url.search = '';
  url.hash = '';
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null) url.searchParams.set(name, value instanceof Date ? value.toISOString() : String(value));
  return url;
}

/** A base address that can be called: http or https, without credentials. */
export function checkBase(given, name) {
  let url;
  try {
    url = new URL(given);
  } catch {
    throw new TypeError(`${name} must be the server's address, for example https://reports.example.com`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new TypeError(`${name} must start with https:// or http://`);
  if (url.username || url.password) throw new TypeError(`${name} must not hold a user or password; give a token`);
  return url.href;
}
