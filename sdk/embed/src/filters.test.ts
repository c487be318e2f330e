import { expect, test } from 'vitest';
import { periodName, withCurrent } from './filters.js';

test('a period is said in words', () => {
  expect(periodName('7d')).toBe('Last 7 days');
  expect(periodName('24h')).toBe('Last 24 hours');
  expect(periodName('1d')).toBe('Last day');
  expect(periodName('soon')).toBe('soon');
});

test('a list of choices keeps what is set now, and says everything once', () => {
  expect(withCurrent(['a', 'b', 'a', null], 'b')).toEqual(['a', 'b']);
  expect(withCurrent([1, 2], '3')).toEqual(['3', '1', '2']);
  expect(withCurrent([], '')).toEqual(['']);
});
