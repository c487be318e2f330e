import { describe, expect, it } from 'vitest';
import { editable } from '../../api/dashboards';
import type { DashboardDocument, Widget } from '../../api/types';
import * as edit from './document';

const sales: DashboardDocument = {
  id: 'dash_sales',
  name: 'Sales',
  parameters: [{ name: 'region', type: 'string', options_query: 'regions' }],
  queries: [
    { name: 'regions', connection: 'shop', sql: 'SELECT 1' },
    { name: 'orders', connection: 'shop', sql: 'SELECT 2' },
  ],
  widgets: [
    { id: 'w_bar', kind: 'chart', title: 'Orders', query: 'orders', grid: { x: 0, y: 0, w: 6, h: 6 } },
    {
      id: 'w_kpi',
      kind: 'kpi',
      query: 'orders',
      sparkline_query: 'regions',
      grid: { x: 6, y: 0, w: 3, h: 2 },
    },
    { id: 'w_mark', kind: 'image', image: 'data:...', grid: { x: 9, y: 0, w: 3, h: 2 } },
  ],
};

describe('a document', () => {
  it('is edited without what the server makes', () => {
    const document = editable({ id: 'dash_a', name: 'A', version: 3, number: 7, warnings: [] });
    expect(document).toEqual({ id: 'dash_a', name: 'A', widgets: [], queries: [], parameters: [] });
  });
  it('gets a widget where there is room, with an id of its own', () => {
    const first = edit.addWidget(sales, 'kpi');
    expect(first.id).toBe('w_kpi_2');
    expect(first.document.widgets.at(-1)?.grid).toEqual({ x: 6, y: 2, w: 3, h: 2 });
    expect(edit.addWidget(first.document, 'kpi').id).toBe('w_kpi_3');
    expect(sales.widgets).toHaveLength(3);
  });
  it('copies a widget whole and apart', () => {
    const { document, id } = edit.duplicateWidget(sales, 'w_bar');
    expect(id).toBe('w_bar_2');
    const copy = document.widgets.at(-1);
    expect(copy).toMatchObject({ title: 'Orders', query: 'orders' });
    expect(copy?.grid).toEqual({ x: 6, y: 2, w: 6, h: 6 });
  });
  it('renames a query everywhere it is named', () => {
    const document = edit.renameQuery(sales, 'regions', 'areas');
    expect(document.queries[0]?.name).toBe('areas');
    expect(document.widgets[1]?.sparkline_query).toBe('areas');
    expect(document.parameters?.[0]?.options_query).toBe('areas');
    expect(document.widgets[0]).toEqual(sales.widgets[0]);
  });
  it('knows who reads a query', () => {
    expect(edit.usersOfQuery(sales, 'regions')).toEqual(['Figure w_kpi', 'parameter region']);
    expect(edit.usersOfQuery(sales, 'nobody')).toEqual([]);
  });
  it('sends no more for a preview than the widget needs', () => {
    const alone = edit.aloneWith(sales, 'w_bar');
    expect(alone.widgets.map((widget) => widget.id)).toEqual(['w_bar']);
    expect(alone.queries.map((query) => query.name)).toEqual(['orders']);
    expect(alone.parameters?.[0]?.options_query).toBeUndefined();
  });
});

describe('an unfinished widget', () => {
  const grid = { x: 0, y: 0, w: 1, h: 1 };
  const chart = (more: object): Widget => ({ id: 'w_a', kind: 'chart', query: 'orders', chart: more, grid });
  it('says what is missing before the server is asked', () => {
    expect(edit.unfinished({ id: 'w_a', kind: 'text', grid })).toBe('Write something.');
    expect(edit.unfinished({ id: 'w_a', kind: 'kpi', query: '', grid })).toBe('Choose a query.');
    expect(edit.unfinished(chart({ mark: 'bar', x: 'a' }))).toBe('Choose the columns.');
    expect(edit.unfinished(chart({ mark: 'combo', x: 'a', y: ['b'], y2: [] }))).toBe('Choose the columns.');
  });
  it('is none when its kind of chart has what it needs', () => {
    expect(edit.unfinished(chart({ mark: 'bar', x: 'a', y: ['b'] }))).toBe('');
    expect(edit.unfinished(chart({ mark: 'gauge', y: ['b'] }))).toBe('');
    expect(edit.unfinished(chart({ mark: 'histogram', x: 'a', y: [] }))).toBe('');
    expect(edit.unfinished(chart({ mark: 'combo', x: 'a', y: ['b'], y2: ['c'] }))).toBe('');
  });
});

describe('names', () => {
  it('are made of what the server takes', () => {
    expect(edit.plainName('Revenue by month, €', 'query')).toBe('revenue_by_month');
    expect(edit.plainName('2026 Übersicht', 'query')).toBe('u_bersicht');
    expect(edit.plainName('<img src=x>', 'query')).toBe('img_src_x');
    expect(edit.plainName('日本', 'query')).toBe('query');
  });
});

describe('a list', () => {
  it('moves an item and nothing beyond its ends', () => {
    expect(edit.moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(edit.moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });
});
