// The main job against real servers: a report runs, is drawn in every format, mailed over SMTP and posted to a
// webhook; the ledger, the files and what arrived agree.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { Presstime, makeFolder, makeSampleDashboard, path, startHelper } from '../support/presstime.mjs';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const lines = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

async function world(t) {
  const folder = makeFolder();
  const mailbox = path.join(folder, 'mailbox');
  mkdirSync(mailbox);
  const bodies = path.join(folder, 'bodies');
  mkdirSync(bodies);
  const smtp = await startHelper('smtp_server.mjs', { LEDGER: path.join(folder, 'mail.jsonl'), MAILBOX: mailbox }, t);
  const hooks = await startHelper('webhook_receiver.mjs', { LEDGER: path.join(folder, 'hooks.jsonl'), BODIES: bodies }, t);
  const server = await new Presstime({ folder: path.join(folder, 'server'), settings: {
    PRESSTIME_SMTP_HOST: '127.0.0.1', PRESSTIME_SMTP_PORT: String(smtp.port), PRESSTIME_SMTP_SECURITY: 'none',
    PRESSTIME_SMTP_FROM: 'reports@example.com', PRESSTIME_EGRESS_ALLOW: '127.0.0.0/8' } }).start();
  t.after(() => server.stop('SIGKILL'));
  await makeSampleDashboard(server);
  return { server, mailbox, folder, hook: (where) => `http://127.0.0.1:${hooks.port}${where}`,
    mails: () => lines(path.join(folder, 'mail.jsonl')), posts: () => lines(path.join(folder, 'hooks.jsonl')) };
}

const report = (change) => ({ dashboard_id: 'dash_test', name: 'Übersicht 100 %', schedule_kind: 'daily', hour: 9,
  timezone: 'Europe/Berlin', format: 'csv', email_to: ['a@example.com'], ...change });

async function runNow(server, body) {
  const saved = await server.must('POST', '/v1/reports', body);
  const run = await server.must('POST', `/v1/reports/${saved.id}/run`);
  return { saved, run: await server.ended(run.id) };
}

test('the main job', async (t) => {
  const { server, mailbox, hook, mails, posts } = await world(t);

  await t.test('every format, every recipient, once', async () => {
    const { saved, run } = await runNow(server, report({ format: ['pdf', 'png', 'csv', 'json'],
      email_to: ['a@example.com', 'b@example.com'], bcc: ['c@example.com'], webhook_url: hook('/ok') }));
    assert.equal(run.status, 'success', JSON.stringify(run));
    assert.equal(run.artifacts.length, 4);
    for (const [n, magic] of [[1, '%PDF-'], [2, '\x89PNG'], [3, 'weather,days\r\n'], [4, '{']]) {
      const file = await server.call('GET', `/v1/runs/${run.id}/artifacts/${n}`);
      assert.equal(file.status, 200);
      assert.equal(file.bytes.toString('latin1').slice(0, magic.length), magic);
      assert.equal(sha256(file.bytes), run.artifacts[n - 1].sha256);
      const post = posts().find((each) => each.headers['x-presstime-run-id'] === String(run.id) && each.sha256 === sha256(file.bytes));
      assert.ok(post, `artifact ${n} was posted with the very bytes`);
      assert.equal(post.headers['content-type'].split(';')[0], run.artifacts[n - 1].content_type.split(';')[0]);
      assert.equal(post.headers['x-presstime-report-id'], String(saved.id));
      assert.equal(post.headers['x-presstime-report-name'], '%C3%9Cbersicht 100 %25');
      assert.equal(post.headers['x-presstime-dashboard-id'], 'dash_test');
      assert.equal(post.headers['x-presstime-complete'], 'true');
      assert.match(post.headers['content-digest'], /^sha-256=:[A-Za-z0-9+/]+=*:$/);
    }
    const sent = mails().filter((mail) => mail.message_id.startsWith(run.uuid ?? ''));
    assert.deepEqual(sent.map((mail) => mail.to[0]).sort(), ['a@example.com', 'b@example.com', 'c@example.com']);
    assert.equal(new Set(sent.map((mail) => mail.sha256)).size, 1, 'together: the same bytes for all');
    const eml = readFileSync(path.join(mailbox, readdirSync(mailbox).sort()[0]), 'latin1');
    assert.match(eml, /^To: a@example\.com,\s+b@example\.com/m);
    assert.doesNotMatch(eml, /c@example\.com/, 'bcc stands in the envelope alone');
    assert.match(eml, /^Auto-Submitted: auto-generated/m);
  });

  await t.test('a failing webhook is in the ledger, the run is partial, the owner is told once', async () => {
    const { run } = await runNow(server, report({ name: 'Hook fails', webhook_url: hook('/502') }));
    assert.equal(run.status, 'partial', JSON.stringify(run));
    assert.match(run.error, /webhook returned 502/);
    const deliveries = await server.must('GET', '/v1/webhook_deliveries?source=report');
    assert.ok(deliveries.some((delivery) => delivery.run_id === run.id && delivery.attempts[0].status_code === 502), JSON.stringify(deliveries[0]));
    const full = await server.until(() => server.must('GET', `/v1/runs/${run.id}`),
      (value) => value.deliveries.every((delivery) => ['accepted', 'rejected'].includes(delivery.status)), 'the notice');
    assert.equal(full.deliveries.filter((delivery) => delivery.purpose === 'failure_notice').length, 1);
    assert.equal(mails().filter((mail) => mail.to.includes('owner@example.com')).length, 1);
  });

  await t.test('one refused recipient does not repeat the others, and can be sent again alone', async () => {
    const { run } = await runNow(server, report({ name: 'One refused', email_to: ['ok1@example.com', 'reject@example.com'] }));
    assert.equal(run.status, 'partial');
    const refused = run.deliveries.find((delivery) => delivery.recipient === 'reject@example.com');
    assert.match(refused.reason, /550|No such mailbox/);
    await server.must('POST', `/v1/runs/${run.id}/resend`);
    await server.until(() => server.must('GET', `/v1/runs/${run.id}`),
      (value) => value.deliveries.filter((delivery) => delivery.recipient === 'reject@example.com' && delivery.status === 'rejected').length === 2, 'the second try');
    assert.equal(mails().filter((mail) => mail.to.includes('ok1@example.com')).length, 1);
  });

  await t.test('a greylisted first try ends the run as failed and is tried again later', async () => {
    const { run } = await runNow(server, report({ name: 'Greylisted', email_to: ['defer@example.com'] }));
    assert.equal(run.status, 'failed');
    assert.equal(run.deliveries[0].status, 'retrying');
    assert.ok(run.deliveries[0].next_attempt_at);
    assert.equal(run.deliveries.filter((delivery) => delivery.purpose === 'failure_notice').length, 0, 'not before the last try');
  });

  await t.test('mail whose answer was lost is unknown and the same bytes are sent again', async () => {
    const { run } = await runNow(server, report({ name: 'Lost answer', email_to: ['drop-after-dot-once@example.com'] }));
    const full = await server.until(() => server.must('GET', `/v1/runs/${run.id}`),
      (value) => value.deliveries[0].status === 'accepted', 'the second, accepted try');
    assert.deepEqual(full.deliveries[0].attempts.map((attempt) => attempt.outcome), ['unknown', 'accepted']);
    const copies = mails().filter((mail) => mail.to.includes('drop-after-dot-once@example.com'));
    assert.equal(copies.length, 2);
    assert.equal(new Set(copies.map((mail) => mail.sha256)).size, 1);
  });

  await t.test('a replay sends the same rows again although the data changed', async () => {
    const { run } = await runNow(server, report({ name: 'Replayed' }));
    const original = await server.call('GET', `/v1/runs/${run.id}/artifacts/1`);
    const replay = await server.must('POST', `/v1/runs/${run.id}/replay`);
    const ended = await server.ended(replay.id);
    assert.equal(ended.status, 'success', JSON.stringify(ended));
    const again = await server.call('GET', `/v1/runs/${replay.id}/artifacts/1`);
    assert.equal(sha256(again.bytes), sha256(original.bytes));
  });

  await t.test('a test run reaches its caller alone', async () => {
    const saved = await server.must('POST', '/v1/reports', report({ name: 'Tried', email_to: ['everybody@example.com'], webhook_url: hook('/ok') }));
    const run = await server.must('POST', `/v1/reports/${saved.id}/test`, { email: 'me@example.com' });
    const ended = await server.ended(run.id);
    assert.equal(ended.status, 'success', JSON.stringify(ended));
    assert.deepEqual(ended.deliveries.map((delivery) => delivery.recipient), ['me@example.com']);
  });

  await t.test('a preview draws without a run', async () => {
    const saved = await server.must('POST', '/v1/reports', report({ name: 'Previewed', format: 'pdf' }));
    const preview = await server.call('GET', `/v1/reports/${saved.id}/preview`);
    assert.equal(preview.bytes.subarray(0, 5).toString(), '%PDF-');
    assert.deepEqual(await server.must('GET', `/v1/reports/${saved.id}/runs`), []);
  });

  await t.test('an Idempotency-Key makes one report of two posts', async () => {
    const headers = { 'Idempotency-Key': 'abc-1' };
    const first = await server.must('POST', '/v1/reports', report({ name: 'Keyed' }), headers);
    const second = await server.must('POST', '/v1/reports', report({ name: 'Keyed' }), headers);
    assert.equal(first.id, second.id);
  });

  await t.test('pausing keeps history, deleting takes it', async () => {
    const { saved, run } = await runNow(server, report({ name: 'Paused' }));
    const paused = await server.must('PATCH', `/v1/reports/${saved.id}`, { enabled: false });
    assert.equal(paused.next_run_at, null);
    assert.equal((await server.must('GET', `/v1/reports/${saved.id}/runs`)).length, 1);
    assert.equal((await server.call('DELETE', `/v1/reports/${saved.id}`)).status, 204);
    assert.equal((await server.call('GET', `/v1/runs/${run.id}`)).status, 404);
  });
});
