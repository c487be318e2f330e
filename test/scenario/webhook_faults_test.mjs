// A receiver that misbehaves in every way of the list: what becomes of the delivery, what the ledger says, and that
// the others are not held up.
import assert from 'node:assert/strict';
import net from 'node:net';
import test from 'node:test';
import { Presstime, makeFolder, makeSampleDashboard, path } from '../support/presstime.mjs';
import { startReceiver } from '../support/receivers.mjs';

// A TCP server of the test's own that does with each connection what it is told once a request has come.
async function startPeer(t, act) {
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', () => act(socket));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => { for (const socket of sockets) socket.destroy(); server.close(); });
  return { url: `http://127.0.0.1:${server.address().port}/hook`, sockets };
}

const answer = (status, headers = '', body = '') => (socket) =>
  socket.end(`HTTP/1.1 ${status} X\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`);

function flood(socket, head, piece) {
  socket.write(head);
  const pump = () => { while (!socket.destroyed && socket.write(piece)); };
  socket.on('drain', pump);
  pump();
}

async function world(t) {
  const server = await new Presstime({ folder: path.join(makeFolder(), 'server'), settings: {
    PRESSTIME_EGRESS_ALLOW: '127.0.0.0/8', PRESSTIME_EVENT_TIMEOUT_S: '3' } }).start();
  t.after(() => server.stop('SIGKILL'));
  await makeSampleDashboard(server);
  return server;
}

const firstTry = (server, id) => server.until(
  async () => (await server.must('GET', `/v1/webhook_deliveries?source=event&webhook_id=${id}`))[0],
  (row) => row?.attempts.length > 0 || row?.status === 'suppressed', `a try at webhook ${id}`);

test('each fault has its outcome', async (t) => {
  const server = await world(t);
  let redirected = 0;
  const target = await startReceiver(t, () => { ++redirected; });
  const faults = {
    'stalls before headers': { act: () => {}, error: /in time|time/i },
    'drips its header': { act: (socket) => { const timer = setInterval(() => socket.write('H'), 50); socket.on('close', () => clearInterval(timer)); }, error: /./ },
    'drips its body': { act: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
      const timer = setInterval(() => socket.write('.'), 50);
      socket.on('close', () => clearInterval(timer));
    }, status: 200, error: /time/i },
    'resets': { act: (socket) => socket.resetAndDestroy(), error: /./ },
    'closes without a word': { act: (socket) => socket.end(), error: /./ },
    'closes in the middle of its answer': { act: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'), status: 200, error: /./ },
    'redirects to a private address': { act: answer(302, `Location: ${target.url}\r\n`), status: 302, error: /redirect/ },
    'redirects with 307': { act: answer(307, `Location: ${target.url}\r\n`), status: 307, error: /redirect/ },
    'changes protocols': { act: (socket) => socket.write('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'), error: /./ },
    'speaks no HTTP': { act: (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), error: /./ },
    'sends a megabyte of header': { act: (socket) => flood(socket, 'HTTP/1.1 200 OK\r\n', `X-A: ${'a'.repeat(1000)}\r\n`), error: /./ },
    'answers 500': { act: answer(500, '', '<script>alert(1)</script>\u001b[2J'), status: 500, error: /500/ },
    'answers 404': { act: answer(404), status: 404, error: /404/ },
    'answers 304': { act: answer(304), status: 304, error: /304/ },
    'asks for patience': { act: answer(503, 'Retry-After: 7200\r\n'), status: 503, error: /503/, wait: [7000, 7300] },
    'asks for eternity': { act: answer(429, 'Retry-After: 1000000000\r\n'), status: 429, error: /429/, wait: [35_900, 36_100] },
  };
  const hooks = new Map();
  for (const [name, { act }] of Object.entries(faults)) {
    const peer = await startPeer(t, act);
    hooks.set(name, await server.must('POST', '/v1/webhooks', { url: peer.url, description: name }));
  }
  const endless = await startPeer(t, (socket) => flood(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n', Buffer.alloc(65_536, 97)));
  const big = await server.must('POST', '/v1/webhooks', { url: endless.url });
  const nobody = await server.must('POST', '/v1/webhooks', { url: 'http://127.0.0.1:1/' });
  const good = await startReceiver(t);
  const well = await server.must('POST', '/v1/webhooks', { url: good.url });
  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'changed' });

  for (const [name, { status = 0, error, wait }] of Object.entries(faults)) {
    await t.test(name, async () => {
      const row = await firstTry(server, hooks.get(name).id);
      const [attempt] = row.attempts;
      assert.equal(row.status, 'retrying', JSON.stringify(row));
      assert.equal(attempt.n, 1);
      if (status) assert.equal(attempt.status_code, status);
      assert.match(attempt.error, error);
      // A receiver that drips would hold it for 50 s; a busy machine holds it a little.
      assert.ok(attempt.latency_ms < 15_000, `one deadline for all of it: ${attempt.latency_ms} ms`);
      assert.ok(!/[\u0000-\u001f\u007f]/.test(attempt.response), 'the answer is kept inert');
      const waitS = (Date.parse(row.next_attempt_at) - Date.parse(attempt.started_at)) / 1000;
      if (wait) assert.ok(waitS >= wait[0] && waitS <= wait[1], `${waitS} s`);
    });
  }
  await t.test('answers 10 GB', async () => {
    const row = await firstTry(server, big.id);
    assert.ok(row.attempts[0].response.length <= 16 * 1024 + 16);
    await server.until(() => endless.sockets.size, (open) => open === 0, 'the end of the flood');
  });
  await t.test('nobody listens', async () => {
    const row = await firstTry(server, nobody.id);
    assert.equal(row.status, 'retrying');
    assert.ok(!/refused|ECONN|unreachable/i.test(row.attempts[0].error), `tells nothing of the network: ${row.attempts[0].error}`);
  });
  await t.test('the well-behaved one got its own at once', async () => {
    const row = await firstTry(server, well.id);
    assert.equal(row.status, 'accepted');
    const stalled = await firstTry(server, hooks.get('stalls before headers').id);
    const later = Date.parse(row.attempts[0].started_at) - Date.parse(stalled.attempts[0].started_at);
    assert.ok(later < 15_000, `it did not wait for ${hooks.size} others: ${later} ms`);
  });
  assert.equal(redirected, 0, 'nothing followed a redirect');
});

test('gone: switched off, the owner told, the queue kept', async (t) => {
  const server = await world(t);
  let status = 410;
  const receiver = await startReceiver(t, () => ({ status }));
  const hook = await server.must('POST', '/v1/webhooks', { url: receiver.url });
  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'one' });
  await server.until(() => server.must('GET', `/v1/webhooks/${hook.id}`), (now) => now.disabled_at, 'the end of the webhook');
  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'two' });
  const rows = await server.until(() => server.must('GET', `/v1/webhook_deliveries?webhook_id=${hook.id}&source=event`), (all) => all.length === 2, 'both rows');
  assert.deepEqual(rows.map((row) => row.status), ['suppressed', 'rejected']);
  const mail = await server.until(() => server.must('GET', '/v1/deliveries?channel=email'),
    (all) => all.some((row) => row.purpose === 'webhook_notice' && row.status === 'accepted'), 'the mail to the owner');
  assert.equal(mail.filter((row) => row.purpose === 'webhook_notice').length, 1);
  status = 200;
  await server.must('POST', `/v1/webhooks/${hook.id}/resume`);
  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'three' });
  await server.until(() => receiver.posts.length, (count) => count === 2, 'the next event');
});

test('pause keeps the queue, an edit holds for the next try, resumption sends it', async (t) => {
  const server = await world(t);
  const receiver = await startReceiver(t);
  const other = await startReceiver(t);
  const hook = await server.must('POST', '/v1/webhooks', { url: receiver.url });
  await server.must('POST', `/v1/webhooks/${hook.id}/pause`);
  for (const description of ['a', 'b', 'c']) await server.must('PATCH', '/v1/dashboards/dash_test', { description });
  const queue = () => server.must('GET', `/v1/webhook_deliveries?webhook_id=${hook.id}&source=event`);
  await server.until(queue, (rows) => rows.length === 3 && rows.every((row) => row.status === 'pending'), 'the queue');
  assert.equal(receiver.posts.length, 0);
  await server.must('PATCH', `/v1/webhooks/${hook.id}`, { url: other.url });
  await server.stop();
  await server.start();
  await server.must('POST', `/v1/webhooks/${hook.id}/resume`);
  await server.until(queue, (rows) => rows.every((row) => row.status === 'accepted'), 'what was waiting');
  assert.equal(receiver.posts.length, 0);
  assert.equal(other.posts.length, 3);
});
