import { describe, expect, it } from 'vitest';
import type { Hit } from './content';
import { hitAt, nearest, readHits, sameValues, spoken, step } from './hits';

const hit = (series: string, category: string, value: string, box: Hit['box']): Hit => ({
  series,
  category,
  value,
  box,
});

// Points at x = 20, 30, 40 of two lines; the outer boxes reach 8 further out.
const lines = [
  hit('North', 'Jan', '1', [12, 96, 13, 8]),
  hit('North', 'Feb', '2', [25, 86, 10, 8]),
  hit('North', 'Mar', '3', [35, 76, 13, 8]),
  hit('South', 'Jan', '4', [12, 46, 13, 8]),
  hit('South', 'Feb', '5', [25, 36, 10, 8]),
  hit('South', 'Mar', '6', [35, 26, 13, 8]),
];
const bars = [
  hit('Revenue', 'Jan', '10', [0, 50, 10, 50]),
  hit('Cost', 'Jan', '7', [10, 65, 10, 35]),
  hit('Revenue', 'Feb', '12', [30, 40, 10, 60]),
];

describe('a picture that is drawn again', () => {
  it('in another size tells the same', () => {
    const wider = lines.map((each) => ({ ...each, box: each.box.map((length) => 2 * length) as Hit['box'] }));
    expect(sameValues(lines, wider)).toBe(true);
  });
  it('with another value, one more or in another order does not', () => {
    expect(sameValues(lines, [...lines.slice(0, 5), { ...(lines[5] as Hit), value: '7' }])).toBe(false);
    expect(sameValues(lines, lines.slice(0, 5))).toBe(false);
    expect(sameValues(bars, [...bars].reverse())).toBe(false);
  });
});

describe('a line chart', () => {
  const map = readHits(lines, 'line');
  it('has a column for each month with every series in it', () => {
    expect(map.columns.map((column) => column.category)).toEqual(['Jan', 'Feb', 'Mar']);
    expect(map.columns[1]?.hits).toEqual([1, 4]);
    expect(map.series).toEqual(['North', 'South']);
  });
  it('finds the point itself where the outer box is wider', () => {
    expect(map.columns.map((column) => column.x)).toEqual([20, 30, 40]);
  });
  it('finds the nearest column anywhere in its height, and the nearer line', () => {
    expect(nearest(map, { x: 27, y: 0 })).toEqual({ column: 1, hit: 4 });
    expect(nearest(map, { x: 24, y: 99 })).toEqual({ column: 0, hit: 0 });
    expect(nearest(map, { x: 500, y: 99 })?.column).toBe(2);
    expect(nearest(map, { x: -500, y: 99 })?.column).toBe(0);
  });
});

describe('a bar chart', () => {
  const map = readHits(bars, 'bar');
  it('answers only over a bar, with the one on top', () => {
    expect(hitAt(map, { x: 5, y: 60 })).toBe(0);
    expect(hitAt(map, { x: 5, y: 20 })).toBeUndefined();
    expect(
      hitAt(readHits([...bars, hit('On top', 'Jan', '1', [0, 50, 10, 5])], 'bar'), { x: 5, y: 52 }),
    ).toBe(3);
  });
  it('keeps bars beside each other apart, unless lines cross them', () => {
    expect(map.columns).toHaveLength(3);
    expect(readHits(bars, 'combo').columns.map((column) => column.hits)).toEqual([[0, 1], [2]]);
  });
});

describe('the keys', () => {
  const map = readHits(lines, 'line');
  it('begin at either end and stop there', () => {
    expect(step(map, undefined, 'ArrowRight')).toEqual({ column: 0, member: 0 });
    expect(step(map, undefined, 'ArrowLeft')).toEqual({ column: 2, member: 0 });
    expect(step(map, { column: 2, member: 1 }, 'ArrowRight')).toEqual({ column: 2, member: 1 });
    expect(step(map, { column: 0, member: 1 }, 'ArrowLeft')).toEqual({ column: 0, member: 1 });
  });
  it('go through the series of a column in a ring', () => {
    expect(step(map, { column: 1, member: 0 }, 'ArrowDown')).toEqual({ column: 1, member: 1 });
    expect(step(map, { column: 1, member: 1 }, 'ArrowDown')).toEqual({ column: 1, member: 0 });
    expect(step(map, { column: 1, member: 0 }, 'ArrowUp')).toEqual({ column: 1, member: 1 });
  });
  it('mean nothing in an empty picture, nor do others', () => {
    expect(step(readHits([], 'line'), undefined, 'ArrowRight')).toBeUndefined();
    expect(step(map, undefined, 'a')).toBeUndefined();
  });
});

describe('what is said', () => {
  it('names the place, the series and the value, each once', () => {
    expect(spoken(readHits(bars, 'bar'), 0)).toBe('Jan: Revenue 10');
    expect(spoken(readHits([hit('', '', '64 %', [0, 0, 1, 1])]), 0)).toBe('64 %');
    expect(spoken(readHits([hit('Paris', 'Paris', '3', [0, 0, 1, 1])]), 0)).toBe('Paris: 3');
  });
});
