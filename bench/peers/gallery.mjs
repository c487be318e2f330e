// Every mark side by side: Presstime's SVG, ECharts, Vega-Lite, from the same rows, as one HTML page and one PNG a
// mark, for people to look at. Arguments: the presstime binary, an output folder, light or dark.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import * as vega from 'vega';
import * as vegaLite from 'vega-lite';
import { charts, rowsOf } from './gallery_charts.mjs';

const [program, output, theme = 'light'] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const slug = (name) => name.replace(/[^a-z0-9]+/g, '-').replace(/-$/, '');
mkdirSync(join(output, 'data'), { recursive: true });
writeFileSync(join(output, 'data', 'nothing.csv'), 'a\n1\n'); // a DuckDB connection is a folder of files; the queries make their own rows

const dashboard = {
  kind: 'dashboard', id: 'dash_gallery', name: 'Gallery', theme,
  queries: charts.map(({ sql }, at) => ({ name: `q${at}`, connection: 'rows', sql })),
  widgets: charts.map(({ name, chart }, at) => ({ id: `w_${at}`, kind: 'chart', title: name, query: `q${at}`, chart, grid: { x: 0, y: at * 7, w: 6, h: 7 } })),
};
const file = join(output, 'gallery.json');
writeFileSync(file, JSON.stringify(dashboard));
writeFileSync(join(output, 'rows.yaml'), JSON.stringify({ kind: 'connection', name: 'rows', source: 'duckdb', options: { path: 'data' } }));
const render = (format, ...more) => execFileSync(program, ['render', file, '--format', format, '--output', '-', '--as-of', '2026-11-21T08:00:00Z', ...more],
  { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
const results = JSON.parse(render('json')).widgets;

const cells = [];
for (const [at, { name, vega: spec, echarts }] of charts.entries()) {
  const result = results[at];
  const rows = rowsOf({ columns: result.columns.map((column) => column.name), rows: result.rows });
  const ours = render('svg', '--widget', `w_${at}`);
  const view = new vega.View(vega.parse(vegaLite.compile({ width: 420, height: 220, data: { values: rows }, config: { font: 'Inter' }, ...spec }).spec), { renderer: 'none' });
  cells.push({ name, ours, vega: await view.toSVG(), option: echarts(rows) });
}
const page = `<!doctype html><meta charset="utf-8"><style>body{font:13px Inter;margin:16px;background:${theme === 'dark' ? '#14181D' : '#fff'}}
  .row{display:grid;grid-template-columns:repeat(3,540px);gap:16px;align-items:start;margin-bottom:24px}.e{width:540px;height:300px}.ours svg{width:540px;height:auto}</style>
  ${cells.map(({ ours, vega: theirs }, at) => `<div class="row" id="r${at}"><div class="ours">${ours}</div><div class="e" id="e${at}"></div><div>${theirs}</div></div>`).join('')}
  <script>${readFileSync(join(here, 'node_modules/echarts/dist/echarts.min.js'), 'utf8')}</script>
  <script>window.options = []; window.show = (at, option) => echarts.init(document.getElementById('e' + at), ${JSON.stringify(theme === 'dark' ? 'dark' : null)}).setOption({ animation: false, ...option });</script>`;
writeFileSync(join(output, 'gallery.html'), page);
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
const tab = await browser.newPage();
await tab.setViewport({ width: 1700, height: 900, deviceScaleFactor: 1 });
await tab.setContent(page);
for (const [at, { name, option }] of cells.entries()) {
  await tab.evaluate((index, value) => window.show(index, value), at, JSON.parse(JSON.stringify(option)));
  const row = await tab.$(`#r${at}`);
  await row.screenshot({ path: join(output, `${slug(name)}.png`) });
}
await browser.close();
console.log(`${cells.length} charts in ${output}: Presstime, ECharts, Vega-Lite from left to right`);
