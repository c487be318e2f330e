// The rendering benchmark: Presstime (bench_render) and a warm headless Chromium draw the same dashboards from the
// same rows, turn by turn, and each figure is printed beside its ratio. Chromium gets every advantage: it stays
// open, its page is local, animations are off, PDFs are untagged. Arguments: bench_render, rounds.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { dashboardPage, tablePage } from './render_page.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const [program, roundsText = '5'] = process.argv.slice(2);
const rounds = Number(roundsText);
const folder = mkdtempSync(join(tmpdir(), 'presstime-bench-'));
const clockTicks = 100; // USER_HZ on every Linux that Debian builds for

function startPresstime() {
  const child = spawn(program, [folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const waiting = [];
  const ready = [];
  lines.on('line', (line) => (waiting.length > 0 ? waiting.shift()(line) : ready.push(line)));
  child.on('exit', (code) => code === 0 || process.exit(1));
  const nextLine = () => new Promise((resolve) => (ready.length > 0 ? resolve(ready.shift()) : waiting.push(resolve)));
  return {
    nextLine,
    async ask(job) {
      child.stdin.write(`${job}\n`);
      const [wall, cpu, bytes, pages, peak] = (await nextLine()).split(' ').map(Number);
      return { wall, cpu, bytes, pages, memory: peak * 1024 };
    },
    stop: () => child.stdin.end(),
  };
}

// Process ids of a process and everything it started.
function processTree(root) {
  const children = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      continue; // it ended while we looked
    }
  }
  const tree = [root];
  for (let at = 0; at < tree.length; ++at) tree.push(...(children.get(tree[at]) ?? []));
  return tree;
}

// CPU milliseconds of the tree so far, with those of children that have ended.
function treeCpu(root) {
  let ticks = 0;
  for (const id of processTree(root)) {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
      ticks += fields[11] + fields[12] + fields[13] + fields[14];
    } catch {
      continue;
    }
  }
  return (ticks * 1000) / clockTicks;
}

// Proportional memory of the tree, so that shared pages count once.
function treeMemory(root) {
  let kib = 0;
  for (const id of processTree(root)) {
    try {
      kib += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))[1]);
    } catch {
      continue;
    }
  }
  return kib * 1024;
}

class Chromium {
  async start() {
    this.browser = await puppeteer.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync', '--font-render-hinting=none'],
      protocolTimeout: 300_000,
    });
    this.root = this.browser.process().pid;
  }

  async draw(html, format, paper) {
    const cpuBefore = treeCpu(this.root);
    const start = performance.now();
    const page = await this.browser.newPage();
    await page.setViewport({ width: 1200, height: 900 });
    await page.setContent(html, { waitUntil: 'load', timeout: 240_000 });
    await page.waitForFunction('window.drawn === true', { timeout: 240_000 });
    const bytes = format === 'pdf'
      ? await page.pdf({ ...paper, printBackground: true, tagged: false, timeout: 240_000,
          margin: { top: '0.5in', right: '0.5in', bottom: '0.5in', left: '0.5in' } })
      : await page.screenshot({ fullPage: true });
    const wall = performance.now() - start;
    const memory = treeMemory(this.root);
    await page.close();
    writeFileSync(join(folder, `chromium.${format}`), bytes);
    return { wall, cpu: treeCpu(this.root) - cpuBefore, bytes: bytes.length, memory };
  }

  stop() {
    return this.browser.close();
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const pick = (samples, field) => median(samples.map((sample) => sample[field]));
const mib = (bytes) => `${(bytes / 1048576).toFixed(bytes < 10485760 ? 2 : 0)} MB`;

function report(title, ours, theirs) {
  const figures = (samples) =>
    `${pick(samples, 'wall').toFixed(1)} ms, CPU ${pick(samples, 'cpu').toFixed(1)} ms, file ` +
    `${mib(pick(samples, 'bytes'))}, memory ${mib(pick(samples, 'memory'))}`;
  const ratio = (field) => (pick(theirs, field) / pick(ours, field)).toFixed(1);
  console.log(title);
  console.log(`  presstime  ${figures(ours)}`);
  console.log(`  chromium   ${figures(theirs)}`);
  console.log(`  ratio      wall ${ratio('wall')}x, CPU ${ratio('cpu')}x, file 1/${ratio('bytes')}, memory 1/${ratio('memory')}`);
}

async function compare(title, presstime, chromium, { subject, format, html, paper, repeats }) {
  const ours = [];
  const theirs = [];
  await presstime.ask(`${subject} ${format}`);
  await chromium.draw(html, format, paper);
  for (let round = 0; round < repeats; ++round) {
    ours.push(await presstime.ask(`${subject} ${format}`));
    theirs.push(await chromium.draw(html, format, paper));
  }
  report(`${title} (${ours[0].pages} ${ours[0].pages === 1 ? 'page' : 'pages'})`, ours, theirs);
}

async function compareTogether(presstime, format) {
  const alone = [];
  const together = [];
  for (let round = 0; round < rounds; ++round) {
    alone.push(await presstime.ask(`dashboard ${format} sequential`));
    together.push(await presstime.ask(`dashboard ${format} at_once`));
  }
  const each = (samples, field) => (pick(samples, field) / 10).toFixed(1);
  console.log(`10 dashboards to ${format.toUpperCase()} at once on 2 cores, each a thread`);
  console.log(`  presstime  ${each(together, 'wall')} ms a dashboard, CPU ${each(together, 'cpu')} ms`);
  console.log(`  one at a time on one core: ${each(alone, 'wall')} ms a dashboard, CPU ${each(alone, 'cpu')} ms`);
  console.log(`  ratio      wall ${(pick(alone, 'wall') / pick(together, 'wall')).toFixed(2)}x`);
}

const presstime = startPresstime();
await presstime.nextLine();
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const echarts = readFileSync(join(here, 'node_modules/echarts/dist/echarts.min.js'), 'utf8');
const dashboard = dashboardPage(read('dashboard.json'), echarts);
const table = tablePage(read('table.json'));
const chromium = new Chromium();
await chromium.start();
try {
  await compare('4 KPI cards, 6 charts, 100 rows to PDF', presstime, chromium,
    { subject: 'dashboard', format: 'pdf', html: dashboard, paper: { format: 'A4' }, repeats: rounds });
  await compare('the same to PNG, 1,200 px wide', presstime, chromium,
    { subject: 'dashboard', format: 'png', html: dashboard, repeats: rounds });
  await compare('8,300 rows x 18 columns to PDF', presstime, chromium,
    { subject: 'table', format: 'pdf', html: table, paper: { format: 'A4', landscape: true }, repeats: Math.min(rounds, 3) });
  await compareTogether(presstime, 'pdf');
  await compareTogether(presstime, 'png');
} finally {
  await chromium.stop();
  presstime.stop();
  if (process.env.KEEP) console.log(folder);
  else rmSync(folder, { recursive: true, force: true });
}
