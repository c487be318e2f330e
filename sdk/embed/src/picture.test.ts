import { expect, test } from 'vitest';
import { hitAt, hostColour, tipPlace } from './picture.js';

const hit = (value: string, box: [number, number, number, number]) => ({
  series: '',
  category: '',
  value,
  box,
});

test('of two marks under the pointer the smaller is meant', () => {
  const hits = [hit('bar', [0, 0, 100, 100]), hit('point', [40, 40, 10, 10])];
  expect(hitAt(hits, 45, 45)?.value).toBe('point');
  expect(hitAt(hits, 5, 5)?.value).toBe('bar');
  expect(hitAt(hits, 105, 5)).toBeNull();
});

test('a tip stays inside its box', () => {
  const box = { width: 200, height: 100 };
  const tip = { width: 80, height: 30 };
  expect(tipPlace({ x: 10, y: 60 }, tip, box)).toEqual({ x: 18, y: 22 });
  expect(tipPlace({ x: 190, y: 60 }, tip, box)).toEqual({ x: 102, y: 22 });
  expect(tipPlace({ x: 10, y: 5 }, tip, box)).toEqual({ x: 18, y: 0 });
  expect(tipPlace({ x: 50, y: 50 }, { width: 300, height: 30 }, box).x).toBe(0);
});

test("the colours of paper and ink are the host's, those of other series are not", () => {
  expect(hostColour('#FFFFFF', false)).toBe('var(--_paper)');
  expect(hostColour('#14181d', true)).toBe('var(--_paper)');
  expect(hostColour('#ffffff', true)).toBeNull(); // a label on a dark mark
  expect(hostColour('#e07b39', false)).toBeNull();
});
