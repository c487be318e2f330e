import { expect, it } from 'vitest';
import type { Category, UserAccess } from '../../api/people';
import { accessByCategory } from './access_list';

const seen: UserAccess = {
  user: { id: 3, email: 'ed@x.org', name: 'Ed', role: 'editor', enabled: true },
  unrestricted: 'edit',
  categories: [{ id: '1', name: 'Finance', level: 'read' }],
  dashboards: [
    { id: 'a', name: 'A', category: 'Finance', level: 'read' },
    { id: 'b', name: 'B', category: '', level: 'edit' },
  ],
  reports: [{ id: '1', name: 'R', dashboard_id: 'a', level: 'read' }],
};
const categories: Category[] = [
  {
    id: 1,
    name: 'Finance',
    description: '',
    level: 'manage',
    version: 1,
    grants: [{ user: 3, level: 'read' }],
  },
  {
    id: 2,
    name: 'Board',
    description: '',
    level: 'manage',
    version: 1,
    grants: [{ user: 9, level: 'read' }],
  },
];

it('lists what has no category, what is granted, and what is hidden, each with its reason', () => {
  expect(
    accessByCategory(seen, categories, []).map(({ name, level, why, dashboards, reports }) => [
      name,
      level,
      why,
      dashboards.map(({ id }) => id),
      reports,
    ]),
  ).toEqual([
    ['', 'edit', 'as editor', ['b'], 0],
    ['Finance', 'read', 'granted by name', ['a'], 1],
    ['Board', null, 'no grant', [], 0],
  ]);
});
