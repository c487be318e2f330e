// Runs the real binary for the scenario and fault tests: starts and stops it on a folder of its own, speaks its API,
// and waits for what it says instead of sleeping.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, mkdirSync, cpSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scheduler } from 'node:timers/promises';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const binary = process.env.PRESSTIME_BINARY ?? path.join(root, 'build/release/presstime');

// A folder that goes with the test process, when every server in it has stopped.
const folders = [];
process.on('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
export function makeFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'presstime-test-'));
  folders.push(folder);
  return folder;
}

// Runs a command of the binary to its end: {status, stdout, stderr}.
export function run(args, env = {}) {
  return spawnSync(binary, args, { env: { ...cleanEnvironment(), ...env }, encoding: 'utf8', timeout: 300_000 });
}

function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(
    ([name]) => !name.startsWith('PRESSTIME_') || name === 'PRESSTIME_DUCKDB_LIBRARY'));
}

// Starts one of test/servers/*.mjs with its settings and gives back what it announces on its first line.
export async function startHelper(script, settings = {}, test) {
  const child = spawn(process.execPath, [path.join(root, 'test/servers', script)],
    { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = readline.createInterface({ input: child.stdout });
  const first = await new Promise((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code} before it was ready`)));
  });
  test?.after(() => { child.kill('SIGKILL'); });
  return { child, ...JSON.parse(first) };
}

export class Presstime {
  constructor({ folder, settings = {}, log = false, listen = '127.0.0.1:0' }) {
    this.listen = listen;
    this.folder = folder;
    this.settings = settings;
    this.log = log;
    this.logLines = [];
    mkdirSync(path.join(folder, 'data'), { recursive: true });
  }

  // Resolves when it listens; rejects when it ended before that, with how.
  async start(extraEnvironment = {}) {
    const args = ['serve', '--data-dir', this.folder, '--listen', this.listen];
    const env = { ...cleanEnvironment(), PRESSTIME_OWNER_EMAIL: 'owner@example.com', ...this.settings, ...extraEnvironment };
    this.child = spawn(binary, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.exited = new Promise((resolve) => this.child.once('exit', (code, signal) => resolve({ code, signal })));
    readline.createInterface({ input: this.child.stderr }).on('line', (line) => {
      this.logLines.push(line);
      if (this.log) console.error(line);
    });
    const lines = readline.createInterface({ input: this.child.stdout });
    const ready = new Promise((resolve) => lines.on('line', (line) => {
      const match = /^ready (http:\/\/\S+)/.exec(line);
      if (match) resolve(match[1]);
    }));
    const first = await Promise.race([ready, this.exited]);
    if (typeof first !== 'string')
      throw Object.assign(new Error(`presstime ended before it was ready: ${JSON.stringify(first)}\n${this.logLines.join('\n')}`), first);
    this.url = first;
    // What it has logged before it was ready lies in another pipe: a whole turn of the loop reads that, too.
    for (let turn = 0; turn < 2; ++turn) await scheduler.yield();
    if (!this.token) this.token = this.createToken('admin');
    return this;
  }

  createToken(scope) {
    const made = run(['token', 'create', '--name', `test-${scope}`, '--scope', scope, '--data-dir', this.folder]);
    if (made.status !== 0) throw new Error(`token create failed: ${made.stderr}`);
    return made.stdout.trim();
  }

  async stop(signal = 'SIGTERM') {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return this.exited;
  }

  // {status, headers, body}: body parsed when it is JSON.
  async call(method, target, body, headers = {}) {
    const response = await fetch(this.url + target, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    });
    const type = response.headers.get('content-type') ?? '';
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes,
      body: type.includes('json') && bytes.length ? JSON.parse(bytes.toString('utf8')) : bytes.toString('utf8') };
  }

  async must(method, target, body, headers) {
    const answer = await this.call(method, target, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${target}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  // Reads again and again until `done(value)`: what ends the wait is the condition, not a time.
  async until(read, done, what, limitMs = 120_000) {
    const end = Date.now() + limitMs;
    for (;;) {
      const value = await read();
      if (done(value)) return value;
      if (Date.now() > end) throw new Error(`${what} did not come about; last: ${JSON.stringify(value)}\n${this.logLines.slice(-30).join('\n')}`);
      await scheduler.wait(15);
    }
  }

  // Has something fall due in a moment: `send(at)` asks for it. On a busy machine the moment may be over when that is
  // read, which is refused; then a later one is asked for.
  async dueSoon(send, firstLeadMs = 300) {
    for (let leadMs = firstLeadMs; ; leadMs *= 4) {
      const answer = await send(new Date(Date.now() + leadMs).toISOString());
      if (answer.status < 300) return answer.body;
      if (answer.body.field !== 'at' || leadMs > 60_000) throw new Error(`due in ${leadMs} ms: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
  }

  ended(runId, limitMs) {
    const terminal = ['success', 'partial', 'failed', 'cancelled', 'skipped'];
    return this.until(() => this.must('GET', `/v1/runs/${runId}`), (run) => terminal.includes(run.status), `the end of run ${runId}`, limitMs);
  }
}

// The sample connection, data and one small dashboard with a chart and a table over it.
export async function makeSampleDashboard(server, id = 'dash_test') {
  cpSync(path.join(root, 'examples/data/weather.csv'), path.join(server.folder, 'data/weather.csv'));
  await server.call('POST', '/v1/connections', { name: 'samples', source: 'duckdb', options: { path: path.join(server.folder, 'data') } });
  await server.must('POST', '/v1/dashboards', {
    id, name: 'Test dashboard',
    queries: [{ name: 'days', connection: 'samples',
      sql: 'SELECT weather, COUNT(*) AS days FROM weather GROUP BY 1 ORDER BY 2 DESC, 1' }],
    widgets: [
      { id: 'w_bar', kind: 'chart', title: 'Days by weather', query: 'days', chart: { mark: 'bar', x: 'weather', y: ['days'] }, grid: { x: 0, y: 0, w: 12, h: 6 } },
    ],
  });
  await server.must('POST', `/v1/dashboards/${id}/publish`);
  return id;
}

export { path, writeFileSync };
