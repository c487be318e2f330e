import { expect, it } from 'vitest';
import { plotSpan, seriesColours, type Drawn } from './drawing';

const rect = (fill: string): Drawn => ({ tag: 'rect', text: '', fill, stroke: null, d: null });
const line = (stroke: string): Drawn => ({ tag: 'path', text: '', fill: 'none', stroke, d: null });
const text = (words: string): Drawn => ({ tag: 'text', text: words, fill: '#333', stroke: null, d: null });

it('reads the colours off the legend, of bars and of lines', () => {
  const drawn = [text('Title'), rect('#111111'), text('North'), line('#222222'), text('South')];
  expect(seriesColours(drawn, ['North', 'South'])).toEqual(['#111111', '#222222']);
});
it('takes the first place where a name stands beside a swatch', () => {
  const drawn = [rect('#111111'), text('North'), line('#eeeeee'), text('North')];
  expect(seriesColours(drawn, ['North'])).toEqual(['#111111']);
});
it('falls back to the order of the series', () => {
  expect(seriesColours([text('North')], ['North', 'South'])).toEqual([
    'var(--categorical-1)',
    'var(--categorical-2)',
  ]);
});

it('reads the reach of the plot off the gridlines, and off nothing else', () => {
  const path = (d: string): Drawn => ({ tag: 'path', text: '', fill: 'none', stroke: '#eee', d });
  const drawn = [path('M20 178L460 178'), path('M20 41L460 41'), path('M5 5L9 300'), path('M0 0L1 0L2 0')];
  expect(plotSpan(drawn)).toEqual({ top: 41, bottom: 178 });
  expect(plotSpan([path('M20 178L460 178')])).toBeUndefined();
});
