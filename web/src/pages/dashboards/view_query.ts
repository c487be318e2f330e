// What somebody has chosen to look at, as the address says it: the period and the dashboard's parameters, and the
// instants and values that they mean to the server. Pure; days are those of the browser's zone.
import type { Query } from '../../api/client';
import type { DashboardDocument, Parameter } from '../../api/types';

export type PeriodChoice = '' | '7d' | '30d' | 'month' | 'last_month' | 'year' | 'custom';

export const periodChoices: [PeriodChoice, string][] = [
  ['', 'Yesterday'],
  ['7d', 'Last 7 days'],
  ['30d', 'Last 30 days'],
  ['month', 'This month'],
  ['last_month', 'Last month'],
  ['year', 'This year'],
  ['custom', 'Custom'],
];

export interface Period {
  from: Date; // local midnight
  to: Date; // local midnight after the last day
}

const day = (year: number, month: number, date: number): Date => new Date(year, month, date);

// "2026-11-21" as local midnight; nothing for what is no day.
export function readDay(text: string | null): Date | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text ?? '');
  if (!parts) return undefined;
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number];
  const read = day(year, month - 1, date);
  return read.getMonth() === month - 1 && read.getDate() === date ? read : undefined;
}

export function choiceOf(query: URLSearchParams): PeriodChoice {
  if (query.get('from') || query.get('to')) return 'custom';
  const named = query.get('period');
  return periodChoices.some(([choice]) => choice === named) ? (named as PeriodChoice) : '';
}

// A custom period names its first and last day; while one is missing or they stand the wrong way round there is none,
// and the server's own, yesterday, holds.
export function periodOf(query: URLSearchParams, now: Date): Period {
  const [year, month, date] = [now.getFullYear(), now.getMonth(), now.getDate()];
  const yesterday = { from: day(year, month, date - 1), to: day(year, month, date) };
  switch (choiceOf(query)) {
    case '7d':
      return { from: day(year, month, date - 6), to: day(year, month, date + 1) };
    case '30d':
      return { from: day(year, month, date - 29), to: day(year, month, date + 1) };
    case 'month':
      return { from: day(year, month, 1), to: day(year, month + 1, 1) };
    case 'last_month':
      return { from: day(year, month - 1, 1), to: day(year, month, 1) };
    case 'year':
      return { from: day(year, 0, 1), to: day(year + 1, 0, 1) };
    case 'custom': {
      const [from, last] = [readDay(query.get('from')), readDay(query.get('to'))];
      if (!from || !last || last < from) return yesterday;
      return { from, to: day(last.getFullYear(), last.getMonth(), last.getDate() + 1) };
    }
    default:
      return yesterday;
  }
}

// "21 Nov 2026", "15 – 21 Nov 2026", "28 Oct – 3 Nov 2026".
export function periodText({ from, to }: Period): string {
  const last = day(to.getFullYear(), to.getMonth(), to.getDate() - 1);
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(
    from,
    last,
  );
}

// Whether a choice of period changes anything that the dashboard shows.
export function usesPeriod(document: Pick<DashboardDocument, 'queries' | 'datasets'>): boolean {
  const sql = [...document.queries, ...(document.datasets ?? [])].map((each) => String(each.sql ?? ''));
  return sql.some((text) => /\$(period_start|period_end|nominal_at)\b/.test(text));
}

const parameterPrefix = 'param.';

export function parameterValues(query: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of query)
    if (name.startsWith(parameterPrefix)) values[name.slice(parameterPrefix.length)] = value;
  return values;
}

// The parameters that hold where the address says nothing.
export function shownValue(parameter: Parameter, values: Record<string, string>): string {
  return values[parameter.name] ?? defaultText(parameter);
}
export function defaultText(parameter: Parameter): string {
  return parameter.default === null || parameter.default === undefined ? '' : String(parameter.default);
}

// What the server is asked with. Parameters of an address that the dashboard does not have are left out.
export function viewQuery(
  query: URLSearchParams,
  document: Pick<DashboardDocument, 'parameters' | 'queries' | 'datasets'>,
  timezone: string,
  now: Date,
): Query {
  const asked: Query = { timezone };
  const values = parameterValues(query);
  for (const { name } of document.parameters ?? [])
    if (values[name] !== undefined && values[name] !== '') asked[parameterPrefix + name] = values[name];
  if (usesPeriod(document) && choiceOf(query) !== '') {
    const period = periodOf(query, now);
    asked.period_start = period.from.toISOString();
    asked.period_end = period.to.toISOString();
  }
  if (query.get('version') === 'draft') asked.version = 'draft';
  return asked;
}

// "parameters.region", "param.region" or "region", as refusals name a parameter.
export function parameterOfField(field: string): string {
  return field.replace(/^(parameters|param)\./, '');
}

// Whether a refusal is about what the filters above the widgets hold.
export function isFilterField(field: string, document: Pick<DashboardDocument, 'parameters'>): boolean {
  const name = parameterOfField(field);
  return name.startsWith('period_') || (document.parameters ?? []).some((each) => each.name === name);
}
