// The settings of a running server in a browser: mail that is tried before it is saved, a change that is applied and
// waited for, the look of the workspace, keys, and what is set elsewhere.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import test, { after } from 'node:test';
import { assertAccessible, assertFits, expect, openWorld, sharedBrowser } from '../support/browser.mjs';
import { startMailServer } from '../support/mail.mjs';

const browser = sharedBrowser(after);
const toast = (page, text) => page.getByRole('status').filter({ hasText: text }).first();

test('a mail server is tried step by step, saved, and mail goes there at once', async (t) => {
  const smtp = await startMailServer(t);
  const { server, visit, clean } = await openWorld(t, await browser);
  const page = await visit('owner@example.com', {}, [/422/]);
  await page.goto('/settings?tab=mail');
  await page.getByText('No mail server is set').waitFor();
  await page.getByLabel('Mail server', { exact: true }).fill('127.0.0.1');
  await page.getByLabel('Port').fill('not a port');
  await page.getByLabel('Protection').selectOption('none');
  await page.getByLabel('Sender address').fill('desk@example.com');
  await page.getByRole('button', { name: 'Save 4 changes' }).click();
  const port = page.getByLabel('Port');
  await expect(port, 'the refusal stands beside its field').toHaveAttribute('aria-invalid', 'true');
  await port.fill(String(smtp.port));

  const tried = page.getByRole('region', { name: 'Send a test mail' });
  await tried.getByLabel('To').fill('reject@example.com');
  await tried.getByRole('button', { name: 'Send it' }).click();
  await tried.getByRole('listitem').filter({ hasText: 'Recipient accepted' }).getByText(/550 5\.1\.1 No such mailbox here/).waitFor();
  await tried.getByText('The mail was not taken.').waitFor();
  await assertAccessible(page, 'a failed test mail');
  await tried.getByLabel('To').fill('me@example.com');
  await tried.getByRole('button', { name: 'Send it' }).click();
  await tried.getByText('The mail server took the mail for me@example.com.').waitFor();
  assert.equal((await smtp.mails()).length, 1);
  assert.equal((await server.must('GET', '/v1/about')).outbox, true, 'trying saves nothing');

  await page.getByRole('button', { name: 'Save 4 changes' }).click();
  await toast(page, 'Saved, and in force.').waitFor();
  await page.getByText('No mail server is set').waitFor({ state: 'detached' });
  await page.goto('/people');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByRole('dialog').getByLabel('E-mail address').fill('ann@example.com');
  await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
  await page.getByText('The invitation is on its way to ann@example.com.').waitFor();
  await expect(page.getByRole('textbox', { name: 'Link' }), 'mail that is sent is for its reader alone').toHaveCount(0);
  await server.until(smtp.mails, (mails) => mails.some(({ text }) => /\/invite#/.test(text ?? '')), 'the invitation');

  // Another mail server does not get the old one's password.
  await server.must('PATCH', '/v1/settings', { smtp_security: 'tls', smtp_user: 'me', smtp_password: 'a secret word' });
  await page.goto('/settings?tab=mail');
  const password = page.getByLabel('Password', { exact: true });
  await expect(password).toHaveValue('');
  assert.ok(!(await page.content()).includes('a secret word'));
  await page.getByLabel('Mail server', { exact: true }).fill('mail.example.org');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(password).toHaveAttribute('aria-invalid', 'true');
  clean();
});

test('a change waits until it is applied, and the page until the server is back', async (t) => {
  const { server, visit, clean } = await openWorld(t, await browser, { settings: { PRESSTIME_WORKERS: '3' } });
  const page = await visit('owner@example.com', {}, [/Failed to load resource|ERR_|stream/i]);
  await page.goto('/settings?tab=limits');
  const attempts = page.getByRole('textbox', { name: 'Tries of a run' });
  await attempts.fill('7');
  await page.getByText('Not saved yet.').waitFor();
  // What is typed survives another tab, and is asked for before the page is left.
  await page.getByRole('tab', { name: 'Keys' }).click();
  await page.getByRole('heading', { name: 'Signing key' }).waitFor();
  await page.getByRole('tab', { name: 'Limits' }).click();
  await expect(attempts).toHaveValue('7');
  page.expectsDialog = true;
  const asked = page.waitForEvent('dialog');
  const leaving = page.getByRole('link', { name: 'Reports' }).click();
  const dialog = await asked;
  assert.match(dialog.message(), /not saved/);
  await dialog.dismiss();
  await leaving;
  page.expectsDialog = false;
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('1 saved change not in force yet: Tries of a run.').waitFor();
  await assertAccessible(page, 'a change that waits');
  const before = await server.must('GET', '/v1/about');
  const pid = server.child.pid;
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
  await toast(page, 'The server is back').waitFor({ timeout: 120_000 });
  assert.notEqual((await server.must('GET', '/v1/about')).started_at, before.started_at);
  assert.equal(server.child.exitCode, null);
  assert.equal(server.child.pid, pid);
  await expect(page.getByText('not in force yet')).toHaveCount(0);
  await expect(attempts).toHaveValue('7');
  await page.getByRole('button', { name: 'Set it back: Tries of a run' }).click();
  await toast(page, 'Saved').waitFor();
  await server.until(() => server.must('GET', '/v1/settings'),
    (settings) => settings.find(({ key }) => key === 'run_attempts').value === 3, 'the built-in value');

  // What the start says is told, not offered.
  await page.getByRole('tab', { name: 'All settings' }).click();
  await page.getByRole('searchbox').fill('workers');
  const workers = page.getByRole('table', { name: 'All settings' }).getByRole('row').filter({ hasText: 'Reports drawn at once' });
  await workers.getByText('set by the environment variable PRESSTIME_WORKERS').waitFor();
  await page.waitForURL(/tab=all.*q=workers/);
  await page.reload();
  await workers.waitFor();
  await assertAccessible(page, 'all settings');
  clean();
});

test('the look of the workspace is seen before it is saved, and weak colours are told', async (t) => {
  const { server, visit, clean } = await openWorld(t, await browser);
  const page = await visit('owner@example.com', {}, [/theme.*|404|422/]);
  await page.goto('/settings?tab=branding');
  const accent = page.getByRole('textbox', { name: 'Accent', exact: true }).first();
  await accent.fill('#7a1fa2');
  const preview = page.getByRole('img', { name: 'A light page in these colours' });
  await expect(preview.locator('.link').first()).toHaveCSS('color', 'rgb(122, 31, 162)');
  await page.getByRole('textbox', { name: 'Warning', exact: true }).first().fill('yellowish');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/must be a colour such as/i).waitFor();
  await page.getByRole('textbox', { name: 'Warning', exact: true }).first().fill('#FFFF99');
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
  const file = page.getByLabel('File of the logo');
  await file.setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
  await page.getByText('A logo is a PNG or a JPEG file.').waitFor();
  await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: png });
  await page.getByRole('img', { name: 'The logo' }).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await toast(page, 'The theme is saved').waitFor();
  await page.getByText(/Saved, but warn has a contrast of/).waitFor();
  const theme = await server.must('GET', '/v1/theme');
  assert.equal(theme.accent, '#7A1FA2');
  assert.match(theme.logo, /^data:image\/png;base64,iVBOR/);
  await assertAccessible(page, 'the branding');
  await page.getByRole('button', { name: 'Back to the built-in look' }).click();
  await page.getByRole('button', { name: 'Delete the theme' }).click();
  await toast(page, 'built-in look again').waitFor();
  await expect(accent).toHaveValue('');
  assert.equal((await server.call('GET', '/v1/theme')).status, 404);
  clean();
});

test('keys are exchanged, a host is registered and removed, the workspace is renamed', async (t) => {
  const { server, visit, clean } = await openWorld(t, await browser);
  const page = await visit('owner@example.com', {}, [/422/]);
  await page.goto('/settings?tab=keys');
  const signing = page.getByRole('region', { name: 'Signing key' });
  await signing.getByRole('listitem').first().waitFor();
  const first = await signing.getByRole('listitem').count();
  await signing.getByRole('button').click();
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(signing.getByRole('listitem')).toHaveCount(first + 1);
  await page.getByRole('button', { name: 'Make a new key of secrets' }).click();
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText(/sealed anew/).first().waitFor();

  await page.goto('/settings?tab=embedding');
  await page.getByRole('button', { name: 'Add a key' }).click();
  await page.getByLabel('Name').fill('Shop');
  await page.getByLabel('Public key').fill('not a key');
  await page.getByRole('button', { name: 'Add the key' }).click();
  await page.locator('textarea[aria-invalid="true"]').waitFor();
  const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
  await page.getByLabel('Public key').fill(pem);
  await page.getByRole('button', { name: 'Add the key' }).click();
  await page.getByRole('button', { name: 'Delete Shop' }).click();
  await page.getByRole('button', { name: 'Delete the key' }).click();
  await page.getByText('None yet: no host can sign').waitFor();

  await page.goto('/settings');
  await page.getByLabel('Name of the workspace').fill('Night desk');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('navigation').getByText('Night desk').waitFor();
  assert.equal((await server.must('GET', '/v1/workspace')).name, 'Night desk');
  clean();
});

test('every tab fits and is accessible, in light and dark, on a wide and a narrow screen', async (t) => {
  const { visit, clean } = await openWorld(t, await browser);
  for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark', viewport: { width: 360, height: 800 } }]) {
    const page = await visit('owner@example.com', options, [/theme|404/]);
    for (const tab of ['workspace', 'branding', 'mail', 'server', 'retention', 'limits', 'keys', 'embedding', 'all']) {
      await page.goto(`/settings?tab=${tab}`);
      await page.locator('main [aria-busy="false"]').first().waitFor();
      await assertFits(page, tab);
      await assertAccessible(page, tab);
    }
    await page.goto('/settings?tab=retention');
    await page.getByRole('table', { name: 'What fills the disk' }).getByText('kept for 90 days').waitFor();
  }
  clean();
});
