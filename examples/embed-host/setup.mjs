// Once, by whoever runs this application, with an admin's key: the data, the dashboard, this host's public key, and the
// webhook. Safe to run again.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;

const dashboard = {
  id: 'dash_embed_example',
  name: 'Orders',
  description: 'One dashboard for every tenant; each sees its own rows.',
  parameters: [
    { name: 'at_least', type: 'number', default: 0, label: 'Orders of at least' },
    { name: 'product', type: 'string', default: '', label: 'Product', options_query: 'products' },
  ],
  // They read the data set by its name, and nothing else: under a token's filter nothing else can be read.
  queries: [
    {
      name: 'products',
      connection: 'embed_example',
      sql: 'SELECT DISTINCT product FROM example_orders ORDER BY product',
    },
    {
      name: 'totals',
      connection: 'embed_example',
      sql: "SELECT SUM(revenue) AS revenue, COUNT(*) AS orders FROM example_orders WHERE revenue >= $at_least AND $product IN ('', product)",
    },
    {
      name: 'by_product',
      connection: 'embed_example',
      sql: "SELECT product, SUM(revenue) AS revenue FROM example_orders WHERE revenue >= $at_least AND $product IN ('', product) GROUP BY product ORDER BY revenue DESC",
    },
    {
      name: 'by_month',
      connection: 'embed_example',
      sql: "SELECT DATE_TRUNC('month', ordered_on)::DATE AS month, SUM(revenue) AS revenue FROM example_orders WHERE revenue >= $at_least AND $product IN ('', product) GROUP BY 1 ORDER BY 1",
    },
    {
      name: 'orders',
      connection: 'embed_example',
      sql: "SELECT ordered_on, product, customer, quantity, revenue FROM example_orders WHERE revenue >= $at_least AND $product IN ('', product) ORDER BY ordered_on DESC",
    },
  ],
  widgets: [
    {
      id: 'w_revenue',
      kind: 'kpi',
      title: 'Revenue',
      query: 'totals',
      value: 'revenue',
      format: '€ 0,0',
      grid: { x: 0, y: 0, w: 3, h: 2 },
    },
    {
      id: 'w_count',
      kind: 'kpi',
      title: 'Orders',
      query: 'totals',
      value: 'orders',
      grid: { x: 0, y: 2, w: 3, h: 2 },
    },
    {
      id: 'w_months',
      kind: 'chart',
      title: 'Revenue by month',
      query: 'by_month',
      chart: { mark: 'line', x: 'month', y: ['revenue'], y_format: '€ 0a' },
      grid: { x: 3, y: 0, w: 5, h: 4 },
    },
    {
      id: 'w_products',
      kind: 'chart',
      title: 'Revenue by product',
      query: 'by_product',
      chart: { mark: 'bar', x: 'product', y: ['revenue'], y_format: '€ 0a' },
      grid: { x: 8, y: 0, w: 4, h: 4 },
    },
    {
      id: 'w_orders',
      kind: 'table',
      title: 'All orders',
      query: 'orders',
      columns: [
        { field: 'ordered_on', label: 'Ordered' },
        { field: 'product', label: 'Product' },
        { field: 'customer', label: 'Customer' },
        { field: 'quantity', label: 'Quantity', format: '0,0' },
        { field: 'revenue', label: 'Revenue (€)', format: '0,0.00', total: 'sum' },
      ],
      grid: { x: 0, y: 4, w: 12, h: 7 },
    },
  ],
};

/** The key pair of this host, made at the first start. Its private half stays here. */
export function hostKey(folder) {
  const file = path.join(folder, 'host.pem');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
}

/**
 * `presstime` is the client of @presstime/node with an admin's key, `dataFolder` a folder that Presstime may read,, and
 * `webhookUrl` where it finds this host.
 */
export async function setUp({ presstime, privateKey, dataFolder, webhookUrl }) {
  mkdirSync(dataFolder, { recursive: true });
  copyFileSync(path.join(here, 'data/orders.csv'), path.join(dataFolder, 'orders.csv'));
  const missing = async (address) => {
    try {
      await presstime.request('GET', address);
      return false;
    } catch (error) {
      if (error.status === 404) return true;
      throw error;
    }
  };
  if (await missing('/v1/connections/embed_example'))
    await presstime.request('POST', '/v1/connections', {
      body: { name: 'embed_example', source: 'duckdb', options: { path: dataFolder } },
    });
  if (await missing('/v1/datasets/example_orders'))
    await presstime.request('POST', '/v1/datasets', {
      body: { name: 'example_orders', connection: 'embed_example', table: 'orders' },
    });
  if (await missing('/v1/dashboards/dash_embed_example'))
    await presstime.request('POST', '/v1/dashboards', { body: dashboard });
  await presstime.request('POST', '/v1/dashboards/dash_embed_example/publish');
  await registerKey(presstime, privateKey);
  await registerWebhook(presstime, webhookUrl);
}

async function registerKey(presstime, privateKey) {
  const publicKey = createPublicKey(privateKey).export({ format: 'pem', type: 'spki' });
  const { body: known } = await presstime.request('GET', '/v1/data-access-keys');
  if (known.some((key) => key.public_key.trim() === publicKey.trim())) return;
  const name = `embed-host ${new Date().toISOString()}`;
  await presstime.request('POST', '/v1/data-access-keys', { body: { name, public_key: publicKey } });
}

async function registerWebhook(presstime, url) {
  const { body: known } = await presstime.request('GET', '/v1/webhooks');
  if (known.some((webhook) => webhook.url === url)) return;
  await presstime.request('POST', '/v1/webhooks', {
    body: { url, format: 'jwt', filters: ['report.scheduled'], description: 'The embed-host example' },
  });
}
