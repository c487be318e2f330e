// Kills the real server with SIGKILL between a change and its webhooks, starts it again, and checks against what an
// independent receiver took: every committed event arrives, a repetition has the same webhook-id and body, and nothing
// arrives that was not committed. KILL_ROUNDS sets the number of rounds; the seed is printed and SEED replays it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { Presstime, makeFolder, makeSampleDashboard, path } from '../support/presstime.mjs';
import { startReceiver } from '../support/receivers.mjs';

const rounds = Number(process.env.KILL_ROUNDS ?? 300);
const seed = Number(process.env.SEED ?? (Date.now() % 1_000_000));

const points = ['db.before_commit:2', 'db.after_commit:2', 'fanout.before_commit', 'fanout.after_commit', 'event.claimed',
  'event.claimed:3', 'event.answered', 'event.answered:2', 'event.recorded', 'event.recorded:2', 'db.before_commit:4', 'db.after_commit:4'];

function makeRandom(state) {
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 14)) >>> 0) / 4294967296;
  };
}

test(`kill -9 between event and webhook, ${rounds} rounds, seed ${seed}`, { timeout: 1_800_000 }, async (t) => {
  console.log(`seed ${seed}`);
  const random = makeRandom(seed);
  const flaky = await startReceiver(t, () => ({ status: random() < 0.2 ? 500 : 200 }));
  const steady = await startReceiver(t);
  const server = new Presstime({ folder: path.join(makeFolder(), 'server'), settings: { PRESSTIME_EGRESS_ALLOW: '127.0.0.0/8' } });
  t.after(() => server.stop('SIGKILL'));
  await server.start();
  await makeSampleDashboard(server);
  const hooks = [await server.must('POST', '/v1/webhooks', { url: steady.url }), await server.must('POST', '/v1/webhooks', { url: steady.url }),
    await server.must('POST', '/v1/webhooks', { url: flaky.url })];
  await server.stop();

  let killed = 0;
  const acknowledged = new Set();
  for (let round = 0; round < rounds; ++round) {
    const point = points[round % points.length];
    try {
      await server.start({ PRESSTIME_FAIL_POINT: point });
      for (let change = 0; change < 3; ++change) {
        const description = `round ${round} change ${change}`;
        await server.must('PATCH', '/v1/dashboards/dash_test', { description });
        acknowledged.add(description);
      }
      await Promise.race([server.exited, delivered(server, hooks, acknowledged, 2_000).catch(() => {})]);
    } catch (error) {
      if (!('signal' in error) && !/fetch failed|terminated|ECONN|socket/.test(`${error} ${error.cause ?? ''}`)) throw error;
    }
    if (server.child.exitCode === null && server.child.signalCode === null) await server.stop();
    if ((await server.exited).signal === 'SIGKILL') ++killed;
  }
  console.log(`killed ${killed} times`);
  assert.ok(killed >= rounds * 0.8, `only ${killed} of ${rounds} rounds killed the server`);

  await server.start();
  const committed = await events(server);
  await delivered(server, hooks, acknowledged, 120_000);
  await server.until(() => open(server, hooks.slice(0, 2)), (count) => count === 0, 'the end of every delivery', 120_000);
  for (const description of acknowledged)
    assert.ok(committed.some((event) => event.data.dashboard?.description === description), `${description} was acknowledged and has no event`);
  const bodies = new Map();
  for (const post of [...steady.posts, ...flaky.posts]) {
    const id = post.headers['webhook-id'];
    assert.equal(bodies.get(id) ?? post.body.toString('utf8'), post.body.toString('utf8'), 'a repetition has the same body');
    bodies.set(id, post.body.toString('utf8'));
    assert.ok(committed.some((event) => event.id === id), `${id} was sent and never committed`);
  }
  const times = new Map();
  for (const post of steady.posts) times.set(post.headers['webhook-id'], (times.get(post.headers['webhook-id']) ?? 0) + 1);
  for (const event of committed)
    assert.ok((times.get(event.id) ?? 0) >= 2, `${event.type} ${event.id} arrived ${times.get(event.id) ?? 0} times at two webhooks`);
  await server.stop();
  const check = execFileSync('python3', ['-c', 'import sqlite3, sys\n'
    + 'print(sqlite3.connect(sys.argv[1]).execute("PRAGMA integrity_check").fetchone()[0])',
    path.join(server.folder, 'presstime.db')], { encoding: 'utf8' });
  assert.equal(check.trim(), 'ok');
});

// Every event since the first webhook was made, oldest first.
async function events(server) {
  const all = [];
  for (let cursor = '';;) {
    const answer = await server.call('GET', `/v1/events?limit=500${cursor ? `&cursor=${cursor}` : ''}`);
    assert.equal(answer.status, 200);
    if (answer.body.length === 0) break;
    all.push(...answer.body);
    const next = /<[^>]*[?&]cursor=([^&>]*)/.exec(answer.headers.get('link') ?? '');
    if (!next) break;
    cursor = next[1];
  }
  return all.filter((event) => event.type === 'dashboard.updated');
}

async function open(server, hooks) {
  let count = 0;
  for (const { id } of hooks)
    for (const status of ['pending', 'retrying', 'sending'])
      count += (await server.must('GET', `/v1/webhook_deliveries?source=event&webhook_id=${id}&status=${status}&limit=100`)).length;
  return count;
}

async function delivered(server, hooks, acknowledged, limitMs) {
  const last = [...acknowledged].at(-1);
  await server.until(() => open(server, hooks.slice(0, 2)), (count) => count === 0, `the deliveries of ${last}`, limitMs);
}
