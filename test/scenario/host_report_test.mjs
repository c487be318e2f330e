// The scheduled report of a host that embeds dashboards, whole: the clock, the signed event, the receiver's token for
// its user, and that user's rows, with the package for Node.js as a host would use it.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import test from 'node:test';
import { createReportResults, createSigner, verifyWebhookPayload } from '../../sdk/node/src/index.js';
import { Presstime, makeFolder, makeSampleDashboard, path, writeFileSync } from '../support/presstime.mjs';
import { startReceiver } from '../support/receivers.mjs';

const ORDERS = `tenant,product,total
acme,apples,10
acme,apples,5
acme,pears,7
bolt,apples,100
bolt,plums,200
`;
const TENANT_OF = { 'user 1': 'acme', 'user 2': 'bolt' };
const QUERY_OF = {
  'user 1': { dataSetId: 'orders', dimension: ['tenant', 'product'], measure: [{ aggregate: 'sum', field: 'total' }], timeDimension: null, filter: [],
    order: [{ field: 'product', aggregate: 'none', direction: 'asc' }], limit: 10, offset: 0 },
  'user 2': { dataSetId: 'orders', dimension: [], measure: [{ aggregate: 'none', field: 'tenant' }, { aggregate: 'none', field: 'total' }],
    timeDimension: null, filter: [], order: [{ field: 'total', aggregate: 'none', direction: 'desc' }], limit: 10, offset: 0 },
};
const ROWS_OF = {
  'user 1': [['acme', 'apples', 15], ['acme', 'pears', 7]],
  'user 2': [['bolt', 200], ['bolt', 100]],
};

// A server with the data set, and the host's signer whose public key it knows.
async function world(t) {
  const server = await new Presstime({ folder: path.join(makeFolder(), 'server'), settings: { PRESSTIME_EGRESS_ALLOW: '127.0.0.0/8' } }).start();
  t.after(() => server.stop('SIGKILL'));
  writeFileSync(path.join(server.folder, 'data/orders.csv'), ORDERS);
  await makeSampleDashboard(server);
  await server.must('POST', '/v1/datasets', { name: 'orders', connection: 'samples', table: 'orders' });
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await server.must('POST', '/v1/data-access-keys', { name: 'host', public_key: publicKey.export({ format: 'pem', type: 'spki' }) });
  return { server, signer: createSigner({ privateKey, ttlInMinutes: 3 }) };
}

const serverKeys = async (server) => (await fetch(`${server.url}/.well-known/jwks.json`)).json();
const tokenOf = (signer, user) => signer.signDataAccessToken({ dataSetIds: ['orders'],
  secureFilters: { orders: [{ field: 'tenant', op: '=', value: TENANT_OF[user] }] }, userReference: user });

// The receiver as a host writes it: verify, sign for the user, fetch the rows.
const hostReceiver = (t, { server, signer }) => startReceiver(t, async (post) => {
  const { event } = await verifyWebhookPayload(post.body, await serverKeys(server));
  const [rows] = await createReportResults(event, await tokenOf(signer, event.userReference), server.url);
  Object.assign(post, { event, rows });
});

// A report for each user, due in a moment; nobody is mailed: the event is its delivery.
function scheduleReports(server) {
  return Promise.all(Object.entries(QUERY_OF).map(([user, query]) => server.dueSoon((at) => server.call('POST', '/v1/reports', {
    dashboard_id: 'dash_test', name: `Of ${user}`, schedule_kind: 'once', at, timezone: 'UTC', format: 'csv', user_reference: user, query }))));
}

test('each user\'s report is told once and fetched with that user\'s rows', async (t) => {
  const { server, signer } = await world(t);
  const receiver = await hostReceiver(t, { server, signer });
  await server.must('POST', '/v1/webhooks', { url: receiver.url, format: 'jwt' });
  const reports = await scheduleReports(server);
  await server.until(() => receiver.posts, (posts) => posts.length >= 2, 'both events');
  assert.deepEqual(receiver.refusals, []);
  const told = new Map(receiver.posts.map((post) => [post.event.userReference, post]));
  assert.deepEqual([...told.keys()].sort(), ['user 1', 'user 2']);

  await t.test('the event carries what the report says', () => {
    for (const [user, { event }] of told) {
      assert.equal(event.type, 'report.scheduled');
      assert.equal(event.dashboardId, 'dash_test');
      assert.equal(event.report.schedule, 'once');
      assert.equal(event.report.id, reports.find((report) => report.user_reference === user).id);
      assert.deepEqual(event.query, QUERY_OF[user]);
    }
  });

  await t.test('the rows are the user\'s own, all of them', () => {
    for (const [user, { rows }] of told) assert.deepEqual(rows, ROWS_OF[user]);
  });

  await t.test('no event and no filter of the caller widens a token', async () => {
    for (const { event } of told.values())
      for (const [user, tenant] of Object.entries(TENANT_OF)) {
        const token = await tokenOf(signer, user);
        const [rows] = await createReportResults(event, token, server.url, { limit: 1_000, offset: 0 });
        assert.deepEqual([...new Set(rows.map(([first]) => first))], [tenant]);
        const others = Object.values(TENANT_OF).filter((each) => each !== tenant);
        const query = { ...event.query, filter: [[{ field: 'tenant', op: 'in', value: others }]] };
        assert.deepEqual(await createReportResults({ ...event, query }, token, server.url), [[]]);
      }
  });

  await t.test('an event of another server is refused', async () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (const { body } of told.values())
      await assert.rejects(verifyWebhookPayload(body, stranger.publicKey), (error) => error.code === 'signature');
    const forger = createSigner({ privateKey: stranger.privateKey, ttlInMinutes: 3 });
    await assert.rejects(createReportResults(told.get('user 1').event, await tokenOf(forger, 'user 1'), server.url),
      (error) => error.status === 401);
  });

  await t.test('both runs ended well, and receivers behind a firewall read the same', async () => {
    for (const { id } of reports) {
      const [run] = await server.until(() => server.must('GET', `/v1/reports/${id}/runs`), (runs) => runs[0]?.status === 'success', `the run of report ${id}`);
      assert.equal(run.error, undefined);
    }
    const events = await server.must('GET', '/v1/events?types=report.scheduled');
    assert.deepEqual(events.map(({ data }) => data.structured_query), events.map(({ data }) => QUERY_OF[data.report.user_reference]));
    assert.equal(events.length, 2);
  });
});

test('a report whose query cannot be run is refused where it is saved', async (t) => {
  const { server } = await world(t);
  const base = { dashboard_id: 'dash_test', name: 'Of nobody', schedule_kind: 'daily', hour: 9, format: 'csv' };
  for (const [query, field] of [
    [{ dataSetId: 'nowhere', dimension: ['tenant'] }, 'query.dataSetId'],
    [{ dataSetId: 'orders' }, 'query.measure'],
    [{ dataSetId: 'orders', dimension: ['tenant'], sql: 'SELECT 1' }, 'query.sql'],
    ['SELECT 1', 'query'],
  ]) {
    const refused = await server.call('POST', '/v1/reports', { ...base, query });
    assert.equal(refused.status, 422, JSON.stringify(refused.body));
    assert.equal(refused.body.field, field);
  }
});
