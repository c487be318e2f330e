// Which days' runs are looked at, as the address says it, and the instants that it means to the server. Pure; days are
// those of the browser's zone. Links from other pages name instants, people choose days.
import { writeDay } from '../../lib/local_time';
import { readDay } from '../dashboards/view_query';

export type DueChoice = '' | 'today' | 'yesterday' | '7d' | 'custom';

export const dueChoices: [DueChoice, string][] = [
  ['', 'Any day'],
  ['today', 'Today'],
  ['yesterday', 'Yesterday'],
  ['7d', 'Last 7 days'],
  ['custom', 'Days from … to'],
];

export interface Due {
  from: Date | undefined;
  to: Date | undefined; // excluded
}

export function dueChoiceOf(query: URLSearchParams): DueChoice {
  if (query.get('from') || query.get('to')) return 'custom';
  const named = query.get('due');
  return dueChoices.some(([choice]) => choice === named) ? (named as DueChoice) : '';
}

const shifted = (day: Date, days: number): Date =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);

function bound(text: string | null, after: number): Date | undefined {
  const day = readDay(text);
  if (day) return shifted(day, after);
  const at = new Date(text ?? '');
  return text?.includes('T') && !Number.isNaN(at.getTime()) ? at : undefined;
}

// Of two days the last one counts too; a side that is missing, or no day, is open.
export function dueOf(query: URLSearchParams, now: Date): Due {
  const today = shifted(now, 0);
  switch (dueChoiceOf(query)) {
    case 'today':
      return { from: today, to: shifted(today, 1) };
    case 'yesterday':
      return { from: shifted(today, -1), to: today };
    case '7d':
      return { from: shifted(today, -6), to: shifted(today, 1) };
    case 'custom':
      return { from: bound(query.get('from'), 0), to: bound(query.get('to'), 1) };
    default:
      return { from: undefined, to: undefined };
  }
}

// What the fields show: the first day and the last, "" for an open side.
export function daysOf({ from, to }: Due): { from: string; to: string } {
  return { from: from ? writeDay(from) : '', to: to ? writeDay(new Date(to.getTime() - 1)) : '' };
}

// As GET /v1/runs takes it.
export function dueQuery({ from, to }: Due): { from: string | null; to: string | null } {
  return { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null };
}
