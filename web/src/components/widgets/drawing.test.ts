import { describe, expect, it } from 'vitest';
import { plotSpan, seriesColours, type Drawn } from './drawing';

const nothing: Drawn = {
  tag: 'path',
  text: '',
  fill: 'none',
  stroke: null,
  width: 0,
  strokeWidth: 0,
  dashed: false,
  d: null,
};
const square = (fill: string): Drawn => ({ ...nothing, tag: 'rect', fill, width: 7 });
const bar = (fill: string): Drawn => ({ ...nothing, tag: 'rect', fill, width: 22 });
const dash = (stroke: string): Drawn => ({ ...nothing, stroke, strokeWidth: 1.5, d: 'M10 5L17 5' });
const line = (stroke: string): Drawn => ({ ...nothing, stroke, strokeWidth: 1.5, d: 'M0 9L5 3L9 4' });
const grid = (y: number): Drawn => ({ ...nothing, stroke: '#eee', strokeWidth: 0.5, d: `M20 ${y}L460 ${y}` });
const text = (words: string): Drawn => ({ ...nothing, tag: 'text', text: words, fill: '#333' });

describe('the colours of series', () => {
  it('stand in the legend, of bars and of lines', () => {
    const drawn = [text('Title'), square('#111111'), text('North'), dash('#222222'), text('South')];
    expect(seriesColours(drawn, ['South', 'North'])).toEqual(['#222222', '#111111']);
  });
  it('are those of the lines where each line bears its name at its end', () => {
    const drawn = [grid(10), line('#111111'), line('#222222'), text('North'), text('South')];
    expect(seriesColours(drawn, ['North', 'South'])).toEqual(['#111111', '#222222']);
  });
  it('are not those of a bar that happens to be drawn before a name', () => {
    expect(seriesColours([bar('#999999'), text('North')], ['North'])).toEqual(['var(--categorical-1)']);
  });
});

describe('the reach of the plot', () => {
  it('is that of the gridlines, without the marks of a legend', () => {
    const drawn = [dash('#111111'), grid(178), grid(41), line('#111111')];
    expect(plotSpan(drawn)).toEqual({ top: 41, bottom: 178 });
  });
  it('is not known with fewer than two', () => {
    expect(plotSpan([grid(178)])).toBeUndefined();
    expect(plotSpan([])).toBeUndefined();
  });
});
