import { describe, expect, it } from 'vitest';
import type { DashboardDocument } from '../../api/types';
import { diffDocuments, shownLines } from './version_diff';

const base: DashboardDocument = {
  id: 'dash_sales',
  name: 'Sales',
  tags: ['weekly'],
  queries: [{ id: 1, name: 'revenue', connection: 'shop', sql: 'SELECT 1\nFROM a', max_rows: 0 }],
  widgets: [
    { id: 'w_kpi', kind: 'kpi', title: 'Revenue', query: 'revenue', grid: { x: 0, y: 0, w: 3, h: 2 } },
    { id: 'w_tab', kind: 'table', title: '', query: 'revenue', grid: { x: 0, y: 2, w: 12, h: 8 } },
  ],
};
const copy = (): DashboardDocument => structuredClone(base);

describe('two versions', () => {
  it('that say the same have no differences, whatever the order of their keys', () => {
    const other = copy();
    other.widgets[0] = {
      grid: { h: 2, w: 3, y: 0, x: 0 },
      query: 'revenue',
      title: 'Revenue',
      kind: 'kpi',
      id: 'w_kpi',
    };
    Object.assign(other, { version: 9, updated_at: 'later', description: '', parameters: [] });
    (other.queries[0] as { id: number }).id = 77;
    expect(diffDocuments(base, other)).toEqual([]);
  });
  it('name widgets by their title, and those without by their id', () => {
    const other = copy();
    other.widgets.splice(1, 1, {
      id: 'w_new',
      kind: 'chart',
      title: 'By month',
      grid: { x: 0, y: 2, w: 12, h: 8 },
    });
    expect(diffDocuments(base, other).map(({ state, name }) => [state, name])).toEqual([
      ['added', 'By month'],
      ['removed', 'w_tab'],
    ]);
  });
  it('tell a place in words', () => {
    const other = copy();
    (other.widgets[0] as { grid: object }).grid = { x: 3, y: 0, w: 6, h: 2 };
    expect(diffDocuments(base, other)[0]?.changes).toEqual([
      {
        what: 'Place and size',
        before: 'column 1, row 1, 3 wide, 2 high',
        after: 'column 4, row 1, 6 wide, 2 high',
        lines: false,
      },
    ]);
  });
  it('compare SQL line by line and settings by name', () => {
    const other = copy();
    (other.queries[0] as { sql: string }).sql = 'SELECT 2\nFROM a';
    other.tags = ['weekly', 'board'];
    const items = diffDocuments(base, other);
    expect(items.map((item) => [item.kind, item.name])).toEqual([
      ['query', 'revenue'],
      ['setting', 'Tags'],
    ]);
    expect(items[0]?.changes[0]).toMatchObject({ what: 'SQL', lines: true });
    expect(items[1]?.changes[0]).toMatchObject({ before: 'weekly', after: 'weekly, board' });
  });
  it('see that a picture was changed for another of its size', () => {
    const [before, after] = [copy(), copy()];
    Object.assign(before.widgets[0] as object, { image: 'data:image/png;base64,AAAA' });
    Object.assign(after.widgets[0] as object, { image: 'data:image/png;base64,BBBB' });
    expect(diffDocuments(before, after)[0]?.changes[0]?.after).toMatch(/another one$/);
  });
});

describe('a line diff', () => {
  it('leaves long equal stretches out, but for what stands around a change', () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, index) => `l${index}`).join('\n') + '\n';
    const shown = shownLines(
      [{ value: lines(20) }, { value: 'old\n', removed: true }, { value: 'new\n', added: true }],
      2,
    );
    expect(shown).toEqual([
      { left: 18 },
      { sign: ' ', text: 'l18' },
      { sign: ' ', text: 'l19' },
      { sign: '-', text: 'old' },
      { sign: '+', text: 'new' },
    ]);
  });
  it('keeps empty lines', () => {
    expect(shownLines([{ value: 'a\n\nb\n' }]).map((line) => 'text' in line && line.text)).toEqual([
      'a',
      '',
      'b',
    ]);
  });
});
