import { expect, test } from 'vitest';
import { keptText, periodName, withCurrent } from './filters.js';

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

test('what a report keeps is named as the viewer set it', () => {
  const parameters = [
    { name: 'region', type: 'string' as const, label: 'Region' },
    { name: 'year', type: 'integer' as const },
  ];
  expect(keptText(parameters, { region: 'EMEA', year: '2026', other: 'x' })).toBe('Region: EMEA, year: 2026');
  expect(keptText(parameters, { region: '' })).toBe('');
});
