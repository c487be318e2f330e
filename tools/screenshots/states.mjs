// What pages look like in between: dialogs, open menus, a chart that is read, a run on its way, a server that does not
// answer, the first days of a workspace with nothing in it, and the page of a host that embeds a dashboard. Each state
// is [name, address, what a person does before the picture, {whole: false} where the window stays as it is].
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { startHost } from '../../examples/embed-host/server.mjs';
import { openContext, openWorld } from '../../test/support/browser.mjs';
import { Presstime, makeFolder, path, root } from '../../test/support/presstime.mjs';

const asItIs = { whole: false };
const press =
  (name, role = 'button') =>
  (page) =>
    page.getByRole(role, { name }).first().click();
const menu = (name) => async (page) => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.getByRole('menu').waitFor();
};
const choose = (name, item) => async (page) => {
  await menu(name)(page);
  await page.getByRole('menuitem', { name: item }).click();
  await page.getByRole('dialog').waitFor();
};
const dialog = (name) => async (page) => {
  await press(name)(page);
  await page.getByRole('dialog').waitFor();
};
// The next answer of this address is that the server is busy with something else.
const unanswered = (address) => async (page) => {
  await page.route(`**${address}*`, (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'about:blank',
        title: 'Internal Server Error',
        status: 500,
        detail: 'the state could not be read: the disk is full',
      }),
    }),
  );
  await page.reload();
  await page.getByRole('button', { name: 'Try again' }).first().waitFor();
};

export function statesOf({ boards, reports, connection, webhook }) {
  return [
    [
      'navigation-open',
      '/reports',
      async (page) => page.viewportSize().width < 720 && press(/menu|navigation/i)(page),
      asItIs,
    ],
    ['report-menu', '/reports', menu('Actions'), asItIs],
    ['report-delete', `/reports/${reports[0].id}`, choose('More', 'Delete'), asItIs],
    [
      'report-rules',
      `/reports/${reports[1].id}/edit`,
      (page) => page.getByText('Rules, paper and files').click(),
    ],
    [
      'report-refused',
      `/reports/${reports[1].id}/edit`,
      async (page) => {
        await page.getByLabel('Send to').fill('ann at example.com');
        await press('Save')(page);
        await page.locator('[aria-invalid=true]').first().waitFor();
      },
    ],
    ['dashboard-download', `/dashboards/${boards[0]}`, menu('Download'), asItIs],
    [
      'dashboard-tooltip',
      `/dashboards/${boards[0]}`,
      async (page) => {
        await page.getByRole('application', { name: /Temperature by month/ }).hover();
        await page.locator('.tip').first().waitFor();
      },
      asItIs,
    ],
    ['editor-add', `/dashboards/${boards[0]}/edit`, menu('Add a widget'), asItIs],
    ['editor-query-result', `/dashboards/${boards[0]}/edit?tab=queries`, press('Run')],
    [
      'editor-query-refused',
      `/dashboards/${boards[0]}/edit?tab=queries`,
      async (page) => {
        await page.getByRole('textbox', { name: /SQL/ }).click();
        await page.keyboard.type('SELEKT ');
        await press('Run')(page);
      },
    ],
    ['connection-table', `/connections/${connection}?table=Orders_2026`],
    ['connection-new', '/connections', dialog('New connection'), asItIs],
    ['webhook-new', '/webhooks', dialog('New webhook'), asItIs],
    ['webhook-tries', `/webhooks/${webhook.id}`, press('1 try')],
    ['invite', '/people', dialog('Invite somebody'), asItIs],
    ['key-new', '/people/tokens', dialog('New key'), asItIs],
    ['event-details', '/events', (page) => page.getByText('Details').first().click(), asItIs],
    ['server-error', '/reports', unanswered('/v1/reports'), asItIs],
    ['gone', '/reports/999999'],
    ['no-match', '/reports?q=nothing+has+this+name'],
  ];
}

const orders = readFileSync(path.join(root, 'examples/data/weather.csv'));

// A workspace on its first day, without a mail server; `take(page, states, look)` takes the pictures.
export async function takeFirstDays(keeper, browser, looks, take) {
  const world = await openWorld(keeper, browser, { setUp: false });
  const door = await world.blank({ viewport: { width: 1440, height: 900 } }, [/401|404/]);
  await take(door, [['set-up', world.link.replace(/^.*(?=\/setup#)/, ''), null, asItIs]], looks[0]);
  const { password } = await import('../../test/support/browser.mjs');
  await fetch(`${world.server.url}/v1/one-time-links/accept`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      token: world.link.split('#')[1],
      password,
      name: 'Olive Owner',
      email: 'owner@example.com',
    }),
  });
  const pages = [];
  for (const look of looks)
    pages.push([
      await world.visit('owner@example.com', { colorScheme: look.scheme }, [/404.*\/v1\/theme/]),
      look,
    ]);
  const each = async (states) => Promise.all(pages.map(([page, look]) => take(page, states, look)));
  const nothing = ['', 'dashboards', 'reports', 'runs', 'webhooks', 'events', 'connections', 'outbox'];
  await each(nothing.map((name) => [`empty-${name || 'today'}`, `/${name}`, null, asItIs]));

  const { connection, table } = await world.server.must('PUT', '/v1/files/Weather.csv', orders);
  await each([['start-dashboard', `/start?connection=${connection}&table=${table}`]]);
  const sample = await world.server.must('POST', '/v1/sample-data', {});
  const report = await world.server.must('POST', '/v1/reports', {
    dashboard_id: sample.dashboard_id,
    name: 'Weather of the week',
    schedule_kind: 'weekly',
    day_of_week: 1,
    hour: 9,
    minute: 0,
    timezone: 'Europe/Berlin',
    format: 'pdf',
    email_to: ['ann.larsson@example.com'],
  });
  await world.server.ended((await world.server.must('POST', `/v1/reports/${report.id}/run`)).id);
  await each([['outbox-mail', '/outbox', press(/Weather of the week/)]]);

  // Nobody waits for its end.
  const board = await world.server.must('POST', '/v1/dashboards', {
    name: 'A long count',
    widgets: [
      { id: 'w_long', kind: 'table', title: 'Count', query: 'long', grid: { x: 0, y: 0, w: 12, h: 4 } },
    ],
    queries: [
      {
        name: 'long',
        connection: 'samples',
        sql: 'SELECT SUM(a.range * b.range % 7) AS total FROM range(900000) AS a, range(900000) AS b',
      },
    ],
  });
  await world.server.must('POST', `/v1/dashboards/${board.id}/publish`);
  const slow = await world.server.must('POST', '/v1/reports', {
    dashboard_id: board.id,
    name: 'A long count',
    schedule_kind: 'daily',
    hour: 9,
    minute: 0,
    timezone: 'UTC',
    format: 'pdf',
    email_to: ['ann.larsson@example.com'],
  });
  const run = await world.server.must('POST', `/v1/reports/${slow.id}/run`);
  const running = (page) => page.getByText('Running').first().waitFor();
  await each([
    ['run-running', `/runs/${run.id}`, running, asItIs],
    ['today-running', '/', running, asItIs],
  ]);
  await world.server.must('POST', `/v1/runs/${run.id}/cancel`, {});
  return world.faults;
}

async function freePort() {
  const server = http.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// The example host with a dashboard of its own in its page, and what a reader of it opens.
export async function takeEmbedded(keeper, browser, looks, take) {
  const [port, folder] = [await freePort(), makeFolder()];
  const server = await new Presstime({
    folder: path.join(folder, 'server'),
    settings: { PRESSTIME_EGRESS_ALLOW: '127.0.0.0/8', PRESSTIME_EMBED_ORIGINS: `http://127.0.0.1:${port}` },
  }).start();
  keeper.after(() => server.stop('SIGKILL'));
  const host = await startHost({
    presstimeUrl: server.url,
    adminToken: server.token,
    port,
    folder,
    dataFolder: path.join(folder, 'server/data'),
  });
  keeper.after(() => host.close());
  for (const look of looks) {
    const context = await openContext(browser, {
      timezoneId: 'Europe/Berlin',
      locale: 'en-GB',
      reducedMotion: 'reduce',
      baseURL: host.url,
      colorScheme: look.scheme,
    });
    const page = await context.newPage();
    const shown = async (inside) => {
      await inside.locator('[data-widget=w_orders] tbody tr').first().waitFor();
      await inside.waitForFunction(
        () => !document.querySelector('presstime-dashboard').shadowRoot.querySelector('.skeleton'),
      );
    };
    await take(
      page,
      [
        ['embed-host', '/login?as=ann', shown],
        [
          'embed-menu',
          '/',
          async (inside) => {
            await shown(inside);
            await inside.locator('[data-widget=w_orders]').getByRole('button').first().click();
          },
          asItIs,
        ],
      ],
      look,
    );
    await context.close();
  }
}
