import { describe, expect, it } from 'vitest';
import type { OutboxMail } from '../../api/house';
import { linkIn, newestTo } from './link_in_mail';

const mail = (name: string, recipient: string) => ({ name, recipient }) as OutboxMail;

describe('linkIn', () => {
  it('puts broken lines together', () => {
    const raw = 'Subject: x\r\n\r\nOpen http://10.0.0.1:8080/inv=\r\nite#abcdefgh=\r\n234567\r\nby Friday.';
    expect(linkIn(raw)).toBe('http://10.0.0.1:8080/invite#abcdefgh234567');
  });
  it('reads quoted signs', () => {
    expect(linkIn('https://r.example/a=3Db/reset#q2w3')).toBe('https://r.example/a=b/reset#q2w3');
  });
  it('finds none in other mail', () => {
    expect(linkIn('https://r.example/runs/7')).toBeUndefined();
  });
});

describe('newestTo', () => {
  it('takes the first that is for the person, in any case', () => {
    expect(
      newestTo([mail('c', 'bob@x.org'), mail('b', 'ann@x.org'), mail('a', 'ann@x.org')], 'Ann@X.org'),
    ).toBe('b');
    expect(newestTo([mail('c', 'bob@x.org')], 'ann@x.org')).toBeUndefined();
  });
});
