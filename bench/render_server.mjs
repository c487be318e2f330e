// Peak memory of a server that renders: 100 previews of a sample dashboard in each format, as many at a time as AT_ONCE says (2), then the
// process's own VmHWM, beside the idle figure. Argument: the presstime binary.
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [binary] = process.argv.slice(2);
process.env.PRESSTIME_BINARY = binary;
const { Presstime, makeFolder, root, run } = await import('../test/support/presstime.mjs');

const memory = (pid, name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
const folder = makeFolder();
const server = await new Presstime({ folder }).start();
const idle = memory(server.child.pid, 'VmRSS');
cpSync(path.join(root, 'examples/data'), path.join(folder, 'data'), { recursive: true });
const applied = run(['apply', path.join(root, 'examples'), '--data-dir', folder]);
if (applied.status !== 0) throw new Error(applied.stderr);
const reports = [];
for (const dashboard of await server.must('GET', '/v1/dashboards')) {
  await server.must('POST', `/v1/dashboards/${dashboard.id}/publish`);
  reports.push(await server.must('POST', '/v1/reports', { dashboard_id: dashboard.id, name: dashboard.name,
    schedule_kind: 'daily', hour: 9, timezone: 'UTC', format: 'pdf', email_to: ['a@example.com'] }));
}
const formats = ['pdf', 'png', 'xlsx', 'html', 'csv', 'json'];
const start = performance.now();
let drawn = 0;
for (const format of formats) {
  const jobs = Array.from({ length: Number(process.env.COUNT ?? 100) }, (_, at) => reports[at % reports.length].id);
  if (process.env.TRACE) console.log(format, 'begins at', memory(server.child.pid, 'VmRSS').toFixed(0), 'MB');
  await Promise.all(Array.from({ length: Number(process.env.AT_ONCE ?? 2) }, async () => {
    for (let id = jobs.pop(); id !== undefined; id = jobs.pop()) {
      const answer = await server.call('GET', `/v1/reports/${id}/preview?format=${format}`);
      if (answer.status !== 200) throw new Error(`${format}: ${answer.status} ${JSON.stringify(answer.body)}`);
      ++drawn;
    }
  }));
}
const seconds = (performance.now() - start) / 1000;
console.log(`a server that drew ${drawn} previews with their queries (${formats.join(', ')}) in ${seconds.toFixed(1)} s`);
console.log(`  peak memory ${memory(server.child.pid, 'VmHWM').toFixed(0)} MB, afterwards ${memory(server.child.pid, 'VmRSS').toFixed(0)} MB, idle before ${idle.toFixed(0)} MB`);
await server.stop();
