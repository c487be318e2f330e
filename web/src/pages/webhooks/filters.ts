// What the filters of a webhook let through, said while they are chosen. Pure; the server decides.
import type { EventType } from '../../api/types';

export const families = ['reports', 'tasks', 'categories', 'connections', 'alerts'];

export const formats: [string, string, string][] = [
  ['standard', 'Standard Webhooks', 'for anything new'],
  ['flat', 'Flat', 'receivers made for PyQueryHub'],
  ['callback', 'Callback', 'receivers made for ConnectReport'],
  ['notifications', 'Notifications', 'receivers made for Telerik Report Server'],
  ['jwt', 'Signed token (JWT)', 'receivers made for Vizzly'],
];

// "report.*" and "report.run"; a family's own name; without case.
export function lets(filter: string, type: EventType): boolean {
  const wanted = filter.trim().toLowerCase();
  if (type.families.includes(wanted)) return true;
  const pattern = wanted.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(type.type);
}

export function matching(filters: string[], types: EventType[]): EventType[] {
  return filters.length === 0 ? types : types.filter((type) => filters.some((filter) => lets(filter, type)));
}

export function readFilters(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter(Boolean))];
}

// "X-Team: Finance" a line; nothing for a line without a colon.
export function readPairs(text: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) out[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return out;
}

export function pairsText(pairs: Record<string, string>): string {
  return Object.entries(pairs)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

// What PATCH takes: those that are gone are null.
export function pairChanges(
  before: Record<string, string>,
  now: Record<string, string>,
): Record<string, string | null> {
  const gone = Object.keys(before).filter((name) => !(name in now));
  return { ...now, ...Object.fromEntries(gone.map((name) => [name, null])) };
}
