// Who may come in and what each may see, in a browser: an invite from its link to the log-in, grants that hide things
// also from who knows their address, keys that are shown once, and what pages of others may not do.
import assert from 'node:assert/strict';
import http from 'node:http';
import test, { after } from 'node:test';
import { assertAccessible, assertFits, expect, openWorld, password, settled, sharedBrowser } from '../support/browser.mjs';
import { makeSampleDashboard } from '../support/presstime.mjs';

const browser = sharedBrowser(after);
const script = '<img src=x onerror=alert(1)>';
const long = 'Långt'.repeat(36);

const row = (page, table, text) => page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: text });
async function choose(page, table, text, item) {
  await row(page, table, text).getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: item }).click();
  return page.getByRole('dialog');
}
// A secret that a page shows once.
async function shown(page, name, pattern) {
  const field = page.getByRole('textbox', { name });
  await expect(field).toHaveValue(pattern);
  return field.inputValue();
}
async function logIn(page, email, word = password) {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(word);
  await page.getByRole('button', { name: 'Log in' }).click();
}
const report = (name, owner) => ({ dashboard_id: 'dash_test', name, schedule_kind: 'daily', hour: 9, format: 'csv',
  email_to: ['ops@example.com'], ...owner });

test('somebody is invited, opens the link, and works here', async (t) => {
  const { visit, blank, clean } = await openWorld(t, await browser);
  const admin = await visit('owner@example.com', {}, [/422/]);
  await admin.goto('/people');
  await admin.getByRole('button', { name: 'Invite somebody' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Invite' }).click();
  await dialog.getByText(/is required|must/i).first().waitFor();
  await dialog.getByLabel('E-mail address').fill('ann@example.com');
  await dialog.getByLabel('Name').fill(script);
  await dialog.getByRole('radio', { name: /^Editor/ }).check();
  await assertAccessible(admin, 'the invitation');
  await dialog.getByRole('button', { name: 'Invite' }).click();
  const link = await shown(admin, 'Link', /^http:\/\/127\.0\.0\.1:\d+\/invite#[a-z0-9]{52}$/);
  await admin.getByRole('button', { name: 'Done' }).click();
  await row(admin, 'People', 'ann@example.com').getByText('Invited').waitFor();

  const ann = await blank({}, [/40[14]|422/]);
  await ann.goto(link.slice(link.indexOf('/invite'))); // the address in the mail is of a server whose port the system chose
  await ann.getByRole('heading', { name: 'Welcome to Presstime' }).waitFor();
  await expect(ann, 'the secret does not stay in the address').not.toHaveURL(/#/);
  await expect(ann.getByLabel('E-mail address')).toHaveValue('ann@example.com');
  await assertAccessible(ann, 'the invite page');
  await ann.getByLabel('Name').fill('Ann');
  await ann.getByLabel('Password').fill('short');
  await ann.getByRole('button', { name: 'Begin' }).click();
  await expect(ann.getByLabel('Password'), 'the refusal stands beside its field').toHaveAttribute('aria-invalid', 'true');
  await ann.getByLabel('Password').fill(password);
  await ann.getByRole('button', { name: 'Begin' }).click();
  await ann.getByRole('heading', { name: 'Today' }).waitFor();
  await ann.getByRole('navigation').getByRole('link', { name: 'Reports' }).waitFor();
  await expect(ann.getByRole('navigation').getByRole('link', { name: 'People' })).toHaveCount(0);

  // The link works once; the way in is the log-in page, and a wrong password says nothing of who exists.
  await ann.goto('/me');
  await ann.getByRole('button', { name: 'Log out' }).click();
  await ann.getByRole('button', { name: 'Log in' }).waitFor();
  await ann.goto(link.slice(link.indexOf('/invite'))); // the address in the mail is of a server whose port the system chose
  await ann.getByRole('heading', { name: 'This link does not open' }).waitFor();
  await ann.goto('/me');
  await logIn(ann, 'ann@example.com', 'wrong wrong wrong');
  await ann.getByRole('alert').waitFor();
  await logIn(ann, 'ann@example.com');
  await ann.getByRole('heading', { name: 'Your account' }).waitFor();
  await expect(ann, 'the page asked for opens after the log-in').toHaveURL(/\/me$/);
  await admin.reload();
  await row(admin, 'People', 'ann@example.com').getByText('Active').waitFor();
  clean();
});

test('a viewer sees what is granted and nothing else, also by its address', async (t) => {
  const { server, visit, addPerson, clean } = await openWorld(t, await browser);
  const vi = await addPerson('vi@example.com', 'viewer', 'Vi');
  await addPerson('ed@example.com', 'editor', 'Ed');
  await makeSampleDashboard(server);
  await server.must('POST', '/v1/categories', { name: 'Board' });
  await server.must('PATCH', '/v1/dashboards/dash_test', { category: 'Board' });
  await server.must('POST', '/v1/dashboards/dash_test/publish');
  const hidden = await server.must('POST', '/v1/reports', report('For the board'));
  const run = await server.must('POST', `/v1/reports/${hidden.id}/run`);
  await server.ended(run.id);

  const viewer = await visit('vi@example.com', {}, [/40[34]/]);
  await viewer.goto('/dashboards/dash_test');
  await viewer.getByRole('heading', { name: 'Test dashboard' }).waitFor();

  // Restricting it names who loses it, before it does.
  const admin = await visit();
  await admin.goto('/people/categories');
  const dialog = await choose(admin, 'Categories', 'Board', 'Edit');
  await dialog.getByRole('radio', { name: /Only those named here/ }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('alert').filter({ hasText: /at least one/ }).waitFor();
  await dialog.getByLabel('Add a group, a role or a person').selectOption({ label: 'Ed, ed@example.com' });
  await dialog.getByLabel('What Ed may do').selectOption('manage');
  await assertAccessible(admin, 'the grants');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Vi no longer sees it').waitFor();
  await dialog.getByText('Ed may now manage').waitFor();
  await dialog.getByRole('button', { name: 'Change who sees it' }).click();
  await row(admin, 'Categories', 'Board').getByText('Ed: manage').waitFor();

  for (const [address, words] of [['/dashboards/dash_test', /dashboard/i], [`/reports/${hidden.id}`, /report/i], [`/runs/${run.id}`, /run/i]]) {
    await viewer.goto(address);
    await viewer.getByText(/There is no such/).filter({ hasText: words }).first().waitFor();
    await expect(viewer.locator('main'), address).not.toHaveText(/For the board|Test dashboard/);
  }
  for (const [address, words] of [['/', /Nothing|No /], ['/dashboards', 'No dashboards yet'], ['/reports', 'No report yet'], ['/runs', 'Nothing has run yet'],
    ['/events', /Nothing has happened yet|made|changed/]]) {
    await viewer.goto(address);
    await viewer.locator('main').getByText(words).filter({ visible: true }).first().waitFor();
    await settled(viewer);
    await expect(viewer.locator('main'), address).not.toHaveText(/For the board|Test dashboard|dash_test/);
  }
  for (const address of ['/people', `/people/${vi.id + 1}`, '/people/tokens', '/people/audit', '/settings?tab=all']) {
    await viewer.goto(address);
    await viewer.getByText('This page is for admins').waitFor();
    await settled(viewer);
    await expect(viewer.locator('main'), address).not.toHaveText(/ed@example\.com|owner@example\.com|smtp_host/);
  }

  await admin.goto(`/people/${vi.id}`);
  const board = admin.getByRole('region', { name: 'What this person can see' }).getByRole('listitem').filter({ hasText: 'Board' });
  await board.getByText('Does not see it').waitFor();
  await admin.goto(`/people/${vi.id + 1}`);
  await board.getByText('granted by name').waitFor();
  await assertAccessible(admin, 'what a person can see');
  clean();
});

test('keys and tokens show their secret once, and end when they are revoked', async (t) => {
  const { server, visit, clean } = await openWorld(t, await browser);
  const page = await visit('owner@example.com', {}, [/422/]);
  await page.goto('/people/tokens');
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(script);
  await page.getByLabel('Ends after so many days').fill('400');
  await page.getByRole('button', { name: 'Make the key' }).click();
  await page.getByText(/366/).filter({ hasText: /must|between|at most/i }).first().waitFor();
  await page.getByLabel('Ends after so many days').fill('30');
  await page.getByLabel('What it may do').selectOption('read');
  await page.getByRole('button', { name: 'Make the key' }).click();
  const key = await shown(page, 'The new key', /^pt_[a-z0-9]{40,}$/);
  await assertAccessible(page, 'a new key');
  const ask = (token, method = 'GET', path = '/v1/dashboards') => server.call(method, path, method === 'GET' ? undefined : {}, { Authorization: `Bearer ${token}` });
  assert.equal((await ask(key)).status, 200);
  assert.equal((await ask(key, 'POST', '/v1/dashboards')).status, 403, 'it may read');
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await server.until(() => server.must('GET', '/v1/tokens'),
    (tokens) => tokens.some(({ name, last_used_from: from }) => name === script && from === '127.0.0.1'), 'the note of its use');
  await page.reload();
  const made = row(page, 'API keys', script);
  await made.getByText('127.0.0.1').waitFor();
  assert.ok(!(await page.content()).includes(key), 'it is nowhere after that');
  await made.getByRole('button', { name: `Revoke ${script}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(made).toHaveCount(0);
  assert.equal((await ask(key)).status, 401);

  await page.goto('/me');
  await page.getByRole('button', { name: 'New token' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('My script');
  await page.getByRole('button', { name: 'Make the token' }).click();
  const token = await shown(page, 'The new token', /^p/);
  assert.equal((await ask(token, 'GET', '/v1/users/me')).body.email, 'owner@example.com');
  await page.keyboard.press('Escape');
  await row(page, 'Personal tokens', 'My script').waitFor();
  await assertAccessible(page, 'the account');
  clean();
});

test('who leaves hands over what is theirs, in one go', async (t) => {
  const { server, visit, addPerson, clean } = await openWorld(t, await browser);
  await makeSampleDashboard(server);
  const ann = await addPerson('ann@example.com', 'admin', 'Ann');
  await addPerson('bob@example.com', 'admin', 'Bob');
  const asAnn = await visit('ann@example.com');
  const { csrf } = await (await asAnn.context().request.get('/v1/session')).json();
  const make = (name) => asAnn.context().request.post('/v1/reports', { data: report(name), headers: { 'X-CSRF-Token': csrf } });
  assert.equal((await make(`Daily ${script}`)).status(), 201);

  const page = await visit('owner@example.com', {}, [/404|422/]);
  await page.goto('/people');
  let dialog = await choose(page, 'People', 'ann@example.com', 'Disable');
  await dialog.getByText(/Sessions end at once/).waitFor();
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await row(page, 'People', 'ann@example.com').getByText('Disabled').waitFor();
  await page.getByRole('tab', { name: 'Without an owner (1)' }).click();
  await page.getByRole('link', { name: `Daily ${script}` }).waitFor();
  await assertAccessible(page, 'what nobody owns');
  await page.getByLabel('Give all of them to').fill('nobody@example.com');
  await page.getByRole('button', { name: 'Hand over 1 thing' }).click();
  await page.getByText(/must be the id or address/i).waitFor();
  await expect(page).toHaveURL(/tab=orphans/);

  await page.goto('/people');
  dialog = await choose(page, 'People', 'ann@example.com', 'Delete');
  await dialog.getByRole('link', { name: `Daily ${script}` }).waitFor();
  await dialog.getByLabel('New owner').fill('bob@example.com');
  await dialog.getByRole('button', { name: 'Hand over and delete' }).click();
  await row(page, 'People', 'bob@example.com').waitFor();
  await expect(row(page, 'People', 'ann@example.com')).toHaveCount(0);
  const bob = (await server.must('GET', '/v1/users')).find(({ email }) => email === 'bob@example.com');
  assert.deepEqual((await server.must('GET', '/v1/reports')).map((each) => each.owned_by), [{ user: bob.id }]);
  await page.goto(`/people/${ann.id}`);
  await page.getByRole('heading', { name: 'No such person' }).waitFor();
  await page.goto(`/people/${bob.id}`);
  await page.getByRole('region', { name: 'What they own' }).getByRole('link', { name: `Daily ${script}` }).waitFor();
  await page.goto('/people/audit');
  await page.getByLabel('What was done').selectOption('user.deleted');
  await row(page, 'Audit', 'Person deleted').getByText('ann@example.com').waitFor();
  await expect(page).toHaveURL(/action=user\.deleted/);
  await page.reload();
  await expect(page.getByRole('table', { name: 'Audit' }).locator('tbody tr'), 'a reload keeps the filter').toHaveCount(1);
  clean();
});

test('pages of others can neither act here nor frame a page, and a log-out ends', async (t) => {
  const { server, visit } = await openWorld(t, await browser);
  const page = await visit('owner@example.com', {}, [/./]);
  await page.goto('/people');
  await page.getByRole('button', { name: 'Invite somebody' }).waitFor();
  // Another origin, in the browser that is logged in here.
  const other = http.createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<iframe src="${server.url}/people"></iframe>
      <form method="post" action="${server.url}/v1/users" enctype="text/plain"><input name='{"email":"evil@example.com","x":"' value='"}'></form>`);
  });
  await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.after(() => other.close());
  const foreign = await page.context().newPage();
  await foreign.goto(`http://localhost:${other.address().port}/`);
  const frame = foreign.frames().find((each) => each !== foreign.mainFrame());
  assert.ok(!frame || !/Invite somebody/.test(await frame.content()), 'no frame shows a page of ours');
  const answered = foreign.waitForResponse((response) => response.url().endsWith('/v1/users') && response.request().method() === 'POST');
  await foreign.evaluate(() => document.forms[0].submit());
  assert.ok([401, 403].includes((await answered).status()), 'a form of another page is refused');
  // The cookie alone, without the token of the session.
  const bare = await page.context().request.post('/v1/users', { data: { email: 'evil@example.com' } });
  assert.equal(bare.status(), 403);
  assert.equal((await server.must('GET', '/v1/users')).length, 1);

  const second = await page.context().newPage();
  await second.goto('/people');
  await second.getByRole('button', { name: 'Invite somebody' }).waitFor();
  const cookies = await page.context().cookies();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  assert.equal((await server.call('GET', '/v1/users', undefined, { Authorization: '', Cookie: cookie })).status, 401, 'the old cookie opens nothing');
  await second.getByRole('tab').or(second.getByRole('link', { name: 'Groups' })).first().click();
  await second.getByText('Your session is over').waitFor();
});

test('long lists and long names fit, in light and dark, on a wide and a narrow screen', async (t) => {
  const { server, visit, addPerson, clean } = await openWorld(t, await browser);
  const vi = await addPerson('vi@example.com', 'viewer', long);
  for (let i = 0; i < 120; ++i)
    await server.must('POST', '/v1/users', { email: `person${i}@example.com`, name: i ? `Person ${i}` : script });
  await server.must('POST', '/v1/groups', { name: long, members: [vi.id] });
  await server.must('POST', '/v1/categories', { name: long, description: script, grants: [{ group: 1, level: 'read' }] });
  await server.must('POST', '/v1/tokens', { name: long, scope: 'read' });
  for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark', viewport: { width: 360, height: 800 } }]) {
    const page = await visit('owner@example.com', options);
    for (const [address, ready] of [['/people', 'Show more'], [`/people/${vi.id}`, 'Actions'], ['/people/groups', 'New group'],
      ['/people/categories', 'New category'], ['/people/tokens', 'New key'], ['/people/audit', 'Show more'], ['/me', 'New token']]) {
      await page.goto(address);
      await page.getByRole('button', { name: ready }).first().waitFor();
      await page.locator('main [aria-busy="false"]').first().waitFor();
      await assertFits(page, address);
      await assertAccessible(page, address);
    }
    await page.goto('/people?q=person 7');
    await page.getByText('11 people').waitFor();
  }
  clean();
});
