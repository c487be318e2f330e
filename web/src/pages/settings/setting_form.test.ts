import { describe, expect, it } from 'vitest';
import type { Setting } from '../../api/house';
import { changesOf, isChanged, textOf, valueOf } from './setting_form';
import { labelOf, wordsOfSource, wordsOfValue } from './setting_words';

const setting = (more: Partial<Setting>) =>
  ({
    key: 'k',
    kind: 'text',
    value: '',
    default: '',
    editable: true,
    secret: false,
    source: 'default',
    ...more,
  }) as Setting;

describe('a control', () => {
  it('takes lists, numbers and switches back as they came', () => {
    for (const value of [['a', 'b'], 5, true, '1 MiB'] as const) {
      const kind = Array.isArray(value)
        ? 'list'
        : typeof value === 'number'
          ? 'integer'
          : typeof value === 'boolean'
            ? 'boolean'
            : 'bytes';
      const one = setting({ kind, value: value as Setting['value'] });
      expect(valueOf(one, textOf(one))).toEqual(value);
      expect(isChanged(one, textOf(one))).toBe(false);
    }
  });
  it('hands on what is no number, for the server to say so', () => {
    expect(valueOf({ kind: 'integer' }, '5 apples')).toBe('5 apples');
    expect(valueOf({ kind: 'integer' }, '')).toBe('');
  });
  it('never shows a secret and leaves it while nothing is typed', () => {
    const secret = setting({ kind: 'secret', secret: true, value: '***' });
    expect(textOf(secret)).toBe('');
    expect(isChanged(secret, '')).toBe(false);
    expect(isChanged(secret, 'new')).toBe(true);
  });
});

it('sends what was changed and may be', () => {
  const settings = [
    setting({ key: 'a', value: 'x' }),
    setting({ key: 'b', kind: 'integer', value: 2 }),
    setting({ key: 'c', value: 'x', editable: false }),
  ];
  expect(changesOf(settings, { a: 'x ', b: '3', c: 'y' })).toEqual({ b: 3 });
});

it('words values and where they are set', () => {
  expect(wordsOfValue(true)).toBe('yes');
  expect(wordsOfValue(5, 'days')).toBe('5 days');
  expect(wordsOfSource(setting({ source: 'file', where: 'presstime.conf:3' }))).toBe(
    'set in presstime.conf:3',
  );
  expect(labelOf('some_new_key')).toBe('Some new key');
});
