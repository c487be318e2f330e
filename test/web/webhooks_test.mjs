// Webhooks and events in a real browser, against a receiver that checks every signature: made with its secret shown
// once, tested with an example, failing and sent again, replayed; and what happened, the newest first.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { assertAccessible, assertFits, expect, openWorld, sharedBrowser } from '../support/browser.mjs';
import { makeSampleDashboard } from '../support/presstime.mjs';
import { standard, startReceiver } from '../support/receivers.mjs';

const browser = sharedBrowser(after);
const settings = { PRESSTIME_EGRESS_ALLOW: '127.0.0.1/32' };

async function makeByHand(page, url, { filters = '' } = {}) {
  await page.goto('/webhooks');
  await page.getByRole('button', { name: 'New webhook' }).first().click();
  const form = page.getByRole('dialog');
  await expect(form.getByLabel('Address'), 'a dialog begins at what it asks for').toBeFocused();
  await form.getByLabel('Address').fill(url);
  await form.getByLabel('Description').fill('Finance receiver');
  await form.getByLabel('Tell it of').fill(filters);
  await form.getByRole('button', { name: 'Make the webhook' }).click();
  const field = page.getByRole('dialog').getByLabel('Signing secret');
  await expect(field).toHaveValue(/^whsec_/);
  const secret = await field.inputValue();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  return secret;
}

test('a webhook is made, shows its secret once, and its test arrives signed', async (t) => {
  const world = await openWorld(t, await browser, { settings });
  let secret = '';
  const receiver = await startReceiver(t, standard(() => secret));
  const page = await world.visit();
  await page.goto('/webhooks');
  await page.getByRole('button', { name: 'New webhook' }).first().waitFor();
  await assertAccessible(page, 'no webhooks');
  secret = await makeByHand(page, receiver.url, { filters: 'tasks, query.*' });
  await page.getByRole('link', { name: receiver.url }).waitFor();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  assert.equal((await page.content()).includes(secret), false, 'the secret stands nowhere any more');

  await page.getByRole('link', { name: receiver.url }).click();
  await page.getByLabel('Example of').selectOption('report.run.started');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('region', { name: 'Test' }).getByText('Accepted').waitFor();
  assert.deepEqual(receiver.refusals.map(String), []);
  assert.deepEqual(receiver.json().map((event) => event.type), ['report.run.started']);
  await page.getByRole('region', { name: 'Deliveries' }).getByText('report.run.started').waitFor();
  await assertAccessible(page, 'a webhook');
  world.clean();
});

test('a delivery that was refused shows the receiver\'s words and is sent again', async (t) => {
  const world = await openWorld(t, await browser, { settings });
  let up = false;
  const receiver = await startReceiver(t, () => (up ? {} : { status: 500, body: 'database <b>locked</b>' }));
  const made = await world.server.must('POST', '/v1/webhooks', { url: receiver.url, filters: ['connections', 'dashboard.*'] });
  await makeSampleDashboard(world.server);
  const page = await world.visit();
  await page.goto('/webhooks/deliveries?source=event');
  const row = page.getByRole('listitem').filter({ hasText: 'connection.created' });
  await row.getByText('Trying again').waitFor();
  await expect(row.getByRole('link'), 'it names what it was about').toHaveAttribute('href', /^\/connections\/./);
  await row.getByRole('button', { name: /tr(y|ies)/ }).click();
  await row.getByText('database <b>locked</b>').first().waitFor();
  await assertAccessible(page, 'deliveries');

  up = true;
  await row.getByRole('button', { name: 'Send again' }).click();
  await page.getByRole('listitem').filter({ hasText: 'connection.created' }).getByText('Accepted').first().waitFor();
  assert.ok(receiver.json().some((event) => event.type === 'connection.created'));
  const { body: deliveries } = await world.server.call('GET', `/v1/webhook_deliveries?webhook_id=${made.id}`);
  assert.ok(deliveries.some((delivery) => delivery.event?.type === 'connection.created' && delivery.status === 'accepted'));

  // The address keeps the filter.
  await page.getByLabel('State').selectOption('accepted');
  await page.waitForURL(/status=accepted/);
  await page.reload();
  await expect(page.getByLabel('State')).toHaveValue('accepted');
  world.clean();
});

test('a range is counted first and then sent again', async (t) => {
  const world = await openWorld(t, await browser, { settings });
  const receiver = await startReceiver(t);
  const made = await world.server.must('POST', '/v1/webhooks', { url: receiver.url, filters: ['dashboard.*'] });
  await makeSampleDashboard(world.server);
  await world.server.until(async () => receiver.posts.length, (count) => count >= 2, 'both events');
  const page = await world.visit();
  await page.goto(`/webhooks/${made.id}`);
  await page.getByLabel('Until').fill('2099-01-01T00:00');
  await page.getByLabel('Only what was not accepted').uncheck();
  await page.getByRole('button', { name: 'How many?' }).click();
  await page.getByRole('button', { name: 'Send 2 events again' }).click();
  await page.getByText('2 accepted').waitFor();
  assert.equal(receiver.posts.length, 4);
  const ids = receiver.posts.map((post) => post.headers['webhook-id']);
  assert.deepEqual([...ids].sort(), [...ids.slice(0, 2), ...ids.slice(0, 2)].sort(), 'under the same ids');
  world.clean();
});

test('people see their own webhooks, admins all with the owner', async (t) => {
  const world = await openWorld(t, await browser, { settings });
  await world.addPerson('ann@example.com', 'editor', 'Ann');
  const receiver = await startReceiver(t);
  const hers = await world.visit('ann@example.com');
  await makeByHand(hers, receiver.url);
  await hers.getByRole('table', { name: 'Webhooks' }).waitFor();
  await expect(hers.getByRole('columnheader', { name: 'User' })).toHaveCount(0);

  const own = await world.server.must('POST', '/v1/webhooks', { url: `${receiver.url}/keys` });
  const page = await world.visit();
  await page.goto('/webhooks');
  await page.getByRole('columnheader', { name: 'User' }).waitFor();
  await page.getByRole('cell', { name: 'Ann' }).waitFor();
  const hidden = await world.visit('ann@example.com', {}, [/404/]);
  await hidden.goto(`/webhooks/${own.id}`);
  await hidden.getByRole('heading', { name: 'There is no such webhook here' }).waitFor();
  world.clean();
});

test('events stand there the newest first and come in by themselves', async (t) => {
  const world = await openWorld(t, await browser, { settings });
  const page = await world.visit('owner@example.com', { viewport: { width: 360, height: 800 } });
  await page.goto('/events');
  await page.getByRole('heading', { name: 'Nothing has happened yet' }).waitFor();
  await makeSampleDashboard(world.server);
  await page.getByText('Dashboard Test dashboard published').waitFor();
  await page.reload();
  const lines = page.getByRole('main').getByRole('listitem');
  await expect(lines.first()).toHaveText(/dashboard\.published/);
  await expect(lines.last()).toHaveText(/connection\.created/);
  await page.getByLabel('Of what').selectOption('connections');
  await page.waitForURL(/types=connections/);
  await page.getByText('connection.created', { exact: true }).waitFor();
  await expect(page.getByText('dashboard.published', { exact: true })).toHaveCount(0);
  await assertFits(page, 'events');
  await assertAccessible(page, 'events');
  world.clean();
});
