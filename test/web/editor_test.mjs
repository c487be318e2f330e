// The dashboard editor in a real browser: widgets by pointer and by keys, queries with the place of an error, saving
// against somebody else's save, publishing, and what may not happen on the way.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { assertAccessible, assertFits, expect, openWorld, sharedBrowser } from '../support/browser.mjs';
import { makeSampleDashboard } from '../support/presstime.mjs';

const launched = sharedBrowser(after);
const hostile = '<img src=x onerror=alert(1)>';

async function openEditor(t, { who, options, allow, at = '' } = {}) {
  const world = await openWorld(t, await launched);
  await makeSampleDashboard(world.server);
  if (who) await world.addPerson(`${who}@example.com`, who);
  const page = await world.visit(who ? `${who}@example.com` : undefined, options, allow);
  await page.goto(`/dashboards/dash_test/edit${at}`);
  const draft = () => world.server.must('GET', '/v1/dashboards/dash_test');
  return { ...world, page, draft };
}

const box = (page, name) => page.getByRole('button', { name });
const drawn = (page, words) => page.getByRole('img', { name: words }).waitFor();
const state = (page, words) => page.locator('.about').getByText(words).waitFor();

// The place of something once it is the same in two frames.
async function stillBox(locator) {
  let last;
  await expect.poll(async () => {
    const before = JSON.stringify(last);
    last = await locator.boundingBox();
    return before === JSON.stringify(last);
  }).toBe(true);
  return last;
}

async function type(page, label, text) {
  await page.getByLabel(label).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}

test('a chart is changed, moved by keys, saved and published', async (t) => {
  const { page, draft, server, clean } = await openEditor(t);
  await server.must('POST', '/v1/reports', { dashboard_id: 'dash_test', name: 'Weekly', schedule_kind: 'trigger', email_to: ['a@example.com'] });
  await drawn(page, /bar chart/i);
  await box(page, /^Days by weather, chart/).click();
  await page.getByText('Donut', { exact: true }).click();
  await drawn(page, /donut|share/i);
  await page.getByLabel('Title', { exact: true }).fill('Kinds of days');
  const kinds = box(page, /^Kinds of days, chart/);
  await kinds.focus();
  // The box keeps the focus from one key to the next.
  await kinds.press('Shift+ArrowLeft');
  await box(page, /11 wide/).waitFor();
  await expect(kinds).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await box(page, /column 1, row 2, 11 wide, 6 high/).waitFor();
  await page.keyboard.press('Control+s');
  await state(page, 'saved, not published');
  const saved = await draft();
  assert.equal(saved.widgets[0].chart.mark, 'donut');
  assert.deepEqual(saved.widgets[0].grid, { x: 0, y: 1, w: 11, h: 6 });

  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('One report will show the new version').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await state(page, /Published$/);
  const published = await draft();
  assert.equal(published.published_version, published.version);
  clean();
});

test('a widget is dragged and resized by the pointer, and undo takes it back', async (t) => {
  const { page, clean } = await openEditor(t);
  await page.getByRole('button', { name: 'Add a widget' }).click();
  await page.getByRole('menuitem', { name: 'Figure' }).click();
  const figure = box(page, /figure, column/);
  // Its columns are filled in from the query once, a step of its own.
  await page.locator('.box:has(#choose-w_kpi) [role=img]').waitFor();
  const from = await stillBox(figure);
  await page.mouse.move(from.x + 40, from.y + 40);
  await page.mouse.down();
  await page.mouse.move(from.x + 90, from.y + 40, { steps: 4 });
  await page.mouse.move(from.x + 340, from.y + 40, { steps: 8 });
  await page.mouse.up();
  await page.locator('[aria-label*="figure, column"]:not([aria-label*="column 1,"])').waitFor();
  // Where it has come to rest.
  const moved = await stillBox(figure);
  await page.mouse.move(moved.x + moved.width - 3, moved.y + moved.height - 3);
  await page.mouse.down();
  await page.mouse.move(moved.x + moved.width + 80, moved.y + moved.height + 70, { steps: 8 });
  await page.mouse.up();
  await page.locator('[aria-label*="figure, column"]:not([aria-label*="3 wide, 2 high"])').waitFor();
  for (let step = 0; step < 2; ++step) await page.getByRole('button', { name: 'Undo' }).click();
  await box(page, /figure, column 1, row 7, 3 wide, 2 high/).waitFor();
  clean();
});

test('a query is written, its error shown where it is, and a new widget takes its columns', async (t) => {
  const { page, draft, clean } = await openEditor(t, { at: '?tab=queries', allow: [/422.*queries\/preview/] });
  await page.getByRole('button', { name: 'New query' }).click();
  await page.getByLabel('Name*').fill('monthly');
  await page.getByLabel('Name*').press('Enter');
  await page.getByRole('region', { name: 'Tables of samples' }).locator('summary', { hasText: 'weather' }).waitFor();
  const sql = 'SQL of monthly';
  await type(page, sql, 'SELECT month(date) AS month,\n  SUM(precipitaton) AS rain\nFROM weather GROUP BY 1 ORDER BY 1');
  await page.keyboard.press('Control+Enter');
  await page.getByText(/^Line 2, column 7/).waitFor();
  await page.locator('.cm-lintRange-error', { hasText: 'precipitaton' }).waitFor();
  await type(page, sql, 'SELECT month(date) AS month,\n  SUM(precipitation) AS rain\nFROM weather GROUP BY 1 ORDER BY 1');
  await page.keyboard.press('Control+Enter');
  await page.getByText(/^12 rows/).waitFor();
  await page.getByRole('columnheader', { name: /rain/ }).waitFor();
  // Completion knows the tables of the connection.
  await type(page, sql, 'SELECT month(date) AS month, SUM(precipitation) AS rain FROM wea');
  await page.keyboard.press('Control+Space');
  await page.getByRole('option', { name: /weather/ }).click();
  await page.keyboard.insertText(' GROUP BY 1 ORDER BY 1');

  await page.getByRole('tab', { name: 'Layout' }).click();
  await page.getByRole('button', { name: 'Add a widget' }).click();
  await page.getByRole('menuitem', { name: 'Chart' }).click();
  await page.locator('.box:has(#choose-w_chart) [role=img]').waitFor();
  await page.locator('#choose-w_chart:focus').waitFor(); // the keys go on with what was added
  await page.getByRole('button', { name: 'Save draft' }).click();
  await state(page, 'saved, not published');
  const saved = await draft();
  const widget = saved.widgets.find((each) => each.query === 'monthly');
  assert.deepEqual([widget.chart.x, widget.chart.y], ['month', ['rain']]);
  clean();
});

test('what the server refuses stands beside its control', async (t) => {
  const { page, clean } = await openEditor(t, { allow: [/422/] });
  await box(page, /^Days by weather, chart/).click();
  await page.getByLabel('Format of values').fill('euro');
  await page.keyboard.press('Control+s');
  await page.getByText('The draft is not saved.').waitFor();
  const field = page.getByLabel('Format of values');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(/format/i);
  await field.fill('0,0');
  await page.keyboard.press('Control+s');
  await state(page, 'saved, not published');
  clean();
});

test("somebody else's save is shown, taken or overwritten, never lost unseen", async (t) => {
  const { page, draft, server, clean } = await openEditor(t, { allow: [/412/] });
  await box(page, /^Days by weather, chart/).click();
  await page.getByLabel('Title', { exact: true }).fill('Mine');
  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'Theirs' });
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: 'Somebody else has saved this meanwhile' });
  await dialog.getByText('Description changed').waitFor();
  assert.equal((await draft()).widgets[0].title, 'Days by weather');
  await dialog.getByRole('button', { name: 'Take theirs' }).click();
  await box(page, /^Days by weather, chart/).waitFor();
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await box(page, /^Mine, chart/).waitFor();

  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'Theirs again' });
  await page.keyboard.press('Control+s');
  await dialog.getByRole('button', { name: 'Overwrite theirs' }).click();
  await state(page, 'saved, not published');
  const saved = await draft();
  assert.equal(saved.widgets[0].title, 'Mine');
  assert.notEqual(saved.description, 'Theirs again');

  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'Not seen here' });
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await dialog.getByText('Description changed').waitFor();
  const last = await draft();
  assert.notEqual(last.published_version, last.version, 'nobody publishes what they have not seen');
  clean();
});

test('leaving with unsaved changes asks, also by Back and by reload', async (t) => {
  const { page, clean } = await openEditor(t);
  await box(page, /^Days by weather, chart/).click();
  await page.getByLabel('Title', { exact: true }).fill('Not saved');
  const asked = [];
  page.expectsDialog = true;
  page.on('dialog', (dialog) => { asked.push(dialog.type()); void dialog.dismiss(); });
  await page.getByRole('link', { name: 'Reports' }).click();
  await box(page, /^Not saved, chart/).waitFor();
  await page.evaluate(() => window.location.reload());
  await expect.poll(() => asked).toEqual(['confirm', 'beforeunload']);
  await box(page, /^Not saved, chart/).waitFor();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByRole('link', { name: 'Reports' }).click();
  await page.waitForURL(/\/reports$/);
  assert.equal(asked.length, 2);
  clean();
});

test('parameters are tried, and settings are saved', async (t) => {
  const { page, draft, clean } = await openEditor(t, { at: '?tab=parameters' });
  await page.getByRole('button', { name: 'Add a parameter' }).click();
  await page.getByLabel('Name*').fill('kind');
  await page.getByLabel('Default').fill('sun');
  await page.getByRole('tab', { name: /Queries/ }).click();
  await type(page, 'SQL of days', 'SELECT weather, COUNT(*) AS days FROM weather WHERE weather = $kind GROUP BY 1');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('cell', { name: 'sun' }).waitFor();
  await page.getByLabel('kind', { exact: true }).fill('rain');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('cell', { name: 'rain' }).waitFor();
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByLabel('Name*').fill(hostile);
  await page.getByLabel('Tags').fill('weather, weekly');
  await page.getByLabel('A table of contents').check();
  await page.keyboard.press('Control+s');
  await state(page, 'saved, not published');
  const saved = await draft();
  assert.equal(saved.parameters[0].default, 'sun');
  assert.deepEqual([saved.name, saved.tags, saved.contents], [hostile, ['weather', 'weekly'], true]);
  await page.getByRole('heading', { name: hostile }).waitFor();
  clean();
});

test('the editor can be used by everybody, at 360 pixels too', async (t) => {
  const { page, server, clean } = await openEditor(t, { options: { viewport: { width: 360, height: 780 } } });
  const long = 'W'.repeat(190);
  const before = await server.must('GET', '/v1/dashboards/dash_test');
  await server.must('PATCH', '/v1/dashboards/dash_test', { name: long,
    widgets: [{ ...before.widgets[0], title: long }] });
  await page.reload();
  await box(page, new RegExp(`^${long}, chart`)).click();
  await page.getByRole('complementary', { name: 'Widget' }).waitFor();
  await assertFits(page, 'the layout with its sheet');
  await assertAccessible(page, 'the layout with its sheet');
  await page.keyboard.press('Escape');
  for (const tab of [/Queries/, /Parameters/, /Settings/]) {
    await page.getByRole('tab', { name: tab }).click();
    await page.getByRole('tab', { name: tab, selected: true }).waitFor();
    if (String(tab).includes('Queries')) await page.getByLabel('SQL of days').waitFor();
    await assertFits(page, String(tab));
    await assertAccessible(page, String(tab));
  }
  clean();
});

test('nobody edits who may only read', async (t) => {
  const { page, clean } = await openEditor(t, { who: 'viewer' });
  await page.getByText('Changing dashboards takes the role of an editor.').waitFor();
  await expect(page.getByRole('button', { name: 'Publish' })).toHaveCount(0);
  clean();
});

test('a new dashboard begins with a suggestion for a table, or empty', async (t) => {
  const { page, server, clean } = await openEditor(t, { who: 'editor' });
  await page.goto('/dashboards/new');
  await page.getByLabel('Table', { exact: true }).selectOption('weather');
  await page.getByRole('region', { name: 'Suggestion' }).getByRole('listitem').first().waitFor();
  await assertAccessible(page, 'a new dashboard');
  await page.getByRole('button', { name: 'Create and edit' }).click();
  await page.waitForURL(/\/dashboards\/dash_\w+\/edit/);
  await page.getByRole('img').first().waitFor();
  const id = /dashboards\/(dash_\w+)\/edit/.exec(page.url())[1];
  assert.ok((await server.must('GET', `/v1/dashboards/${id}`)).widgets.length > 2);

  await page.goto('/dashboards/new');
  await page.getByText('An empty dashboard').click();
  await page.getByLabel('Name', { exact: true }).fill('Blank');
  await page.getByRole('button', { name: 'Create and edit' }).click();
  await page.getByText('Nothing is here yet').waitFor();
  clean();
});
