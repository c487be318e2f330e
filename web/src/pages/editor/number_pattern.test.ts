import { expect, it } from 'vitest';
import { example, examples } from './number_pattern';

it('every offered pattern shows what stands beside it', () => {
  for (const { pattern, shows } of examples) expect(example(pattern), pattern).toBe(shows);
});
it('patterns of people are shown too', () => {
  expect(example('0.0 °C')).toBe('1234.5 °C');
  expect(example('0,0 mm')).toBe('1,235 mm');
  expect(example('$ 0.[00]a')).toBe('$ 1.23K');
  expect(example('#,##0.00')).toBe('1,234.50');
});
it('what is no pattern has no example', () => {
  expect(example('hello')).toBeUndefined();
  expect(example('')).toBeUndefined();
});
