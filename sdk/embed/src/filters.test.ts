import { expect, test } from 'vitest';
import { periodName } from './filters.js';

test('a period is said in words', () => {
  expect(periodName('7d')).toBe('Last 7 days');
  expect(periodName('24h')).toBe('Last 24 hours');
  expect(periodName('1d')).toBe('Last day');
  expect(periodName('soon')).toBe('soon');
});
