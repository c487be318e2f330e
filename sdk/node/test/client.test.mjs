// The client and createReportResults against scripted answers: addresses, headers, patience, errors, pages, limits.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Presstime, PresstimeError, createReportResults } from '../src/index.js';
import { scriptedServer } from './support.mjs';

const clientOf = (server, options) => new Presstime({ url: server.url, token: 'pt_test', ...options });

test('the base address keeps its path, names are encoded, the token travels as Bearer', async (t) => {
  const server = await scriptedServer(t, () => ({ body: { id: 'dash_a/b' } }));
  for (const base of ['/presstime', '/presstime/', '/presstime//'])
    await clientOf(server, { url: undefined, baseUrl: server.url + base }).dashboards.get('dash_a/b');
  for (const { url, headers } of server.requests) {
    assert.equal(url, '/presstime/v1/dashboards/dash_a%2Fb');
    assert.equal(headers.authorization, 'Bearer pt_test');
  }
});

test('a POST has an Idempotency-Key of its own, which stays over its tries', async (t) => {
  const server = await scriptedServer(t, (_, n) => (n === 1 ? { status: 503, headers: { 'Retry-After': '0' } } : { status: 201, body: { id: n } }));
  const client = clientOf(server);
  assert.equal((await client.reports.run(17)).id, 2);
  await client.reports.run(17);
  await client.reports.run(17, { idempotencyKey: 'mine' });
  const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
  assert.equal(keys[0], keys[1]);
  assert.notEqual(keys[1], keys[2]);
  assert.equal(keys[3], 'mine');
  assert.equal(server.requests[0].url, '/v1/reports/17/run');
});

test('a problem document becomes an error with its fields', async (t) => {
  const problem = { type: 'about:blank', title: 'Unprocessable Content', status: 422, detail: 'hour must be 0 to 23', field: 'hour', code: 'invalid', error: 'hour must be 0 to 23' };
  const server = await scriptedServer(t, () => ({ status: 422, headers: { 'Content-Type': 'application/problem+json' }, body: problem }));
  await assert.rejects(clientOf(server).reports.create({ hour: 99 }), (error) => {
    assert.ok(error instanceof PresstimeError);
    assert.deepEqual([error.status, error.title, error.detail, error.field, error.code, error.message],
      [422, problem.title, problem.detail, 'hour', 'invalid', problem.detail]);
    return true;
  });
});

test('an answer that is no problem document is an error too', async (t) => {
  const server = await scriptedServer(t, () => ({ status: 502, headers: { 'Content-Type': 'text/html' }, body: '<h1>Bad gateway</h1>' }));
  await assert.rejects(clientOf(server).reports.list(), (error) => error.status === 502 && error.message === 'the server answered 502');
});

test('429 and 503 are tried again, as often as allowed; nothing else is', async (t) => {
  for (const [status, tries] of [[429, 3], [503, 3], [500, 1], [409, 1], [404, 1]]) {
    const server = await scriptedServer(t, () => ({ status, headers: { 'Retry-After': '0' }, body: { detail: 'no' } }));
    await assert.rejects(clientOf(server, { retries: 2 }).runs.get(1), (error) => error.status === status && error.retryAfterSeconds === 0);
    assert.equal(server.requests.length, tries, String(status));
  }
});

test('a wait longer than a minute is the caller\'s to decide', async (t) => {
  const server = await scriptedServer(t, () => ({ status: 429, headers: { 'Retry-After': '3600' } }));
  await assert.rejects(clientOf(server).runs.get(1), (error) => error.retryAfterSeconds === 3600);
  assert.equal(server.requests.length, 1);
});

test('no answer in time is code timeout, no server is code network', async (t) => {
  let release;
  const server = await scriptedServer(t, () => new Promise((resolve) => { release = resolve; }));
  await assert.rejects(clientOf(server, { timeoutMs: 50 }).runs.get(1), (error) => error.status === 0 && error.code === 'timeout');
  release();
  await assert.rejects(new Presstime({ url: 'http://127.0.0.1:1', token: 'pt_test' }).runs.get(1), (error) => error.code === 'network');
});

test('the caller\'s own signal ends a call with its reason', async (t) => {
  const controller = new AbortController();
  const server = await scriptedServer(t, () => { controller.abort(new Error('enough')); return new Promise(() => {}); });
  await assert.rejects(clientOf(server).runs.get(1, { signal: controller.signal }), /enough/);
});

test('a redirect is not followed, so that the token goes nowhere else', async (t) => {
  const other = await scriptedServer(t, () => ({ body: [] }));
  const server = await scriptedServer(t, () => ({ status: 302, headers: { Location: other.url } }));
  await assert.rejects(clientOf(server).reports.list(), PresstimeError);
  assert.equal(other.requests.length, 0);
});

test('pages are followed by their Link', async (t) => {
  const server = await scriptedServer(t, ({ url }) => (url.includes('cursor=5')
    ? { body: [{ id: 4 }] } : { headers: { Link: '</v1/reports?limit=2&dashboard_id=d&cursor=5>; rel="next"' }, body: [{ id: 6 }, { id: 5 }] }));
  const ids = [];
  for await (const report of clientOf(server).reports.iterate({ limit: 2, dashboard_id: 'd' })) ids.push(report.id);
  assert.deepEqual(ids, [6, 5, 4]);
  assert.deepEqual(server.requests.map(({ url }) => url), ['/v1/reports?limit=2&dashboard_id=d', '/v1/reports?limit=2&dashboard_id=d&cursor=5']);
});

test('a change may name the version it was made from', async (t) => {
  const server = await scriptedServer(t, () => ({ body: { id: 1 } }));
  await clientOf(server).reports.update(1, { enabled: false }, { version: 3 });
  assert.equal(server.requests[0].headers['if-match'], '"3"');
  assert.equal(server.requests[0].body, '{"enabled":false}');
});

test('a file comes with its name and its very bytes', async (t) => {
  const bytes = Buffer.from([0x25, 0x50, 0xff, 0x00]);
  const server = await scriptedServer(t, () => ({ headers: { 'Content-Type': 'application/pdf',
    'Content-Disposition': 'attachment; filename="_bersicht.pdf"; filename*=UTF-8\'\'%C3%9Cbersicht.pdf' }, body: bytes }));
  assert.deepEqual(await clientOf(server).runs.artifact(512), { filename: 'Übersicht.pdf', contentType: 'application/pdf', bytes });
  assert.equal(server.requests[0].url, '/v1/runs/512/artifacts/1');
});

test('waiting for a run ends when it has ended, or says how it stands', async (t) => {
  const server = await scriptedServer(t, (_, n) => ({ body: { id: 1, status: n < 3 ? 'running' : 'partial' } }));
  assert.equal((await clientOf(server).runs.wait(1, { pollMs: 1 })).status, 'partial');
  const stuck = await scriptedServer(t, () => ({ body: { id: 1, status: 'queued' } }));
  await assert.rejects(clientOf(stuck).runs.wait(1, { limitMs: 5, pollMs: 1 }), (error) => error.code === 'timeout' && /queued/.test(error.message));
});

test('events are polled on from the last one, and each can be gone on from', async (t) => {
  const controller = new AbortController();
  const server = await scriptedServer(t, ({ url }, n) => {
    const cursor = new URL(url, 'http://any').searchParams.get('cursor');
    if (n === 1) return { headers: { Link: '</v1/events?cursor=8&limit=100>; rel="next"' }, body: [{ id: 'evt_a', type: 'a' }, { id: 'evt_b', type: 'b' }] };
    return { headers: { Link: `</v1/events?cursor=${cursor}>; rel="next"` }, body: n === 3 ? [{ id: 'evt_c', type: 'c' }] : [] };
  });
  const seen = [];
  for await (const { event, cursor } of clientOf(server).events.stream({ pollMs: 1, signal: controller.signal })) {
    seen.push([event.type, cursor]);
    if (seen.length === 3) controller.abort();
  }
  assert.deepEqual(seen, [['a', 'evt_a'], ['b', 'evt_b'], ['c', 'evt_c']]);
  assert.deepEqual(server.requests.map(({ url }) => new URL(url, 'http://any').searchParams.get('cursor')), [null, '8', '8']);
});

test('a reader who may not wait comes back later', async (t) => {
  const controller = new AbortController();
  const server = await scriptedServer(t, (_, n) => (n === 1 ? { status: 429, headers: { 'Retry-After': '100' } } : { body: [{ id: 'evt_a', type: 'a' }] }));
  for await (const { event } of clientOf(server).events.stream({ pollMs: 1, signal: controller.signal })) {
    assert.equal(event.type, 'a');
    controller.abort();
  }
  assert.match(server.requests[0].url, /wait=20/);
});

test('webhooks are paused, rotated, tested and sent again by their own calls', async (t) => {
  const server = await scriptedServer(t, () => ({ body: {} }));
  const { webhooks, deliveries } = clientOf(server);
  await webhooks.pause(1);
  await webhooks.resume(1);
  await webhooks.rotateSecret(1, { overlap_s: 60 });
  await webhooks.test(1, { type: 'report.run' });
  await webhooks.send(1, 'evt_a');
  await webhooks.replay(1, { since: '2026-03-01T00:00:00Z', dry_run: true });
  await deliveries.redeliver(7);
  assert.deepEqual(server.requests.map(({ method, url, body }) => `${method} ${url} ${body}`), [
    'POST /v1/webhooks/1/pause ', 'POST /v1/webhooks/1/resume ', 'POST /v1/webhooks/1/rotate-secret {"overlap_s":60}',
    'POST /v1/webhooks/1/test {"type":"report.run"}', 'POST /v1/webhooks/1/send {"event_id":"evt_a"}',
    'POST /v1/webhooks/1/replays {"since":"2026-03-01T00:00:00Z","dry_run":true}', 'POST /v1/webhook_deliveries/7/redeliver ']);
});

test('what cannot be called is refused when the client is made', () => {
  for (const url of [undefined, '', 'reports.example.com', 'ftp://example.com', 'https://user:secret@example.com'])
    assert.throws(() => new Presstime({ url, token: 'pt_test' }), (error) => error instanceof TypeError && !/secret/.test(error.message));
  assert.throws(() => new Presstime({ url: 'https://example.com' }), /token/);
});

const event = { query: { dataSetId: 'orders', dimension: ['region'], limit: 10, offset: 20 }, virtualFields: { orders: [] } };

test('create-results is appended to the endpoint unless it is there', async (t) => {
  const server = await scriptedServer(t, () => ({ body: [[['North', 10]]] }));
  for (const [endpoint, path] of [['', '/api/v1/create-results'], ['/', '/api/v1/create-results'], ['/engine', '/engine/api/v1/create-results'],
    ['/engine/api/v1/create-results', '/engine/api/v1/create-results'], ['/api/v1/create-results/', '/api/v1/create-results']]) {
    assert.deepEqual(await createReportResults(event, 'token', server.url + endpoint), [[['North', 10]]]);
    assert.equal(server.requests.at(-1).url, path);
  }
});

test('the event\'s queries go with the token; limit and offset may stand over theirs', async (t) => {
  const server = await scriptedServer(t, () => ({ body: [[], []] }));
  await createReportResults(event, 'token', server.url);
  assert.deepEqual(JSON.parse(server.requests[0].body),
    { queries: [event.query], virtualFields: { orders: [] }, identityConfigIntegritySignature: 'token' });
  await createReportResults({ queries: [event.query, { dataSetId: 'b' }] }, 'token', server.url, { limit: 1000, offset: 0, rows: 'objects' });
  const second = JSON.parse(server.requests[1].body);
  assert.deepEqual(second.queries.map(({ limit, offset }) => [limit, offset]), [[1000, 0], [1000, 0]]);
  assert.equal(second.rows, 'objects');
  assert.equal(event.query.limit, 10, 'the event is not changed');
});

test('results that are refused, and calls that cannot be made, say why', async (t) => {
  const server = await scriptedServer(t, () => ({ status: 401, body: { detail: 'the token has expired', code: 'unauthenticated' } }));
  await assert.rejects(createReportResults(event, 'token', server.url), (error) => error instanceof PresstimeError && error.status === 401);
  await assert.rejects(createReportResults({}, 'token', server.url), /no query/);
  await assert.rejects(createReportResults(event, '', server.url), /token/);
  await assert.rejects(createReportResults(event, 'token', 'nowhere'), /endpoint/);
});
