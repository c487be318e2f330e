// What changed between two versions of a dashboard, as a person asks: which widgets, which queries, which settings.
// Pure; texts that differ are compared line by line when they are shown.
import type { DashboardDocument, Query, Widget } from '../../api/types';
import { placeInGrid } from '../../lib/grid';
import { capitalized } from '../../lib/words';

export interface Change {
  what: string; // "Title", "SQL", "Place"
  before: string;
  after: string;
  lines: boolean; // long texts, to be compared line by line
}

export interface Item {
  kind: 'widget' | 'query' | 'parameter' | 'setting';
  id: string;
  name: string;
  state: 'added' | 'removed' | 'changed';
  changes: Change[];
}

const words: Record<string, string> = {
  sql: 'SQL',
  grid: 'Place and size',
  max_rows: 'Most rows',
  timeout_s: 'Time limit, seconds',
  template_html: 'HTML template',
  template_hosts: 'Hosts of the template',
  options_query: 'Choices from query',
  break_before: 'Begins a new page',
  cover: 'First page',
  contents: 'Table of contents',
  datasets: 'Data sets',
};

// What the server keeps beside the document, and lists that are compared one by one.
const notCompared = new Set(
  'kind id number version published_version created_at updated_at widgets queries parameters warnings'.split(
    ' ',
  ),
);
const longTexts = new Set(['sql', 'markdown', 'template_html', 'description']);

export function wordOf(key: string): string {
  return capitalized(words[key] ?? key.replaceAll('_', ' '));
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return true;
  return Array.isArray(value) && value.length === 0;
}

// With keys in order, so that two documents that say the same are the same.
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, each]) => !isNothing(each));
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, ordered(each)]),
  );
}

export function textOf(key: string, value: unknown): string {
  if (isNothing(value)) return '';
  if (key === 'grid') return placeInGrid(value as Widget['grid']);
  if (key === 'image') return `a picture of ${Math.round((String(value).length * 3) / 4 / 1024)} KiB`;
  if (value === true) return 'yes';
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(ordered(value), null, 2) : String(value);
}

export function changesOf(before: object, after: object, leftOut: ReadonlySet<string>): Change[] {
  const changes: Change[] = [];
  const [old, now] = [before as Record<string, unknown>, after as Record<string, unknown>];
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    if (leftOut.has(key)) continue;
    if (JSON.stringify(ordered(old[key] ?? null)) === JSON.stringify(ordered(now[key] ?? null))) continue;
    if (isNothing(old[key]) && isNothing(now[key])) continue;
    const [was, is] = [textOf(key, old[key]), textOf(key, now[key])];
    const lines = longTexts.has(key) || was.includes('\n') || is.includes('\n');
    // Two pictures of one size look alike in words.
    changes.push({ what: wordOf(key), before: was, after: is === was ? `${is}, another one` : is, lines });
  }
  return changes;
}

interface Kind<T> {
  kind: Item['kind'];
  id: (item: T) => string;
  name: (item: T) => string;
  leftOut: ReadonlySet<string>;
  body: (item: T) => Change[]; // of one that came or went
}

function compare<T extends object>(before: readonly T[], after: readonly T[], kind: Kind<T>): Item[] {
  const old = new Map(before.map((item) => [kind.id(item), item]));
  const now = new Map(after.map((item) => [kind.id(item), item]));
  const items: Item[] = [];
  for (const [id, item] of now) {
    const was = old.get(id);
    const changes = was ? changesOf(was, item, kind.leftOut) : kind.body(item);
    if (!was || changes.length > 0)
      items.push({ kind: kind.kind, id, name: kind.name(item), state: was ? 'changed' : 'added', changes });
  }
  for (const [id, item] of old)
    if (!now.has(id))
      items.push({ kind: kind.kind, id, name: kind.name(item), state: 'removed', changes: [] });
  return items;
}

export function diffDocuments(before: DashboardDocument, after: DashboardDocument): Item[] {
  const settings: Item[] = changesOf(before, after, notCompared).map((change) => ({
    kind: 'setting',
    id: change.what,
    name: change.what,
    state: 'changed',
    changes: [change],
  }));
  const widgets = compare(before.widgets, after.widgets, {
    kind: 'widget',
    id: (widget) => widget.id,
    name: (widget) => widget.title || widget.id,
    leftOut: new Set(['id']),
    body: () => [],
  });
  const queries = compare<Query>(before.queries, after.queries, {
    kind: 'query',
    id: (query) => query.name,
    name: (query) => query.name,
    leftOut: new Set(['id', 'name']),
    body: (query) => [{ what: 'SQL', before: '', after: query.sql, lines: true }],
  });
  const parameters = compare(before.parameters ?? [], after.parameters ?? [], {
    kind: 'parameter',
    id: (parameter) => parameter.name,
    name: (parameter) => parameter.label || parameter.name,
    leftOut: new Set(['name']),
    body: () => [],
  });
  return [...widgets, ...queries, ...parameters, ...settings];
}

export interface Line {
  sign: '+' | '-' | ' ';
  text: string;
}

// Parts of a line diff as lines, with long stretches that are equal left out.
export function shownLines(
  parts: readonly { value: string; added?: boolean; removed?: boolean }[],
  around = 3,
): (Line | { left: number })[] {
  const shown: (Line | { left: number })[] = [];
  parts.forEach((part, index) => {
    const lines = part.value.replace(/\n$/, '').split('\n');
    const sign = part.added ? '+' : part.removed ? '-' : ' ';
    if (sign !== ' ' || lines.length <= 2 * around + 1) {
      shown.push(...lines.map((text): Line => ({ sign, text })));
      return;
    }
    const head = index === 0 ? [] : lines.slice(0, around);
    const tail = index === parts.length - 1 ? [] : lines.slice(-around);
    shown.push(...head.map((text): Line => ({ sign, text })));
    shown.push({ left: lines.length - head.length - tail.length });
    shown.push(...tail.map((text): Line => ({ sign, text })));
  });
  return shown;
}
