import { describe, expect, it } from 'vitest';
import type { Widget } from '../../api/types';
import { inReadingOrder } from '../../lib/grid';
import { closeGaps, gridColumn, gridRow, stackedHeight } from './layout';

const widget = (
  id: string,
  x: number,
  y: number,
  w: number,
  h: number,
  kind: Widget['kind'] = 'chart',
): Widget => ({
  id,
  kind,
  grid: { x, y, w, h },
});

describe('the grid', () => {
  it('begins at one and stays within twelve columns', () => {
    expect(gridColumn(widget('a', 3, 0, 9, 2))).toBe('4 / span 9');
    expect(gridColumn(widget('a', 9, 0, 9, 2))).toBe('10 / span 3');
    expect(gridRow(widget('a', 0, 4, 1, 6))).toBe('5 / span 6');
  });
  it('leaves out rows in which nothing stands', () => {
    const closed = closeGaps([widget('a', 0, 2, 6, 2), widget('b', 6, 3, 6, 2), widget('c', 0, 9, 12, 4)]);
    expect(closed.map((each) => each.grid.y)).toEqual([0, 1, 3]);
  });
});

describe('a narrow screen', () => {
  it('shows widgets in reading order', () => {
    const order = inReadingOrder([widget('c', 0, 6, 1, 1), widget('b', 6, 0, 1, 1), widget('a', 0, 0, 1, 1)]);
    expect(order.map((each) => each.id)).toEqual(['a', 'b', 'c']);
  });
  it('makes none of them taller than itself, and words as high as they are', () => {
    expect(stackedHeight(widget('a', 0, 0, 12, 40, 'table'))).toBe(480);
    expect(stackedHeight(widget('a', 0, 0, 12, 1, 'chart'))).toBe(260);
    expect(stackedHeight(widget('a', 0, 0, 12, 1, 'kpi'))).toBe(102);
    expect(stackedHeight(widget('a', 0, 0, 12, 1, 'text'))).toBeUndefined();
  });
});
