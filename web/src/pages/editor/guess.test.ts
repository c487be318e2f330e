import { describe, expect, it } from 'vitest';
import type { Column, Widget } from '../../api/types';
import { guessed } from './guess';

const columns: Column[] = [
  { name: 'shop', type: 'text' },
  { name: 'month', type: 'date' },
  { name: 'revenue', type: 'decimal' },
  { name: 'orders', type: 'integer' },
];
const chart = (mark: string, more = {}): Widget => ({
  id: 'w_a',
  kind: 'chart',
  chart: { mark, ...more },
  grid: { x: 0, y: 0, w: 6, h: 6 },
});

describe('a new chart', () => {
  it('goes along time where there is some, with the numbers as values', () => {
    expect(guessed(chart('line'), columns)?.chart).toEqual({
      mark: 'line',
      x: 'month',
      y: ['revenue', 'orders'],
    });
    expect(guessed(chart('pie'), columns.slice(0, 1).concat(columns.slice(2)))?.chart).toEqual({
      mark: 'pie',
      x: 'shop',
      y: ['revenue'],
    });
    expect(guessed(chart('scatter'), columns)?.chart).toMatchObject({ x: 'revenue', y: ['orders'] });
    expect(guessed(chart('histogram'), columns)?.chart).toMatchObject({ x: 'revenue', y: [] });
    expect(guessed(chart('gauge'), columns)?.chart).toEqual({ mark: 'gauge', y: ['revenue'] });
  });
  it('is left alone once somebody has chosen, and where nothing fits', () => {
    expect(guessed(chart('bar', { x: 'shop' }), columns)).toBeUndefined();
    expect(guessed(chart('bar'), [{ name: 'shop', type: 'text' }])).toBeUndefined();
    expect(guessed(chart('bar'), [])).toBeUndefined();
  });
});

it('a new figure shows the first number', () => {
  const kpi: Widget = { id: 'w_k', kind: 'kpi', value: '', grid: { x: 0, y: 0, w: 3, h: 2 } };
  expect(guessed(kpi, columns)?.value).toBe('revenue');
  expect(guessed({ ...kpi, value: 'orders' }, columns)).toBeUndefined();
});
