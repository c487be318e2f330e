// A mail server of the test's own (test/servers/smtp_server.mjs) with its mailbox: what it took, read as a mail program
// would read it.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import PostalMime from 'postal-mime';
import { makeFolder, path, startHelper } from './presstime.mjs';

export async function startMailServer(t) {
  const folder = makeFolder();
  const mailbox = path.join(folder, 'mailbox');
  const ledger = path.join(folder, 'mail.jsonl');
  mkdirSync(mailbox);
  const { port } = await startHelper('smtp_server.mjs', { MAILBOX: mailbox, LEDGER: ledger }, t);
  const settings = { PRESSTIME_SMTP_HOST: '127.0.0.1', PRESSTIME_SMTP_PORT: String(port), PRESSTIME_SMTP_SECURITY: 'none',
    PRESSTIME_SMTP_FROM: 'reports@example.com' };
  // In the order they came.
  const mails = () => Promise.all(readdirSync(mailbox).sort((a, b) => parseInt(a, 10) - parseInt(b, 10))
    .map((name) => new PostalMime().parse(readFileSync(path.join(mailbox, name)))));
  // To whom each went by the envelope.
  const recipients = () => readFileSync(ledger, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line).to);
  return { port, settings, mails, recipients };
}
