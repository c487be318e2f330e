// Finding the mail to somebody and the link in it. Pure.
import type { OutboxMail } from '../../api/house';

// The one-time link in a raw mail; its text is quoted-printable, so that long lines are broken by "=".
export function linkIn(mail: string): string | undefined {
  const text = mail
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return /https?:\/\/[^\s"<>]+\/(?:invite|reset)#[a-z0-9]+/.exec(text)?.[0];
}

// Addresses are compared without regard to case.
export function newestTo(mails: readonly OutboxMail[], email: string): string | undefined {
  return mails.find((mail) => mail.recipient.toLowerCase() === email.toLowerCase())?.name;
}
