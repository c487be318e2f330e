// The webhook of scheduled reports, whole: verify the event, sign what its person may see now, fetch their rows, mail
// them. Here "mail" is a file in the outbox folder.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createReportResults, verifyWebhookPayload } from '../../sdk/node/src/index.js';
import { people } from './people.mjs';

const field = (value) =>
  /[",\r\n]/.test(String(value ?? '')) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? '');

/** A function of the webhook's raw body. It throws when the event is not the server's; then nothing is fetched. */
export function reportReceiver({ presstimeUrl, tokenOf, outbox }) {
  return async (body) => {
    const keys = await (await fetch(`${presstimeUrl}/.well-known/jwks.json`)).json();
    const { event } = await verifyWebhookPayload(body, keys);
    const person = people[event.userReference];
    // Not one of ours: another application's, or a person who has left. 2xx, or the server would ask again.
    if (event.type !== 'report.scheduled' || !person || !event.query) return;
    const file = path.join(outbox, `${event.id}.eml`);
    if (existsSync(file)) return; // The same event may come twice.
    // Signed now, with what the person may see now, whatever they could see when they subscribed.
    const [rows] = await createReportResults(event, await tokenOf(event.userReference), presstimeUrl, {
      rows: 'objects',
    });
    mkdirSync(outbox, { recursive: true });
    writeFileSync(`${file}.part`, mailOf(person, event, rows));
    renameSync(`${file}.part`, file);
  };
}

function mailOf(person, event, rows) {
  const columns = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => columns.map((column) => field(row[column])).join(','));
  return [
    'From: reports@host.example',
    `To: ${person.email}`,
    `Subject: ${event.report.name}`,
    'Content-Type: text/csv; charset=utf-8',
    '',
    columns.join(','),
    ...lines,
    '',
  ].join('\r\n');
}
