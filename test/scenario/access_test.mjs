// Rights on the real binary: a restricted category, what is hidden from whom and written down, a second workspace, and
// what a machine reads: the description of the API and the figures for monitoring.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Presstime, makeFolder, makeSampleDashboard, run } from '../support/presstime.mjs';

async function startServer(t) {
  const server = await new Presstime({ folder: makeFolder() }).start();
  t.after(() => server.stop('SIGKILL'));
  return server;
}

function makeKey(server, ...flags) {
  const made = run(['token', 'create', '--name', 'key', ...flags, '--data-dir', server.folder]);
  assert.equal(made.status, 0, made.stderr);
  return { Authorization: `Bearer ${made.stdout.trim()}` };
}

test('a restricted category hides its dashboard and all that hangs on it', async (t) => {
  const server = await startServer(t);
  const dashboard = await makeSampleDashboard(server);
  const report = await server.call('POST', '/v1/reports', { dashboard_id: dashboard, name: 'Weekly', schedule_kind: 'daily',
    hour: 9, timezone: 'UTC', format: 'csv', email_to: ['ann@example.com'] });
  assert.equal(report.status, 201, JSON.stringify(report.body));
  const viewer = makeKey(server, '--scope', 'read');
  const address = `/v1/reports/${report.body.id}`;
  assert.equal((await server.call('GET', address, undefined, viewer)).status, 200);

  const category = await server.call('POST', '/v1/categories', { name: 'Finance', grants: [{ role: 'editor', level: 'read' }] });
  assert.equal(category.status, 201, JSON.stringify(category.body));
  assert.equal((await server.call('PATCH', `/v1/dashboards/${dashboard}`, { category: 'Finance' })).status, 200);
  const hidden = await server.call('GET', address, undefined, viewer);
  const missing = await server.call('GET', '/v1/reports/999', undefined, viewer);
  assert.equal(hidden.status, 404);
  assert.deepEqual({ ...hidden.body, detail: '', error: '' }, { ...missing.body, detail: '', error: '' });
  assert.deepEqual((await server.call('GET', '/v1/reports', undefined, viewer)).body, []);
  const editor = makeKey(server, '--scope', 'write', '--role', 'editor');
  assert.equal((await server.call('GET', address, undefined, editor)).status, 200);
  const refused = await server.call('PATCH', address, { hour: 10 }, editor);
  assert.equal(refused.status, 403);
  assert.match(refused.body.detail, /its category grants you no manage/);

  const audit = await server.call('GET', '/v1/audit?action=access.refused');
  assert.deepEqual(audit.body.map((row) => row.resource), [`PATCH ${address}`, `GET ${address}`]);
});

test('refusals of the last moment outlive a stop', async (t) => {
  const server = await startServer(t);
  const viewer = makeKey(server, '--scope', 'read');
  for (let n = 0; n < 20; ++n) await server.call('GET', '/v1/audit', undefined, viewer);
  await server.stop();
  await server.start();
  const audit = await server.call('GET', '/v1/audit?action=access.refused');
  assert.equal(audit.body.reduce((sum, row) => sum + row.times, 0), 20);
});

test('a second workspace is another world', async (t) => {
  const server = await startServer(t);
  const dashboard = await makeSampleDashboard(server);
  const made = run(['workspace', 'create', '--name', 'Two', '--data-dir', server.folder]);
  assert.equal(made.status, 0, made.stderr);
  assert.match(made.stdout, /^pt_[a-z0-9]+\n$/);
  const stranger = { Authorization: `Bearer ${made.stdout.trim()}` };
  assert.equal((await server.call('GET', '/v1/workspace', undefined, stranger)).body.name, 'Two');
  assert.equal((await server.call('GET', `/v1/dashboards/${dashboard}`, undefined, stranger)).status, 404);
  assert.deepEqual((await server.call('GET', '/v1/dashboards', undefined, stranger)).body, []);
  const listed = run(['workspace', 'list', '--data-dir', server.folder]);
  assert.deepEqual(listed.stdout.trim().split('\n').map((line) => line.split('\t')[1]), ['Presstime', 'Two']);
});

test('machines are told what there is and how it goes', async (t) => {
  const server = await startServer(t);
  const api = await (await fetch(`${server.url}/v1/openapi.json`)).json();
  assert.equal(api.openapi, '3.1.0');
  for (const [address, methods] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(methods)) {
      assert.ok(operation.summary, `${method} ${address}`);
      assert.ok(operation.responses.default, `${method} ${address}`);
    }
  const figures = await (await fetch(`${server.url}/metrics`)).text();
  assert.match(figures, /^presstime_http_requests_total\{status="200"\} [1-9]/m);
  const proxied = await fetch(`${server.url}/metrics`, { headers: { 'X-Forwarded-For': '203.0.113.9' } });
  assert.equal(proxied.status, 401);
  await proxied.text();
});
