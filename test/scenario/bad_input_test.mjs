// Every bad input gets a 4xx that names the field and the mend, changes nothing and loses nothing.
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import test from 'node:test';
import { Presstime, makeFolder, makeSampleDashboard, path } from '../support/presstime.mjs';

const good = {
  dashboard_id: 'dash_test', name: 'Good', schedule_kind: 'weekly', hour: 9, day_of_week: 1,
  timezone: 'America/New_York', format: 'pdf', email_to: ['ops@example.com'],
};

const badReports = [
  ['hour 24', { ...good, hour: 24 }, 422, 'hour'],
  ['minute 60', { ...good, minute: 60 }, 422, 'minute'],
  ['day of week 7', { ...good, day_of_week: 7 }, 422, 'day_of_week'],
  ['day 32', { ...good, schedule_kind: 'monthly', day_of_month: 32 }, 422, 'day_of_month'],
  ['a cron that never fires', { ...good, schedule_kind: 'cron', cron: '0 0 30 2 *' }, 422, 'cron'],
  ['a cron of four fields', { ...good, schedule_kind: 'cron', cron: '0 0 * *' }, 422, 'cron'],
  ['a cron out of range', { ...good, schedule_kind: 'cron', cron: '61 0 * * *' }, 422, 'cron'],
  ['once without a time', { ...good, schedule_kind: 'once' }, 422, 'at'],
  ['an unknown zone under strict', { ...good, timezone: 'America/NewYork', strict: true }, 422, 'timezone'],
  ['an unknown dashboard', { ...good, dashboard_id: 'dash_none' }, 422, 'dashboard_id'],
  ['an unknown field', { ...good, hours: 9 }, 422, 'hours'],
  ['a wrong type', { ...good, hour: '9' }, 422, 'hour'],
  ['an unknown kind', { ...good, schedule_kind: 'fortnightly' }, 422, 'schedule_kind'],
  ['a kind of a later issue', { ...good, schedule_kind: 'rrule' }, 422, 'schedule_kind'],
  ['an unknown format', { ...good, format: 'docx' }, 422, 'format'],
  ['a bad address', { ...good, email_to: ['not an address'] }, 422, 'email_to'],
  ['a header injection in an address', { ...good, email_to: ['a@example.com\r\nBcc: b@example.com'] }, 422, 'email_to'],
  ['a header injection in a name', { ...good, name: 'Weekly\r\nBcc: all@example.com' }, 422, 'name'],
  ['a header injection in a subject', { ...good, subject: 'Weekly\nBcc: all@example.com' }, 422, 'subject'],
  ['an empty name', { ...good, name: '' }, 422, 'name'],
  ['a long name', { ...good, name: 'x'.repeat(100_000) }, 422, 'name'],
  ['no recipients', { ...good, email_to: [] }, 422, 'email_to'],
  ['1,001 recipients', { ...good, email_to: Array.from({ length: 1001 }, (_, i) => `r${i}@example.com`) }, 422, 'email_to'],
  ['a file URL', { ...good, webhook_url: 'file:///etc/passwd' }, 422, 'webhook_url'],
  ['credentials in a URL', { ...good, webhook_url: 'https://user:secret@example.com/' }, 422, 'webhook_url'],
  ['a loopback URL', { ...good, webhook_url: 'http://127.0.0.1/' }, 422, 'webhook_url'],
  ['a decimal loopback URL', { ...good, webhook_url: 'http://2130706433/' }, 422, 'webhook_url'],
  ['a link-local URL', { ...good, webhook_url: 'http://169.254.169.254/latest/meta-data' }, 422, 'webhook_url'],
  ['an IPv4 address mapped into IPv6', { ...good, webhook_url: 'http://[::ffff:127.0.0.1]/' }, 422, 'webhook_url'],
  ['an unknown parameter', { ...good, parameters: { nothing: '1' } }, 422, 'parameters'],
];

const widget = { id: 'w_a', kind: 'chart', title: 'A', query: 'days', chart: { mark: 'bar', x: 'weather', y: ['days'] }, grid: { x: 0, y: 0, w: 12, h: 6 } };
const query = { name: 'days', connection: 'samples', sql: 'SELECT weather, COUNT(*) AS days FROM weather GROUP BY 1' };
const dashboard = (change) => ({ id: 'dash_bad', name: 'Bad', queries: [query], widgets: [widget], ...change });
const badDashboards = [
  ['a missing query', dashboard({ widgets: [{ ...widget, query: 'nothing' }] }), 'widgets[0].query'],
  ['a missing column', dashboard({ widgets: [{ ...widget, chart: { ...widget.chart, y: ['dayz'] } }] }), 'widgets[0].chart.y'],
  ['a missing connection', dashboard({ queries: [{ ...query, connection: 'nothing' }] }), 'queries[0].connection'],
  ['a widget outside the grid', dashboard({ widgets: [{ ...widget, grid: { x: 6, y: 0, w: 12, h: 6 } }] }), 'widgets[0].grid'],
  ['an unknown mark', dashboard({ widgets: [{ ...widget, chart: { ...widget.chart, mark: 'radar' } }] }), 'widgets[0].chart.mark'],
  ['two widgets of one id', dashboard({ widgets: [widget, widget] }), 'widgets[1].id'],
  ['two statements', dashboard({ queries: [{ ...query, sql: 'SELECT 1; SELECT 2' }] }), 'queries[0].sql'],
  ['a write', dashboard({ queries: [{ ...query, sql: "COPY (SELECT 1) TO 'x.csv'" }] }), 'queries[0].sql'],
  ['a file outside the folder', dashboard({ queries: [{ ...query, sql: "SELECT * FROM read_csv('/etc/passwd')" }] }), 'queries[0].sql'],
];

test('bad input is refused with the field and changes nothing', async (t) => {
  const folder = makeFolder();
  const server = await new Presstime({ folder: path.join(folder, 'server') }).start();
  t.after(() => server.stop('SIGKILL'));
  await makeSampleDashboard(server);
  const state = async () => JSON.stringify([await server.must('GET', '/v1/reports'), await server.must('GET', '/v1/dashboards'),
    await server.must('GET', '/v1/connections')]);
  const before = await state();

  const refused = async (answer, status, field) => {
    assert.equal(answer.status, status, JSON.stringify(answer.body));
    assert.match(answer.headers.get('content-type'), /application\/problem\+json/);
    assert.ok(answer.body.detail.length > 10, JSON.stringify(answer.body));
    assert.equal(answer.body.error, answer.body.detail);
    if (field) assert.ok((answer.body.field ?? '').startsWith(field), `${JSON.stringify(answer.body)} should name ${field}`);
  };

  for (const [what, body, status, field] of badReports)
    await t.test(`report: ${what}`, async () => refused(await server.call('POST', '/v1/reports', body), status, field));
  for (const [what, body, field] of badDashboards)
    await t.test(`dashboard: ${what}`, async () => refused(await server.call('POST', '/v1/dashboards', body), 422, field));

  await t.test('malformed JSON', async () => refused(await server.call('POST', '/v1/reports', '{"name":'), 400));
  await t.test('invalid UTF-8', async () => refused(await server.call('POST', '/v1/reports',
    new Uint8Array([...Buffer.from('{"name":"'), 0xff, 0xfe, ...Buffer.from('"}')])), 400));
  await t.test('duplicate keys', async () => {
    const answer = await server.call('POST', '/v1/reports', '{"name":"a","name":"b"}');
    assert.ok([400, 422].includes(answer.status));
  });
  await t.test('a 10 MB name', async () => {
    const answer = await server.call('POST', '/v1/reports', { ...good, name: 'x'.repeat(10 << 20) }).catch((error) => error);
    // The server may close while the client still writes; what counts is that nothing was taken.
    if (answer.status) assert.equal(answer.status, 413);
  });
  await t.test('no token, a wrong token, too little scope', async () => {
    assert.equal((await server.call('GET', '/v1/reports', undefined, { Authorization: '' })).status, 401);
    assert.equal((await server.call('GET', '/v1/reports', undefined, { Authorization: 'Bearer pt_wrong' })).status, 401);
    const reader = server.createToken('read');
    assert.equal((await server.call('POST', '/v1/reports', good, { Authorization: `Bearer ${reader}` })).status, 403);
  });
  await t.test('an unknown path, method, id', async () => {
    assert.equal((await server.call('GET', '/v1/nothing')).status, 404);
    assert.equal((await server.call('DELETE', '/v1/reports')).status, 405);
    for (const id of ['999', 'x', '-1', '9999999999999999999999', '1%27--'])
      assert.equal((await server.call('GET', `/v1/reports/${id}`)).status, 404, id);
  });
  await t.test('a connection outside the allowed folders, also by a symlink', async () => {
    const outside = path.join(folder, 'outside');
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'secret.csv'), 'a\n1\n');
    symlinkSync(outside, path.join(server.folder, 'data', 'link'));
    for (const target of ['/etc', '../..', outside, path.join(server.folder, 'data', 'link')])
      await refused(await server.call('POST', '/v1/connections', { name: 'out', source: 'duckdb', options: { path: target } }), 422, 'options.path');
  });
  await t.test('a symlinked file inside the folder leads nowhere', async () => {
    symlinkSync(path.join(folder, 'outside', 'secret.csv'), path.join(server.folder, 'data', 'leak.csv'));
    const answer = await server.call('POST', '/v1/dashboards', dashboard({
      queries: [{ ...query, sql: "SELECT * FROM read_csv('leak.csv')" }], widgets: [] }));
    assert.ok(answer.status === 422, JSON.stringify(answer.body));
  });
  await t.test('a corrupt data file', async () => {
    writeFileSync(path.join(server.folder, 'data', 'corrupt.duckdb'), 'this is no database at all');
    await refused(await server.call('POST', '/v1/connections', { name: 'c', source: 'duckdb', options: { path: 'corrupt.duckdb' } }), 422, 'options.path');
    await refused(await server.call('POST', '/v1/connections', { name: 'c', source: 'sqlite', options: { path: 'corrupt.duckdb' } }), 422, 'options.path');
  });
  await t.test('bytes that are no HTTP', async () => {
    const { hostname, port } = new URL(server.url);
    const answer = await new Promise((resolve, reject) => {
      let text = '';
      const socket = net.connect(Number(port), hostname, () => socket.write('NONSENSE\r\n\r\n'));
      socket.on('data', (data) => { text += data; });
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    assert.match(answer, /^HTTP\/1\.1 400/);
  });

  assert.equal(await state(), before, 'nothing changed');

  await t.test('an unknown zone without strict falls back to UTC and says so', async () => {
    const saved = await server.must('POST', '/v1/reports', { ...good, timezone: 'America/NewYork' });
    assert.equal(saved.timezone, 'UTC');
    assert.equal(saved.warnings[0].field, 'timezone');
    assert.match(saved.warnings[0].detail, /America\/New_York/);
  });
  await t.test('what is used cannot be deleted', async () => {
    const connection = await server.call('DELETE', '/v1/connections/samples');
    assert.equal(connection.status, 409);
    assert.match(connection.body.detail, /dash_test/);
    assert.equal((await server.call('DELETE', '/v1/dashboards/dash_test')).status, 409);
  });
});
