// People from the first start to the last day, on the real binary: the owner's link, an invite by mail, a browser's
// session, a personal token, disabling, handing over; and the same by command line.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { Presstime, makeFolder, makeSampleDashboard, path, run } from '../support/presstime.mjs';

const password = 'correct horse battery';

async function startServer(t) {
  const server = await new Presstime({ folder: makeFolder() }).start();
  t.after(() => server.stop('SIGKILL'));
  return server;
}

function setupLink(server) {
  const line = server.logLines.findLast((each) => /\/setup#/.test(each));
  assert.ok(line, `no link on standard error: ${server.logLines.join('\n')}`);
  return line.trim();
}

const secretOf = (link) => link.slice(link.indexOf('#') + 1);

// Without a key: what a browser that nobody knows sends.
async function openPost(server, target, body, headers = {}) {
  const answer = await fetch(server.url + target,
    { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

async function logIn(server, email) {
  const answer = await openPost(server, '/v1/session', { email, password });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const cookie = answer.headers.get('set-cookie').split(';')[0];
  return { Authorization: '', Cookie: cookie, 'X-CSRF-Token': answer.body.csrf };
}

function mails(server) {
  const outbox = path.join(server.folder, 'outbox');
  return readdirSync(outbox).filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(path.join(outbox, name), 'utf8').replaceAll('=\r\n', ''));
}

test('the first start makes one owner, by the newest link', async (t) => {
  const server = await startServer(t);
  const first = setupLink(server);
  assert.match(first, /^http:\/\/127\.0\.0\.1:\d+\/setup#[a-z0-9]{52}$/);
  const page = await fetch(first, { headers: { Accept: 'text/html' } });
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-security-policy'), /default-src 'none'/);
  await server.stop();
  await server.start();
  const second = setupLink(server);
  assert.notEqual(second, first);
  const old = await openPost(server, '/v1/one-time-links/accept', { token: secretOf(first), password });
  assert.equal(old.status, 404);
  const made = await Promise.all(Array.from({ length: 4 }, () =>
    openPost(server, '/v1/one-time-links/accept', { token: secretOf(second), password })));
  assert.deepEqual(made.map((answer) => answer.status).sort(), [200, 404, 404, 404], 'one of several at once');
  assert.equal(made.find((answer) => answer.status === 200).body.user.email, 'owner@example.com');
  await server.stop();
  const before = server.logLines.length;
  await server.start();
  assert.ok(!server.logLines.slice(before).some((line) => line.includes('/setup#')), 'there is an owner already');
});

test('an invited person logs in, makes a token, is disabled and hands over', async (t) => {
  const server = await startServer(t);
  await openPost(server, '/v1/one-time-links/accept', { token: secretOf(setupLink(server)), password });
  const owner = await logIn(server, 'owner@example.com');
  const ann = await server.must('POST', '/v1/users', { email: 'ann@example.com', role: 'admin' }, owner);
  const mail = await server.until(async () => mails(server).find((text) => text.includes('/invite#')), Boolean, 'the mail');
  assert.match(mail, /^To: ann@example\.com\r$/m);
  const link = /http:\S+\/invite#[a-z0-9]{52}/.exec(mail)[0];
  const accepted = await openPost(server, '/v1/one-time-links/accept', { token: secretOf(link), password, name: 'Ann' });
  assert.equal(accepted.body.user.name, 'Ann');

  const session = await logIn(server, 'ann@example.com');
  const dashboard = await makeSampleDashboard(server);
  const report = await server.must('POST', '/v1/reports', { dashboard_id: dashboard, name: 'Daily', schedule_kind: 'daily',
    hour: 9, format: 'csv', email_to: ['ops@example.com'] }, session);
  const { Cookie } = session;
  assert.equal((await server.call('DELETE', `/v1/reports/${report.id}`, undefined, { Authorization: '', Cookie })).status, 403);
  const token = await server.must('POST', '/v1/users/me/tokens', { name: 'mine', scope: 'read', expires_in_days: 1 }, session);
  const key = { Authorization: `Bearer ${token.token}` };
  assert.equal((await server.call('GET', '/v1/reports', undefined, key)).status, 200);
  await server.until(() => server.must('GET', '/v1/users/me/tokens', undefined, session),
    (tokens) => tokens[0].last_used_from === '127.0.0.1', 'the note of its use');

  const refused = await server.call('DELETE', `/v1/users/${ann.id}`, undefined, owner);
  assert.equal(refused.status, 409);
  assert.match(refused.body.detail, /report \d+ \(Daily\)/);
  await server.must('PATCH', `/v1/users/${ann.id}`, { enabled: false }, owner);
  assert.equal((await server.call('GET', '/v1/reports', undefined, key)).status, 401);
  assert.equal((await server.call('GET', '/v1/reports', undefined, session)).status, 401);
  assert.equal((await server.must('GET', '/v1/orphans', undefined, owner)).length, 1);
  const moved = run(['user', 'hand-over', 'ANN@example.com', '--to', 'owner@example.com', '--data-dir', server.folder]);
  assert.equal(moved.status, 0, moved.stderr);
  assert.equal(moved.stdout, `report\t${report.id}\tDaily\n`);
  assert.deepEqual(await server.must('GET', '/v1/orphans', undefined, owner), []);
  assert.equal((await server.call('DELETE', `/v1/users/${ann.id}`, undefined, owner)).status, 204);
});

test('the command line does the same without a server', async () => {
  const folder = makeFolder();
  const user = (...words) => run(['user', ...words, '--data-dir', folder]);
  const invited = user('invite', 'bob@example.com', '--role', 'editor', '--name', 'Bob');
  assert.equal(invited.status, 0, invited.stderr);
  assert.match(invited.stdout, /^http:\/\/\S+\/invite#[a-z0-9]{52}\n$/, 'the link stands alone');
  assert.match(user('list').stdout, /^\d+\tbob@example\.com\teditor\tinvited\t\n$/);
  assert.equal(user('set-role', 'bob@example.com', 'admin').status, 0);
  assert.match(user('list').stdout, /\tadmin\t/);
  const again = user('reset-password', 'bob@example.com');
  assert.match(again.stdout, /\/invite#/);
  assert.notEqual(again.stdout, invited.stdout);
  assert.equal(user('disable', 'bob@example.com').status, 0);
  assert.match(user('list').stdout, /\tdisabled\t/);
  const unknown = user('enable', 'bbo@example.com');
  assert.equal(unknown.status, 1);
  assert.match(unknown.stderr, /did you mean bob@example\.com\?/);
  assert.equal(user('invite', 'nobody').status, 1);
  assert.equal(user('delete', 'bob@example.com').status, 0);
  assert.equal(user('list').stdout, '');
  const key = run(['token', 'create', '--name', 'k', '--scope', 'write', '--role', 'editor', '--data-dir', folder]);
  assert.match(key.stdout, /^pt_[a-z0-9]{52}\n$/);
});
