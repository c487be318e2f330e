import { describe, expect, it } from 'vitest';
import { mayStand, safeAttribute, screenFont } from './svg_safe';

describe('elements', () => {
  it('are those of a drawing and no others', () => {
    for (const name of ['svg', 'g', 'path', 'text', 'linearGradient']) expect(mayStand(name)).toBe(true);
    for (const name of ['script', 'foreignObject', 'a', 'use', 'animate', 'set', 'style', 'iframe', 'SCRIPT'])
      expect(mayStand(name)).toBe(false);
  });
});

describe('attributes', () => {
  it('of a drawing stay as they are', () => {
    expect(safeAttribute('path', 'd', 'M0 0L1 1', 'p')).toBe('M0 0L1 1');
    expect(safeAttribute('text', 'textLength', '12.5', 'p')).toBe('12.5');
  });
  it('that run or style something are dropped', () => {
    for (const name of ['onload', 'onclick', 'style', 'class', 'tabindex', 'role', 'begin', 'xmlns:xlink'])
      expect(safeAttribute('rect', name, 'x', 'p')).toBeUndefined();
  });
  it('name nothing outside the picture', () => {
    expect(safeAttribute('path', 'fill', 'url(#g1)', 'w_')).toBe('url(#w_g1)');
    expect(safeAttribute('path', 'fill', 'url(https://example.com/a#b)', 'w_')).toBeUndefined();
    expect(safeAttribute('path', 'stroke', 'URL (javascript:1)', 'w_')).toBeUndefined();
    expect(safeAttribute('image', 'href', 'data:image/png;base64,iVBO', 'w_')).toBeDefined();
    expect(safeAttribute('image', 'href', 'data:image/svg+xml;base64,iVBO', 'w_')).toBeUndefined();
    expect(safeAttribute('image', 'xlink:href', 'https://example.com/a.png', 'w_')).toBeUndefined();
    expect(safeAttribute('g', 'href', 'data:image/png;base64,iVBO', 'w_')).toBeUndefined();
  });
  it('give every picture ids of its own', () => {
    expect(safeAttribute('linearGradient', 'id', 'g1', 'w_bar-')).toBe('w_bar-g1');
    expect(safeAttribute('linearGradient', 'id', 'a b"', 'w_bar-')).toBeUndefined();
  });
});

describe('the font', () => {
  it('is the one that pages carry', () => {
    expect(screenFont("'Inter', Inter, 'Noto Sans', sans-serif")).toMatch(/^'Inter Variable', 'Inter'/);
    expect(screenFont("'Source Sans 3', sans-serif")).toBe("'Source Sans 3', sans-serif");
    expect(screenFont('Interstate, serif')).toBe('Interstate, serif');
  });
});
