import { describe, expect, it } from 'vitest';
import type { ShownColumn, WidgetTable } from '../../api/types';
import { barOf, findRows, nextOrder, roomOf, sortRows } from './table_rows';

const column = (name: string, type: string): ShownColumn => ({
  name,
  type,
  label: name,
  format: '',
  align: type === 'text' ? 'left' : 'right',
  lines: 2,
  total: 'none',
  mark: 'none',
});
const content: WidgetTable = {
  kind: 'table',
  title: 'Shops',
  columns: [column('shop', 'text'), column('revenue', 'decimal')],
  rows: [
    ['North 10', 1200],
    ['North 9', null],
    ['South', '9007199254740993.5'],
    ['Österreich', -3],
  ],
  text: [
    ['North 10', '€ 1.2 K'],
    ['North 9', '–'],
    ['South', '€ 9.0 P'],
    ['Österreich', '€ -3'],
  ],
  totals: null,
  row_count: 4,
  rows_in_result: 4,
  counted: true,
  complete: true,
  line: '4 rows',
  data_as_of: '',
};
const all = [0, 1, 2, 3];

describe('sorting', () => {
  it('compares numbers as numbers, also those that JSON writes as text', () => {
    expect(sortRows(content, all, { column: 1, descending: false })).toEqual([3, 0, 2, 1]);
  });
  it('keeps what is empty at the end both ways', () => {
    expect(sortRows(content, all, { column: 1, descending: true })).toEqual([2, 0, 3, 1]);
  });
  it('compares text as people do', () => {
    expect(sortRows(content, all, { column: 0, descending: false })).toEqual([1, 0, 3, 2]);
  });
  it('has three states, and shows the largest numbers first', () => {
    const first = nextOrder(undefined, 1, true);
    expect(first).toEqual({ column: 1, descending: true });
    expect(nextOrder(first, 1, true)).toEqual({ column: 1, descending: false });
    expect(nextOrder(nextOrder(first, 1, true), 1, true)).toBeUndefined();
    expect(nextOrder(first, 0, false)).toEqual({ column: 0, descending: false });
  });
});

describe('searching', () => {
  it('finds every word in any cell, as shown or as read', () => {
    expect(findRows(content, 'north')).toEqual([0, 1]);
    expect(findRows(content, ' north  1200 ')).toEqual([0]);
    expect(findRows(content, '€ 1.2')).toEqual([0]);
    expect(findRows(content, '')).toEqual(all);
    expect(findRows(content, 'nobody')).toEqual([]);
  });
});

describe('bars', () => {
  it('stand on zero of the common scale', () => {
    const scale = { least: -50, most: 150 };
    expect(barOf(scale, 150)).toEqual({ left: 25, width: 75 });
    expect(barOf(scale, -50)).toEqual({ left: 0, width: 25 });
    expect(barOf(scale, '50')).toEqual({ left: 25, width: 25 });
  });
  it('are none for nothing and on no scale', () => {
    expect(barOf({ least: 0, most: 10 }, null)).toBeUndefined();
    expect(barOf({ least: 0, most: 0 }, 0)).toBeUndefined();
    expect(barOf({}, 4)).toBeUndefined();
  });
});

describe('room of a column of words', () => {
  it('holds a short text whole and the longest word of a long one', () => {
    expect(roomOf(['Pears', '16 Nov 2026'])).toBe(11);
    expect(roomOf(['Four years of observations'])).toBe(12);
  });
  it('is bounded where a word has no end', () => {
    expect(roomOf(['x'.repeat(500)])).toBe(16);
    expect(roomOf([])).toBe(0);
  });
});
