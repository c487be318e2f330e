// From nothing to a PDF in the outbox against the real server: a file, a suggested dashboard, a report. And what an
// upload may not do: take too much, leave anything behind, or come from somebody without the right.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { Presstime, makeFolder, path } from '../support/presstime.mjs';

const month = (n) => `2026-${String((n % 12) + 1).padStart(2, '0')}-15`;
const orders = ['Order date;Region;Customer;Total €']
  .concat(Array.from({ length: 600 }, (_, n) => `${month(n)};${['North', 'South', 'East'][n % 3]};Customer ${n % 40};${n % 97}.5`))
  .join('\n');

async function start(t) {
  const server = await new Presstime({ folder: path.join(makeFolder(), 'server') }).start();
  t.after(() => server.stop('SIGKILL'));
  return server;
}

// Everything below the folder, at any depth.
const filesBelow = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => entry.name);

test('from a file to a PDF in the outbox', async (t) => {
  const server = await start(t);
  assert.equal((await server.must('GET', '/v1/about')).first_start, true);

  const file = await server.must('PUT', '/v1/files/Orders%202026.csv', orders);
  assert.equal(file.connection, 'uploads');
  assert.equal(file.rows, 600);
  assert.deepEqual(file.columns.map((column) => column.type), ['date', 'text', 'text', 'real']);

  const suggested = await server.must('POST', '/v1/dashboards/suggest', { connection: file.connection, table: file.table });
  const marks = suggested.dashboard.widgets.map((widget) => widget.chart?.mark ?? widget.kind);
  assert.deepEqual(marks, ['kpi', 'kpi', 'line', 'bar', 'donut', 'table'], JSON.stringify(suggested.why));

  const board = await server.must('POST', '/v1/dashboards', { ...suggested.dashboard, name: 'Orders' });
  await server.must('POST', `/v1/dashboards/${board.id}/publish`);
  const report = await server.must('POST', '/v1/reports', { dashboard_id: board.id, name: 'Orders every Monday',
    schedule_kind: 'weekly', day_of_week: 1, hour: 9, timezone: 'Europe/Berlin', format: 'pdf', email_to: ['boss@example.com'] });
  const run = await server.ended((await server.must('POST', `/v1/reports/${report.id}/run`)).id);
  assert.equal(run.status, 'success', JSON.stringify(run));

  const outbox = path.join(server.folder, 'outbox');
  const mails = readdirSync(outbox).filter((name) => name.endsWith('.eml'));
  assert.equal(mails.length, 1);
  const mail = readFileSync(path.join(outbox, mails[0]), 'utf8');
  assert.match(mail, /application\/pdf/);
  assert.equal((await server.must('GET', '/v1/about')).first_start, false);
});

test('uploads are bounded, asked about before they come, and leave nothing behind', async (t) => {
  const server = await start(t);
  const temporary = path.join(server.folder, 'tmp/uploads');

  await t.test('20 MiB come', async () => {
    const rows = Buffer.from(`a,b\n${'12345678,abcdefgh\n'.repeat(1_150_000)}`);
    const file = await server.must('PUT', '/v1/files/large.csv', rows);
    assert.equal(file.bytes, rows.length);
    assert.equal(file.rows, 1_150_000);
  });
  await t.test('more than 64 MiB do not', async () => {
    const answer = await server.call('PUT', '/v1/files/huge.csv', Buffer.alloc((64 << 20) + 1, 'x')).catch((error) => ({ cut: error }));
    assert.ok(answer.cut || answer.status === 413, JSON.stringify(answer.body));
    assert.equal((await server.must('GET', '/v1/files')).length, 1);
  });
  await t.test('a key that may only read is refused before a byte is read', async () => {
    const key = server.createToken('read');
    const refused = await server.call('PUT', '/v1/files/theirs.csv', 'a\n1\n', { Authorization: `Bearer ${key}` });
    assert.equal(refused.status, 403);
  });
  await t.test('a broken file is refused with its line', async () => {
    const refused = await server.call('PUT', '/v1/files/broken.csv', 'a,b,c\n1,2,3\n1,2\n');
    assert.equal(refused.status, 422);
    assert.equal(refused.body.field, 'file');
    assert.match(refused.body.detail, /line 3/);
  });
  await t.test('other bodies keep their limit', async () => {
    assert.equal((await server.call('POST', '/v1/dashboards', ' '.repeat(2 << 20))).status, 413);
  });
  assert.deepEqual(filesBelow(temporary), []);
  assert.deepEqual(filesBelow(path.join(server.folder, 'uploads')), ['large.csv']);
});

test('sample data come and go', async (t) => {
  const server = await start(t);
  const made = await server.must('POST', '/v1/sample-data');
  assert.equal((await server.must('GET', '/v1/about')).sample, true);
  const run = await server.ended((await server.must('POST', `/v1/reports/${made.report_id}/run`)).id);
  assert.equal(run.status, 'success', JSON.stringify(run));
  await server.must('DELETE', '/v1/sample-data');
  const about = await server.must('GET', '/v1/about');
  assert.deepEqual([about.sample, about.first_start], [false, true]);
});
