// The API as objects: client.reports.create(...), client.runs.wait(...), for await (... of client.events.stream()).
// Answers are the API's own JSON, unchanged.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { PresstimeError } from './errors.js';
import { addressOf, checkBase, send } from './http.js';

const FINAL = new Set(['success', 'partial', 'failed', 'cancelled', 'skipped']);
const path = (...segments) => `/v1/${segments.map((segment) => encodeURIComponent(String(segment))).join('/')}`;

// The cursor in a Link header's rel="next" (RFC 8288); undefined at the end.
function nextCursor(headers) {
  const target = /<([^>]*)>[^,]*\brel="?next"?/.exec(headers.get('link') ?? '')?.[1];
  return target && (new URL(target, 'http://any').searchParams.get('cursor') ?? undefined);
}

// attachment; filename="a.csv"; filename*=UTF-8''%C3%BC.csv (RFC 6266): the second where it is there.
function filenameOf(disposition) {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (extended) return decodeURIComponent(extended);
  return /filename="((?:[^"\\]|\\.)*)"/i.exec(disposition ?? '')?.[1]?.replaceAll(/\\(.)/g, '$1');
}

class Resource {
  constructor(client, name) {
    this.client = client;
    this.name = name;
  }

  /** One page; everything (up to 10,000) without a limit. */
  async list(query = {}, options) {
    return (await this.client.request('GET', path(this.name), { ...options, query })).body;
  }

  /** Every item, page by page. */
  async *iterate(query = {}, options) {
    yield* this.client.items(path(this.name), { limit: 200, ...query }, options);
  }

  async get(id, options) {
    return (await this.client.request('GET', path(this.name, id), options)).body;
  }
}

class EditableResource extends Resource {
  async create(document, options) {
    return (await this.client.request('POST', path(this.name), { ...options, body: document })).body;
  }

  /** Changes the named members; `options.version` refuses to overwrite a newer state (If-Match). */
  async update(id, changes, options) {
    return (await this.client.request('PATCH', path(this.name, id), { ...options, body: changes })).body;
  }

  async delete(id, options) {
    await this.client.request('DELETE', path(this.name, id), options);
  }
}

class Reports extends EditableResource {
  /** Creates the report, or replaces the one of that name. */
  async put(document, options) {
    return (await this.client.request('PUT', path('reports'), { ...options, body: document })).body;
  }

  async run(id, options) {
    return (await this.client.request('POST', path('reports', id, 'run'), options)).body;
  }

  /** A run whose mail goes to `email` (or the workspace's owner) alone. */
  async test(id, { email } = {}, options) {
    return (await this.client.request('POST', path('reports', id, 'test'), { ...options, body: email ? { email } : {} })).body;
  }

  async runs(id, query = {}, options) {
    return (await this.client.request('GET', path('reports', id, 'runs'), { ...options, query })).body;
  }

  /** The report drawn now, without a run. */
  async preview(id, { format } = {}, options) {
    return this.client.file(path('reports', id, 'preview'), { format }, options);
  }
}

class Runs {
  constructor(client) {
    this.client = client;
  }

  async get(id, options) {
    return (await this.client.request('GET', path('runs', id), options)).body;
  }

  /** The n-th artifact, counted from 1. */
  async artifact(id, n = 1, options) {
    return this.client.file(path('runs', id, 'artifacts', n), {}, options);
  }

  /** The run in another format, drawn from its stored results. */
  async draw(id, format, options) {
    return this.client.file(path('runs', id, 'artifacts'), { format }, options);
  }

  async resend(id, wish = {}, options) {
    return (await this.client.request('POST', path('runs', id, 'resend'), { ...options, body: wish })).body;
  }

  async replay(id, options) {
    return (await this.client.request('POST', path('runs', id, 'replay'), options)).body;
  }

  async cancel(id, options) {
    return (await this.client.request('POST', path('runs', id, 'cancel'), options)).body;
  }

  /** The run once it has ended, whichever way; a PresstimeError with code "timeout" after `limitMs`. */
  async wait(id, { limitMs = 600_000, pollMs = 500, ...options } = {}) {
    const end = Date.now() + limitMs;
    for (;;) {
      const run = await this.get(id, options);
      if (FINAL.has(run.status)) return run;
      if (Date.now() + pollMs > end)
        throw new PresstimeError(`run ${id} is still ${run.status} after ${limitMs} ms`, { code: 'timeout' });
      await wait(pollMs, undefined, { signal: options.signal });
    }
  }
}

class Dashboards extends EditableResource {
  /** Creates the dashboard or replaces its draft. */
  async put(id, document, options) {
    return (await this.client.request('PUT', path('dashboards', id), { ...options, body: document })).body;
  }

  async publish(id, options) {
    return (await this.client.request('POST', path('dashboards', id, 'publish'), options)).body;
  }

  async unpublish(id, options) {
    return (await this.client.request('POST', path('dashboards', id, 'unpublish'), options)).body;
  }

  async versions(id, options) {
    return (await this.client.request('GET', path('dashboards', id, 'versions'), options)).body;
  }

  /** One query of the draft, run alone: { columns, rows, row_count, complete, elapsed_ms }. */
  async runQuery(id, query, wish = {}, options) {
    return (await this.client.request('POST', path('reports', id, 'queries', query, 'run'), { ...options, body: wish })).body;
  }
}

class Webhooks extends EditableResource {
  async #post(id, word, body, options) {
    return (await this.client.request('POST', path('webhooks', id, word), { ...options, body })).body;
  }

  async pause(id, options) {
    return this.#post(id, 'pause', undefined, options);
  }

  /** Also enables a webhook that was disabled. */
  async resume(id, options) {
    return this.#post(id, 'resume', undefined, options);
  }

  /** The new secret is in the answer alone; the old one goes on for `overlap_s`. */
  async rotateSecret(id, wish = {}, options) {
    return this.#post(id, 'rotate-secret', wish, options);
  }

  /** Sends an example; the answer is its delivery. */
  async test(id, wish = {}, options) {
    return this.#post(id, 'test', wish, options);
  }

  /** Sends one event again; the answer is its delivery. */
  async send(id, eventId, options) {
    return this.#post(id, 'send', { event_id: eventId }, options);
  }

  /** Sends a range of events again; with `dry_run` it counts them. */
  async replay(id, range, options) {
    return this.#post(id, 'replays', range, options);
  }
}

class Deliveries extends Resource {
  /** Deliveries to webhooks alone, each with its attempts. */
  async webhooks(query = {}, options) {
    return (await this.client.request('GET', path('webhook_deliveries'), { ...options, query })).body;
  }

  async redeliver(id, options) {
    return (await this.client.request('POST', path('webhook_deliveries', id, 'redeliver'), options)).body;
  }
}

class Events {
  constructor(client) {
    this.client = client;
  }

  /** One page after `cursor`: { items, cursor }; the cursor goes on from there, also when nothing was new. */
  async list({ cursor, ...query } = {}, options) {
    const answer = await this.client.request('GET', path('events'), { ...options, query: { limit: 100, ...query, cursor } });
    return { items: answer.body, cursor: nextCursor(answer.headers) ?? answer.body.at(-1)?.id ?? cursor };
  }

  /** Every type of event: its schema and examples. */
  async types(options) {
    return (await this.client.request('GET', path('event-types'), options)).body;
  }

  /**
   * Events as they come, for ever or until `signal` says stop: what a receiver behind a firewall reads instead of a
   * webhook. Each item is { event, cursor }: store the cursor once the event is dealt with, and start there again.
   * The server is asked to wait `waitSeconds` for the first event; where it does not, `pollMs` pass between two calls.
   */
  async *stream({ cursor, waitSeconds = 20, pollMs = 5_000, signal, ...query } = {}) {
    while (!signal?.aborted) {
      const started = Date.now();
      let page = { items: [], cursor };
      try {
        page = await this.list({ wait: waitSeconds, ...query, cursor }, { signal, timeoutMs: 30_000 + waitSeconds * 1000 });
      } catch (error) {
        if (signal?.aborted) return;
        // Only few may wait at once: the others come back later.
        if (error.status !== 429) throw error;
      }
      for (const event of page.items) yield { event, cursor: event.id };
      cursor = page.cursor;
      const waited = Date.now() - started;
      if (page.items.length === 0 && waited < pollMs) await wait(pollMs - waited, undefined, { signal }).catch(() => {});
    }
  }
}

/** The API of one server with one token. */
export class Presstime {
  #token;
  #defaults;

  constructor({ url, baseUrl = url, token, timeoutMs = 30_000, retries = 3, fetch = globalThis.fetch } = {}) {
    this.baseUrl = checkBase(baseUrl, 'url');
    if (typeof token !== 'string' || token === '') throw new TypeError('token is required: make one with: presstime token create');
    this.#token = token;
    this.#defaults = { timeoutMs, retries, fetch };
    this.reports = new Reports(this, 'reports');
    this.runs = new Runs(this);
    this.dashboards = new Dashboards(this, 'dashboards');
    this.webhooks = new Webhooks(this, 'webhooks');
    this.deliveries = new Deliveries(this, 'deliveries');
    this.events = new Events(this);
  }

  /** Any call of the API: { status, headers, bytes, body }; `body` is the JSON, or undefined where there is none. */
  async request(method, target, { query, body, version, idempotencyKey, signal, timeoutMs, retries, headers } = {}) {
    const sent = { Authorization: `Bearer ${this.#token}`, Accept: 'application/json', ...headers };
    if (body !== undefined) sent['Content-Type'] = 'application/json';
    if (version !== undefined) sent['If-Match'] = version === '*' ? '*' : `"${version}"`;
    // With a key of its own a POST may be sent again: the server answers it once.
    if (method === 'POST') sent['Idempotency-Key'] = idempotencyKey ?? randomUUID();
    const answer = await send({
      ...this.#defaults,
      ...(timeoutMs !== undefined && { timeoutMs }), ...(retries !== undefined && { retries }),
      url: addressOf(this.baseUrl, target, query), method, headers: sent, signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const json = /[/+]json\b/.test(answer.headers.get('content-type') ?? '') && answer.bytes.length > 0;
    return { ...answer, body: json ? JSON.parse(answer.bytes.toString('utf8')) : undefined };
  }

  /** A file: { filename, contentType, bytes }. */
  async file(target, query, options) {
    const { headers, bytes } = await this.request('GET', target, { ...options, query, headers: { Accept: '*/*' } });
    return { filename: filenameOf(headers.get('content-disposition')), contentType: headers.get('content-type'), bytes };
  }

  /** Every item of a list, following its pages. */
  async *items(target, query = {}, options) {
    let cursor = query.cursor;
    do {
      const answer = await this.request('GET', target, { ...options, query: { ...query, cursor } });
      yield* answer.body;
      cursor = nextCursor(answer.headers);
    } while (cursor);
  }
}
