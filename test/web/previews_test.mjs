// What is seen before anybody saves it: a template's page beside its code, a sample in the theme that is being chosen; and
// beside them versions of before, pictures as files, and the places one is logged in. In a real browser over the real server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after } from 'node:test';
import {
  assertAccessible,
  assertFits,
  expect,
  openWorld,
  settled,
  sharedBrowser,
} from '../support/browser.mjs';
import { path } from '../support/presstime.mjs';

const browser = sharedBrowser(after);

async function openSamples(t) {
  const world = await openWorld(t, await browser);
  await world.server.must('POST', '/v1/connections', {
    name: 'samples',
    source: 'duckdb',
    options: { path: path.join(world.server.folder, 'data') },
  });
  return world;
}

const queries = [
  {
    name: 'days',
    connection: 'samples',
    sql: "SELECT * FROM (VALUES ('Mon', 3), ('Tue', 5)) AS t(day, orders)",
  },
];
const chart = {
  id: 'w_days',
  kind: 'chart',
  title: 'Orders by day',
  query: 'days',
  grid: { x: 0, y: 0, w: 12, h: 6 },
  chart: { mark: 'bar', x: 'day', y: ['orders'] },
};

test('the page of a template stands beside its code and follows it; a mistake is told with its line', async (t) => {
  const { server, visit, clean } = await openSamples(t);
  const html = '<h1>Orders</h1>\n<ul>\n{{#days}}<li>{{day}}: {{orders}}</li>{{/days}}\n</ul>';
  await server.must('POST', '/v1/dashboards', {
    id: 'dash_page',
    name: 'Page',
    queries,
    widgets: [],
    template_html: html,
  });
  const page = await visit('owner@example.com', {}, [/422/]);
  await page.goto('/dashboards/dash_page/edit');
  const preview = page.getByRole('region', { name: 'Preview' });
  const picture = preview.getByRole('img', { name: 'The page as it stands' });
  await expect(picture).toHaveJSProperty('naturalWidth', 1200);
  const first = await picture.getAttribute('src');

  const code = page.getByRole('textbox', { name: 'HTML template' });
  await code.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\n<p>{{first.days.nobody}}</p>');
  await preview.getByText('line 5').first().waitFor();
  await preview.getByRole('button', { name: 'Go to line 5' }).click();
  await expect(code).toBeFocused();
  assert.equal(await picture.getAttribute('src'), first, 'the last good picture stays');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('<h1>Another page</h1>');
  await expect(preview.getByText('line 5')).toHaveCount(0);
  await expect(picture).not.toHaveAttribute('src', first);
  await preview.getByRole('button', { name: 'Pages' }).click();
  await preview
    .getByRole('img', { name: /The page as it stands/ })
    .or(preview.locator('canvas'))
    .first()
    .waitFor();
  assert.equal(
    (await server.must('GET', '/v1/dashboards/dash_page')).template_html,
    html,
    'nothing is saved by looking',
  );
  await settled(page);
  await assertAccessible(page, 'the editor of a template');
  await page.setViewportSize({ width: 360, height: 740 });
  await assertFits(page, 'the editor of a template');
  clean();
});

test('who may only look sees versions of before as they were', async (t) => {
  const { server, visit, addPerson, clean } = await openSamples(t);
  await server.must('POST', '/v1/dashboards', { id: 'dash_days', name: 'Days', queries, widgets: [chart] });
  await server.must('POST', '/v1/dashboards/dash_days/publish');
  await server.must('PATCH', '/v1/dashboards/dash_days', { widgets: [{ ...chart, title: 'Called anew' }] });
  await server.must('POST', '/v1/dashboards/dash_days/publish');
  await addPerson('vera@example.com', 'viewer');
  const viewer = await visit('vera@example.com');
  await viewer.goto('/dashboards/dash_days/versions?view=1');
  const widget = viewer.getByRole('region', { name: 'Orders by day', exact: true });
  await expect(widget.locator('svg').first()).toBeVisible();
  await viewer.goto('/dashboards/dash_days/versions?view=2');
  await viewer.getByRole('region', { name: 'Called anew', exact: true }).locator('svg').first().waitFor();
  clean();
});

test('a chart is saved as SVG and as PNG', async (t) => {
  const { server, visit, clean } = await openSamples(t);
  await server.must('POST', '/v1/dashboards', { id: 'dash_days', name: 'Days', queries, widgets: [chart] });
  const page = await visit();
  await page.goto('/dashboards/dash_days');
  const widget = page.getByRole('region', { name: 'Orders by day', exact: true });
  for (const [format, begins] of [
    ['PNG', '89504e47'],
    ['SVG', '3c'],
  ]) {
    await widget.hover();
    await widget.getByRole('button', { name: 'More for Orders by day' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: `Picture as ${format}` }).click();
    const file = await download;
    assert.equal(file.suggestedFilename(), `Orders by day.${format.toLowerCase()}`);
    assert.ok(
      readFileSync(await file.path())
        .toString('hex')
        .startsWith(begins),
      format,
    );
  }
  clean();
});

test('a theme is seen as the server draws it before it is saved', async (t) => {
  const { server, visit, clean } = await openWorld(t, await browser);
  const page = await visit('owner@example.com', {}, [/theme.*|404|422/]);
  await page.goto('/settings?tab=branding');
  const sample = page.getByRole('img', { name: 'A sample page on light paper, drawn by the server' });
  await expect(sample).toHaveJSProperty('naturalWidth', 920);
  const before = await sample.getAttribute('src');
  await page.getByRole('textbox', { name: 'Accent', exact: true }).first().fill('#7a1fa2');
  await expect(sample).not.toHaveAttribute('src', before);
  const drawn = await sample.getAttribute('src');
  await page.getByRole('textbox', { name: 'Warning', exact: true }).first().fill('yellowish');
  await page.getByText('The picture does not show warn yet').waitFor();
  assert.equal(await sample.getAttribute('src'), drawn, 'the last good picture stays');
  assert.equal((await server.call('GET', '/v1/theme')).status, 404, 'nothing is saved by looking');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('button', { name: 'Dark paper' }).click();
  await page.getByRole('img', { name: 'A sample page on dark paper, drawn by the server' }).waitFor();
  await settled(page);
  await assertAccessible(page, 'the branding');
  clean();
});

test('one sees where one is logged in, and ends what one does not know', async (t) => {
  const { visit, clean } = await openWorld(t, await browser);
  const page = await visit();
  const phone = await visit('owner@example.com', {}, [/401/]);
  await visit('owner@example.com', {}, [/401/]);
  await page.goto('/me');
  const sessions = page.getByRole('region', { name: 'Where you are logged in' });
  await expect(sessions.getByText('this browser')).toHaveCount(1);
  await expect(sessions.getByRole('button', { name: /^End the session/ })).toHaveCount(2);
  await assertAccessible(page, 'the account');
  await sessions
    .getByRole('button', { name: /^End the session/ })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'End the session' }).click();
  await expect(sessions.getByRole('button', { name: /^End the session/ })).toHaveCount(1);
  await sessions.getByRole('button', { name: 'End all others' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End all others' }).click();
  await expect(sessions.getByRole('button', { name: /^End/ })).toHaveCount(0);
  await phone.goto('/reports');
  await phone.getByLabel('Password').waitFor();
  await page.reload();
  await sessions.getByText('this browser').waitFor();
  clean();
});

test('people are searched on the server and come page by page', async (t) => {
  const { server, visit, clean } = await openWorld(t, await browser);
  for (let i = 0; i < 120; ++i)
    await server.must('POST', '/v1/users', {
      email: `p${i}@example.com`,
      name: i % 40 ? `Person ${i}` : `Rare ${i}`,
      role: 'viewer',
    });
  const page = await visit();
  await page.goto('/people');
  await page.getByText('121 people').waitFor();
  const rows = page.getByRole('table', { name: 'People' }).getByRole('row');
  await expect(rows).toHaveCount(101);
  await page.getByRole('searchbox').fill('rare');
  await page.getByText('3 people').waitFor();
  await expect(rows).toHaveCount(4);
  await page.waitForURL(/q=rare/);
  await page.reload();
  await expect(rows).toHaveCount(4);
  clean();
});
