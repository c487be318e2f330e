import { expect, test } from 'vitest';
import { isSame, textsOf } from './choice.js';

test('a choice is the same whatever order its names came in', () => {
  const one = { parameters: textsOf({ region: 'EMEA', top: 5 }), period: '7d' };
  expect(isSame(one, { parameters: { top: '5', region: 'EMEA' }, period: '7d' })).toBe(true);
  expect(isSame(one, { parameters: { top: '5', region: 'EMEA' }, period: '30d' })).toBe(false);
  expect(isSame(one, { parameters: { region: 'EMEA' }, period: '7d' })).toBe(false);
});
