// From the link that the first start prints to a PDF in somebody's mail, in a real browser, over the real server and a
// real mail server; and the way by sample data.
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { assertAccessible, assertFits, expect, openWorld, password, sharedBrowser } from '../support/browser.mjs';
import { startMailServer } from '../support/mail.mjs';
import { makeWorkbook } from '../support/workbook.mjs';

const browser = sharedBrowser(after);
const month = (n) => `2026-${String((n % 12) + 1).padStart(2, '0')}-15`;
const orders = ['Order date;Region;Customer;Total']
  .concat(Array.from({ length: 300 }, (_, n) => `${month(n)};${['North', 'South', 'East'][n % 3]};Customer ${n % 40};${n % 97}.5`))
  .join('\n');

async function setUp(page, link) {
  await page.goto(link);
  await page.getByRole('heading', { name: 'Welcome to Presstime' }).waitFor();
  await expect(page, 'the secret does not stay in the address').not.toHaveURL(/#/);
  await assertAccessible(page, 'the set-up form');
  await page.getByLabel('E-mail address').fill('owner@example.com');
  await page.getByLabel('Name').fill('Olive Owner');
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/start$/);
}
const step = (page, name) => page.getByRole('list', { name: 'Steps' }).locator('[aria-current=step]').filter({ hasText: name }).waitFor();

test('from the printed link to a scheduled PDF in the mail', async (t) => {
  const mail = await startMailServer(t);
  const world = await openWorld(t, await browser, { settings: mail.settings, setUp: false });
  const page = await world.blank({}, [/401/]);
  await setUp(page, world.link);
  await step(page, 'Data');
  await assertAccessible(page, 'the data step');

  await page.getByLabel('File to upload').setInputFiles({ name: 'Orders 2026.csv', mimeType: 'text/csv', buffer: Buffer.from(orders) });
  await step(page, 'Dashboard');
  await page.getByRole('button', { name: 'Another table' }).click();
  await step(page, 'Table');
  await page.getByRole('columnheader', { name: 'Region' }).waitFor();
  await page.getByRole('cell', { name: 'Customer 3', exact: true }).first().waitFor();
  await assertAccessible(page, 'the table step');
  await page.getByRole('button', { name: 'Use it' }).click();

  await step(page, 'Dashboard');
  await page.getByRole('region').getByRole('application').first().waitFor();
  await page.reload();
  await step(page, 'Dashboard');
  await page.getByLabel('Name of the dashboard').fill('Orders');
  await page.getByRole('region').getByRole('application').first().waitFor();
  await assertAccessible(page, 'the dashboard step');
  await page.getByRole('button', { name: 'Use this dashboard' }).click();

  await step(page, 'Schedule');
  await page.getByLabel('Name', { exact: true }).fill('Orders every Monday');
  await page.getByLabel('Repeats').selectOption({ label: 'Every week' });
  await page.getByLabel('On', { exact: true }).selectOption({ label: 'Monday' });
  await page.getByLabel('At', { exact: true }).fill('09:00');
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await page.getByLabel('Send to').fill('boss@example.com, ann@example.com');
  await page.getByLabel('Send to').blur();
  const next = page.getByRole('list', { name: 'Next runs' }).getByRole('listitem');
  await next.filter({ hasText: /Mon.*09:00/ }).nth(4).waitFor();
  await page.getByText('Page 1 of').waitFor();
  await assertAccessible(page, 'the schedule step');
  await page.getByRole('button', { name: 'Schedule the PDF' }).click();
  await page.getByRole('heading', { name: 'Orders every Monday' }).waitFor();

  await page.getByRole('button', { name: 'Run now' }).click();
  await page.waitForURL(/\/runs\/\d+$/);
  await page.getByRole('region', { name: 'Result' }).getByText(/^.Sent$/).first().waitFor();
  const mails = await mail.mails();
  assert.equal(new Set(mails.map(({ messageId }) => messageId)).size, 1, 'one mail, to both');
  const [first] = mails;
  assert.deepEqual(mail.recipients().flat().sort(), ['ann@example.com', 'boss@example.com']);
  const pdf = first.attachments.find((part) => part.mimeType === 'application/pdf');
  assert.equal(Buffer.from(pdf.content).subarray(0, 5).toString(), '%PDF-');
  assert.ok(pdf.content.byteLength > 5_000, `${pdf.content.byteLength} bytes`);
  assert.match(first.text, /North|South|East/, 'the text part carries figures');

  await page.getByRole('link', { name: 'Today' }).click();
  await page.getByRole('table', { name: 'Runs of the day' }).getByText(/^.Sent$/).waitFor();
  await expect(page.getByText('Your first report in five minutes')).toHaveCount(0);
  world.clean();
});

test('an Excel workbook with a title and dates becomes a scheduled report', async (t) => {
  const world = await openWorld(t, await browser);
  const page = await world.visit('owner@example.com');
  const days = Array.from({ length: 300 }, (_, n) => [new Date(`${month(n)}T00:00:00Z`), ['North', 'South', 'East'][n % 3], `0${1000 + (n % 40)}`, (n % 97) + 0.5]);
  const workbook = makeWorkbook({
    Orders: [['Sales report'], [], ['Order date', 'Region', 'Zip code', 'Total'], ...days],
    Shops: [['Shop', 'Open'], ['Mitte', 1]],
  });
  await page.goto('/start');
  await page.getByText('Excel (.xlsx)').waitFor();
  await page.getByLabel('File to upload').setInputFiles({ name: 'Sales 2026.xlsx', mimeType: 'application/octet-stream', buffer: workbook });
  const sheets = page.getByRole('list', { name: 'Sheets' }).getByRole('listitem');
  await sheets.filter({ hasText: /Orders.*300 rows.*row 3 is the header/s }).waitFor();
  await expect(sheets).toHaveCount(2);
  await assertAccessible(page, 'the sheets of a workbook');
  await page.getByRole('button', { name: 'Use it: Orders' }).click();

  await step(page, 'Dashboard');
  await page.getByText('Why these charts').click();
  await page.getByText('Order date is a date').waitFor();
  await page.getByRole('button', { name: 'Another table' }).click();
  await page.getByRole('button', { name: /^Sales_2026_Orders/ }).click();
  await page.getByRole('cell', { name: '01003', exact: true }).first().waitFor();
  await page.getByRole('listitem').filter({ hasText: 'Sales_2026_Orders' }).getByRole('button', { name: 'Use it' }).click();
  await step(page, 'Dashboard');
  await page.getByRole('region').getByRole('application').first().waitFor();
  await page.getByRole('button', { name: 'Use this dashboard' }).click();
  await step(page, 'Schedule');
  await page.getByLabel('Name', { exact: true }).fill('Sales by the day');
  await page.getByText('Page 1 of').waitFor();
  await page.getByRole('button', { name: 'Schedule the PDF' }).click();
  await page.getByRole('heading', { name: 'Sales by the day' }).waitFor();

  await page.goto('/connections');
  const files = page.getByRole('table', { name: 'Uploaded files' });
  await files.getByText('Sales_2026.xlsx, Shops').waitFor();
  world.clean();
});

test('sample data show everything, at 360 pixels too, and the report does not run by itself', async (t) => {
  const world = await openWorld(t, await browser);
  const page = await world.visit('owner@example.com', { viewport: { width: 360, height: 760 } });
  await page.goto('/');
  await page.getByRole('link', { name: 'Begin' }).click();
  await page.getByRole('button', { name: 'Use sample data' }).click();
  await step(page, 'Schedule');
  await page.getByText('No mail server is set yet').waitFor();
  await page.getByText('Page 1 of').waitFor();
  await assertFits(page, 'the schedule step');
  await assertAccessible(page, 'the schedule step');
  await page.goto('/reports');
  await page.getByRole('table', { name: 'Reports' }).getByText('Paused').waitFor();
  await page.goto('/dashboards');
  await page.getByRole('listitem').locator('img').first().waitFor();
  await assertFits(page, 'the gallery');
  world.clean();
});

test('what is wrong with a file stands where it was dropped, and the link opens once', async (t) => {
  const world = await openWorld(t, await browser, { setUp: false });
  const page = await world.blank({}, [/401|422/]);
  await setUp(page, world.link);
  await page.getByLabel('File to upload').setInputFiles({ name: 'broken.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b,c\n1,2,3\n1,2\n') });
  await page.getByRole('alert').filter({ hasText: /line 3/i }).waitFor();
  await step(page, 'Data');
  const other = await world.blank({}, [/401|404|410|422/]);
  await other.goto(world.link);
  await other.getByRole('heading', { name: 'This link does not open' }).waitFor();
  world.clean();
});
