// A run watched live on the real binary, from its queue to the last delivery: what the stream says as it happens, and
// the steps that the run tells afterwards.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import test from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { EventStream } from '../support/event_stream.mjs';
import { Presstime, makeFolder, makeSampleDashboard, path, startHelper } from '../support/presstime.mjs';

const password = 'correct horse battery';

async function world(t, settings = {}) {
  const folder = makeFolder();
  const mailbox = path.join(folder, 'mailbox');
  mkdirSync(mailbox);
  const smtp = await startHelper('smtp_server.mjs', { LEDGER: path.join(folder, 'mail.jsonl'), MAILBOX: mailbox }, t);
  const server = await new Presstime({ folder: path.join(folder, 'server'), settings: {
    PRESSTIME_SMTP_HOST: '127.0.0.1', PRESSTIME_SMTP_PORT: String(smtp.port), PRESSTIME_SMTP_SECURITY: 'none',
    PRESSTIME_SMTP_FROM: 'reports@example.com', ...settings } }).start();
  t.after(() => server.stop('SIGKILL'));
  await makeSampleDashboard(server);
  // Takes a while on any machine, so that somebody can watch.
  const dashboard = await server.must('GET', '/v1/dashboards/dash_test');
  await server.must('PATCH', '/v1/dashboards/dash_test', {
    queries: [...dashboard.queries.map(({ name, connection, sql }) => ({ name, connection, sql })), { name: 'slow', connection: 'samples',
      sql: 'SELECT SUM(a.range * b.range % 7) AS total FROM range(16000) AS a, range(16000) AS b' }],
    widgets: [...dashboard.widgets, { id: 'w_slow', kind: 'table', title: 'Slow', query: 'slow',
      grid: { x: 0, y: 6, w: 12, h: 2 } }] });
  await server.must('POST', '/v1/dashboards/dash_test/publish');
  const report = await server.must('POST', '/v1/reports', { dashboard_id: 'dash_test', name: 'Watched', schedule_kind: 'daily', hour: 9,
    timezone: 'UTC', format: ['pdf', 'csv'], email_to: ['a@example.com', 'slow-after-dot@example.com'] });
  return { server, report };
}

const bearer = (server) => ({ Authorization: `Bearer ${server.token}` });
const open = (server, headers = bearer(server), lastEventId) => EventStream.open(`${server.url}/v1/stream`, headers, lastEventId);

test('a run is watched live from its queue to its last delivery', async (t) => {
  const { server, report } = await world(t);
  const stream = await open(server);
  t.after(() => stream.close());
  assert.equal(stream.status, 200);
  assert.equal(stream.response.headers.get('content-type'), 'text/event-stream');
  await stream.until(() => stream.retry === 2000, 'the time to come again');

  const { id } = await server.must('POST', `/v1/reports/${report.id}/run`);
  const rows = () => stream.of('run').filter((row) => row.id === id);
  await stream.until(() => rows().some((row) => row.status === 'success'), 'the end of the run');
  await stream.until(() => stream.of('event').some((event) => event.type === 'report.run'), 'the event of the end');

  const statuses = rows().map((row) => row.status);
  const order = ['queued', 'running', 'success'];
  assert.deepEqual([...statuses].sort((a, b) => order.indexOf(a) - order.indexOf(b)), statuses, 'nothing goes back');
  assert.ok(statuses.includes('running'), statuses.join());
  const progress = rows().filter((row) => row.status === 'running').map((row) => row.progress);
  assert.ok(progress.some((each) => each.label === 'Running query slow'), JSON.stringify(progress));
  for (const [index, each] of progress.entries()) {
    assert.ok(each.done <= each.total && each.total === 6, JSON.stringify(each));
    assert.ok(index === 0 || each.done >= progress[index - 1].done, 'progress only grows');
  }
  const last = rows().at(-1);
  assert.deepEqual([last.report_name, last.dashboard_id, last.delivery_status, last.progress],
    ['Watched', 'dash_test', 'delivered', undefined]);
  const deliveries = stream.of('delivery').filter((delivery) => delivery.run_id === id);
  for (const recipient of ['a@example.com', 'slow-after-dot@example.com'])
    assert.equal(deliveries.filter((delivery) => delivery.recipient === recipient).at(-1)?.status, 'accepted', JSON.stringify(deliveries));

  const run = await server.must('GET', `/v1/runs/${id}`);
  assert.deepEqual(run.steps.map(({ name, label, status }) => `${name} ${label} ${status}`), [
    'queued Waiting for a worker done', 'query days done', 'query slow done', 'layout PDF done', 'render PDF done', 'render CSV done',
    'delivery email done', 'delivery email done']);
  assert.equal(run.progress, undefined);
  const ends = run.steps.slice(0, 6).map((step) => Date.parse(step.started_at) + step.elapsed_ms);
  for (const [index, step] of run.steps.slice(0, 6).entries())
    // The clock of the day and the one that measures are read one after the other; a busy machine comes between.
    assert.ok(index === 0 || Date.parse(step.started_at) >= ends[index - 1] - 1_000, `${step.label} begins when the step before has ended`);
  assert.ok(run.steps[2].elapsed_ms > run.steps[1].elapsed_ms);
  assert.match(run.steps.at(-1).detail, /^250 /);
});

test('who comes back reads on behind the last event', async (t) => {
  const { server } = await world(t);
  const first = await open(server);
  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'one' });
  await first.until(() => first.of('event').some((event) => event.type === 'dashboard.updated'), 'the first change');
  const { lastEventId } = first;
  first.close();
  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'two' });
  await server.must('POST', '/v1/dashboards/dash_test/publish');
  const second = await open(server, bearer(server), lastEventId);
  t.after(() => second.close());
  await second.until(() => second.of('event').length >= 2, 'what was missed');
  assert.deepEqual(second.of('event').map((event) => event.type).slice(0, 2), ['dashboard.updated', 'dashboard.published']);
});

test('a browser opens it by cookie alone, and its log-out ends it', async (t) => {
  const { server } = await world(t);
  const link = server.logLines.findLast((line) => line.includes('/setup#')).trim();
  const post = (target, body) => fetch(server.url + target,
    { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  assert.equal((await post('/v1/one-time-links/accept', { token: link.slice(link.indexOf('#') + 1), password })).status, 200);
  const logIn = await post('/v1/session', { email: 'owner@example.com', password });
  const cookie = logIn.headers.get('set-cookie').split(';')[0];
  const { csrf } = await logIn.json();
  const stream = await open(server, { Cookie: cookie });
  assert.equal(stream.status, 200);
  assert.equal((await open(server, {})).status, 401);
  const out = await fetch(`${server.url}/v1/session`, { method: 'DELETE', headers: { Cookie: cookie, 'X-CSRF-Token': csrf } });
  assert.equal(out.status, 204);
  await stream.until(() => stream.of('bye').length === 1, 'the good-bye');
  assert.deepEqual(stream.of('bye'), [{ reason: 'session_ended' }]);
  await stream.ended;
});

test('stopping the server says good-bye and waits for no stream', async (t) => {
  const { server } = await world(t, { PRESSTIME_DRAIN_S: '600' });
  const streams = await Promise.all(Array.from({ length: 8 }, () => open(server)));
  assert.equal((await open(server)).status, 429, 'one key has eight');
  await Promise.all(streams.map((stream) => stream.until(() => stream.retry, 'the opening')));
  const stopped = await Promise.race([server.stop(), setTimeout(120_000, undefined, { ref: false })]);
  assert.equal(stopped?.code, 0, 'it waits for requests, and a stream is none');
  for (const stream of streams) {
    await stream.ended;
    assert.deepEqual(stream.of('bye'), [{ reason: 'server_stopping' }]);
  }
});
