// Webhooks end to end: the real server sends, receivers written after each system's documentation judge.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import test from 'node:test';
import { Presstime, makeFolder, makeSampleDashboard, path } from '../support/presstime.mjs';
import { artifact, notifications, standard, startReceiver, token } from '../support/receivers.mjs';

// A port that was free a moment ago: result addresses must be known before the server listens.
async function freePort() {
  const probe = http.createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function world(t, settings = {}) {
  const port = await freePort();
  const server = await new Presstime({ folder: path.join(makeFolder(), 'server'), settings: {
    PRESSTIME_EGRESS_ALLOW: '127.0.0.0/8', PRESSTIME_PUBLIC_URL: `http://127.0.0.1:${port}`, ...settings }, listen: `127.0.0.1:${port}` }).start();
  t.after(() => server.stop('SIGKILL'));
  await makeSampleDashboard(server);
  return server;
}

const add = (server, webhook) => server.must('POST', '/v1/webhooks', webhook);
const deliveries = (server, id, query = '') => server.must('GET', `/v1/webhook_deliveries?source=event&webhook_id=${id}${query}`);
const settled = (server, id, count) => server.until(() => deliveries(server, id),
  (rows) => rows.length >= count && rows.every((row) => ['accepted', 'rejected', 'suppressed', 'cancelled'].includes(row.status)),
  `${count} deliveries of webhook ${id}`);

async function runReport(server, change = {}) {
  const saved = await server.must('POST', '/v1/reports', { dashboard_id: 'dash_test', name: 'Überblick 100 % "weekly"',
    schedule_kind: 'weekly', hour: 9, day_of_week: 1, timezone: 'Europe/Berlin', format: ['csv', 'pdf'], email_to: ['a@example.com'], ...change });
  const { id } = await server.must('POST', `/v1/reports/${saved.id}/run`);
  return { saved, run: await server.ended(id) };
}

// Changes of every kind that people make, and a run.
async function makeEvents(server) {
  const queries = [{ name: 'days', connection: 'samples', sql: 'SELECT weather, COUNT(*) AS days FROM weather GROUP BY 1 ORDER BY 2 DESC, 1' }];
  await server.must('PATCH', '/v1/dashboards/dash_test', { name: 'Renamed – “quoted” <b>🙂</b>', description: 'a\nb' });
  await server.must('PATCH', '/v1/dashboards/dash_test', { queries: [...queries, { name: 'one', connection: 'samples', sql: 'SELECT 1 AS one' }] });
  await server.must('PATCH', '/v1/dashboards/dash_test', { queries });
  await server.must('POST', '/v1/dashboards/dash_test/publish');
  return runReport(server);
}

test('standard: the authors\' own library verifies every delivery', async (t) => {
  const server = await world(t);
  let secret = '';
  const receiver = await startReceiver(t, standard(() => secret));
  const hook = await add(server, { url: receiver.url });
  secret = hook.secret;
  assert.match(secret, /^whsec_/);
  const { run } = await makeEvents(server);
  assert.equal(run.status, 'success');
  await server.until(() => receiver.posts.map((post) => post.event.type), (types) => types.includes('report.run'), 'report.run');
  await settled(server, hook.id, receiver.posts.length);
  assert.deepEqual(receiver.refusals, []);
  const types = receiver.posts.map((post) => post.event.type);
  for (const type of ['dashboard.updated', 'query.created', 'query.deleted', 'dashboard.published', 'report.created', 'report.run.started', 'report.run'])
    assert.equal(types.filter((each) => each === type).length >= 1, true, `${type} in ${types}`);
  assert.equal(types.filter((each) => each === 'report.run').length, 1);
  const ids = receiver.posts.map((post) => post.headers['webhook-id']);
  assert.equal(new Set(ids).size, ids.length, 'each event once');
  for (const post of receiver.posts) {
    assert.ok(!post.headers['webhook-id'].includes('.'));
    assert.ok(post.body.length < 20_000);
    assert.match(post.event.timestamp, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  }
  const renamed = receiver.posts.find((post) => post.event.type === 'dashboard.updated');
  assert.equal(renamed.event.data.dashboard.name, 'Renamed – “quoted” <b>🙂</b>');
});

test('flat: a receiver reads the results it is pointed to with a personal token', async (t) => {
  const server = await world(t);
  let secret = '';
  const receiver = await startReceiver(t, standard(() => secret));
  const hook = await add(server, { url: receiver.url, format: 'flat' });
  secret = hook.secret;
  await makeEvents(server);
  const find = () => receiver.posts.find((post) => post.event.event === 'report.run');
  await server.until(find, Boolean, 'report.run');
  assert.deepEqual(receiver.refusals, []);
  const { event } = find();
  assert.deepEqual(Object.keys(event).slice(0, 6), ['event', 'report_id', 'report_name', 'workspace_id', 'workspace_name', 'timestamp']);
  assert.match(event.timestamp, /\+00:00$/);
  const reader = server.createToken('read');
  for (const method of ['GET', 'POST']) {
    const all = await fetch(event.report_notebook_outputs, { method, headers: { Authorization: `Bearer ${reader}` } });
    assert.equal(all.status, 200);
    for (const { query_result: url, query_name: name } of event.queries) {
      const answer = await fetch(url, { method, headers: { Authorization: `Bearer ${reader}` } });
      assert.equal(answer.status, 200);
      const result = await answer.json();
      assert.equal(name, 'days');
      assert.deepEqual(result.columns.map((column) => column.name), ['weather', 'days']);
      assert.equal(result.rows.length, result.row_count);
      assert.equal(result.complete, true);
    }
  }
  const [{ query_result: url }] = event.queries;
  assert.equal((await fetch(url)).status, 401, 'not without a token');
  assert.ok(receiver.posts.every((post) => !['report.created'].includes(post.event.event) || post.event.report_id === event.report_id));
});

test('callback: the start of a run is told before its end', async (t) => {
  const server = await world(t);
  let secret = '';
  const receiver = await startReceiver(t, standard(() => secret));
  const hook = await add(server, { url: receiver.url, format: 'callback' });
  secret = hook.secret;
  const { saved, run } = await runReport(server);
  await server.until(() => receiver.posts.length, (count) => count >= 2, 'both callbacks');
  assert.deepEqual(receiver.refusals, []);
  const [before, after] = receiver.posts.map((post) => post.event);
  assert.equal(before.trigger, 'preReportTask');
  assert.equal(after.trigger, 'postReportTask');
  assert.equal(after.status, 'success');
  assert.ok(!('error' in after));
  assert.equal(after.reportTask.id, run.uuid);
  assert.equal(after.reportTask.reportTaskId, saved.uuid);
  assert.equal(after.reportTask.frequency, 'Weekly');
  assert.match(after.reportTask.createdAt, /\.\d{3}Z$/);
});

test('notifications: the echo at registration, ms-signature over the very bytes', async (t) => {
  const server = await world(t);
  const secret = 'a-secret-of-our-own-that-is-long-enough-0123';
  const receiver = await startReceiver(t, notifications(secret));
  const hook = await add(server, { url: receiver.url, format: 'notifications', secret, filters: ['Reports', 'TASKS'], properties: { team: 'Zürich' } });
  await runReport(server);
  await server.until(() => receiver.posts.length, (count) => count >= 3, 'notifications');
  assert.deepEqual(receiver.refusals, []);
  for (const { event } of receiver.posts) {
    assert.equal(event.Attempt, 1);
    assert.deepEqual(event.Properties, { team: 'Zürich' });
    assert.ok(event.Notifications[0].Action);
  }
  const deaf = await startReceiver(t, () => ({ status: 200, body: 'hello' }));
  const refused = await server.call('POST', '/v1/webhooks', { url: deaf.url, format: 'notifications', secret });
  assert.equal(refused.status, 422);
  assert.equal(refused.body.field, 'url');
  await add(server, { url: `${deaf.url}?noecho`, format: 'notifications', secret });
  assert.ok(hook.id);
});

test('jwt: the body is a token that the key set verifies', async (t) => {
  const server = await world(t);
  const receiver = await startReceiver(t, token(() => `${server.url}/.well-known/jwks.json`));
  await add(server, { url: receiver.url, format: 'jwt' });
  await server.dueSoon((at) => server.call('POST', '/v1/reports', { dashboard_id: 'dash_test', name: 'Scheduled', schedule_kind: 'once', at,
    timezone: 'UTC', format: 'csv', email_to: ['a@example.com'] }));
  await server.until(() => receiver.posts.length, (count) => count >= 1, 'the token');
  assert.deepEqual(receiver.refusals, []);
  const { event } = receiver.posts[0];
  assert.equal(event.type, 'report.scheduled');
  assert.equal(event.report.dashboard_id, 'dash_test');
});

test('artifact: the raw file, its digest and both signatures', async (t) => {
  const server = await world(t);
  let secret = '';
  const receiver = await startReceiver(t, (post) => (secret ? artifact(() => secret)(post) : undefined));
  const saved = await server.must('POST', '/v1/reports', { dashboard_id: 'dash_test', name: 'Überblick 100 %', schedule_kind: 'daily', hour: 9,
    format: ['pdf', 'csv'], email_to: [], webhook_url: receiver.url });
  secret = saved.webhook_secret;
  assert.match(secret, /^whsec_/, 'shown once, at creation');
  assert.equal((await server.must('GET', `/v1/reports/${saved.id}`)).webhook_secret, '***');
  const run = await server.ended((await server.must('POST', `/v1/reports/${saved.id}/run`)).id);
  assert.equal(run.status, 'success', JSON.stringify(run));
  assert.deepEqual(receiver.refusals, []);
  assert.equal(receiver.posts.length, 2);
  const pdf = receiver.posts.find((post) => post.headers['content-type'] === 'application/pdf');
  assert.equal(pdf.body.subarray(0, 5).toString(), '%PDF-');
  assert.equal(pdf.headers['x-presstime-report-id'], String(saved.id));
  assert.equal(pdf.headers['x-presstime-report-name'], '%C3%9Cberblick 100 %25');
  assert.match(pdf.headers['content-disposition'], /^attachment;/);
  await server.must('POST', `/v1/runs/${run.id}/resend`, { all: true });
  await server.until(() => receiver.posts.length, (count) => count === 4, 'both files again');
  assert.deepEqual(receiver.refusals, []);
  const ids = receiver.posts.map((post) => post.headers['webhook-id']);
  assert.deepEqual(new Set(ids.slice(2)), new Set(ids.slice(0, 2)), 'sent again under the same webhook-id');
});

test('a secret is nowhere but in the answer that showed it', async (t) => {
  const server = await world(t);
  const receiver = await startReceiver(t);
  const password = 'hunter2-in-the-url-0123456789';
  const hook = await add(server, { url: receiver.url.replace('//', `//ann:${password}@`), headers: { 'X-Api-Key': 'header-secret-0123456789' } });
  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'changed' });
  await server.until(() => receiver.posts.length, (count) => count >= 1, 'a post');
  assert.equal(receiver.posts[0].headers.authorization, `Basic ${Buffer.from(`ann:${password}`).toString('base64')}`);
  assert.equal(receiver.posts[0].headers['x-api-key'], 'header-secret-0123456789');
  const rotated = await server.must('POST', `/v1/webhooks/${hook.id}/rotate-secret`, {});
  const secrets = [hook.secret, rotated.secret, password, 'header-secret-0123456789'];
  const [row] = await settled(server, hook.id, 1);
  const said = [await server.must('GET', '/v1/webhooks'), await server.must('GET', `/v1/webhooks/${hook.id}`), row,
    await server.must('GET', `/v1/webhook_deliveries/${row.id}`), await server.must('GET', '/v1/audit'), await server.must('GET', '/v1/events')];
  await server.stop();
  const stored = ['presstime.db', 'presstime.db-wal'].map((name) => {
    try { return readFileSync(path.join(server.folder, name), 'latin1'); } catch { return ''; }
  }).join('');
  for (const secret of secrets) {
    assert.ok(secret, 'there is one');
    assert.ok(!JSON.stringify(said).includes(secret), 'in an answer');
    assert.ok(!server.logLines.join('\n').includes(secret), 'in the log');
    assert.ok(!stored.includes(secret) && !stored.includes(Buffer.from(secret).toString('base64')), 'in the state database');
  }
});

test('rotation: old and new verify in the overlap, then the new alone', async (t) => {
  const server = await world(t);
  const receiver = await startReceiver(t);
  const hook = await add(server, { url: receiver.url });
  const change = async (text) => {
    const before = receiver.posts.length;
    await server.must('PATCH', '/v1/dashboards/dash_test', { description: text });
    await server.until(() => receiver.posts.length, (count) => count > before, 'a post');
    return receiver.posts.at(-1);
  };
  const verifies = (post, secret) => { try { standard(() => secret)(post); return true; } catch { return false; } };
  const { secret: young } = await server.must('POST', `/v1/webhooks/${hook.id}/rotate-secret`, { overlap_s: 3600 });
  const both = await change('one');
  assert.ok(verifies(both, hook.secret) && verifies(both, young));
  const { secret: last } = await server.must('POST', `/v1/webhooks/${hook.id}/rotate-secret`, { overlap_s: 0 });
  const alone = await change('two');
  assert.ok(verifies(alone, last) && !verifies(alone, young) && !verifies(alone, hook.secret));
  const other = await startReceiver(t);
  const stranger = await add(server, { url: other.url });
  const post = await change('three');
  assert.ok(!verifies(post, stranger.secret), 'a signature for one endpoint is none for another');
});

test('test send, redelivery and replay by hand', async (t) => {
  const server = await world(t);
  let up = false;
  const receiver = await startReceiver(t, () => ({ status: up ? 200 : 500 }));
  const hook = await add(server, { url: receiver.url, filters: ['dashboard.*'] });
  const sample = await server.must('POST', `/v1/webhooks/${hook.id}/test`, { type: 'report.run' });
  await server.until(() => server.must('GET', `/v1/webhook_deliveries/${sample.id}`), (row) => row.status === 'rejected', 'the test');
  assert.equal(receiver.posts.length, 1, 'a test is never tried again');

  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'a' });
  const [failing] = await server.until(() => deliveries(server, hook.id, '&status=retrying'), (rows) => rows.length === 1, 'a failing delivery');
  assert.equal(failing.attempts.length, 1);
  assert.ok(failing.next_attempt_at > failing.attempts[0].started_at);
  up = true;
  const sent = await Promise.all([1, 2].map(() => server.call('POST', `/v1/webhook_deliveries/${failing.id}/redeliver`)));
  assert.ok(sent.every((answer) => [201, 409].includes(answer.status)), JSON.stringify(sent.map(({ status, body }) => [status, body])));
  await server.until(() => deliveries(server, hook.id, '&status=accepted'), (rows) => rows.length >= 1, 'the redelivery');
  const ids = receiver.posts.slice(1).map((post) => post.headers['webhook-id']);
  assert.ok(ids.every((id) => id === ids[0]), 'the same webhook-id');
  const old = await server.must('GET', `/v1/webhook_deliveries/${failing.id}`);
  assert.equal(old.status, 'cancelled', 'the pending retry is replaced');

  const before = receiver.posts.length;
  const range = { since: new Date(Date.now() - 3_600_000).toISOString(), until: new Date(Date.now() + 60_000).toISOString(), failed_only: false };
  const counted = await server.must('POST', `/v1/webhooks/${hook.id}/replays`, { ...range, dry_run: true });
  assert.ok(counted.total >= 1);
  assert.equal(receiver.posts.length, before);
  const replay = await server.must('POST', `/v1/webhooks/${hook.id}/replays`, range);
  await server.until(() => server.must('GET', `/v1/webhook-replays/${replay.id}`), (state) => state.state === 'done', 'the replay');
  await server.until(() => receiver.posts.length, (count) => count >= before + counted.total, 'what was replayed');
});

test('a webhook whose owner may not read is told nothing', async (t) => {
  const server = await world(t);
  await server.must('POST', '/v1/categories', { name: 'Board', grants: [{ role: 'admin', level: 'read' }] });
  const reader = server.createToken('read');
  const receiver = await startReceiver(t);
  const all = await startReceiver(t);
  const admin = await add(server, { url: all.url });
  const answer = await server.call('POST', '/v1/webhooks', { url: receiver.url }, { Authorization: `Bearer ${reader}` });
  assert.equal(answer.status, 403, 'a key that may only read makes no webhooks');
  const keys = await server.must('POST', '/v1/tokens', { name: 'viewer', scope: 'write', role: 'viewer' });
  const own = await server.must('POST', '/v1/webhooks', { url: receiver.url }, { Authorization: `Bearer ${keys.token}` });
  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'public still' });
  await server.until(() => receiver.posts.length, (count) => count === 1, 'what it may see');
  await server.must('PATCH', '/v1/dashboards/dash_test', { category: 'Board' });
  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'secret plans' });
  const hidden = await server.until(() => deliveries(server, own.id, '&status=suppressed'), (rows) => rows.length >= 1, 'a suppressed delivery');
  assert.match(hidden[0].reason, /permission/);
  await server.until(() => deliveries(server, admin.id, '&status=accepted'), (rows) => rows.length >= 3, 'the admin\'s');
  assert.equal(receiver.posts.length, 1);
  const shown = await server.call('GET', `/v1/webhook_deliveries?webhook_id=${own.id}`, undefined, { Authorization: `Bearer ${keys.token}` });
  assert.ok(!JSON.stringify(shown.body).includes('secret plans'));
});

test('an artifact over the limit goes as a link that opens without a key', async (t) => {
  const server = await world(t, { PRESSTIME_WEBHOOK_ARTIFACT_LIMIT_MIB: '1' });
  const receiver = await startReceiver(t);
  await server.must('PATCH', '/v1/dashboards/dash_test', {
    queries: [{ name: 'many', connection: 'samples', sql: "SELECT range AS n, repeat('x', 20) AS filler FROM range(60000)" }],
    widgets: [{ id: 'w_many', kind: 'table', query: 'many', grid: { x: 0, y: 0, w: 12, h: 6 } }] });
  await server.must('POST', '/v1/dashboards/dash_test/publish');
  const { run } = await runReport(server, { format: 'csv', email_to: [], webhook_url: receiver.url });
  assert.equal(run.status, 'success', JSON.stringify(run));
  assert.ok(run.artifacts[0].bytes > 1 << 20);
  const [post] = receiver.posts;
  assert.equal(post.headers['content-type'], 'application/json');
  assert.equal(post.headers['x-presstime-link'], 'true');
  const { data } = JSON.parse(post.body.toString('utf8'));
  assert.equal(data.bytes, run.artifacts[0].bytes);
  const file = await fetch(data.url);
  assert.equal(file.status, 200);
  const bytes = Buffer.from(await file.arrayBuffer());
  assert.equal(createHash('sha256').update(bytes).digest('hex'), data.sha256);
  assert.equal((await fetch(`${data.url.slice(0, -4)}AAAA`)).status, 404);
  assert.ok(Date.parse(data.expires_at) > Date.now() + 6 * 86_400_000);
});
