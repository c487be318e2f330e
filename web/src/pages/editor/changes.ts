// What differs between two documents, in sentences: what somebody else has saved, or what is not saved yet. Pure.
import type { DashboardDocument } from '../../api/types';
import { widgetName } from './document';

const settingWords: Record<string, string> = {
  name: 'Name',
  description: 'Description',
  category: 'Category',
  tags: 'Tags',
  theme: 'Theme',
  cover: 'First page',
  contents: 'Table of contents',
  datasets: 'Data sets',
  template_html: 'HTML template',
  template_hosts: 'Hosts of the template',
};

function same(a: unknown, b: unknown): boolean {
  return normal(a) === normal(b);
}

// Members in one order, and what is empty as if it were absent: the server writes defaults that nobody has set.
function normal(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (each === null || each === '' || (Array.isArray(each) && each.length === 0)) return undefined;
    if (typeof each !== 'object' || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function listChanges<T>(
  before: T[],
  after: T[],
  key: (item: T) => string,
  words: (item: T) => string,
): string[] {
  const old = new Map(before.map((item) => [key(item), item]));
  const now = new Map(after.map((item) => [key(item), item]));
  return [
    ...after.filter((item) => !old.has(key(item))).map((item) => `${words(item)} added`),
    ...after
      .filter((item) => old.has(key(item)) && !same(old.get(key(item)), item))
      .map((item) => `${words(item)} changed`),
    ...before.filter((item) => !now.has(key(item))).map((item) => `${words(item)} removed`),
  ];
}

export function differences(before: DashboardDocument, after: DashboardDocument): string[] {
  const settings = Object.entries(settingWords)
    .filter(([key]) => !same(before[key], after[key]))
    .map(([, words]) => `${words} changed`);
  return [
    ...settings,
    ...listChanges(before.widgets, after.widgets, (widget) => widget.id, widgetName),
    ...listChanges(
      before.queries,
      after.queries,
      (query) => query.name,
      (query) => `Query ${query.name}`,
    ),
    ...listChanges(
      before.parameters ?? [],
      after.parameters ?? [],
      (parameter) => parameter.name,
      (parameter) => `Parameter ${parameter.name}`,
    ),
  ];
}
