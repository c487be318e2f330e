// What comes over the wire before a page can be used, and what does not come before it is asked for.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { expect, openWorld, sharedBrowser } from '../support/browser.mjs';

const browser = sharedBrowser(after);
const limit = 250_000;
const editors = /codemirror|CodeEditor|EditorPage|gridstack|grid_view|pdf/i;

// Every answer of the page with its bytes as they were sent, headers too; the stream and what the data fill apart.
async function watchWire(page) {
  const client = await page.context().newCDPSession(page);
  const urls = new Map();
  const loads = [];
  client.on('Network.responseReceived', ({ requestId, response }) => urls.set(requestId, response.url));
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => loads.push({ url: urls.get(requestId) ?? '', bytes: encodedDataLength }));
  await client.send('Network.enable');
  return loads;
}
const sum = (loads) => loads.reduce((bytes, load) => bytes + load.bytes, 0);
const told = (loads) => loads.map(({ url, bytes }) => `${bytes} ${new URL(url).pathname}`).join('\n');

for (const [who, ready] of [['the log-in page', 'Log in'], ['Today', 'On time, last 30 days']]) {
  test(`${who} comes in under 250 KB`, async (t) => {
    const world = await openWorld(t, await browser, { sample: true });
    const page = who === 'Today' ? await world.visit() : await world.blank({}, [/401/]);
    const loads = await watchWire(page);
    await page.goto('/');
    await page.getByRole('heading', { name: ready }).waitFor();
    await page.waitForLoadState('load');
    await expect.poll(() => loads.length).toBeGreaterThan(3);
    assert.ok(sum(loads) > 20_000 && sum(loads) < limit, `${sum(loads)} bytes:\n${told(loads)}`);
    assert.deepEqual(loads.filter(({ url }) => editors.test(new URL(url).pathname)), [], 'no editor among it');
    world.clean();
  });
}

test('the editor comes when it is opened, and a second visit loads nothing twice', async (t) => {
  const world = await openWorld(t, await browser, { sample: true });
  const [board] = await world.server.must('GET', '/v1/dashboards');
  const page = await world.visit();
  const loads = await watchWire(page);
  await page.goto(`/dashboards/${board.id}/edit?tab=queries`);
  await page.locator('.cm-content').first().waitFor();
  await expect.poll(() => loads.some(({ url }) => url && editors.test(new URL(url).pathname)), 'the editor came').toBe(true);
  const first = sum(loads.filter(({ url }) => url.includes('/assets/')));
  loads.length = 0;
  await page.goto(`/dashboards/${board.id}/edit?tab=queries`);
  await page.locator('.cm-content').first().waitFor();
  const again = sum(loads.filter(({ url }) => url.includes('/assets/')));
  assert.ok(again < first / 10, `${again} bytes after ${first}`);
  world.clean();
});
