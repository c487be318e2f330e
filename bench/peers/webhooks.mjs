// The peer of the webhook benchmark: undici over kept connections, each request signed by the npm client of Standard
// Webhooks. Usage: node webhooks.mjs PORT IN_FLIGHT SECONDS BODY_FILE. Prints requests/s, CPU us each, failures.
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';
import { Webhook } from 'standardwebhooks';

const [port, inFlight, seconds, bodyFile] = process.argv.slice(2);
const body = readFileSync(bodyFile, 'utf8');
const webhook = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
const pool = new Pool(`http://127.0.0.1:${port}`, { connections: Number(inFlight), pipelining: 1 });
const until = performance.now() + Number(seconds) * 1000;
let sent = 0;
let failed = 0;

async function sendUntilTheEnd() {
  while (performance.now() < until) {
    const id = `msg_${String(sent++).padStart(20, '0')}`;
    const now = new Date();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': webhook.sign(id, now, body),
    };
    const answer = await pool.request({ path: '/hook', method: 'POST', headers, body });
    await answer.body.dump();
    if (answer.statusCode !== 200) failed++;
  }
}

const started = performance.now();
const cpu = process.cpuUsage();
await Promise.all(Array.from({ length: Number(inFlight) }, sendUntilTheEnd));
const took = (performance.now() - started) / 1000;
const used = process.cpuUsage(cpu);
console.log(`${(sent / took).toFixed(0)} ${((used.user + used.system) / sent).toFixed(2)} ${failed}`);
await pool.close();
