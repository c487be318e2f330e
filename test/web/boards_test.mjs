// Dashboards as people look at them: the gallery, the view with its filters, tooltips, tables and files, and the
// versions; in a real browser over the real server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after } from 'node:test';
import { assertAccessible, assertFits, expect, openWorld, settled, sharedBrowser } from '../support/browser.mjs';
import { path } from '../support/presstime.mjs';

const browser = sharedBrowser(after);
const script = '<img src=x onerror=alert(1)>';

const months = "SELECT DATE '2026-01-01' + to_months(i::INTEGER) AS month, 100 + 10 * i AS \"North\", 50 + 5 * i AS \"South\" FROM range(12) t(i)";
const orders = `SELECT 'Order ' || i AS "order", CASE i % 3 WHEN 0 THEN '${script}' WHEN 1 THEN 'South' ELSE 'North' END AS region,
  CASE WHEN i = 7 THEN NULL ELSE (i * 37) % 1200 END AS total
  FROM range(1200) t(i) WHERE $region = 'All' OR $region = CASE i % 3 WHEN 0 THEN 'West' WHEN 1 THEN 'South' ELSE 'North' END`;
const days = 'SELECT ($period_start + INTERVAL 12 HOUR)::DATE AS first, date_diff(\'day\', $period_start, $period_end) AS days';

function document(changes = {}) {
  return {
    id: 'dash_sales', name: 'Sales overview', description: `What was sold ${script}`, category: 'Finance', tags: ['weekly', script],
    parameters: [{ name: 'region', type: 'string', default: 'All', label: 'Region', options_query: 'regions' }],
    queries: [
      { name: 'regions', connection: 'samples', sql: "SELECT unnest(['All', 'North', 'South', 'West']) AS region" },
      { name: 'months', connection: 'samples', sql: months },
      { name: 'orders', connection: 'samples', sql: orders },
      { name: 'days', connection: 'samples', sql: days },
    ],
    widgets: [
      { id: 'w_days', kind: 'kpi', title: 'Days shown', query: 'days', value: 'days', grid: { x: 0, y: 0, w: 3, h: 2 } },
      { id: 'w_words', kind: 'text', markdown: `# Read me\n\nOne **strong** word, and ${script}\n\n- an item`, grid: { x: 3, y: 0, w: 9, h: 3 } },
      { id: 'w_line', kind: 'chart', title: 'Revenue by month', query: 'months', chart: { mark: 'line', x: 'month', y: ['North', 'South'] }, grid: { x: 0, y: 3, w: 12, h: 6 } },
      { id: 'w_orders', kind: 'table', title: `Orders ${script}`, query: 'orders',
        columns: [{ field: 'order' }, { field: 'region', label: 'Region' }, { field: 'total', label: 'Total', format: '0,0', total: 'sum', mark: 'bar' }],
        grid: { x: 0, y: 9, w: 12, h: 8 } },
    ],
    ...changes,
  };
}

async function openBoard(t, options = {}) {
  const world = await openWorld(t, await browser);
  const { server } = world;
  await server.must('POST', '/v1/connections', { name: 'samples', source: 'duckdb', options: { path: path.join(server.folder, 'data') } });
  await server.must('POST', '/v1/dashboards', document());
  await server.must('POST', '/v1/dashboards/dash_sales/publish', { comment: 'First' });
  const page = await world.visit('owner@example.com', options.context ?? {}, options.allow ?? []);
  return { ...world, page };
}

const card = (page, name) => page.getByRole('region', { name, exact: true });

test('the gallery shows real pictures, finds and filters, and keeps the choice in the address', async (t) => {
  const { server, page, clean } = await openBoard(t);
  await server.must('POST', '/v1/dashboards', { ...document(), id: 'dash_other', name: script, category: 'Sales', tags: [] });
  await page.goto('/dashboards');
  const sales = page.getByRole('listitem').filter({ hasText: 'Sales overview' });
  await sales.getByText('Published').waitFor();
  const picture = sales.locator('img');
  await expect(picture).toHaveJSProperty('naturalWidth', 480);
  await expect(picture).toHaveJSProperty('naturalHeight', 300);
  await page.getByRole('listitem').filter({ hasText: script }).getByText('Draft').waitFor();
  await assertAccessible(page, 'the gallery');

  await page.getByRole('searchbox', { name: 'Search dashboards' }).fill('overview');
  await expect(page.getByRole('link', { name: script })).toHaveCount(0);
  await expect(page).toHaveURL(/\?q=overview$/);
  await page.reload();
  await page.getByRole('link', { name: 'Sales overview' }).waitFor();
  await expect(page.getByRole('link', { name: script }), 'a reload keeps the filter').toHaveCount(0);
  await page.getByRole('searchbox').fill('nobody has this');
  await page.getByRole('heading', { name: 'No dashboard fits' }).waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByLabel('Category').selectOption('Sales');
  await page.getByRole('link', { name: 'Sales overview' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'List' }).click();
  await page.getByRole('table', { name: 'Dashboards' }).getByRole('link', { name: script }).waitFor();
  await assertAccessible(page, 'the list');
  clean();
});

test('a chart tells its values to the mouse, to the keys, and as a table', async (t) => {
  const { page, clean } = await openBoard(t);
  await page.goto('/dashboards/dash_sales');
  const chart = card(page, 'Revenue by month').getByRole('application');
  await chart.waitFor();
  await chart.locator('svg path').first().waitFor({ state: 'attached' });
  await expect(chart.locator('svg').locator('script, foreignObject, [style]')).toHaveCount(0);
  // Its middle: where a hover goes that is told no place.
  await chart.hover();
  const tip = card(page, 'Revenue by month').locator('.tip');
  await tip.getByText('North').waitFor();
  await tip.getByText('South').waitFor();
  await page.mouse.move(0, 0);
  await expect(tip).toHaveCount(0);

  await chart.focus();
  await page.keyboard.press('Home');
  const told = card(page, 'Revenue by month').locator('[aria-live]');
  await expect(told).toHaveText('Jan 2026: North 100');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(told).toHaveText('Feb 2026: South 55');
  await page.keyboard.press('Escape');
  await expect(tip).toHaveCount(0);

  await card(page, 'Revenue by month').hover();
  await page.getByRole('button', { name: 'More for Revenue by month' }).click();
  await page.getByRole('menuitem', { name: 'Show the data' }).click();
  const data = page.getByRole('dialog').getByRole('table');
  await data.getByRole('columnheader', { name: 'South' }).waitFor();
  await expect(data.locator('tbody tr')).toHaveCount(12);
  await assertAccessible(page, 'the data of a chart');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  clean();
});

test('a table sorts, searches and pages its rows, and runs nothing that stands in a cell', async (t) => {
  const { page, clean } = await openBoard(t);
  await page.goto('/dashboards/dash_sales');
  const orders = card(page, `Orders ${script}`);
  await orders.scrollIntoViewIfNeeded();
  await orders.getByText('1,200 rows').waitFor();
  await expect(orders.locator('tbody tr')).toHaveCount(100);
  await expect(orders.locator('img')).toHaveCount(0);
  await expect(orders.locator('tfoot')).toHaveText(/719,\d\d\d|\d{3},\d{3}/);
  const first = orders.locator('tbody tr').first().locator('td').last();
  await orders.getByRole('button', { name: 'Total' }).click();
  await expect(first).toHaveText('1,199');
  await orders.getByRole('button', { name: 'Total' }).click();
  await expect(first).toHaveText('0');
  await expect(orders.getByRole('columnheader', { name: 'Total' })).toHaveAttribute('aria-sort', 'ascending');
  await orders.getByRole('button', { name: 'Next' }).click();
  await orders.getByText('101–200').waitFor();
  await orders.getByRole('searchbox').fill('south 1195 1015');
  await orders.getByText('1 of 1,200 rows found').waitFor();
  await expect(orders.locator('tbody tr')).toHaveCount(1);
  await card(page, 'w_words').getByText(script).waitFor();
  await assertAccessible(page, 'the view');
  clean();
});

test('filters stand in the address, change what is shown, and say what is wrong once', async (t) => {
  const { page, clean } = await openBoard(t, { allow: [/422/] });
  await page.goto('/dashboards/dash_sales');
  const orders = card(page, `Orders ${script}`);
  const region = page.getByLabel('Region', { exact: true });
  await region.locator('option[value="West"]').waitFor({ state: 'attached' });
  await region.selectOption('South');
  await orders.scrollIntoViewIfNeeded();
  await orders.getByText('400 rows').waitFor();
  await expect(page).toHaveURL(/param\.region=South/);
  await page.getByLabel('Period').selectOption('7d');
  await page.getByRole('img', { name: /Days shown: 7/ }).waitFor();
  await page.getByLabel('Period').selectOption('custom');
  await page.getByLabel('From', { exact: true }).fill('2026-03-01');
  await page.getByLabel('To, that day included').fill('2026-03-31');
  await page.getByRole('img', { name: /Days shown: 31/ }).waitFor();
  await page.reload();
  await page.getByRole('img', { name: /Days shown: 31/ }).waitFor();
  await expect(region).toHaveValue('South');
  await page.getByLabel('To, that day included').fill('2026-02-01');
  await page.getByText('The last day is before the first').waitFor();
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(page).not.toHaveURL(/param\.region/);
  await expect(region).toHaveValue('All');
  clean();
});

test('the board and one widget are downloaded as files', async (t) => {
  const { page, clean } = await openBoard(t);
  await page.goto('/dashboards/dash_sales?param.region=South');
  const orders = card(page, `Orders ${script}`);
  await orders.scrollIntoViewIfNeeded();
  await orders.getByText('400 rows').waitFor();
  const take = async (open, item) => {
    await open.click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  const pdf = await take(page.getByRole('button', { name: 'Download' }), 'PDF');
  assert.match(pdf.name, /^Sales overview.*\.pdf$/);
  assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');
  await orders.hover();
  const csv = await take(page.getByRole('button', { name: `More for Orders ${script}` }), 'Rows as CSV');
  assert.match(csv.name, /\.csv$/);
  assert.equal(csv.bytes.toString('utf8').trim().split('\n').length, 401, 'the rows of the region that is on the screen');
  clean();
});

test('what is published is shown until the next version, and versions are compared and restored', async (t) => {
  const { server, page, clean } = await openBoard(t);
  const changed = document({ description: 'Now by quarter' });
  changed.widgets[2] = { ...changed.widgets[2], title: 'Revenue by quarter' };
  changed.queries[1] = { ...changed.queries[1], sql: months.replace('100 +', '200 +') };
  await page.goto('/dashboards/dash_sales');
  await card(page, 'Revenue by month').getByRole('application').waitFor();
  await server.must('PUT', '/v1/dashboards/dash_sales', changed);
  // The page hears of it by itself.
  await page.getByRole('button', { name: 'Show the draft' }).click();
  await card(page, 'Revenue by quarter').getByRole('application').waitFor();

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Versions' }).click();
  await page.getByText('First').waitFor();
  await page.getByRole('button', { name: 'What changed in the draft' }).click();
  const difference = page.getByRole('region', { name: 'From version 1 to the draft' });
  await difference.getByText('Revenue by quarter').first().waitFor();
  await difference.getByText('Now by quarter').waitFor();
  await difference.locator('.line.added').filter({ hasText: '200 + 10' }).waitFor();
  await difference.locator('.line.removed').filter({ hasText: '100 + 10' }).waitFor();
  await assertAccessible(page, 'the difference');
  await page.getByRole('button', { name: 'Look at version 1' }).click();
  await page.getByRole('region', { name: 'Revenue by month' }).getByRole('application').waitFor();
  await page.goBack();
  await difference.waitFor();

  await page.getByRole('button', { name: 'Restore version 1' }).click();
  const question = page.getByRole('dialog');
  await question.getByText('its changes that were not published are lost').waitFor();
  await question.getByRole('button', { name: 'Restore' }).click();
  await page.waitForURL(/\/dashboards\/dash_sales\/edit$/);
  const draft = await server.must('GET', '/v1/dashboards/dash_sales');
  assert.equal(draft.widgets[2].title, 'Revenue by month');
  clean();
});

test('a dashboard that reports show is not deleted, and the question says which', async (t) => {
  const { server, page, clean } = await openBoard(t, { allow: [/409/] });
  const report = await server.must('POST', '/v1/reports', { dashboard_id: 'dash_sales', name: 'Weekly', schedule_kind: 'weekly', hour: 9, day_of_week: 1, email_to: ['a@example.com'] });
  await page.goto('/dashboards/dash_sales');
  const remove = async () => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the dashboard' }).click();
  };
  await remove();
  await page.getByRole('alert').filter({ hasText: '"Weekly"' }).waitFor();
  await page.getByRole('button', { name: 'Keep' }).click();
  await server.must('DELETE', `/v1/reports/${report.id}`);
  await remove();
  await page.waitForURL(/\/dashboards$/);
  await page.getByRole('heading', { name: 'No dashboards yet' }).waitFor();
  clean();
});

test('a viewer looks and is offered nothing that would be refused; hidden dashboards are not there', async (t) => {
  const { server, visit, addPerson, clean } = await openBoard(t);
  await addPerson('vera@example.com', 'viewer');
  const viewer = await visit('vera@example.com', {}, [/404/]);
  await viewer.goto('/dashboards');
  await viewer.getByRole('link', { name: 'Sales overview' }).click();
  await card(viewer, 'Revenue by month').getByRole('application').waitFor();
  await viewer.getByRole('button', { name: 'More', exact: true }).click();
  await expect(viewer.getByRole('menuitem')).toHaveText(['Versions']);
  await expect(viewer.getByRole('link', { name: 'Edit', includeHidden: true })).toHaveCount(0);
  await viewer.keyboard.press('Escape');
  const category = (await server.must('GET', '/v1/categories')).find((each) => each.name === 'Finance');
  const admin = (await server.must('GET', '/v1/users')).find((each) => each.email === 'owner@example.com');
  await server.must('PATCH', `/v1/categories/${category.id}`, { grants: [{ user: admin.id, level: 'manage' }] });
  await viewer.goto('/dashboards/dash_sales');
  await viewer.getByRole('heading', { name: 'There is no such dashboard' }).waitFor();
  await viewer.goto('/dashboards');
  await viewer.getByRole('heading', { name: 'No dashboards yet' }).waitFor();
  clean();
});

test('on a narrow screen widgets stand one under the other and nothing sticks out', async (t) => {
  const { page, clean } = await openBoard(t, { context: { viewport: { width: 360, height: 740 }, colorScheme: 'dark', hasTouch: true } });
  for (const [address, shown] of [['/dashboards', 'Published'], ['/dashboards?view=list', 'Published'], ['/dashboards/dash_sales', 'Days shown'],
    ['/dashboards/dash_sales/versions?from=1&to=draft', 'From version 1']]) {
    await page.goto(address);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText(shown).first().waitFor();
    await settled(page);
    await assertFits(page, address);
    await assertAccessible(page, address);
  }
  await page.goto('/dashboards/dash_sales');
  const [line, days] = [card(page, 'Revenue by month'), card(page, 'Days shown')];
  await line.getByRole('application').tap();
  await line.locator('.tip').waitFor();
  await expect(async () => {
    const [above, below] = [await days.boundingBox(), await line.boundingBox()];
    assert.ok(above.y + above.height <= below.y && above.width > 300, JSON.stringify([above, below]));
  }).toPass({ timeout: 60_000 });
  clean();
});

test('each filter is a step that Back takes back, and a day that is typed is one', async (t) => {
  const { page, clean } = await openBoard(t);
  await page.goto('/dashboards');
  await page.getByRole('listitem').filter({ hasText: 'Sales overview' }).getByRole('link').first().click();
  const region = page.getByLabel('Region', { exact: true });
  await region.locator('option[value="West"]').waitFor({ state: 'attached' });
  await region.selectOption('South');
  await region.selectOption('West');
  await page.getByLabel('Period').selectOption('custom');
  const from = page.getByLabel('From', { exact: true });
  const shown = await from.inputValue();
  await from.focus();
  for (const day of ['0202-03-01', '2026-03-01']) await from.fill(day);
  await expect(page).toHaveURL(/from=2026-03-01/);
  await page.goBack();
  await expect(from).toHaveValue(shown);
  await page.goBack();
  await expect(page.getByLabel('Period')).toHaveValue('');
  await page.goBack();
  await expect(region).toHaveValue('South');
  await page.goBack();
  await expect(region).toHaveValue('All');
  await expect(page).toHaveURL(/dash_sales$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/dashboards$/);
  clean();
});
