// A real browser over the real server for the tests of the pages: Debian's Chromium by playwright-core. Every page of
// every test fails on a script error, a broken rule of the content security policy, or a call to another host.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { expect as playwrightExpect } from '@playwright/test';
import { chromium } from 'playwright-core';
import { Presstime, makeFolder, run } from './presstime.mjs';

export const password = 'correct horse battery staple';
// How long a page may take for anything: the machine may be busy with other tests, and what does not come fails anyway.
const patienceMs = 60_000;
// Assertions on a page or a locator wait until they hold: what a page shows comes when it comes.
export const expect = playwrightExpect.configure({ timeout: patienceMs });
// How much slower than it could be a page runs, to find what only a fast machine does in time.
export const slowdown = Number(process.env.PRESSTIME_TEST_SLOWDOWN ?? 1);
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function launchBrowser() {
  return chromium.launch({
    executablePath: process.env.PRESSTIME_BROWSER ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

// A context with the patience of all tests, whose pages are slowed down.
export async function openContext(browser, options = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(patienceMs);
  if (slowdown > 1)
    context.on('page', async (page) => {
      const client = await context.newCDPSession(page);
      await client.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    });
  return context;
}

// One browser for a test file, closed after its last test: call once at the top with node:test's `after`.
export function sharedBrowser(after) {
  const launched = launchBrowser();
  after(async () => (await launched).close());
  return launched;
}

// Told by the browser when a server that is busy puts a request off: pages ask again, and fail a test if that is no use.
export const busy = /the server responded with a status of (429|503)/;

// What a test of the pages may not cause; `allow` are patterns of console errors that the test itself provokes.
function watch(page, server, faults, allow) {
  page.on('pageerror', (error) => faults.push(`script error: ${error.stack ?? error}`));
  page.on('console', (message) => {
    const text = `${message.text()} (${message.location().url})`;
    if (message.type() === 'error' && ![busy, ...allow].some((pattern) => pattern.test(text))) faults.push(`console: ${text}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== new URL(server.url).origin) faults.push(`asked ${url.origin}`);
  });
  // A dialog nobody expects would be somebody's script.
  page.on('dialog', (dialog) => {
    if (dialog.type() !== 'beforeunload' && !page.expectsDialog) faults.push(`dialog: ${dialog.message()}`);
    if (!page.expectsDialog) void dialog.dismiss();
  });
}

// A server with an owner (owner@example.com), and `visit(email)`: a page logged in as somebody, in a context of its own.
// With `setUp: false` nobody has opened `link` yet.
export async function openWorld(t, browser, { settings = {}, sample = false, setUp = true } = {}) {
  const server = await new Presstime({ folder: makeFolder(), settings }).start();
  const faults = [];
  const contexts = [];
  t.after(async () => {
    await Promise.all(contexts.map((context) => context.close().catch(() => {})));
    await server.stop('SIGKILL');
  });
  const link = server.logLines.findLast((line) => line.includes('/setup#'))?.trim();
  assert.ok(link, 'the first start prints a link');
  if (setUp) {
    const made = await fetch(`${server.url}/v1/one-time-links/accept`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: link.split('#')[1], password, name: 'Olive Owner', email: 'owner@example.com' }),
    });
    assert.equal(made.status, 200, await made.clone().text());
  }
  if (sample) await server.must('POST', '/v1/sample-data', {});

  // {viewport, colorScheme, timezoneId, locale} as playwright takes them.
  async function blank(options = {}, allow = []) {
    const context = await openContext(browser, { viewport: { width: 1440, height: 900 }, timezoneId: 'Europe/Berlin',
      locale: 'en-GB', reducedMotion: 'reduce', baseURL: server.url, ...options });
    contexts.push(context);
    const page = await context.newPage();
    watch(page, server, faults, allow);
    return page;
  }
  async function visit(email = 'owner@example.com', options = {}, allow = []) {
    const page = await blank(options, allow);
    const answer = await page.context().request.post('/v1/session', { data: { email, password } });
    assert.equal(answer.status(), 200, await answer.text());
    return page;
  }
  // Somebody with a role; by the link that the server's operator gets, for nobody reads the mail here.
  async function addPerson(email, role, name = email.split('@')[0]) {
    const invited = run(['user', 'invite', email, '--role', role, '--name', name, '--data-dir', server.folder]);
    const invite = /\/invite#(\S+)/.exec(invited.stdout);
    assert.ok(invite, `no link: ${invited.stdout}${invited.stderr}`);
    const accepted = await fetch(`${server.url}/v1/one-time-links/accept`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: invite[1], password, name }),
    });
    assert.equal(accepted.status, 200, await accepted.text());
    return (await server.must('GET', '/v1/users')).find((person) => person.email === email);
  }
  // Nothing that a page of the test caused may be left over.
  const clean = () => assert.deepEqual(faults.splice(0), []);
  return { server, link, faults, blank, visit, addPerson, clean };
}

// Nothing serious or critical by axe's rules of WCAG 2.2 A and AA. Injected as a string, past the page's own policy.
export async function assertAccessible(page, what) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const answer = await globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] });
    return answer.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => ({ id, help, where: nodes.slice(0, 5).map((node) => node.target.join(' ') + ' ' + (node.any?.[0]?.message ?? '')) }));
  });
  assert.ok(found.length === 0, `${what}: ${JSON.stringify(found, null, 1)}`);
}

// Nothing may stick out of the page at the side, once what follows the width of the screen has followed.
export async function assertFits(page, what) {
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    { message: `${what} is wider than its screen, by so many pixels`, timeout: 10_000 * slowdown }).toBeLessThanOrEqual(1);
}

// Nothing of the page is being fetched or drawn any more. For what has begun: wait first for what the test is about.
export const settled = (page) => expect(page.locator('main [aria-busy=true], main .skeleton')).toHaveCount(0);
