// The package for Node.js against the real server: the typed client, data access tokens and their results, embed
// sessions as a browser uses them.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import test from 'node:test';
import { Presstime as Client, PresstimeError, createReportResults, createSigner, verifyWebhook, verifyWebhookPayload } from '../../sdk/node/src/index.js';
import { Presstime, makeFolder, makeSampleDashboard, path } from '../support/presstime.mjs';

const ORIGIN = 'https://app.example.com';

async function world(t) {
  const server = await new Presstime({ folder: path.join(makeFolder(), 'server'), settings: {
    PRESSTIME_EMBED_ORIGINS: ORIGIN, PRESSTIME_EGRESS_ALLOW: '127.0.0.0/8' } }).start();
  t.after(() => server.stop('SIGKILL'));
  await makeSampleDashboard(server);
  return { server, client: new Client({ url: server.url, token: server.token }) };
}

const report = { dashboard_id: 'dash_test', name: 'From the package', schedule_kind: 'daily', hour: 9, format: ['csv', 'pdf'],
  email_to: ['a@example.com'] };

test('the client', async (t) => {
  const { client } = await world(t);

  await t.test('a report is created, run, waited for and read', async () => {
    const saved = await client.reports.create(report);
    assert.equal(saved.enabled, true);
    const run = await client.runs.wait((await client.reports.run(saved.id)).id, { pollMs: 20 });
    assert.equal(run.status, 'success', JSON.stringify(run));
    const csv = await client.runs.artifact(run.id, 1);
    assert.match(csv.bytes.toString('utf8'), /^weather,days\r\n/);
    assert.equal(csv.bytes.length, run.artifacts[0].bytes);
    assert.equal(csv.filename, run.artifacts[0].filename);
    assert.equal((await client.runs.draw(run.id, 'png')).contentType, 'image/png');
    assert.deepEqual((await client.reports.runs(saved.id)).map(({ id }) => id), [run.id]);
    assert.equal((await client.reports.preview(saved.id, { format: 'pdf' })).bytes.subarray(0, 5).toString(), '%PDF-');
  });

  await t.test('pages, versions and refusals', async () => {
    for (const name of ['b', 'c', 'd']) await client.reports.put({ ...report, name });
    const names = [];
    for await (const each of client.reports.iterate({ limit: 2 })) names.push(each.name);
    assert.equal(new Set(names).size, 4);
    const [first] = await client.reports.list({ limit: 1 });
    const changed = await client.reports.update(first.id, { hour: 10 }, { version: first.version });
    assert.equal(changed.hour, 10);
    await assert.rejects(client.reports.update(first.id, { hour: 11 }, { version: first.version }),
      (error) => error instanceof PresstimeError && error.status === 412);
    await assert.rejects(client.reports.create({ ...report, hour: 99 }), (error) => error.status === 422 && error.field === 'hour');
    await client.reports.delete(first.id);
    await assert.rejects(client.reports.get(first.id), (error) => error.status === 404);
  });

  await t.test('a POST sent twice counts once', async () => {
    const options = { idempotencyKey: 'once-and-only' };
    const first = await client.reports.create({ ...report, name: 'Once' }, options);
    assert.equal((await client.reports.create({ ...report, name: 'Once' }, options)).id, first.id);
  });

  await t.test('dashboards and their queries', async () => {
    assert.equal((await client.dashboards.get('dash_test')).number, 1);
    const result = await client.dashboards.runQuery('dash_test', 'days', { max_rows: 2 });
    assert.equal(result.row_count, 2);
    assert.equal(result.complete, false);
    assert.equal((await client.dashboards.versions('dash_test')).length, 1);
  });
});

test('data access tokens open rows of their own', async (t) => {
  const { server, client } = await world(t);
  await client.request('POST', '/v1/datasets', { body: { name: 'weather', connection: 'samples', table: 'weather' } });
  const pairs = { ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }), EdDSA: generateKeyPairSync('ed25519'),
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }) };
  for (const [name, { publicKey }] of Object.entries(pairs)) {
    const { body } = await client.request('POST', '/v1/data-access-keys', { body: { name, public_key: publicKey.export({ format: 'pem', type: 'spki' }) } });
    assert.equal(body.alg, name);
  }
  const event = { query: { dataSetId: 'weather', dimension: ['weather'], measure: [{ field: 'weather', aggregate: 'count' }],
    timeDimension: null, filter: [], order: [{ field: 'weather', aggregate: 'none', direction: 'asc' }], limit: 100, offset: 0 }, virtualFields: {} };
  const tokenFor = (privateKey, values) => createSigner({ privateKey, ttlInMinutes: 3 }).signDataAccessToken({
    dataSetIds: ['weather'], secureFilters: { weather: [{ field: 'weather', op: 'in', value: values }] }, userReference: 'user 1' });

  for (const [alg, { privateKey }] of Object.entries(pairs))
    await t.test(`signed with ${alg}`, async () => {
      const [rows] = await createReportResults(event, await tokenFor(privateKey, ['rain', 'sun']), server.url);
      assert.deepEqual(rows.map(([weather]) => weather), ['rain', 'sun']);
      const [objects] = await createReportResults(event, await tokenFor(privateKey, ['sun']), server.url, { rows: 'objects' });
      assert.equal(objects.length, 1);
      assert.equal(objects[0].weather, 'sun');
    });

  await t.test('an unknown key, a changed token and an ended one are refused', async () => {
    const good = await tokenFor(pairs.ES256.privateKey, ['sun']);
    const [header, claims, signature] = good.split('.');
    const wider = Buffer.from(claims, 'base64url').toString('utf8').replace('["sun"]', '["sun","rain"]');
    const past = () => new Date(Date.now() - 600_000);
    const ended = await createSigner({ privateKey: pairs.ES256.privateKey, ttlInMinutes: 3, now: past }).signDataAccessToken({ dataSetIds: '*' });
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    for (const token of [await tokenFor(stranger, ['sun']), `${header}.${Buffer.from(wider).toString('base64url')}.${signature}`, ended,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`])
      await assert.rejects(createReportResults(event, token, server.url), (error) => error instanceof PresstimeError && error.status === 401);
  });
});

// A receiver whose next(path) is the next request to that path: { headers, body } with the body's bytes.
async function receiver(t) {
  const come = [];
  const wanted = [];
  const server = createServer(async (incoming, response) => {
    const parts = [];
    for await (const part of incoming) parts.push(part);
    response.writeHead(204).end();
    come.push({ path: incoming.url, headers: incoming.headers, body: Buffer.concat(parts) });
    wanted.forEach((look) => look());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => { server.closeAllConnections(); server.close(); });
  const next = (path) => new Promise((resolve) => {
    const look = () => {
      const index = come.findIndex((each) => each.path === path);
      if (index < 0) return;
      wanted.splice(wanted.indexOf(look), 1);
      resolve(come.splice(index, 1)[0]);
    };
    wanted.push(look);
    look();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, next };
}

test('webhooks and events', async (t) => {
  const { server, client } = await world(t);
  const { url, next } = await receiver(t);

  await t.test('a standard webhook verifies, also while its secret is rotated', async () => {
    const webhook = await client.webhooks.create({ url: `${url}/standard`, filters: ['report.run'] });
    await client.webhooks.test(webhook.id, { type: 'report.run' });
    const first = await next('/standard');
    assert.equal(verifyWebhook(first.body, first.headers, webhook.secret).payload.type, 'report.run');
    assert.throws(() => verifyWebhook(Buffer.concat([first.body, Buffer.from(' ')]), first.headers, webhook.secret), /no signature/);
    const rotated = await client.webhooks.rotateSecret(webhook.id, { overlap_s: 3600 });
    await client.webhooks.test(webhook.id, { type: 'report.run' });
    const second = await next('/standard');
    for (const secret of [webhook.secret, rotated.secret]) assert.ok(verifyWebhook(second.body, second.headers, secret));
    await client.webhooks.pause(webhook.id);
    assert.equal((await client.webhooks.get(webhook.id)).paused, true);
  });

  await t.test('a jwt webhook verifies by the keys the server publishes', async () => {
    const webhook = await client.webhooks.create({ url: `${url}/jwt`, format: 'jwt' });
    await client.webhooks.test(webhook.id, { type: 'report.scheduled' });
    const { body } = await next('/jwt');
    const keys = await (await fetch(`${server.url}/.well-known/jwks.json`)).json();
    const { event } = await verifyWebhookPayload(body, keys);
    assert.equal(event.type, 'report.scheduled');
    assert.equal(event.dashboardId, event.report.dashboardId);
    assert.equal(typeof event.organisationId, 'string');
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    await assert.rejects(verifyWebhookPayload(body, stranger), (error) => error.code === 'signature');
  });

  await t.test('events are read by those who cannot be called', async () => {
    const { cursor } = await client.events.list({ cursor: 'latest' });
    const saved = await client.reports.create({ ...report, name: 'Streamed', format: 'csv' });
    await client.reports.run(saved.id);
    const types = [];
    for await (const { event } of client.events.stream({ cursor, types: 'report.*' })) {
      types.push(event.type);
      if (event.type === 'report.run') break;
    }
    assert.equal(types[0], 'report.created');
  });
});

test('an embed session, as a page of another origin uses it', async (t) => {
  const { server, client } = await world(t);
  const { body: session } = await client.request('POST', '/v1/embed-sessions', { body: { dashboard_id: 'dash_test', expires_in: '2h' } });
  const browse = (target, method = 'GET', headers = {}) => fetch(server.url + target, { method,
    headers: { Origin: ORIGIN, ...(method === 'GET' && { Authorization: `Bearer ${session.token}` }), ...headers } });

  const preflight = await browse('/v1/embed/dashboard', 'OPTIONS', { 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'authorization' });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get('access-control-allow-origin'), ORIGIN);
  const shown = await browse('/v1/embed/dashboard');
  assert.equal(shown.headers.get('cache-control'), 'no-store');
  const text = await shown.text();
  assert.doesNotMatch(text, /SELECT|samples/);
  assert.equal(JSON.parse(text).widgets[0].id, 'w_bar');
  const picture = await browse('/v1/embed/widgets/w_bar/picture', 'GET', { Accept: 'image/svg+xml' });
  assert.match(await picture.text(), /^<svg/);
  assert.ok((await (await browse('/v1/embed/widgets/w_bar/data')).json()).rows.length > 1);
  const page = await fetch(server.url + new URL(session.url).pathname);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-security-policy'), /frame-ancestors https:\/\/app\.example\.com/);

  await client.request('DELETE', `/v1/embed-sessions/${session.id}`);
  assert.equal((await browse('/v1/embed/dashboard')).status, 401);
});
