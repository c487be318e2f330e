import { describe, expect, it } from 'vitest';
import { mayStand, safeAttribute, safeStyle, withoutStyles } from './mail_view';

const pictures = new Map([['png@presstime', 'blob:here']]);

describe('a mail in the page', () => {
  it('has no element that runs, frames or submits', () => {
    for (const element of [
      'script',
      'iframe',
      'object',
      'form',
      'input',
      'svg',
      'link',
      'meta',
      'base',
      'style',
    ])
      expect(mayStand(element)).toBe(false);
    expect(mayStand('table')).toBe(true);
  });
  it('has no handler, and no address but a link', () => {
    expect(safeAttribute('div', 'onclick', 'alert(1)', pictures)).toBeUndefined();
    expect(safeAttribute('a', 'href', 'javascript:alert(1)', pictures)).toBeUndefined();
    expect(safeAttribute('a', 'href', 'https://r.example.com/runs/1', pictures)).toBe(
      'https://r.example.com/runs/1',
    );
  });
  it('shows its own pictures alone', () => {
    expect(safeAttribute('img', 'src', 'cid:png@presstime', pictures)).toBe('blob:here');
    expect(safeAttribute('img', 'src', 'https://spy.example.com/pixel.png', pictures)).toBeUndefined();
  });
  it('is parsed without style attributes, its words untouched', () => {
    expect(withoutStyles('<p style="color:red" class=x>a style="b"</p>')).toBe(
      '<p data-style="color:red" class=x>a style="b"</p>',
    );
  });
  it('keeps its looks, but nothing that fetches or leaves its place', () => {
    expect(safeStyle('color:#111;background:url(https://spy.example.com);padding:2px')).toBe(
      'color:#111;padding:2px',
    );
    expect(safeStyle('position: fixed;top:0')).toBe('');
  });
  it('does not fall for what is hidden in an escape, a comment or another name', () => {
    for (const rule of [
      'background:\\75rl(https://spy.example.com)',
      'background:u/**/rl(https://spy.example.com)',
      'p\\6fsition:fixed',
      'position/**/:fixed',
      'background-image:image-set("https://spy.example.com" 1x)',
      'background:-webkit-image-set("https://spy.example.com" 1x)',
      'transform:translate(-100vw)',
      'z-index:9999',
      'margin-top:-900px',
      'content:"Log in again"',
      '--x:url(https://spy.example.com)',
    ])
      expect(safeStyle(rule), rule).toBe('');
    expect(safeStyle('margin:0 auto;font-family:Inter, sans-serif;border-top:1px solid #ddd')).toBe(
      'margin:0 auto;font-family:Inter, sans-serif;border-top:1px solid #ddd',
    );
  });
});
