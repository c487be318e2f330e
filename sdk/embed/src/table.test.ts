import { expect, test } from 'vitest';
import { nextSort, sorted, sortOf } from './table.js';

const rows = [
  [3, 'b'],
  [null, 'a'],
  [1, 'c'],
  [3, 'a'],
];

test('NULL stands last, whichever way', () => {
  expect(sorted(rows, { column: 0, direction: 'ascending' })).toEqual([2, 0, 3, 1]);
  expect(sorted(rows, { column: 0, direction: 'descending' })).toEqual([0, 3, 2, 1]);
});

test('equal rows stay as they came, and no sort is the order of the server', () => {
  expect(sorted(rows, null)).toEqual([0, 1, 2, 3]);
  expect(sorted(rows, { column: 1, direction: 'ascending' })).toEqual([1, 3, 0, 2]);
});

test('texts with numbers sort as people count', () => {
  expect(sorted([['item 10'], ['item 9']], { column: 0, direction: 'ascending' })).toEqual([1, 0]);
});

test('a third click takes the sort away', () => {
  const up = nextSort(null, 1);
  const down = nextSort(up, 1);
  expect(up).toEqual({ column: 1, direction: 'ascending' });
  expect(down).toEqual({ column: 1, direction: 'descending' });
  expect(nextSort(down, 1)).toBeNull();
  expect(nextSort(down, 2)).toEqual({ column: 2, direction: 'ascending' });
});

test('a sort is kept for the same columns alone', () => {
  const by = { column: 1, direction: 'descending' as const };
  const kept = { by, columns: '["region","total"]' };
  expect(sortOf(kept, '["region","total"]')).toEqual(by);
  expect(sortOf(kept, '["total","region"]')).toBeNull();
});
