// Reports and their runs in a real browser: a schedule over a change of the clocks, a run watched live and its file
// opened, a refused recipient reached by sending again, pausing, and places that Back, reload and links keep.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { assertAccessible, assertFits, expect, openWorld, password, settled, sharedBrowser, slowdown } from '../support/browser.mjs';
import { startMailServer } from '../support/mail.mjs';
import { makeSampleDashboard } from '../support/presstime.mjs';

const browser = sharedBrowser(after);

async function openReports(t, { context, allow } = {}) {
  const mail = await startMailServer(t);
  const world = await openWorld(t, await browser, { settings: mail.settings });
  await makeSampleDashboard(world.server);
  const addReport = (changes = {}) => world.server.must('POST', '/v1/reports', { dashboard_id: 'dash_test', name: 'Weather',
    schedule_kind: 'daily', hour: 9, timezone: 'UTC', format: ['pdf', 'csv'], email_to: ['ann@example.com'], ...changes });
  // A query that takes a while on any machine, so that there is something to watch; `times` as long.
  async function slowDown(times = Math.min(slowdown, 2)) {
    const rows = Math.round(16_000 * Math.sqrt(times));
    const { queries, widgets } = await world.server.must('GET', '/v1/dashboards/dash_test');
    await world.server.must('PATCH', '/v1/dashboards/dash_test', {
      queries: [...queries.map(({ name, connection, sql }) => ({ name, connection, sql })), { name: 'slow', connection: 'samples',
        sql: 'SELECT SUM(a.range * b.range % 7) AS total FROM range(' + rows + ') AS a, range(' + rows + ') AS b' }],
      widgets: [...widgets, { id: 'w_slow', kind: 'table', title: 'Slow', query: 'slow', grid: { x: 0, y: 6, w: 12, h: 2 } }] });
    await world.server.must('POST', '/v1/dashboards/dash_test/publish');
  }
  const page = await world.visit('owner@example.com', context, allow);
  return { ...world, mail, addReport, slowDown, page };
}

const result = (page, words) => page.getByRole('region', { name: 'Result' }).getByText(words).first().waitFor();
const nextRuns = (page) => page.getByRole('list', { name: 'Next runs' }).getByRole('listitem');
const recipient = (page, address) => page.getByRole('region', { name: 'Recipients' }).getByRole('listitem').filter({ hasText: address });

// Until a page is drawn on it: points of another colour than the first. A newer picture may bring a newer canvas.
const drawnOn = (page, label) => expect.poll(() => page.locator(`canvas[aria-label*="${label}"]`).evaluate((element) => {
  if (!element.width || !element.height) return 0;
  const { data } = element.getContext('2d').getImageData(0, 0, element.width, element.height);
  let other = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at] !== data[0] || data[at + 1] !== data[1] || data[at + 2] !== data[2]) ++other;
  return other;
}), `${label} is drawn`).toBeGreaterThan(2_000);

// The Sunday on which Berlin's clocks go from 02:00 to 03:00, of the next such year.
function nextSpringForward() {
  const now = new Date();
  for (let year = now.getUTCFullYear(); ; ++year) {
    const last = new Date(Date.UTC(year, 2, 31, 1));
    last.setUTCDate(31 - last.getUTCDay());
    if (last - now > 14 * 86_400_000) return last;
  }
}
const dayOf = (date, offset) => new Date(date.getTime() + offset * 86_400_000).toISOString().slice(0, 10);

test('a schedule over a change of the clocks says which run moves, before it is saved and after', async (t) => {
  const { server, page, clean } = await openReports(t);
  const sunday = nextSpringForward();
  await page.goto('/reports/new?dashboard_id=dash_test');
  await page.getByLabel('Repeats').selectOption({ label: 'Every day' });
  await page.getByLabel('At', { exact: true }).fill('02:30');
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await page.getByText('First and last day, clock changes').click();
  await page.getByLabel('First day').fill(dayOf(sunday, -2));
  const moved = nextRuns(page).filter({ hasText: 'clocks go from 02:00 to 03:00' });
  await moved.getByText(/02:30 does not exist on .*runs at 03:30/).waitFor();
  await expect(nextRuns(page)).toHaveCount(10);
  await expect(moved.locator('.when')).toHaveText(/03:30/);
  await expect(nextRuns(page).first().locator('.when')).toHaveText(/02:30/);
  await page.getByLabel('When the clock jumps over the time').selectOption({ label: 'Leave that day out' });
  await moved.getByText(/does not run/).waitFor();
  await page.getByLabel('When the clock jumps over the time').selectOption({ label: 'Run later by the jump' });
  await moved.getByText(/runs at 03:30/).waitFor();

  // What the server says of a field stands beside it.
  const zone = page.getByLabel('Time zone');
  await zone.fill('Europe/Berlim');
  await page.locator('.field', { has: zone }).getByText(/did you mean Europe\/Berlin/).waitFor();
  await zone.fill('Europe/Berlin');
  await page.getByText(/did you mean/).waitFor({ state: 'detached' });
  await moved.getByText(/runs at 03:30/).waitFor();

  await page.getByText('Page 1 of').waitFor();
  await drawnOn(page, 'First page of the report, page 1');
  await page.getByLabel('Name', { exact: false }).first().fill('Night report');
  await page.getByLabel('Send to').fill('ann@example.com\nbob@example.com');
  await page.getByLabel('Send to').blur();
  await settled(page);
  await page.getByText('Page 1 of').waitFor();
  await assertAccessible(page, 'the editor');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { name: 'Night report' }).waitFor();
  await nextRuns(page).getByText(/02:30 does not exist/).waitFor();
  await expect(page).toHaveURL(/\/reports\/\d+$/);
  const id = /reports\/(\d+)/.exec(page.url())[1];
  const saved = await server.must('GET', `/v1/reports/${id}`);
  assert.deepEqual([saved.hour, saved.minute, saved.timezone, saved.email_to.length], [2, 30, 'Europe/Berlin', 2]);
  clean();
});

test('what the server refuses stands beside its field, and leaving with changes asks', async (t) => {
  const { page, clean } = await openReports(t, { allow: [/422/] });
  await page.goto('/reports/new?dashboard_id=dash_test');
  await page.getByLabel('Send to').fill('not an address');
  await page.getByLabel('Send to').blur();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const field = page.getByLabel('Send to');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field, 'the field has the focus').toBeFocused();
  page.expectsDialog = true;
  const asked = page.waitForEvent('dialog');
  const left = page.getByRole('link', { name: 'Runs' }).click();
  const dialog = await asked;
  assert.match(dialog.message(), /not saved/);
  await dialog.dismiss();
  await left;
  await page.getByRole('button', { name: 'Save', exact: true }).waitFor();
  await expect(page).toHaveURL(/\/reports\/new/);
  clean();
});

test('a run is watched live, its file opened, and sent again to whom it did not reach', async (t) => {
  const { mail, page, addReport, slowDown, clean } = await openReports(t);
  await slowDown();
  const report = await addReport({ email_mode: 'each', email_to: ['ann@example.com', 'reject-once@example.com'] });
  await page.goto(`/reports/${report.id}`);
  await page.evaluate(() => { globalThis.stayed = true; });
  await page.getByRole('button', { name: 'Run now' }).click();
  await page.waitForURL(/\/runs\/\d+$/);
  const steps = page.getByRole('region', { name: 'Steps' }).getByRole('listitem');
  await steps.filter({ hasText: 'slow' }).getByText('Running').waitFor();
  await page.getByRole('progressbar').first().waitFor();
  // On a busy machine the query takes its time, too.
  await recipient(page, 'reject-once@example.com').getByText(/^.Refused$/).waitFor({ timeout: 240_000 });
  // The owner was told by mail; that is no delivery of the report.
  await page.getByRole('region', { name: 'Told of the failure' }).getByText('owner@example.com').waitFor();
  await expect(recipient(page, 'owner@example.com')).toHaveCount(0);
  await recipient(page, 'ann@example.com').getByText(/^.Accepted$/).waitFor();
  await steps.filter({ hasText: 'CSV' }).first().waitFor();
  assert.equal(await page.evaluate(() => globalThis.stayed), true, 'all of it without a reload');
  await recipient(page, 'reject-once@example.com').getByText(/550 5\.2\.2 The mailbox is full/).waitFor();

  await drawnOn(page, '.pdf, page 1');
  await page.getByRole('button', { name: 'CSV' }).click();
  await page.getByRole('cell', { name: 'sun' }).waitFor();
  await assertAccessible(page, 'the run');

  await page.getByRole('button', { name: 'Send again' }).first().click();
  await page.getByRole('menuitem', { name: 'To those it did not reach' }).click();
  await recipient(page, 'reject-once@example.com').getByText(/^.Accepted$/).waitFor();
  await settled(page);
  const reached = mail.recipients().flat().filter((address) => address !== 'owner@example.com'); // who was told of the failure
  assert.deepEqual(reached, ['ann@example.com', 'reject-once@example.com'], 'nobody gets it twice');
  clean();
});

test('a run is cancelled by somebody who confirms it', async (t) => {
  const { server, page, addReport, slowDown, clean } = await openReports(t);
  await slowDown(100); // nobody waits for its end
  const report = await addReport();
  await page.goto(`/reports/${report.id}`);
  await page.getByRole('button', { name: 'Run now' }).click();
  await page.waitForURL(/\/runs\/\d+$/);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('dialog', { name: 'Cancel this run?' }).getByRole('button', { name: 'Cancel the run' }).click();
  await result(page, /^.?Cancelled$/);
  const id = /runs\/(\d+)/.exec(page.url())[1];
  assert.equal((await server.ended(id)).status, 'cancelled');
  clean();
});

test('a report is paused, and the word about it takes it back', async (t) => {
  const { server, page, addReport, clean } = await openReports(t);
  const report = await addReport();
  await page.goto('/reports');
  const row = page.getByRole('table', { name: 'Reports' }).getByRole('row').filter({ hasText: 'Weather' });
  await row.getByText(/Every day at 09:00/).waitFor();
  await row.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Pause' }).click();
  const undo = page.getByRole('status').getByRole('button', { name: 'Undo' });
  await undo.focus(); // so that it stays
  await row.getByText('Paused').waitFor();
  assert.equal((await server.must('GET', `/v1/reports/${report.id}`)).enabled, false);
  await undo.click();
  await row.waitFor();
  await expect(row.getByText('Paused')).toHaveCount(0);
  assert.equal((await server.must('GET', `/v1/reports/${report.id}`)).enabled, true);
  clean();
});

test('Back, reload and a copied link keep the filters and the place', async (t) => {
  const { server, page, blank, addReport, clean } = await openReports(t);
  for (let n = 0; n < 45; ++n) await addReport({ name: `Weather ${String(n).padStart(2, '0')}`, format: 'csv' });
  await addReport({ name: 'Other', enabled: false });
  await page.goto('/reports');
  await page.getByRole('searchbox').fill('weather');
  await page.waitForURL(/\?q=weather$/);
  const rows = page.getByRole('table').getByRole('row');
  const scrolled = () => page.evaluate(() => window.scrollY);
  await expect(rows).toHaveCount(46); // with its header
  await page.getByRole('columnheader', { name: 'Report' }).getByRole('button').click();
  await page.waitForURL(/sort=name/);
  await expect(rows.nth(1)).toHaveText(/Weather 00/);
  await settled(page);
  const row = page.getByRole('link', { name: 'Weather 40' });
  await row.scrollIntoViewIfNeeded();
  const place = await scrolled();
  assert.ok(place > 500, `scrolled to ${place}`);
  await row.click();
  await page.getByRole('heading', { name: 'Weather 40' }).waitFor();
  await expect.poll(scrolled, 'a new page begins at its top').toBe(0);
  await page.goBack();
  await expect(rows).toHaveCount(46);
  await expect.poll(async () => Math.abs(await scrolled() - place)).toBeLessThan(5);
  await expect(page).toHaveURL(/q=weather&sort=name/);
  await expect(page.getByRole('searchbox')).toHaveValue('weather');
  await page.reload();
  await expect(rows, 'a reload keeps the filter').toHaveCount(46);
  await expect.poll(async () => Math.abs(await scrolled() - place)).toBeLessThan(5);

  // Somebody gets the link in a mail and has to log in first.
  const other = await blank({}, [/401/]);
  await other.goto(page.url().replace('q=weather', 'q=other'));
  await other.getByLabel('E-mail address').fill('owner@example.com');
  await other.getByLabel('Password').fill(password);
  await other.keyboard.press('Enter');
  await other.getByRole('table').getByRole('link', { name: 'Other' }).waitFor();
  await expect(other.getByRole('table').getByRole('row')).toHaveCount(2);
  assert.ok((await server.must('GET', '/v1/reports?limit=100')).length === 46);
  clean();
});

test('the editor and a run fit on a narrow screen in the dark', async (t) => {
  const { server, page, addReport, clean } = await openReports(t, { context: { viewport: { width: 360, height: 760 }, colorScheme: 'dark' } });
  const report = await addReport({ name: 'R'.repeat(190) });
  const run = await server.ended((await server.must('POST', `/v1/reports/${report.id}/run`)).id);
  for (const [address, ready] of [[`/reports/${report.id}/edit`, 'Page 1 of'], [`/runs/${run.id}`, 'What was sent']]) {
    await page.goto(address);
    await page.getByText(ready).first().waitFor();
    await assertFits(page, address);
    await assertAccessible(page, address);
  }
  clean();
});

test('runs are narrowed to days, and the report says its schedule in words', async (t) => {
  const { server, page, addReport, clean } = await openReports(t);
  const report = await addReport({ format: 'csv' });
  await server.must('POST', `/v1/reports/${report.id}/run`);
  await page.goto('/runs');
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(2);
  const due = page.getByLabel('Due', { exact: true });
  await due.selectOption('yesterday');
  await page.getByText('No run fits').waitFor();
  await expect(page).toHaveURL(/due=yesterday/);
  await page.reload();
  await expect(due).toHaveValue('yesterday');
  await due.selectOption('7d');
  await expect(rows).toHaveCount(2);
  await due.selectOption('custom');
  await page.getByLabel('Due to, that day included').fill('2020-01-31');
  await page.getByText('No run fits').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(rows).toHaveCount(2);

  await page.goto(`/reports/${report.id}`);
  await page.getByText('Every day at 09:00 (UTC)').waitFor();
  clean();
});

test('what is dealt with waits no more on Today, until that is taken back', async (t) => {
  const { server, page, addReport, clean } = await openReports(t);
  const report = await addReport({ format: 'csv', email_to: ['ann@example.com', 'reject@example.com'] });
  const run = await server.must('POST', `/v1/reports/${report.id}/run`);
  await server.until(() => server.must('GET', '/v1/today'), ({ attention }) => attention.length > 0, 'a line on Today');
  await page.goto('/');
  const waits = page.getByRole('region', { name: 'Needs attention' });
  await waits.getByText(/reject@example\.com/).waitFor();
  // Sending again is refused again: the line would stay for ever.
  await waits.getByRole('button', { name: 'Dealt with: Weather' }).click();
  await waits.getByText(/^Nothing\./).waitFor();
  const undo = page.getByRole('status').getByRole('button', { name: 'Undo' });
  await undo.focus(); // so that it stays
  await undo.click();
  await waits.getByText(/reject@example\.com/).waitFor();
  await assertAccessible(page, 'what needs attention');
  const actions = (await server.must('GET', '/v1/audit?limit=10')).map(({ action }) => action);
  assert.deepEqual(actions.filter((action) => /dealt_with/.test(action)), ['run.not_dealt_with', 'run.dealt_with']);
  assert.equal((await server.ended(run.id)).status, 'partial');
  clean();
});
