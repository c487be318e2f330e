// Connections, uploaded files and the outbox in a real browser: a connection tried before it is saved, a secret that
// never comes back, a file that becomes a table, and a mail read as its reader would.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { after } from 'node:test';
import { assertAccessible, assertFits, expect, openWorld, sharedBrowser } from '../support/browser.mjs';
import { makeSampleDashboard, root } from '../support/presstime.mjs';

const browser = sharedBrowser(after);

test('a connection is tried, saved, looked into and kept while a dashboard reads it', async (t) => {
  const world = await openWorld(t, await browser);
  writeFileSync(path.join(world.server.folder, 'data/orders.csv'), 'id,total\n1,12.5\n2,<img src=x onerror=alert(1)>\n');
  const page = await world.visit('owner@example.com', {}, [/422|409/]);
  await page.goto('/connections');
  await page.getByRole('heading', { name: 'No connection yet' }).waitFor();
  await page.getByRole('button', { name: 'New connection' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name').fill('files');
  await form.getByRole('button', { name: 'Test it' }).click();
  await form.getByText(/^Is required: a .duckdb file/).waitFor();
  await expect(form.getByLabel('Path'), 'the error stands at its field').toHaveAttribute('aria-invalid', 'true');
  await form.getByLabel('Path').fill('.');
  await form.getByRole('button', { name: 'Test it' }).click();
  await form.getByText(/It works/).waitFor();
  await assertAccessible(page, 'the form of a connection');
  await form.getByRole('button', { name: 'Save' }).click();

  await page.waitForURL(/\/connections\/files/);
  await page.getByRole('button', { name: /^orders/ }).click();
  await page.getByRole('cell', { name: '<img src=x onerror=alert(1)>' }).waitFor();
  await assertAccessible(page, 'a connection');

  await world.server.must('POST', '/v1/dashboards', { name: 'Reader', widgets: [],
    queries: [{ name: 'q', connection: 'files', sql: 'SELECT id FROM orders' }] });
  await page.goto('/connections');
  await page.getByRole('row', { name: /files/ }).getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete the connection' }).click();
  await page.getByRole('alert').getByText(/is read by/).waitFor();
  world.clean();
});

test('a file that is dropped becomes a table; a broken one says where', async (t) => {
  const world = await openWorld(t, await browser);
  const page = await world.visit('owner@example.com', {}, [/4\d\d/]);
  await page.goto('/connections');
  const input = page.getByLabel('File to upload');
  await input.setInputFiles({ name: 'picture.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0]) });
  await page.getByRole('group', { name: 'Upload a file' }).getByRole('alert').waitFor();
  await input.setInputFiles(path.join(root, 'examples/data/weather.csv'));
  await page.getByRole('table', { name: 'Uploaded files' }).getByRole('link', { name: 'weather' }).click();
  await page.getByRole('region', { name: 'weather' }).getByRole('cell').first().waitFor();
  await assertFits(page, 'a table of a file');
  world.clean();
});

test('an editor reads connections and changes none', async (t) => {
  const world = await openWorld(t, await browser);
  await makeSampleDashboard(world.server);
  await world.addPerson('ed@example.com', 'editor');
  const page = await world.visit('ed@example.com');
  await page.goto('/connections');
  await page.getByRole('link', { name: 'samples' }).waitFor();
  await expect(page.getByRole('button', { name: 'New connection' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Actions' })).toHaveCount(0);
  world.clean();
});

test('a mail of the outbox shows as its reader would have it', async (t) => {
  const world = await openWorld(t, await browser);
  await makeSampleDashboard(world.server);
  const report = await world.server.must('POST', '/v1/reports', { dashboard_id: 'dash_test', name: 'Weather <b>bold</b>',
    schedule_kind: 'daily', hour: 9, timezone: 'UTC', format: 'pdf', email_to: ['ann@example.com'], enabled: false });
  const run = await world.server.must('POST', `/v1/reports/${report.id}/run`);
  await world.server.ended(run.id);
  const page = await world.visit();
  await page.goto('/outbox');
  await page.getByRole('button', { name: /Weather <b>bold<\/b>/ }).click();
  const mail = page.getByRole('region', { name: 'The mail' });
  await expect(mail.getByRole('link', { name: 'Open in Presstime' })).toHaveAttribute('href', new RegExp(`/runs/${run.id}$`));
  await expect.poll(() => mail.getByRole('img').first().evaluate((image) => image.naturalWidth), 'the picture is there').toBeGreaterThan(300);
  const [download] = await Promise.all([page.waitForEvent('download'), mail.getByRole('link', { name: /\.pdf$/ }).click()]);
  assert.match(download.suggestedFilename(), /\.pdf$/);
  await mail.getByRole('button', { name: 'Show its plain text' }).click();
  await mail.getByText('This arrived because').waitFor();
  await assertAccessible(page, 'the outbox');
  await page.reload();
  await mail.getByRole('link', { name: 'Open in Presstime' }).waitFor();
  world.clean();
});
