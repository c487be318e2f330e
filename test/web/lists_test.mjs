// Every page with nothing in it, with one of everything under the longest of names, and with a thousand: at 1440 and at
// 360 pixels, in the light and in the dark, nothing sticks out, nothing breaks, and axe finds nothing serious.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import test, { after } from 'node:test';
import { assertAccessible, assertFits, openWorld, settled, sharedBrowser } from '../support/browser.mjs';
import { makeSampleDashboard, path, root } from '../support/presstime.mjs';

const browser = sharedBrowser(after);
const lists = ['/', '/dashboards', '/dashboards?view=list', '/reports', '/runs', '/webhooks', '/webhooks/deliveries', '/events',
  '/connections', '/outbox', '/people', '/people/groups', '/people/categories', '/people/tokens', '/people/audit'];
const forms = ['/me', '/settings', '/start', '/dashboards/new', '/reports/new'];
const long = 'W'.repeat(200);

// One thing of each kind; `name(kind)` is what it is called.
async function seed({ server, addPerson }, name) {
  await makeSampleDashboard(server);
  const [query] = (await server.must('GET', '/v1/dashboards/dash_test')).queries;
  await server.must('PATCH', '/v1/dashboards/dash_test', { name: name('dashboard'), description: name('description'), category: name('category'),
    tags: [name('tag').slice(0, 60)], queries: [{ name: query.name, connection: query.connection, sql: `SELECT weather AS "${name('column').slice(0, 60)}", '${name('cell')}' AS cell, 1 AS days FROM weather LIMIT 3` }],
    widgets: [{ id: 'w_table', kind: 'table', title: name('title'), query: query.name, grid: { x: 0, y: 0, w: 12, h: 6 } }] });
  await server.must('POST', '/v1/dashboards/dash_test/publish', { comment: name('comment') });
  const group = await server.must('POST', '/v1/groups', { name: name('group') });
  await addPerson('vera@example.com', 'viewer', name('person'));
  const webhook = await server.must('POST', '/v1/webhooks', { url: `https://hooks.example.com/${name('path')}`, description: name('webhook'), paused: true });
  const report = await server.must('POST', '/v1/reports', { dashboard_id: 'dash_test', name: name('report'), description: name('description'),
    schedule_kind: 'daily', hour: 9, timezone: 'America/Argentina/ComodRivadavia', format: ['csv', 'pdf'], email_to: [`${name('address').slice(0, 60)}@example.com`] });
  const run = await server.ended((await server.must('POST', `/v1/reports/${report.id}/run`)).id);
  await server.until(() => server.must('GET', '/v1/webhook_deliveries'), (rows) => rows.length > 0, 'a delivery of an event');
  return { webhook, report, run, group,
    things: ['/dashboards/dash_test', '/dashboards/dash_test/edit', '/dashboards/dash_test/versions', `/reports/${report.id}`,
      `/reports/${report.id}/edit`, `/runs/${run.id}`, `/webhooks/${webhook.id}`, '/connections/samples'] };
}

// A thousand of each: what lists show, copied in the database.
async function multiply({ server }) {
  await server.stop();
  const named = { name: "row.name || ' ' || n" };
  const steps = [
    { table: 'dashboards', changes: { id: "'dash_' || n", number: 'row.number + n', ...named } },
    { table: 'dashboard_versions', where: "dashboard_id = 'dash_test'", changes: { dashboard_id: "'dash_' || n" } },
    { table: 'reports', changes: { uuid: 'hex(randomblob(16))', ...named } },
    { table: 'runs', changes: { uuid: 'hex(randomblob(16))', nominal_at: 'row.nominal_at - n * 60000000', queued_at: 'row.queued_at - n' } },
    { table: 'users', changes: { email: "n || row.email", email_key: "n || row.email_key", ...named } },
    { table: 'groups', changes: named },
    { table: 'categories', changes: named },
    { table: 'connections', changes: { name: "row.name || n" } },
    { table: 'tokens', changes: { hash: 'hex(randomblob(16))', ...named } },
    { table: 'webhooks', changes: { description: 'row.description || n' } },
    { table: 'audit', changes: {} },
    { table: 'events', changes: { uuid: 'hex(randomblob(16))' } },
    { table: 'deliveries', where: 'event_id IS NOT NULL', changes: { revision: 'row.revision + n' } },
  ].map((step) => ({ times: 1000, ...step }));
  execFileSync('python3', [path.join(root, 'test/support/multiply.py'), path.join(server.folder, 'presstime.db')], { input: JSON.stringify(steps) });
  const outbox = path.join(server.folder, 'outbox');
  mkdirSync(outbox, { recursive: true });
  for (let n = 0; n < 1000; ++n)
    writeFileSync(path.join(outbox, `20260101T000000-${String(n).padStart(4, '0')}.eml`), `From: a@example.com\r\nTo: b@example.com\r\nSubject: Mail ${n}\r\n\r\nText\r\n`);
  await server.start();
}

async function look(page, address, { axe = true } = {}) {
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).or(page.getByRole('heading', { level: 2 })).first().waitFor();
  await settled(page);
  await assertFits(page, address);
  if (axe) await assertAccessible(page, address);
  await page.setViewportSize({ width: 360, height: 760 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  await assertFits(page, `${address}, narrow`);
  if (axe) await assertAccessible(page, `${address}, narrow and dark`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}
// All of them, so that one run tells everything that is wrong.
async function lookAtAll(page, addresses, options) {
  const wrong = [];
  for (const address of addresses) await look(page, address, options).catch((error) => wrong.push(`${address}: ${error.message}`));
  assert.ok(wrong.length === 0, wrong.join('\n'));
}

test('with nothing in it, every page says what would stand here', async (t) => {
  const world = await openWorld(t, await browser);
  const page = await world.visit();
  await lookAtAll(page, [...lists, ...forms]);
  for (const [address, words] of [['/dashboards', 'No dashboards yet'], ['/reports', 'No report yet'], ['/runs', 'Nothing has run yet']]) {
    await page.goto(address);
    await page.getByRole('heading', { name: words }).waitFor();
  }
  world.clean();
});

test('names of 200 characters without a space fit', async (t) => {
  const world = await openWorld(t, await browser);
  const { things } = await seed(world, () => long);
  const page = await world.visit();
  await lookAtAll(page, [...lists, ...things, '/reports/new?dashboard_id=dash_test', `/runs?q=${long}`]);
  world.clean();
});

test('a thousand of everything', async (t) => {
  const world = await openWorld(t, await browser);
  await seed(world, (kind) => `A-${kind}`);
  await multiply(world);
  const page = await world.visit();
  await lookAtAll(page, lists, { axe: false });
  await page.goto('/reports');
  const rows = page.getByRole('table', { name: 'Reports' }).getByRole('row');
  await rows.nth(50).waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await rows.nth(100).waitFor();
  await page.getByText('1001 reports').or(page.getByText('1,001 reports')).waitFor();
  await assertAccessible(page, 'a hundred reports');
  world.clean();
});
