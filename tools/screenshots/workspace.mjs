// A workspace as a team would have it after some weeks: dashboards over sample data, reports of three teams, days of runs
// with a failure, a late one and a refused recipient, webhooks, people, and names longer than anybody planned for.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { path, root } from '../../test/support/presstime.mjs';

const longName = 'Quarterly revenue by region, product line and sales channel, with last year beside it and everything the board asked for';
const people = [
  ['ann.larsson@example.com', 'admin', 'Ann Larsson'],
  ['benedikt.oberhuber@example.com', 'editor', 'Benedikt Oberhuber'],
  ['chidi.okonkwo@example.com', 'editor', 'Chidi Okonkwo'],
  ['dolores.fernandez-villanueva@subsidiary.example.com', 'viewer', 'Dolores Fernández-Villanueva de la Torre'],
  ['eve@example.com', 'viewer', 'Eve'],
];

// The same figures every time.
function orders(count = 900) {
  const regions = ['North', 'South', 'East', 'West', 'Overseas'];
  const products = ['Apples', 'Pears', 'Quinces', 'Plums', 'Cherries', 'Walnuts'];
  const rows = Array.from({ length: count }, (_, n) => {
    const at = new Date(Date.UTC(2026, 0, 1 + Math.floor((n * 320) / count)));
    const amount = 40 + 30 * Math.sin(n / 37) + ((n * 7919) % 101) / 2 + n / 20;
    return `${at.toISOString().slice(0, 10)},${regions[(n * 7) % 5]},${products[(n * 11) % 6]},Customer ${(n * 13) % 57},${1 + (n % 9)},${amount.toFixed(2)}`;
  });
  return ['Order date,Region,Product,Customer,Pieces,Revenue', ...rows].join('\n');
}

async function makeBoards(server) {
  const sample = await server.must('POST', '/v1/sample-data', {});
  const boards = [sample.dashboard_id];
  const files = [['Orders 2026.csv', orders(), 'Orders at a glance', 'Sales', ['weekly']],
    ['Revenue.csv', orders(400), longName, 'Board', ['board', 'confidential']],
    ['Weather in Seattle.csv', readFileSync(path.join(root, 'examples/data/weather.csv')), 'Weather', 'Operations', []]];
  for (const [file, bytes, name, category, tags] of files) {
    const { connection, table } = await server.must('PUT', `/v1/files/${encodeURIComponent(file)}`, bytes);
    const { dashboard } = await server.must('POST', '/v1/dashboards/suggest', { connection, table });
    const { id: _, ...rest } = dashboard;
    const board = await server.must('POST', '/v1/dashboards', { ...rest, name, category, tags });
    await server.must('POST', `/v1/dashboards/${board.id}/publish`, { comment: 'First version' });
    boards.push(board.id);
  }
  await server.must('PATCH', `/v1/dashboards/${boards[1]}`, { description: 'What was sold, where and to whom' });
  await server.must('POST', `/v1/dashboards/${boards[1]}/publish`, { comment: 'A word about what it shows' });
  await server.must('PATCH', `/v1/dashboards/${boards[1]}`, { description: 'What was sold, where and to whom, by month' });
  return boards;
}

// One whose query fails: so do its runs, as they do when somebody changes the data.
async function makeBrokenBoard(server, connection) {
  const board = await server.must('POST', '/v1/dashboards', { name: 'Stock levels', category: 'Operations',
    queries: [{ name: 'stock', connection, sql: "SELECT 'Bolts' AS article, error('the stock file of this morning has not come') AS on_hand" }],
    widgets: [{ id: 'w_stock', kind: 'table', title: 'Stock', query: 'stock', grid: { x: 0, y: 0, w: 12, h: 6 } }] });
  await server.must('POST', `/v1/dashboards/${board.id}/publish`);
  return board.id;
}

async function makeReports(server, boards, broken) {
  const add = (changes) => server.must('POST', '/v1/reports', { timezone: 'Europe/Berlin', format: 'pdf', minute: 0, hour: 9, schedule_kind: 'daily', email_to: ['ann.larsson@example.com'], ...changes });
  return [
    await add({ dashboard_id: boards[0], name: 'Sales of yesterday', hour: 7, email_to: ['ann.larsson@example.com', 'benedikt.oberhuber@example.com', 'sales@example.com'], tags: ['sales'] }),
    await add({ dashboard_id: boards[1], name: 'Orders every Monday', schedule_kind: 'weekly', day_of_week: 1, format: ['pdf', 'xlsx'], email_mode: 'each', email_to: ['ann.larsson@example.com', 'reject@example.com', 'eve@example.com'] }),
    await add({ dashboard_id: boards[2], name: longName, schedule_kind: 'monthly', day_of_month: 31, month_end: 'last', timezone: 'America/New_York', format: ['pdf', 'csv'], email_to: ['board@example.com'] }),
    await add({ dashboard_id: boards[3], name: 'Weather, every hour', schedule_kind: 'hourly', minute: 30, format: 'csv', email_to: ['warehouse@example.com'] }),
    await add({ dashboard_id: broken, name: 'Stock levels', hour: 6, minute: 30, email_to: ['warehouse@example.com'] }),
    await add({ dashboard_id: boards[1], name: 'Orders as a picture for the wall', format: 'png', hour: 8, email_to: ['office@example.com'] }),
  ];
}

// Runs by hand become those of the clock, spread over the day; with thirty days behind them in the sums.
function makeHistory(server, reports) {
  execFileSync('python3', [path.join(root, 'tools/screenshots/history.py'), path.join(server.folder, 'presstime.db')], { input: JSON.stringify({ reports: reports.map(({ id }) => id) }) });
}

export async function makeWorkspace(world, receiver) {
  const { server, addPerson } = world;
  for (const [email, role, name] of people) await addPerson(email, role, name);
  const groupOf = (name, members) => server.must('POST', '/v1/groups', { name, members });
  const users = await server.must('GET', '/v1/users');
  const idsOf = (...emails) => emails.map((start) => users.find((user) => user.email.startsWith(start)).id);
  const sales = await groupOf('Sales', idsOf('ann', 'ben'));
  await groupOf('Board', idsOf('dolores'));
  const webhook = await server.must('POST', '/v1/webhooks', { url: `${receiver}/ok`, filters: ['report.run', 'tasks'], description: 'Tells the intranet what went out' });
  const failing = await server.must('POST', '/v1/webhooks', { url: `${receiver}/500`, description: 'Data platform, every event' });
  await server.must('POST', '/v1/webhooks', { url: 'https://hooks.example.com/services/T02AB/B07QX/aLongPathThatNobodyCanReadInOneGo', filters: ['connections'], paused: true });
  const boards = await makeBoards(server);
  const { connection } = (await server.must('GET', `/v1/dashboards/${boards[1]}`)).queries[0];
  const broken = await makeBrokenBoard(server, connection);
  const category = (await server.must('GET', '/v1/categories')).find(({ name }) => name === 'Board');
  if (category) await server.must('PATCH', `/v1/categories/${category.id}`, { description: 'For the board and who prepares it', grants: [{ group: sales.id, level: 'read' }] });
  const reports = await makeReports(server, boards, broken);
  const runs = [];
  for (const report of reports) runs.push(await server.ended((await server.must('POST', `/v1/reports/${report.id}/run`)).id));
  for (const name of ['Warehouse export', 'Ann’s notebook']) await server.must('POST', '/v1/tokens', { name, scope: 'read' });
  await server.until(() => server.must('GET', `/v1/webhook_deliveries?webhook_id=${failing.id}`), (rows) => rows.some((row) => row.attempts?.length), 'a try at the receiver');
  await server.stop();
  makeHistory(server, reports);
  await server.start();
  return { boards, reports, runs, webhook, users, connection };
}
