import { describe, expect, it } from 'vitest';
import { chartFields, kept, kpiFields, withColumn, type FieldSpec } from './fields';
import { marks, ruleOf, withMark, type Chart } from './marks';

const keys = (fields: FieldSpec[]) => fields.map((field) => field.key);

describe('another mark', () => {
  it('keeps what it knows and drops what would be refused', () => {
    const bars: Chart = { mark: 'bar', x: 'm', y: ['a', 'b'], stack: 'stacked', horizontal: true, y_min: 0 };
    expect(withMark(bars, 'line')).toEqual({
      mark: 'line',
      x: 'm',
      y: ['a', 'b'],
      stack: 'stacked',
      y_min: 0,
    });
    expect(withMark(bars, 'donut')).toEqual({ mark: 'donut', x: 'm', y: ['a'] });
  });
  it('drops lines on an axis that is no longer there', () => {
    const combo: Chart = {
      mark: 'combo',
      x: 'm',
      y: ['a'],
      y2: ['b'],
      references: [{ axis: 'y2', value: 1 }, { value: 2 }],
    };
    expect(withMark(combo, 'bar').references).toEqual([{ value: 2 }]);
    expect(withMark(combo, 'bar').y2).toBeUndefined();
  });
  it('has every field that it needs', () => {
    for (const rule of marks) {
      const { columns, look, formats, axes } = chartFields({ mark: rule.mark });
      const shown = keys([...columns, ...look, ...formats, ...axes]);
      expect(new Set(shown).size, rule.mark).toBe(shown.length);
      for (const key of rule.takes.filter((each) => each !== 'references'))
        expect(shown, rule.mark).toContain(key);
    }
    expect(ruleOf('nonsense').mark).toBe('bar');
  });
  it('requires what its rule requires', () => {
    const required = (mark: Chart['mark']) =>
      chartFields({ mark })
        .columns.filter((field) => field.required)
        .map((field) => field.key);
    expect(required('heatmap')).toEqual(['x', 'y', 'series']);
    expect(required('combo')).toEqual(['x', 'y', 'y2']);
    expect(required('bubble')).toEqual(['x', 'y', 'size']);
    expect(required('histogram')).toEqual(['x']);
    expect(required('gauge')).toEqual(['y']);
  });
});

describe('a value', () => {
  it('leaves the document when it says nothing', () => {
    const good = kpiFields.find((field) => field.key === 'good') as FieldSpec;
    expect(kept({ good: 'up' }, good, 'neutral')).toEqual({});
    expect(kept({}, good, 'down')).toEqual({ good: 'down' });
  });
  it('is a list for measures, also of one', () => {
    const y = chartFields({ mark: 'pie' }).columns[1] as FieldSpec;
    expect(withColumn({ mark: 'pie' }, y, 'a').y).toEqual(['a']);
    expect(withColumn({ mark: 'pie', y: ['a'] }, y, '').y).toEqual([]);
  });
});
