// Starting, stopping, refusing to start; full disks; files applied and exported; what happens to schedules while the
// server is down.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import readline from 'node:readline';
import test from 'node:test';
import { Presstime, binary, makeFolder, makeSampleDashboard, path, root, run } from '../support/presstime.mjs';

test('a second server on the same folder is refused by name', async (t) => {
  const folder = makeFolder();
  const server = await new Presstime({ folder }).start();
  t.after(() => server.stop('SIGKILL'));
  const second = run(['serve', '--data-dir', folder, '--listen', '127.0.0.1:0']);
  assert.equal(second.status, 1);
  assert.match(second.stderr, new RegExp(`pid ${server.child.pid}`));
  assert.match(second.stderr, /--data-dir/);
});

test('SIGTERM stops within the drain time and hands everything back', async (t) => {
  const server = await new Presstime({ folder: makeFolder() }).start();
  await makeSampleDashboard(server);
  const { code, signal } = await server.stop('SIGTERM');
  assert.equal(signal, null);
  assert.equal(code, 0);
});

test('an unknown setting stops the start, wherever it stands', (t) => {
  const folder = makeFolder();
  const flag = run(['serve', '--data-dir', folder, '--worker', '3']);
  assert.equal(flag.status, 2);
  assert.match(flag.stderr, /--workers/);
  const environment = run(['serve', '--data-dir', folder], { PRESSTIME_WORKER: '3' });
  assert.equal(environment.status, 2);
  assert.match(environment.stderr, /PRESSTIME_WORKERS/);
  const file = path.join(folder, 'presstime.conf');
  writeFileSync(file, '# comment\nworker = 3\n');
  const config = run(['serve', '--data-dir', folder, '--config', file]);
  assert.equal(config.status, 2);
  assert.match(config.stderr, /presstime\.conf:2.*workers/s);
  const open = run(['serve', '--data-dir', folder, '--listen', '0.0.0.0:0']);
  assert.equal(open.status, 2, 'a public address needs --insecure');
});

test('health needs no token', async (t) => {
  const server = await new Presstime({ folder: makeFolder() }).start();
  t.after(() => server.stop('SIGKILL'));
  for (const target of ['/healthz', '/readyz']) assert.equal((await fetch(server.url + target)).status, 200);
});

test('what fell due while the server was down runs late, with its own period, and the rest has its reason', async (t) => {
  const folder = makeFolder();
  const server = await new Presstime({ folder }).start();
  t.after(() => server.stop('SIGKILL'));
  await makeSampleDashboard(server);
  await server.must('PATCH', '/v1/dashboards/dash_test', { queries: [{ name: 'days', connection: 'samples',
    sql: 'SELECT $period_start AS since, COUNT(*) AS days FROM weather' }],
    widgets: [{ id: 'w_t', kind: 'table', title: 'T', query: 'days', grid: { x: 0, y: 0, w: 12, h: 4 } }] });
  await server.must('POST', '/v1/dashboards/dash_test/publish');
  const report = await server.must('POST', '/v1/reports', { dashboard_id: 'dash_test', name: 'Daily', schedule_kind: 'daily',
    hour: 0, timezone: 'UTC', format: 'csv', email_to: ['a@example.com'] });
  await server.stop();
  // The server was down for three days: what it would have seen is a due instant three days ago.
  const threeDaysAgo = new Date(Date.parse(report.next_run_at) - 4 * 86_400_000);
  execFileSync('python3', ['-c', 'import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\n'
    + 'c.execute("UPDATE reports SET next_run_at = ?", (int(sys.argv[2]),))\nc.commit()',
    path.join(folder, 'presstime.db'), String(threeDaysAgo.getTime() * 1000)]);
  await server.start();
  const runs = await server.until(() => server.must('GET', `/v1/reports/${report.id}/runs`),
    (list) => list.some((each) => each.status === 'success'), 'the late run');
  const late = runs.find((each) => each.status === 'success');
  const skipped = runs.find((each) => each.status === 'skipped');
  const day = 86_400_000;
  const today = Math.floor(Date.now() / day) * day;
  assert.equal(late.nominal_at, new Date(today).toISOString().replace('.000Z', 'Z'));
  const csv = (await server.call('GET', `/v1/runs/${late.id}/artifacts/1`)).body;
  assert.match(csv, new RegExp(new Date(today - day).toISOString().slice(0, 10)), 'its own period, not now');
  assert.ok(skipped.reason.length > 10);
  assert.ok((await server.must('GET', `/v1/reports/${report.id}`)).next_run_at > new Date().toISOString());
});

test('a full disk fails the run with the reason, and the server goes on when there is room', { skip: process.getuid() !== 0 && 'mounting needs root' }, async (t) => {
  const folder = makeFolder();
  const small = path.join(folder, 'small');
  mkdirSync(small);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', small]);
  if (mounted.status !== 0) return t.diagnostic('no tmpfs may be mounted here; the same is proved in objects and db tests');
  t.after(() => spawnSync('umount', ['-l', small]));
  const server = await new Presstime({ folder: path.join(small, 'server') }).start();
  t.after(() => server.stop('SIGKILL'));
  await makeSampleDashboard(server);
  const report = await server.must('POST', '/v1/reports', { dashboard_id: 'dash_test', name: 'R', schedule_kind: 'daily', hour: 9,
    format: 'csv', email_to: ['a@example.com'], timezone: 'UTC' });
  // Far more than fits, so that it is the query step that finds the disk full and nothing of it is kept.
  // Leave room for the database's log but not for what a run writes.
  await server.must('PATCH', '/v1/dashboards/dash_test', { queries: [{ name: 'days', connection: 'samples',
    sql: "SELECT a.*, b.date AS other, random()::VARCHAR AS noise FROM weather a, weather b LIMIT 20000000" }],
    widgets: [{ id: 'w_t', kind: 'table', title: 'T', query: 'days', grid: { x: 0, y: 0, w: 12, h: 4 } }] });
  await server.must('POST', '/v1/dashboards/dash_test/publish');
  const failed = await server.must('POST', `/v1/reports/${report.id}/run`);
  const ended = await server.ended(failed.id, 120_000);
  assert.equal(ended.status, 'failed', JSON.stringify(ended));
  assert.match(ended.error, /space|disk|full/i);
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  await server.until(() => server.call('PATCH', '/v1/dashboards/dash_test', { queries: [{ name: 'days', connection: 'samples', sql: 'SELECT weather FROM weather LIMIT 3' }] }),
    (answer) => answer.status === 200, 'room for a change');
  await server.must('POST', '/v1/dashboards/dash_test/publish');
  // What filled the disk goes with the run; until then a write is answered 503, never half taken.
  const good = await server.until(() => server.call('POST', `/v1/reports/${report.id}/run`),
    (answer) => answer.status === 201, 'a run that is taken again');
  assert.equal((await server.ended(good.body.id)).status, 'success');
});

test('apply and export are each other’s mirror, with and without a server', async (t) => {
  const folder = makeFolder();
  const server = await new Presstime({ folder: path.join(folder, 'server') }).start();
  t.after(() => server.stop('SIGKILL'));
  cpSync(path.join(root, 'examples/data'), path.join(server.folder, 'data'), { recursive: true });
  const apply = (source) => run(['apply', source, '--data-dir', server.folder]);
  const first = apply(path.join(root, 'examples'));
  assert.equal(first.status, 0, first.stderr);
  const out = path.join(folder, 'out');
  assert.equal(run(['export', out, '--data-dir', server.folder]).status, 0);
  const files = () => Object.fromEntries(['connections', 'dashboards', 'reports'].flatMap((kind) => {
    try { return readdirSync(path.join(out, kind)).map((name) => [`${kind}/${name}`, readFileSync(path.join(out, kind, name), 'utf8')]); } catch { return []; }
  }));
  const exported = files();
  assert.ok(exported['dashboards/dash_weather.yaml'].includes('Seattle weather'));
  assert.equal(apply(out).status, 0);
  await server.stop();
  assert.equal(apply(out).status, 0, 'without a server the files are opened directly');
  assert.equal(run(['export', out, '--data-dir', server.folder]).status, 0);
  assert.deepEqual(files(), exported);

  const bad = path.join(folder, 'bad');
  mkdirSync(bad);
  writeFileSync(path.join(bad, 'x.yaml'), 'kind: dashboard\nid: dash_x\nname: X\nwidgets:\n  - {id: w_a, kind: kpi, query: none, value: a, grid: {x: 0, y: 0, w: 3, h: 2}}\n');
  const refused = run(['apply', bad, '--data-dir', server.folder]);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /x\.yaml.*widgets\[0\]\.query/s);
});

test('the command line keeps its manners', (t) => {
  const folder = makeFolder();
  const help = run(['--help']);
  assert.equal(help.status, 0);
  for (const word of ['serve', 'demo', 'token create', 'schedule', 'apply', 'export', 'run', 'runs', 'config', 'version'])
    assert.match(help.stdout, new RegExp(`\\b${word}\\b`));
  assert.equal(run(['serv']).status, 2);
  assert.match(run(['serv']).stderr, /serve/);
  const token = run(['token', 'create', '--name', 'x', '--scope', 'admin', '--data-dir', folder]);
  assert.equal(token.status, 0, token.stderr);
  assert.match(token.stdout, /^pt_\S+\n$/, 'the token alone on standard output');
  const next = run(['schedule', 'next', '--cron', '30 2 * * *', '--zone', 'America/New_York', '--after', '2025-03-08T08:00:00Z', '--count', '2']);
  assert.equal(next.stdout, '2025-03-09T07:30:00Z\n2025-03-10T06:30:00Z\n');
  assert.equal(statSync(path.join(folder, 'presstime.db')).mode & 0o077, 0, 'the state is nobody else’s to read');
  assert.ok(binary);
});

test('a token made while the server starts is made by that server', async (t) => {
  const folder = path.join(makeFolder(), 'new');
  const server = spawn(binary, ['serve', '--data-dir', folder, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  t.after(() => server.kill('SIGKILL'));
  const made = run(['token', 'create', '--name', 'early', '--scope', 'admin', '--data-dir', folder]);
  assert.equal(made.status, 0, made.stderr);
  const [line] = await once(readline.createInterface({ input: server.stdout }), 'line');
  const url = /^ready (\S+)/.exec(line)[1];
  const answer = await fetch(`${url}/v1/tokens`, { headers: { Authorization: `Bearer ${made.stdout.trim()}` } });
  assert.equal(answer.status, 200);
  assert.ok(statSync(path.join(folder, 'data')).isDirectory(), 'the folder for data files is there from the start');
});
