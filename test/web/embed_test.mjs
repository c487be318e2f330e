// <presstime-dashboard> in a real browser, in the example host and in a sandboxed frame: whose rows, which schedules,
// which files, under the strictest policy of content.
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import test, { after } from 'node:test';
import { startHost } from '../../examples/embed-host/server.mjs';
import { accessOf } from '../../examples/embed-host/people.mjs';
import { createSigner } from '../../sdk/node/src/index.js';
import { assertAccessible, assertFits, busy, expect, openContext, sharedBrowser } from '../support/browser.mjs';
import { Presstime, makeFolder, path } from '../support/presstime.mjs';

const launched = sharedBrowser(after);

async function freePort() {
  const server = http.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// A server, the example host beside it, and `visit(person)`: that person's page, and what went wrong in it.
async function world(t) {
  const port = await freePort();
  const folder = makeFolder();
  const server = await new Presstime({ folder: path.join(folder, 'server'),
    settings: { PRESSTIME_EGRESS_ALLOW: '127.0.0.0/8', PRESSTIME_EMBED_ORIGINS: `http://127.0.0.1:${port}, null` } }).start();
  t.after(() => server.stop('SIGKILL'));
  const host = await startHost({ presstimeUrl: server.url, adminToken: server.token, port, folder, dataFolder: path.join(folder, 'server/data') });
  t.after(() => host.close());
  const signer = createSigner({ privateKey: readFileSync(path.join(folder, 'keys/host.pem'), 'utf8'), ttlInMinutes: 5 });
  const browser = await launched;
  const faults = [];
  async function blank(options = {}, allow = []) {
    const context = await openContext(browser, { viewport: { width: 1280, height: 1000 }, timezoneId: 'Europe/Berlin', locale: 'en-GB', reducedMotion: 'reduce', ...options });
    t.after(() => context.close());
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(`script error: ${error}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && ![busy, ...allow].some((pattern) => pattern.test(message.text()))) faults.push(message.text());
    });
    page.on('dialog', (dialog) => {
      faults.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.addInitScript(() => {
      globalThis.violations = [];
      document.addEventListener('securitypolicyviolation', (event) => globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
    });
    return page;
  }
  async function visit(person, options, allow) {
    const page = await blank(options, allow);
    await page.goto(`${host.url}/login?as=${person}`);
    await page.locator('[data-widget=w_orders] tbody tr').first().waitFor();
    return page;
  }
  const tokenOf = (person, more = {}) => signer.signDataAccessToken({ ...accessOf(person), ...more });
  const clean = () => assert.deepEqual(faults.splice(0), []);
  return { server, host, folder, blank, visit, tokenOf, clean };
}

const cells = (page, column) => page.locator(`[data-widget=w_orders] tbody td:nth-child(${column})`);
const openMenu = async (page, item) => {
  await page.locator('[data-widget=w_orders] .more').click();
  await page.getByRole('menuitem', { name: item }).click();
};
const choose = async (page, frequency) => {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('How often').selectOption({ label: frequency });
  await dialog.getByLabel('Format').selectOption('csv');
  await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
};

test('two tenants see one dashboard and different rows', async (t) => {
  const { visit, clean } = await world(t);
  const products = async (person) => {
    const page = await visit(person);
    const shown = new Set(await cells(page, 2).allTextContents()); // `visit` has waited for the rows, which come at once
    const chart = page.locator('[data-widget=w_products] svg');
    for (const product of shown) await expect(chart, `${product} is in the chart of ${person}`).toContainText(product);
    const choices = page.locator('select[name=product]');
    await expect.poll(() => choices.locator('option').evaluateAll((options) => options.map(({ value }) => value)))
      .toEqual(['', ...[...shown].sort()]);
    const [one] = shown;
    await choices.selectOption(one);
    await expect.poll(async () => [...new Set(await cells(page, 2).allTextContents())]).toEqual([one]);
    assert.deepEqual(await page.evaluate(() => globalThis.violations), [], 'the page keeps its policy');
    await assertAccessible(page, `the page of ${person}`);
    return [...shown].sort();
  };
  assert.deepEqual(await products('ann'), ['Apples', 'Pears', 'Quinces']);
  assert.deepEqual(await products('bob'), ['Bolts', 'Nuts', 'Washers']);
  clean();
});

test('what a person reads, they take along as a file', async (t) => {
  const { visit, clean } = await world(t);
  const page = await visit('ann');
  const save = async (item) => {
    const [file] = await Promise.all([page.waitForEvent('download'), openMenu(page, item)]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  const csv = await save('Download CSV');
  assert.match(csv.name, /^All orders.*\.csv$/);
  const lines = csv.bytes.toString('utf8').trim().split('\r\n');
  assert.equal(lines.length, 37, 'three products in twelve months, and the header');
  assert.match(lines[0], /^Ordered,Product,Customer/);
  assert.ok(!csv.bytes.includes('Bolts'));
  const xlsx = await save('Download Excel (XLSX)');
  assert.match(xlsx.name, /\.xlsx$/);
  assert.equal(xlsx.bytes.subarray(0, 2).toString(), 'PK');
  clean();
});

test('a table is sorted by its headers, and keys alone reach everything', async (t) => {
  const { visit, clean } = await world(t);
  const page = await visit('ann');
  await page.getByRole('button', { name: 'Quantity' }).click();
  await expect(page.locator('th[aria-sort]')).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(async () => {
    const up = (await cells(page, 4).allTextContents()).map((text) => Number(text.replaceAll(',', '')));
    return up.length > 1 && up.every((value, row) => row === 0 || value >= up[row - 1]);
  }, 'the rows stand by quantity').toBe(true);
  const first = await cells(page, 4).first().textContent();
  const drawn = page.waitForResponse((response) => /w_orders\/data/.test(response.url()));
  await page.evaluate(() => document.querySelector('presstime-dashboard').setAttribute('theme', 'dark'));
  await drawn;
  await expect(page.locator('[data-widget=w_orders] [aria-busy]')).toHaveCount(0);
  await expect(page.locator('th[aria-sort]'), 'the order outlasts another theme').toHaveAttribute('aria-sort', 'ascending');
  await expect(cells(page, 4).first()).toHaveText(first);
  await page.locator('[data-widget=w_orders] .more').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const chart = page.locator('[data-widget=w_products] .figure');
  await chart.locator('svg').waitFor();
  await chart.focus();
  await page.keyboard.press('ArrowRight');
  await expect(chart.getByRole('status')).toHaveText(/Apples|Pears|Quinces/);
  clean();
});

test('a person subscribes at the host\'s frequencies, pauses and unsubscribes', async (t) => {
  const { server, visit, tokenOf, clean } = await world(t);
  const page = await visit('ann');
  await openMenu(page, 'Reports …');
  await expect(page.getByLabel('How often').locator('option')).toHaveText(
    ['Every day at 9:00', 'Every Monday at 9:00', 'On the first of every month at 9:00']);
  await choose(page, 'Every Monday at 9:00');
  const row = page.locator('[data-schedule]');
  await row.getByText('Every Monday at 9:00, CSV', { exact: true }).waitFor();
  await expect(row).toHaveText(/Next .*9:00.*\(Europe\/Berlin\)/);
  await assertAccessible(page, 'the dialog');
  const [report] = await server.must('GET', '/v1/reports');
  assert.equal(report.user_reference, 'ann');
  assert.equal(report.timezone, 'Europe/Berlin');
  assert.deepEqual(report.data_access.secureFilters, { example_orders: [[{ field: 'tenant', op: '=', value: 'acme' }]] });

  const asBob = { Authorization: `Bearer ${await tokenOf('bob')}` };
  const address = `/v1/embed/schedules/${report.id}`;
  assert.equal((await server.call('DELETE', address, undefined, asBob)).status, 404, 'not Bob\'s to end');
  const refused = await server.call('POST', '/v1/embed/schedules?dashboard=dash_embed_example', { widget_id: 'w_orders', cron: '* * * * *' }, asBob);
  assert.deepEqual([refused.status, refused.body.field], [422, 'cron'], 'whatever the page offers, the server holds to the token');

  await row.getByRole('button', { name: /^Pause/ }).click();
  await row.getByText('Paused').waitFor();
  assert.equal((await server.must('GET', `/v1/reports/${report.id}`)).enabled, false);
  await row.getByRole('button', { name: /^Resume/ }).click();
  await row.getByText(/Next/).waitFor();
  await row.getByRole('button', { name: /^Unsubscribe/ }).click();
  await row.getByRole('button', { name: /^Keep it/ }).click();
  await row.getByRole('button', { name: /^Unsubscribe/ }).click();
  await row.getByRole('button', { name: /^Yes, unsubscribe/ }).click();
  await page.getByText('You get no reports of this yet.').waitFor();
  assert.deepEqual(await server.must('GET', '/v1/reports'), []);
  clean();
});

test('when the clock asks, the host fetches and mails that person\'s rows', async (t) => {
  const { server, folder, visit, clean } = await world(t);
  for (const person of ['ann', 'bob']) {
    const page = await visit(person);
    await openMenu(page, 'Reports …');
    await choose(page, 'Every day at 9:00');
    await page.locator('[data-schedule]').waitFor();
  }
  for (const { id } of await server.must('GET', '/v1/reports'))
    await server.dueSoon((at) => server.call('PATCH', `/v1/reports/${id}`, { schedule_kind: 'once', at }));
  const outbox = path.join(folder, 'outbox');
  const written = () => { try { return readdirSync(outbox).filter((name) => name.endsWith('.eml')); } catch { return []; } };
  await server.until(written, (files) => files.length === 2, 'both mails');
  const mails = new Map(written().map((name) => readFileSync(path.join(outbox, name), 'utf8')).map((mail) => [/^To: (\S+)/m.exec(mail)[1], mail]));
  assert.deepEqual([...mails.keys()].sort(), ['ann@acme.example', 'bob@bolt.example']);
  assert.match(mails.get('ann@acme.example'), /Quinces/);
  assert.doesNotMatch(mails.get('ann@acme.example'), /Bolts|Nuts|Washers/);
  assert.match(mails.get('bob@bolt.example'), /Bolts/);
  assert.doesNotMatch(mails.get('bob@bolt.example'), /Apples|Pears|Quinces/);
  const [, rows] = mails.get('ann@acme.example').split('\r\n\r\n');
  assert.equal(rows.trim().split('\r\n').length, 1 + 36, 'every row, under the names of the columns');
  clean();
});

test('the page is told what happens', async (t) => {
  const { visit, clean } = await world(t);
  const page = await visit('ann', {}, [/401|422/]);
  // Listens from when it resolves; `answer()` is the first event of its type since.
  const told = async (type) => {
    const heard = await page.evaluateHandle((kind) => ({ event: new Promise((resolve) =>
      document.querySelector('presstime-dashboard').addEventListener(kind, ({ detail, composed, bubbles }) => resolve({ detail, composed, bubbles }), { once: true })) }), type);
    return { answer: () => heard.evaluate(({ event }) => event) };
  };
  const ready = await told('ready');
  await page.evaluate(() => document.querySelector('presstime-dashboard').reload());
  assert.deepEqual(await ready.answer(), { detail: { dashboard: { id: 'dash_embed_example', name: 'Orders' },
    widgets: ['w_revenue', 'w_count', 'w_months', 'w_products', 'w_orders'] }, composed: true, bubbles: false });

  const filter = await told('filter');
  await page.getByLabel('Orders of at least').fill('500');
  await page.getByLabel('Orders of at least').blur();
  assert.deepEqual((await filter.answer()).detail, { parameters: { at_least: '500' }, period: '' });
  await expect.poll(async () => {
    const totals = (await cells(page, 5).allTextContents()).map((text) => Number(text.replaceAll(',', '')));
    return totals.length > 0 && totals.every((total) => total >= 500);
  }, 'only orders of 500 or more').toBe(true);

  // What the page chooses is drawn in place, and the look that it sets reaches the drawings.
  const drawn = await told('ready');
  await page.evaluate(() => {
    const element = document.querySelector('presstime-dashboard');
    globalThis.lowest = Infinity;
    element.addEventListener('resize', ({ detail }) => { globalThis.lowest = Math.min(globalThis.lowest, detail.height); });
    element.style.setProperty('--presstime-paper', 'rgb(255, 247, 224)');
    element.parameters = { at_least: 700 };
  });
  await drawn.answer();
  await expect(page.getByLabel('Orders of at least')).toHaveValue('700');
  assert.ok(await page.evaluate(() => globalThis.lowest) > 400, 'the page does not jump');
  await expect(page.locator('.figure svg rect').first()).toHaveCSS('fill', 'rgb(255, 247, 224)');

  // A scrollbar that comes or goes may tell of a size, too; the last is that of the phone.
  await page.evaluate(() => document.querySelector('presstime-dashboard').addEventListener('resize', ({ detail }) => { globalThis.lastWidth = detail.width; }));
  await page.setViewportSize({ width: 360, height: 800 });
  await expect.poll(() => page.evaluate(() => globalThis.lastWidth)).toBeLessThan(360);
  await assertFits(page, 'the element on a phone');

  const error = await told('error');
  await page.evaluate(() => { document.querySelector('presstime-dashboard').getToken = () => 'eyJ.not.real'; document.querySelector('presstime-dashboard').token = 'eyJ.not.real'; });
  assert.equal((await error.answer()).detail.status, 401);
  await page.getByText('This dashboard cannot be shown.').waitFor();
  clean();
});

test('a token stands nowhere in the document, and a fresh one is asked for when it has ended', async (t) => {
  const { server, host, blank, tokenOf, clean } = await world(t);
  const page = await blank({}, [/401/]);
  await page.goto(`${host.url}/`);
  await page.addScriptTag({ url: `${server.url}/embed/presstime-embed.js` });
  const tokens = [await tokenOf('ann'), await tokenOf('bob')];
  await page.evaluate(([first, second]) => {
    const element = document.createElement('presstime-dashboard');
    element.setAttribute('token', first);
    element.setAttribute('dashboard', 'dash_embed_example');
    element.asked = 0;
    element.getToken = async () => { element.asked += 1; return second; };
    document.body.append(element);
  }, tokens);
  await page.getByRole('cell', { name: 'Pears' }).first().waitFor();
  assert.equal(await page.evaluate(() => document.querySelector('presstime-dashboard').asked), 0, 'the plain script knows its server, the token is good');
  assert.ok(!(await page.content()).includes(tokens[0].slice(0, 40)));
  const [key] = await server.must('GET', '/v1/data-access-keys');
  await server.must('DELETE', `/v1/data-access-keys/${key.id}`);
  await server.must('POST', '/v1/data-access-keys', { name: 'again', public_key: key.public_key });
  await page.evaluate((ended) => { document.querySelector('presstime-dashboard').token = ended; }, `${tokens[0].slice(0, -8)}AAAAAAAA`);
  await page.getByRole('cell', { name: 'Bolts' }).first().waitFor();
  assert.equal(await page.evaluate(() => document.querySelector('presstime-dashboard').asked), 1, 'all calls share one');
  clean();
});

test('markup in names, cells and filters is shown as text', async (t) => {
  const { server, folder, visit, clean } = await world(t);
  const evil = '<img src=x onerror=alert(1)><script>alert(2)</script>';
  appendFileSync(path.join(folder, 'server/data/orders.csv'), `acme,2026-12-31,"${evil}","javascript:alert(3)",1,99999\n`);
  const { widgets, parameters } = await server.must('GET', '/v1/dashboards/dash_embed_example');
  for (const widget of widgets) if (widget.title) widget.title = evil;
  parameters[0].label = evil;
  await server.must('PATCH', '/v1/dashboards/dash_embed_example', { widgets, parameters });
  await server.must('POST', '/v1/dashboards/dash_embed_example/publish');
  const page = await visit('ann');
  await expect(cells(page, 2).first()).toHaveText(evil);
  await expect(page.locator('[data-widget=w_orders] h2')).toHaveText(evil);
  await page.getByLabel(evil).first().waitFor();
  await openMenu(page, 'Reports …');
  await page.getByRole('dialog').getByRole('heading', { name: evil }).waitFor();
  await page.locator('[data-widget=w_products] svg').waitFor();
  const { loaded, scripts } = await page.evaluate(() => {
    const root = document.querySelector('presstime-dashboard').shadowRoot;
    return { loaded: root.querySelectorAll('img').length, scripts: root.querySelectorAll('script').length };
  });
  assert.deepEqual([loaded, scripts], [0, 0]);
  assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
  clean();
});

test('it works in a sandboxed frame of another origin', async (t) => {
  const { server, host, blank, tokenOf, clean } = await world(t);
  const token = await tokenOf('bob');
  const policy = `default-src 'none'; script-src ${server.url} 'self'; connect-src ${server.url}`;
  const site = http.createServer((request, response) => {
    const script = request.url === '/frame.js';
    const [type, text] = script
      ? ['text/javascript', `const element = document.createElement('presstime-dashboard');
          element.dashboard = 'dash_embed_example'; element.endpoint = '${server.url}'; element.token = '${token}';
          element.addEventListener('ready', () => parent.postMessage({ origin: self.origin }, '*')); document.body.append(element);`]
      : ['text/html', request.url === '/frame.html'
        ? `<!doctype html><html lang="en"><title>Frame</title><body><script src="${server.url}/embed/presstime-embed.js"></script><script src="/frame.js"></script>`
        : '<!doctype html><html lang="en"><title>Site</title><iframe title="Orders" sandbox="allow-scripts" src="/frame.html" width="1000" height="900"></iframe>'];
    response.writeHead(200, { 'Content-Type': type, ...(request.url === '/frame.html' && { 'Content-Security-Policy': policy }) });
    response.end(text);
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  t.after(() => { site.closeAllConnections(); site.close(); });
  const page = await blank();
  await page.addInitScript(() => globalThis.addEventListener?.('message', ({ data }) => { globalThis.heard = data; }));
  await page.goto(`http://127.0.0.1:${site.address().port}/`);
  const frame = page.frameLocator('iframe');
  await frame.getByRole('cell', { name: 'Washers' }).first().waitFor();
  await expect.poll(() => page.evaluate(() => globalThis.heard)).toEqual({ origin: 'null' });
  assert.ok(host.url);
  clean();
});
