import { describe, expect, it } from 'vitest';
import type { DashboardDocument } from '../../api/types';
import { findingsOf, inPlace, placeInWords, placeOf, said } from './places';

const document: DashboardDocument = {
  id: 'dash_a',
  name: 'A',
  parameters: [{ name: 'region', type: 'string' }],
  queries: [{ name: 'orders', connection: 'shop', sql: '' }],
  widgets: [
    { id: 'w_bar', kind: 'chart', title: 'Orders', query: 'orders', grid: { x: 0, y: 0, w: 1, h: 1 } },
  ],
};

describe('a field', () => {
  it('has its place in the editor', () => {
    expect(placeOf('widgets[0].chart.y[1]', document)).toEqual({
      tab: 'layout',
      widget: 'w_bar',
      key: 'chart.y',
    });
    expect(placeOf('dashboard.queries[0].sql', document)).toEqual({
      tab: 'queries',
      query: 'orders',
      key: 'sql',
    });
    expect(placeOf('parameters[0].default', document)).toEqual({
      tab: 'parameters',
      parameter: 0,
      key: 'default',
    });
    expect(placeOf('name', document)).toEqual({ tab: 'settings', key: 'name' });
    expect(placeOf('datasets[0].table', document)).toEqual({ tab: 'settings', key: 'datasets' });
    expect(placeOf('template_html', document).tab).toBe('layout');
  });
  it('keeps the item in the middle of a path', () => {
    expect(placeOf('widgets[0].columns[2].format', document).key).toBe('columns[2].format');
  });
  it('is found again beside its control only', () => {
    const findings = findingsOf(
      [{ field: 'widgets[0].chart.y', detail: 'widgets[0].chart.y is wrong' }],
      document,
    );
    expect(said(findings, { widget: 'w_bar', key: 'chart.y' })).toBe('Y is wrong.');
    expect(said(findings, { widget: 'w_bar', key: 'chart.x' })).toBe('');
    expect(said(findings, { widget: 'w_other', key: 'chart.y' })).toBe('');
  });
  it('is told without its path', () => {
    expect(inPlace('dashboard.queries[0].sql must not be empty')).toBe('Sql must not be empty.');
    expect(inPlace('no such table: orders')).toBe('No such table: orders.');
    expect(inPlace('template_html, line 2: {{a}} is no column')).toBe('Line 2: {{a}} is no column.');
    expect(placeInWords(placeOf('queries[0].sql', document), document)).toBe('query orders');
  });
});
