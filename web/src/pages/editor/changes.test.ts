import { expect, it } from 'vitest';
import type { DashboardDocument } from '../../api/types';
import { differences } from './changes';

const before: DashboardDocument = {
  id: 'dash_a',
  name: 'A',
  queries: [{ name: 'orders', connection: 'shop', sql: 'SELECT 1' }],
  widgets: [
    { id: 'w_a', kind: 'text', title: 'Note', markdown: 'x', grid: { x: 0, y: 0, w: 1, h: 1 } },
    { id: 'w_b', kind: 'kpi', grid: { x: 1, y: 0, w: 1, h: 1 } },
  ],
};

it('two documents that say the same do not differ, whatever the order and the defaults', () => {
  const after = JSON.parse(JSON.stringify(before)) as DashboardDocument;
  after.description = '';
  after.template_html = null;
  after.widgets[0] = {
    grid: { h: 1, w: 1, y: 0, x: 0 },
    markdown: 'x',
    title: 'Note',
    kind: 'text',
    id: 'w_a',
  };
  expect(differences(before, after)).toEqual([]);
});
it('what differs is said by name', () => {
  const after: DashboardDocument = {
    ...before,
    name: 'B',
    queries: [{ name: 'orders', connection: 'shop', sql: 'SELECT 2' }],
    widgets: [before.widgets[1]!, { id: 'w_c', kind: 'table', grid: { x: 0, y: 1, w: 1, h: 1 } }],
    parameters: [{ name: 'region', type: 'string' }],
  };
  expect(differences(before, after)).toEqual([
    'Name changed',
    'Table w_c added',
    'Note removed',
    'Query orders changed',
    'Parameter region added',
  ]);
});
