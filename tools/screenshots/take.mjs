// Takes a picture of every page of web/src/routes.ts, light and dark, wide and narrow, over a workspace of its own
// (workspace.mjs), with the states in between (states.mjs), and writes an index.html to look through them. A page that sticks out at the side, or breaks a rule of
// the tests, is named at the end and makes the command fail. Words behind the command choose pages by their names.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { assertFits, launchBrowser, openWorld } from '../../test/support/browser.mjs';
import { path, root, startHelper } from '../../test/support/presstime.mjs';
import { statesOf, takeEmbedded, takeFirstDays } from './states.mjs';
import { makeWorkspace } from './workspace.mjs';

const out = path.join(root, 'build/screenshots');
const chosen = process.argv.slice(2);
const ends = [];
const keeper = { after: (end) => ends.unshift(end) };
const takes = (name) => chosen.length === 0 || chosen.some((word) => name.startsWith(word));
const looks = [1440, 360].flatMap((width) => ['light', 'dark'].map((scheme) => ({ width, scheme })));

// [name, address, what a person does before the picture].
function pagesOf({ boards, reports, runs, webhook, users, connection }) {
  const [board, suggested] = boards;
  const ann = users.find((user) => user.email.startsWith('ann'));
  const press = (name) => (page) => page.getByRole('button', { name }).first().click();
  return [
    ['today', '/'],
    ['dashboards', '/dashboards'],
    ['dashboards-list', '/dashboards?view=list'],
    ['dashboard-new', '/dashboards/new'],
    ['dashboard', `/dashboards/${board}`],
    ['dashboard-suggested', `/dashboards/${suggested}`],
    ['editor', `/dashboards/${board}/edit`],
    ['editor-widget', `/dashboards/${board}/edit`, press(/, (bar |line )?chart, column/)],
    ['editor-queries', `/dashboards/${board}/edit?tab=queries`],
    ['editor-parameters', `/dashboards/${board}/edit?tab=parameters`],
    ['editor-settings', `/dashboards/${board}/edit?tab=settings`],
    ['versions', `/dashboards/${suggested}/versions?from=1&to=draft`],
    ['reports', '/reports'],
    ['report-new', `/reports/new?dashboard_id=${board}`],
    ['report', `/reports/${reports[0].id}`],
    ['report-long', `/reports/${reports[2].id}`],
    ['report-edit', `/reports/${reports[1].id}/edit`],
    ['runs', '/runs'],
    ['run', `/runs/${runs[0].id}`],
    ['run-refused', `/runs/${runs[1].id}`],
    ['run-failed', `/runs/${runs[4].id}`],
    ['webhooks', '/webhooks'],
    ['webhook', `/webhooks/${webhook.id}`],
    ['deliveries', '/webhooks/deliveries'],
    ['events', '/events'],
    ['connections', '/connections'],
    ['connection', `/connections/${connection}`],
    ['outbox', '/outbox'],
    ['people', '/people'],
    ['groups', '/people/groups'],
    ['categories', '/people/categories'],
    ['tokens', '/people/tokens'],
    ['audit', '/people/audit'],
    ['person', `/people/${ann.id}`],
    ['account', '/me'],
    ...['', 'mail', 'branding', 'retention', 'limits', 'keys'].map((tab) => [
      `settings${tab && '-' + tab}`,
      `/settings${tab && '?tab=' + tab}`,
    ]),
    ['start', '/start'],
    ['start-table', `/start?connection=${connection}`],
    ['start-schedule', `/start?dashboard=${board}`],
    ['nowhere', '/nowhere'],
  ];
}

// States in between look alike in the other two.
const someLooks = [looks[0], looks[3]];

// Everything asked for has come, what is drawn on a canvas is drawn, and nothing has moved for a moment.
async function settle(page) {
  await page.getByRole('heading').first().waitFor();
  await page.waitForFunction(
    () => {
      const watched = (globalThis.settling ??= { at: performance.now() });
      watched.observer ??= new MutationObserver(() => {
        watched.at = performance.now();
      });
      watched.observer.observe(document, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
      const waiting =
        document.querySelector('main [aria-busy=true], .skeleton, canvas.waiting') ||
        [...document.images].some((image) => !image.complete) ||
        document.fonts.status !== 'loaded';
      if (waiting) watched.at = performance.now();
      return performance.now() - watched.at > 250;
    },
    undefined,
    { polling: 50 },
  );
}

async function picture(page, name, { width, scheme }, whole = true) {
  // The frame scrolls with the window: a window as high as the page shows all of it at once.
  const height = whole ? await page.evaluate(() => Math.min(6000, document.documentElement.scrollHeight)) : 0;
  await page.setViewportSize({ width, height: Math.max(height, width > 400 ? 900 : 780) });
  await settle(page);
  await page.screenshot({ path: path.join(out, `${name}-${width}-${scheme}.png`) });
}

async function takeOn(page, pages, look) {
  const wrong = [];
  // A form that a state has filled in lets go.
  page.expectsDialog = true;
  page.setDefaultTimeout(20_000);
  page.on('dialog', (dialog) => void dialog.accept().catch(() => {}));
  for (const [name, address, act, { whole = true } = {}] of pages.filter(([each]) => takes(each))) {
    try {
      await page.setViewportSize({ width: look.width, height: look.width > 400 ? 900 : 780 });
      await page.goto(address);
      await settle(page);
      await act?.(page);
      await picture(page, name, look, whole);
      await assertFits(page, address);
    } catch (error) {
      wrong.push(`${name} ${look.width} ${look.scheme}: ${String(error.message).split('\n')[0]}`);
    }
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  }
  return wrong;
}

// Two looks at a time: most of a picture is waiting.
async function takeAll(world, pages, states) {
  const wrong = [];
  // A workspace without a look of its own has none to give; states bring refusals about.
  const expected = [/404.*\/v1\/theme/, /(400|404|422|429|500).*\/v1\//];
  for (const pair of [looks.slice(0, 2), looks.slice(2)])
    await Promise.all(
      pair.map(async (look) => {
        const page = await world.visit('owner@example.com', { colorScheme: look.scheme }, expected);
        wrong.push(...(await takeOn(page, [...pages, ...(someLooks.includes(look) ? states : [])], look)));
        await page.context().close();
      }),
    );
  return wrong;
}

// What somebody without a session sees.
async function takeDoors(world, look) {
  const page = await world.blank({ colorScheme: look.scheme, viewport: { width: look.width, height: 780 } }, [
    /401|404|410/,
  ]);
  for (const [name, address] of [
    ['log-in', '/'],
    ['link', '/setup#spent'],
  ]) {
    await page.goto(address);
    await settle(page);
    await picture(page, name, look);
  }
  await page.context().close();
}

// What a visitor of the project sees first: the upper part of three pages.
async function takeForReadme(world, pages) {
  const page = await world.visit('owner@example.com');
  for (const [name, address] of pages.filter(([each]) => ['today', 'dashboard', 'run'].includes(each))) {
    await page.goto(address);
    await settle(page);
    await page.screenshot({ path: path.join(root, `docs/images/${name}.png`) });
  }
  await page.context().close();
}

function writeIndex() {
  const files = new Set(readdirSync(out));
  const names = [
    ...new Set(
      [...files].map((file) => /^(.+)-(1440|360)-(light|dark)\.png$/.exec(file)?.[1]).filter(Boolean),
    ),
  ].sort();
  const taken = (name) => looks.filter(({ width, scheme }) => files.has(`${name}-${width}-${scheme}.png`));
  const rows = names.map(
    (name) =>
      `<h2>${name}</h2><p>${taken(name)
        .map(
          ({ width, scheme }) =>
            `<a href="${name}-${width}-${scheme}.png"><img loading="lazy" alt="${name}, ${width} px, ${scheme}" src="${name}-${width}-${scheme}.png" width="${width > 400 ? 480 : 160}"></a>`,
        )
        .join(' ')}</p>`,
  );
  writeFileSync(
    path.join(out, 'index.html'),
    `<!doctype html><meta charset="utf-8"><title>Pictures of every page</title>
<style>body{font:14px sans-serif;margin:24px}img{vertical-align:top;border:1px solid #ccc}</style>\n${rows.join('\n')}\n`,
  );
}

mkdirSync(out, { recursive: true });
const browser = await launchBrowser();
let wrong = [];
try {
  const smtp = await startHelper('smtp_server.mjs', {}, keeper);
  const receiver = await startHelper('webhook_receiver.mjs', {}, keeper);
  const world = await openWorld(keeper, browser, {
    settings: {
      PRESSTIME_SMTP_HOST: '127.0.0.1',
      PRESSTIME_SMTP_PORT: String(smtp.port),
      PRESSTIME_SMTP_SECURITY: 'none',
      PRESSTIME_SMTP_FROM: 'reports@example.com',
      PRESSTIME_EGRESS_ALLOW: '127.0.0.0/8',
    },
  });
  const workspace = await makeWorkspace(world, `http://127.0.0.1:${receiver.port}`);
  const pages = pagesOf(workspace);
  const others = [];
  const take = async (page, states, look) => others.push(...(await takeOn(page, states, look)));
  wrong = await takeAll(world, pages, statesOf(workspace));
  if (['set-up', 'empty', 'start-dashboard', 'outbox-mail', 'run-running', 'today-running'].some(takes))
    others.push(...(await takeFirstDays(keeper, browser, someLooks, take)));
  if (takes('embed')) await takeEmbedded(keeper, browser, someLooks, take);
  wrong.push(...others);
  if (takes('log-in') || takes('link')) for (const look of looks) await takeDoors(world, look);
  if (takes('readme')) await takeForReadme(world, pages);
  writeIndex();
  wrong.push(...world.faults);
} finally {
  await browser.close();
  for (const end of ends) await end();
}
console.log(wrong.length ? wrong.join('\n') : `${out}/index.html`);
process.exit(wrong.length ? 1 : 0);
