// Kills the real server with SIGKILL at every fail point, starts it again, and checks what the run protocol promises
// (docs/run-protocol.md) against an independent ledger: what a real SMTP server and a real HTTP receiver accepted.
// KILL_ROUNDS sets the number of rounds; the seed is printed and SEED replays it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { Presstime, makeFolder, makeSampleDashboard, path, startHelper } from '../support/presstime.mjs';

const rounds = Number(process.env.KILL_ROUNDS ?? 300);
const seed = Number(process.env.SEED ?? (Date.now() % 1_000_000));

const runPoints = ['scheduler.before_commit', 'scheduler.after_commit', 'run.claimed', 'run.definition_stored',
  'run.result_written', 'run.result_stored', 'run.artifact_written', 'run.artifact_written:2', 'run.artifact_stored',
  'run.artifact_stored:2', 'run.before_deliveries', 'run.deliveries_stored'];
const deliveryPoints = ['delivery.claimed', 'delivery.before_payload_sent', 'delivery.payload_sent', 'delivery.tried',
  'delivery.before_record', 'delivery.recorded'].flatMap((point) => [1, 2, 3, 4].map((n) => `${point}:${n}`));
const commitPoints = ['db.before_commit', 'db.after_commit'];

// mulberry32: small, seeded, the same everywhere.
function makeRandom(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function ledger(file) {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

test(`kill -9 at fail points, ${rounds} rounds, seed ${seed}`, { timeout: 3_600_000 }, async (t) => {
  console.log(`seed ${seed}`);
  const random = makeRandom(seed);
  const folder = makeFolder();
  const mailLedger = path.join(folder, 'mail.jsonl');
  const hookLedger = path.join(folder, 'hooks.jsonl');
  const smtp = await startHelper('smtp_server.mjs', { LEDGER: mailLedger }, t);
  const hooks = await startHelper('webhook_receiver.mjs', { LEDGER: hookLedger }, t);
  const server = new Presstime({ folder: path.join(folder, 'server'), settings: {
    PRESSTIME_SMTP_HOST: '127.0.0.1', PRESSTIME_SMTP_PORT: String(smtp.port), PRESSTIME_SMTP_SECURITY: 'none',
    PRESSTIME_SMTP_FROM: 'reports@example.com', PRESSTIME_EGRESS_ALLOW: '127.0.0.0/8' } });
  t.after(() => server.stop('SIGKILL'));
  await server.start();
  await makeSampleDashboard(server);
  await server.stop();

  const seen = new Map();  // point -> how often it killed
  const reports = [];
  const points = [...runPoints, ...deliveryPoints];
  let walked = 0;
  for (let round = 0; round < rounds; ++round) {
    const point = random() < 0.3 ? `${commitPoints[Math.floor(random() * 2)]}:${1 + Math.floor(random() * 40)}`
      : points[walked++ % points.length];
    const report = await killAt(server, point, round, hooks.port, seen);
    await server.start();
    if (report) {
      reports.push(report);
      await settled(server, report);
      await checkReport(server, report, mailLedger, hookLedger, point);
    }
    await server.stop();
  }
  const killed = [...seen.values()].reduce((sum, count) => sum + count, 0);
  console.log(`killed ${killed} times at ${seen.size} points`);
  assert.ok(killed >= rounds * 0.8, `only ${killed} of ${rounds} rounds killed the server`);
  for (const point of points.slice(0, walked))
    assert.ok(seen.get(point) > 0, `the point ${point} never killed`);

  await server.start();
  for (const report of reports)
    await checkReport(server, report, mailLedger, hookLedger, 'the end');
  await server.stop();
  const check = execFileSync('python3', ['-c', 'import sqlite3, sys\n'
    + 'print(sqlite3.connect(sys.argv[1]).execute("PRAGMA integrity_check").fetchone()[0])',
    path.join(server.folder, 'presstime.db')], { encoding: 'utf8' });
  assert.equal(check.trim(), 'ok');
});

// Starts with the fail point armed, makes a report that is due at once, and waits for the death (or, when the point
// is not reached, for the end of the run).
async function killAt(server, point, round, hookPort, seen) {
  const name = `Round ${round}`;
  try {
    await server.start({ PRESSTIME_FAIL_POINT: point });
    const report = await server.dueSoon((at) => server.call('POST', '/v1/reports', {
      dashboard_id: 'dash_test', name, schedule_kind: 'once', at, timezone: 'UTC',
      formats: round % 10 === 0 ? ['csv', 'pdf'] : ['csv', 'json'],
      email_to: [`a${round}@example.com`, `b${round}@example.com`], webhook_url: `http://127.0.0.1:${hookPort}/ok`,
    }), 60);
    await Promise.race([server.exited, settled(server, { ...report, name }).catch(() => {})]);
  } catch (error) {
    if (!('signal' in error) && !/fetch failed|terminated|ECONN|socket/.test(`${error} ${error.cause ?? ''}`)) throw error;
  }
  if (server.child.exitCode === null && server.child.signalCode === null) await server.stop();
  const { signal } = await server.exited;
  if (signal === 'SIGKILL') seen.set(point, (seen.get(point) ?? 0) + 1);
  return { name, round };
}

async function findReport(server, name) {
  return (await server.must('GET', '/v1/reports')).find((report) => report.name === name);
}

async function settled(server, { name }) {
  const report = await findReport(server, name);
  if (!report) return;  // the kill came before the report was acknowledged
  await server.until(() => server.must('GET', `/v1/reports/${report.id}/runs`),
    (runs) => runs.length > 0 && runs.every((run) => ['success', 'partial', 'failed', 'skipped'].includes(run.status)),
    `the end of ${name}`);
  const [{ id }] = await server.must('GET', `/v1/reports/${report.id}/runs`);
  await server.until(() => server.must('GET', `/v1/runs/${id}`),
    (run) => run.deliveries.every((delivery) => ['accepted', 'rejected', 'unknown', 'cancelled'].includes(delivery.status)),
    `the deliveries of ${name}`);
}

async function checkReport(server, { name }, mailLedger, hookLedger, point) {
  const report = await findReport(server, name);
  if (!report) return;
  const what = `${name} (${point})`;
  const runs = await server.must('GET', `/v1/reports/${report.id}/runs`);
  assert.equal(runs.length, 1, `${what}: I1, exactly one run for its one instant`);
  assert.equal(report.next_run_at, null, `${what}: I5, nothing is due after the only instant`);
  const run = await server.must('GET', `/v1/runs/${runs[0].id}`);
  const deliveries = run.deliveries.filter((delivery) => delivery.purpose === 'report');
  const unknownTries = (delivery) => delivery.attempts.filter((attempt) => attempt.outcome === 'unknown').length;
  // A first try of unknown outcome ends the run as less than a success, and nothing else may.
  const uncertain = deliveries.filter((delivery) => unknownTries(delivery) > 0).length;
  const expected = uncertain === 0 ? 'success' : uncertain < deliveries.length ? 'partial' : 'failed';
  assert.equal(run.status, expected, `${what}: ${JSON.stringify(run)}`);
  assert.equal(run.artifacts.length, 2, `${what}: one artifact per format`);
  assert.equal(deliveries.length, 4, `${what}: two mails, two webhooks`);
  const lost = deliveries.filter((delivery) => delivery.status !== 'accepted').length;
  assert.equal(run.deliveries.length - deliveries.length, lost > 0 ? 1 : 0, `${what}: the owner is told once, of a loss only`);

  for (const delivery of deliveries) {
    const accepted = delivery.channel === 'email'
      ? ledger(mailLedger).filter((mail) => mail.to.includes(delivery.recipient))
      : ledger(hookLedger).filter((post) => post.headers['webhook-id'] === delivery.message_id);
    const id = `${what}: ${delivery.channel} to ${delivery.recipient}`;
    if (delivery.status === 'accepted') assert.ok(accepted.length >= 1, `${id}: accepted but never arrived`);
    assert.ok(accepted.length <= 1 + unknownTries(delivery), `${id}: I4, arrived ${accepted.length} times, ${unknownTries(delivery)} unknown`);
    assert.equal(new Set(accepted.map((each) => each.sha256)).size, Math.min(accepted.length, 1), `${id}: the same bytes each time`);
  }
}
