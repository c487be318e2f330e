// What other people wrote is shown, never run: markup in every name, cell, header, answer and event, on every page; and
// requests that a foreign page makes a browser send, or a frame it puts around the pages, come to nothing.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import test, { after } from 'node:test';
import { expect, openContext, openWorld, password, settled, sharedBrowser } from '../support/browser.mjs';
import { startMailServer } from '../support/mail.mjs';
import { startReceiver } from '../support/receivers.mjs';
import { path } from '../support/presstime.mjs';

const browser = sharedBrowser(after);
// Breaks out of a tag, of an attribute and of a text; would set `pwned` or show a dialog.
const hostile = `"><img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script><svg onload=alert(1)>`;
const quoted = hostile.replaceAll("'", "''");

// The markup stands in every field that people, files, receivers and mail servers can fill.
async function seed(t, world) {
  const { server } = world;
  const receiver = await startReceiver(t, () => ({ status: 500, headers: { 'X-Answer': '<script>alert(1)</script>' }, body: hostile }));
  await server.must('POST', '/v1/connections', { name: 'samples', source: 'duckdb', options: { path: path.join(server.folder, 'data') } });
  await server.must('PUT', `/v1/files/${encodeURIComponent('<img src=x onerror=alert(1)>.csv')}`, `"${hostile.replaceAll('"', '""')}",b\n"${hostile.replaceAll('"', '""')}",2\n`)
    .catch((error) => assert.match(error.message, /42\d/, 'a name that is refused is as good'));
  const webhook = await server.must('POST', '/v1/webhooks', { url: receiver.url, description: hostile, headers: { 'X-Note': hostile }, properties: { [`p ${hostile}`.slice(0, 60)]: hostile } });
  await server.must('POST', '/v1/groups', { name: hostile });
  await world.addPerson('eve@example.com', 'editor', hostile);
  const column = hostile.replaceAll('"', '""');
  await server.must('POST', '/v1/dashboards', {
    id: 'dash_x', name: hostile, description: hostile, category: hostile, tags: [hostile],
    parameters: [{ name: 'region', type: 'string', default: hostile, label: hostile }],
    queries: [{ name: 'q', connection: 'samples', sql: `SELECT '${quoted}' AS "${column}", i AS n FROM range(5) r(i)` },
      { name: 'broken', connection: 'samples', sql: `SELECT error('${quoted}') AS n` }],
    widgets: [
      { id: 'w_table', kind: 'table', title: hostile, query: 'q', grid: { x: 0, y: 0, w: 12, h: 6 } },
      { id: 'w_chart', kind: 'chart', title: hostile, query: 'q', chart: { mark: 'bar', x: hostile, y: ['n'] }, grid: { x: 0, y: 6, w: 12, h: 6 } },
      { id: 'w_text', kind: 'text', markdown: `# ${hostile}\n\n[link](javascript:alert(1)) ${hostile}`, grid: { x: 0, y: 12, w: 6, h: 4 } },
      { id: 'w_broken', kind: 'table', title: 'Broken', query: 'broken', grid: { x: 6, y: 12, w: 6, h: 4 } },
    ],
  });
  await server.must('POST', '/v1/dashboards/dash_x/publish', { comment: hostile });
  const report = await server.must('POST', '/v1/reports', { dashboard_id: 'dash_x', name: hostile, description: hostile, tags: [hostile], subject: hostile, body: hostile,
    schedule_kind: 'daily', hour: 9, timezone: 'UTC', format: ['html', 'csv', 'pdf'], email_to: ['reject-markup@example.com', '"<b>x</b>"@example.com'].slice(0, 1) });
  const run = await server.ended((await server.must('POST', `/v1/reports/${report.id}/run`)).id);
  await server.until(() => server.must('GET', `/v1/webhook_deliveries?webhook_id=${webhook.id}`), (rows) => rows.some((row) => row.attempts?.length), 'a try at the receiver');
  await server.call('POST', '/v1/session', { email: `${hostile}@example.com`, password: 'x' });
  const people = await server.must('GET', '/v1/users');
  return ['/', '/dashboards', '/dashboards?view=list', '/dashboards/dash_x', '/dashboards/dash_x/edit', '/dashboards/dash_x/edit?tab=queries', '/dashboards/dash_x/versions?from=1&to=draft',
    '/reports', `/reports/${report.id}`, `/reports/${report.id}/edit`, '/runs', `/runs/${run.id}`, '/webhooks', `/webhooks/${webhook.id}`, '/webhooks/deliveries', '/events',
    '/connections', '/connections/samples', '/connections/uploads', '/people', `/people/${people.at(-1).id}`, '/people/groups', '/people/categories', '/people/tokens', '/people/audit',
    '/settings', '/start?connection=uploads', `/reports?q=${encodeURIComponent(hostile)}`, `/runs?q=${encodeURIComponent(hostile)}`, `/${encodeURIComponent(hostile)}`];
}

// What a page holds that nobody of Presstime put there: in the document and in its shadow trees.
const foreign = () => {
  const wanted = 'script:not([src]), iframe, object, form[action], [onerror], [onload], [onclick], img[src="x"], [href^="javascript:" i]';
  const below = (root) => [...root.querySelectorAll(wanted), ...[...root.querySelectorAll('*')].flatMap((element) => (element.shadowRoot ? below(element.shadowRoot) : []))];
  const found = below(document).map((element) => element.outerHTML.slice(0, 200));
  return globalThis.pwned ? [...found, 'a script ran'] : found;
};

test('markup in every name, cell, header and answer is shown as text', async (t) => {
  const mail = await startMailServer(t);
  const world = await openWorld(t, await browser, { settings: { ...mail.settings, PRESSTIME_EGRESS_ALLOW: '127.0.0.0/8' } });
  const addresses = await seed(t, world);
  const page = await world.visit('owner@example.com', {}, [/Failed to load resource: .*(404|409|422|502)/]);
  const wrong = [];
  let shown = 0;
  for (const address of addresses) {
    await page.goto(address);
    await page.getByRole('heading').first().waitFor();
    await settled(page);
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
    const found = await page.evaluate(foreign);
    if (found.length) wrong.push(`${address}: ${found.join(' ')}`);
    if ((await page.evaluate(() => document.body.innerText)).includes('onerror=')) ++shown;
  }
  assert.deepEqual(wrong, []);
  assert.ok(shown >= 14, `the markup is to be seen as text on ${shown} pages of ${addresses.length}`);
  world.clean();
});

test('the words of a mail server and of a receiver are shown as they came', async (t) => {
  const mail = await startMailServer(t);
  const world = await openWorld(t, await browser, { settings: { ...mail.settings, PRESSTIME_EGRESS_ALLOW: '127.0.0.0/8' } });
  const addresses = await seed(t, world);
  const page = await world.visit('owner@example.com', {}, [/422|404/]);
  await page.goto(addresses.find((address) => /^\/runs\/\d/.test(address)));
  await page.getByRole('region', { name: 'Recipients' }).getByText('550 5.1.1 <img src=x onerror=alert(1)> is not known').first().waitFor();
  await page.goto('/webhooks/deliveries');
  await page.getByText('500').first().waitFor();
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
  assert.deepEqual(await page.evaluate(foreign), []);
  world.clean();
});

test('a mail that is markup is shown without running it or asking anybody', async (t) => {
  const world = await openWorld(t, await browser);
  const outbox = path.join(world.server.folder, 'outbox');
  mkdirSync(outbox, { recursive: true });
  const html = `<p style="color:#c00;background:url(https://spy.example.com/a)" onclick="alert(1)">Words of the mail</p>${hostile}
<img src="https://spy.example.com/pixel.png"><a href="javascript:alert(1)">press</a><form action="https://spy.example.com"><input name=a></form><iframe src="https://spy.example.com"></iframe><link rel=stylesheet href="https://spy.example.com/s">`;
  writeFileSync(path.join(outbox, '20260101T000000-0001.eml'), ['From: a@example.com', 'To: owner@example.com', `Subject: ${hostile}`, 'MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8', '', html].join('\r\n'));
  // The handlers are refused by the page's policy as the mail is parsed, before its elements are chosen.
  const page = await world.visit('owner@example.com', {}, [/Executing inline event handler violates/]);
  await page.goto('/outbox');
  await page.getByRole('region', { name: 'Mails' }).getByText('onerror=').first().click();
  const mail = page.getByRole('region', { name: 'The mail' });
  await mail.getByText('Words of the mail').waitFor();
  assert.deepEqual(await page.evaluate(foreign), []);
  await expect(mail.getByText('Words of the mail'), 'its looks stay').toHaveCSS('color', 'rgb(204, 0, 0)');
  world.clean();
});

test('a request without the token of the session changes nothing', async (t) => {
  const world = await openWorld(t, await browser);
  const page = await world.visit();
  const send = (options) => page.context().request.fetch(`${world.server.url}/v1/groups`, { method: 'POST', ...options });
  const form = await send({ form: { name: 'Foreign' } });
  assert.equal(form.status(), 403, await form.text());
  const plain = await send({ headers: { 'Content-Type': 'text/plain' }, data: '{"name":"Foreign"}' });
  assert.equal(plain.status(), 403);
  const guessed = await send({ headers: { 'X-CSRF-Token': 'guess' }, data: { name: 'Foreign' } });
  assert.equal(guessed.status(), 403);
  assert.deepEqual(await world.server.must('GET', '/v1/groups'), []);
  const cookies = await page.context().cookies();
  const session = cookies.find((cookie) => cookie.httpOnly);
  assert.ok(session && session.sameSite !== 'None', JSON.stringify(cookies));
  world.clean();
});

// A page of somebody else: another origin on the same machine.
async function foreignPage(t, body) {
  const server = http.createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><title>Win a prize</title>${body}`);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => { server.closeAllConnections(); server.close(); });
  return `http://localhost:${server.address().port}/`;
}

test('no foreign page frames the pages, or posts for who is logged in', async (t) => {
  const world = await openWorld(t, await browser);
  const context = await openContext(await browser);
  t.after(() => context.close());
  const logIn = await context.request.post(`${world.server.url}/v1/session`, { data: { email: 'owner@example.com', password } });
  assert.equal(logIn.status(), 200);
  const page = await context.newPage();
  await page.goto(await foreignPage(t, `<iframe id="framed" src="${world.server.url}/reports"></iframe>`));
  await page.waitForFunction(() => document.readyState === 'complete');
  const framed = page.frames().find((frame) => frame !== page.mainFrame());
  assert.ok(!framed.url().startsWith(world.server.url), `framed: ${framed.url()}`);
  for (const address of ['/', '/reports', '/v1/docs']) {
    const { headers } = await world.server.call('GET', address, undefined, { Accept: 'text/html' });
    assert.match(`${headers.get('content-security-policy')} ${headers.get('x-frame-options')}`, /frame-ancestors 'none'|DENY/, address);
  }

  await page.goto(await foreignPage(t, `<form method="post" action="${world.server.url}/v1/groups" enctype="text/plain"><input name='{"name":"Foreign","x":"' value='"}'><button>Win</button></form>`));
  await page.getByRole('button', { name: 'Win' }).click();
  await page.waitForURL(`${world.server.url}/v1/groups`);
  assert.deepEqual(await world.server.must('GET', '/v1/groups'), []);
});

test('no answer of the API is taken for a page', async (t) => {
  const world = await openWorld(t, await browser);
  const markup = encodeURIComponent('<script>alert(1)</script>');
  for (const [method, address, body] of [['GET', `/v1/${markup}`], ['GET', `/v1/reports/${markup}`], ['GET', `/v1/runs?status=${markup}`], ['GET', `/v1/dashboards/${markup}/picture`],
    ['POST', '/v1/groups', { name: 7, '<script>': 1 }], ['POST', '/v1/groups', '<script>alert(1)</script>'], ['GET', `/v1/outbox/${markup}`], ['GET', `/v1/files/${markup}`], ['DELETE', `/v1/webhooks/${markup}`]]) {
    const answer = await world.server.call(method, address, body);
    assert.ok(answer.status >= 400, `${method} ${address}: ${answer.status}`);
    assert.match(answer.headers.get('content-type'), /^application\/problem\+json/, `${method} ${address}`);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', address);
  }
});
