// Which server mail goes to and as whom, in a sentence, and where that is set when not here. Pure.
import type { Setting } from '../../api/house';
import { wordsOfSource } from './setting_words';

export interface MailWay {
  server: string; // "mail.example.com:587"
  sender: string; // "" when none is set
  set: string; // "set by the environment variable PRESSTIME_SMTP_HOST"; "" when it is set here
}

// Nothing while no mail server is set.
export function mailWay(settings: readonly Setting[]): MailWay | undefined {
  const find = (key: string) => settings.find((setting) => setting.key === key);
  const text = (key: string) => String(find(key)?.value ?? '');
  const host = find('smtp_host');
  if (!host?.value) return undefined;
  const port = text('smtp_port');
  return {
    server: port && port !== '0' ? `${host.value}:${port}` : String(host.value),
    sender: text('smtp_from'),
    set: host.editable ? '' : wordsOfSource(host),
  };
}
