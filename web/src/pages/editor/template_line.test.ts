import { describe, expect, it } from 'vitest';
import { lineIn, offsetOfLine } from './template_line';

describe('the line of a template', () => {
  it('is read from the words of the server', () => {
    expect(lineIn('template_html, line 12: {{revenu}} is no column')).toBe(12);
    expect(lineIn('Template_html, line 3: a'.replace('T', 't'))).toBe(3);
    expect(lineIn('template line 2: {{amount}} has no format')).toBe(2);
    expect(lineIn('queries[0].sql: syntax error at line 4')).toBeUndefined();
    expect(lineIn('the source is busy')).toBeUndefined();
  });
  it('begins behind its indentation', () => {
    const text = '<p>\n  {{a}}\n\n</p>';
    expect(offsetOfLine(text, 1)).toBe(0);
    expect(offsetOfLine(text, 2)).toBe(6);
    expect(offsetOfLine(text, 3)).toBe(12);
    expect(offsetOfLine(text, 9)).toBe(text.length);
  });
});
