// Settings changed in the running server, on the real binary: the mail server is set and tried out, the next report goes
// by it; a restart of the parts keeps process, port and sessions.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { Presstime, makeFolder, makeSampleDashboard, path, startHelper } from '../support/presstime.mjs';

const password = 'correct horse battery';

async function makeWorld(t, settings = {}) {
  const folder = makeFolder();
  const mailbox = path.join(folder, 'mailbox');
  mkdirSync(mailbox);
  const smtp = await startHelper('smtp_server.mjs', { LEDGER: path.join(folder, 'mail.jsonl'), MAILBOX: mailbox }, t);
  const server = await new Presstime({ folder: path.join(folder, 'server'), settings }).start();
  t.after(() => server.stop('SIGKILL'));
  return { server, smtp, mails: () => readdirSync(mailbox).map((name) => readFileSync(path.join(mailbox, name), 'utf8')) };
}

const mailSettings = (smtp) => ({ smtp_host: '127.0.0.1', smtp_port: smtp.port, smtp_security: 'none', smtp_from: 'desk@example.com' });
const byKey = (settings, key) => settings.find((each) => each.key === key);

async function sendReport(server, id) {
  const run = await server.must('POST', `/v1/reports/${id}/run`);
  return server.ended(run.id);
}

async function logIn(server) {
  const link = server.logLines.findLast((line) => /\/setup#/.test(line)).trim();
  const post = (target, body) => server.call('POST', target, body, { Authorization: '' });
  const token = link.slice(link.indexOf('#') + 1);
  assert.equal((await post('/v1/one-time-links/accept', { token, password })).status, 200);
  const answer = await post('/v1/session', { email: 'owner@example.com', password });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return { Authorization: '', Cookie: answer.headers.get('set-cookie').split(';')[0], 'X-CSRF-Token': answer.body.csrf };
}

test('mail goes by the server that is set at run time, and back to the outbox', async (t) => {
  const { server, smtp, mails } = await makeWorld(t);
  await makeSampleDashboard(server);
  const report = await server.must('POST', '/v1/reports', { dashboard_id: 'dash_test', name: 'Daily', schedule_kind: 'daily',
    hour: 9, format: 'csv', email_to: ['ops@example.com'] });

  assert.equal((await server.must('GET', '/v1/about')).outbox, true);
  assert.equal((await sendReport(server, report.id)).status, 'success');
  const [written] = await server.must('GET', '/v1/outbox');
  assert.equal(written.recipient, 'ops@example.com');
  assert.equal(written.report_id, report.id);
  const raw = await server.call('GET', `/v1/outbox/${written.name}`);
  assert.equal(raw.headers.get('content-type'), 'message/rfc822');
  assert.match(raw.bytes.toString('utf8'), /^To: ops@example\.com\r$/m);

  const tried = await server.must('POST', '/v1/settings/mail/test', { to: 'me@example.com', settings: mailSettings(smtp) });
  assert.equal(tried.ok, true, JSON.stringify(tried));
  assert.deepEqual(tried.steps.map((step) => step.step), ['connect', 'from', 'to', 'data']);
  assert.match(tried.reply, /^250 .*queued as/);
  assert.equal(mails().length, 1);
  assert.equal((await server.must('GET', '/v1/about')).outbox, true, 'trying saves nothing');
  const refused = await server.must('POST', '/v1/settings/mail/test', { to: 'reject@example.com', settings: mailSettings(smtp) });
  assert.equal(refused.ok, false);
  assert.deepEqual(refused.steps.at(-1).step, 'to');
  assert.match(refused.steps.at(-1).detail, /550 5\.1\.1/);

  const changed = await server.must('PATCH', '/v1/settings', mailSettings(smtp));
  assert.equal(changed.applied, true, 'no restart is needed');
  assert.equal(byKey(changed.settings, 'smtp_host').source, 'stored');
  assert.equal((await sendReport(server, report.id)).status, 'success');
  const sent = mails().find((mail) => mail.includes('To: ops@example.com'));
  assert.match(sent, /^From: .*desk@example\.com/m);
  assert.equal((await server.must('GET', '/v1/outbox')).length, 1, 'nothing new was written there');

  const back = Object.fromEntries(Object.keys(mailSettings(smtp)).map((key) => [key, null]));
  await server.must('PATCH', '/v1/settings', back);
  assert.equal((await sendReport(server, report.id)).status, 'success');
  assert.equal((await server.must('GET', '/v1/outbox')).length, 2);
  assert.equal(mails().length, 2);
});

test('a restart of the parts keeps process, port and sessions', async (t) => {
  const { server } = await makeWorld(t, { PRESSTIME_LEASE_S: '40' });
  const session = await logIn(server);
  const { pid } = server.child;
  const changed = await server.must('PATCH', '/v1/settings', { workers: 5, query_timeout_s: 30 }, session);
  assert.equal(changed.applied, false);
  assert.equal(byKey(changed.settings, 'workers').pending, true);
  const before = (await server.must('GET', '/v1/about', undefined, session)).started_at;
  assert.equal((await server.call('POST', '/v1/settings/apply', undefined, session)).status, 202);
  // The listening socket closes for a moment.
  const about = await server.until(
    () => server.call('GET', '/v1/about', undefined, session).then((answer) => answer.body, () => null),
    (answer) => answer?.started_at && answer.started_at !== before, 'the new parts');
  assert.equal(about.workspace.name, 'Presstime');
  assert.equal(server.child.pid, pid);
  assert.equal(server.child.exitCode, null);
  const settings = await server.must('GET', '/v1/settings', undefined, session);
  assert.equal(byKey(settings, 'workers').value, 5);
  assert.equal(byKey(settings, 'workers').pending, false, 'in force now');
  assert.equal(byKey(settings, 'lease_s').where, 'PRESSTIME_LEASE_S');
  const fixed = await server.call('PATCH', '/v1/settings', { lease_s: 50 }, session);
  assert.equal(fixed.status, 409);
  assert.match(fixed.body.detail, /PRESSTIME_LEASE_S/);
  // The parts that came up do their work.
  const dashboard = await makeSampleDashboard(server);
  const report = await server.must('POST', '/v1/reports', { dashboard_id: dashboard, name: 'Daily', schedule_kind: 'daily',
    hour: 9, format: 'pdf', email_to: ['ops@example.com'] });
  assert.equal((await sendReport(server, report.id)).status, 'success');
  const audit = await server.must('GET', '/v1/audit?action=settings.applied');
  assert.equal(audit[0].actor, 'owner@example.com');
  assert.equal(audit[0].peer, '127.0.0.1');
  const { code } = await server.stop();
  assert.equal(code, 0, 'and it stops as ever');
});

test('a stored value that fits no more does not keep the server from starting', async (t) => {
  const { server, smtp } = await makeWorld(t, { PRESSTIME_SMTP_FROM: 'reports@example.com' });
  await server.must('PATCH', '/v1/settings', { smtp_host: '127.0.0.1', smtp_port: smtp.port, smtp_security: 'none', workers: 4 });
  assert.equal((await server.must('GET', '/v1/about')).outbox, false);
  await server.stop();
  server.settings = {}; // without its sender the stored host is of no use
  await server.start();
  assert.equal((await server.must('GET', '/v1/about')).outbox, true);
  const settings = await server.must('GET', '/v1/settings');
  assert.match(byKey(settings, 'smtp_host').fault, /smtp_from/);
  assert.equal(byKey(settings, 'workers').value, 4, 'the others count');
  assert.ok(server.logLines.some((line) => line.includes('settings.passed_over')));
});
