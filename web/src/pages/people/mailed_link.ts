// Where no mail server is set, mail lies in the outbox: the link that was meant for somebody is read from there, for
// who may. The server itself never hands a link to a page.
import { list, Problem, send } from '../../api/client';
import type { OutboxMail } from '../../api/house';
import type { MailedUser } from '../../api/people';
import { wait } from '../../lib/turns';
import { linkIn, newestTo } from './link_in_mail';

const patienceMs = 30_000; // a busy server writes it late
const pauseMs = 300;

async function newestMail(email: string): Promise<string | undefined> {
  return newestTo((await list<OutboxMail>('/v1/outbox', { limit: 50 })).items, email);
}

export interface Mailed {
  answer: MailedUser;
  link: string | undefined;
}

// Runs `mail`, which makes the server write to `email`. With `fromOutbox` the link of that mail comes along; nothing
// when it is not to be seen, for example by admins of another workspace than the first.
export async function linkMailedBy(
  email: string,
  fromOutbox: boolean,
  mail: () => Promise<MailedUser>,
): Promise<Mailed> {
  if (!fromOutbox) return { answer: await mail(), link: undefined };
  const before = await newestMail(email).catch(() => undefined);
  const answer = await mail();
  const end = Date.now() + patienceMs;
  try {
    while (Date.now() < end) {
      const name = await newestMail(email);
      if (name && name !== before) {
        const response = await send('GET', `/v1/outbox/${encodeURIComponent(name)}`);
        return { answer, link: linkIn(await response.text()) };
      }
      await wait(pauseMs);
    }
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
  }
  return { answer, link: undefined };
}
