import { describe, expect, it } from 'vitest';
import type { Setting } from '../../api/house';
import { mailWay } from './mail_way';

const setting = (key: string, value: Setting['value'], more: Partial<Setting> = {}) =>
  ({ key, value, source: 'stored', where: '', editable: true, ...more }) as Setting;

describe('the way of mail', () => {
  it('names the server, the sender and where it is set', () => {
    const outside = { source: 'environment', where: 'PRESSTIME_SMTP_HOST', editable: false } as const;
    const settings = [
      setting('smtp_host', 'mail.example.com', outside),
      setting('smtp_port', 587),
      setting('smtp_from', 'reports@example.com'),
    ];
    expect(mailWay(settings)).toEqual({
      server: 'mail.example.com:587',
      sender: 'reports@example.com',
      set: 'set by the environment variable PRESSTIME_SMTP_HOST',
    });
  });
  it('is set here where it can be changed here, and there is none without a server', () => {
    expect(mailWay([setting('smtp_host', 'mail')])).toEqual({ server: 'mail', sender: '', set: '' });
    expect(mailWay([setting('smtp_host', '')])).toBeUndefined();
    expect(mailWay([])).toBeUndefined();
  });
});
