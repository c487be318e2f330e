import { describe, expect, it } from 'vitest';
import { fromLocalField, toLocalField, writeDay } from '../../lib/local_time';
import {
  choiceOf,
  defaultText,
  isFilterField,
  parameterValues,
  periodOf,
  periodText,
  readDay,
  usesPeriod,
  viewQuery,
} from './view_query';

const now = new Date(2026, 10, 21, 9, 30);
const days = (query: string) => {
  const period = periodOf(new URLSearchParams(query), now);
  return [writeDay(period.from), writeDay(period.to)];
};

describe('the period', () => {
  it('is yesterday unless the address says otherwise', () => {
    expect(days('')).toEqual(['2026-11-20', '2026-11-21']);
    expect(days('period=nonsense')).toEqual(['2026-11-20', '2026-11-21']);
  });
  it('of so many days ends with today', () => {
    expect(days('period=7d')).toEqual(['2026-11-15', '2026-11-22']);
    expect(days('period=30d')).toEqual(['2026-10-23', '2026-11-22']);
  });
  it('of the calendar begins with the first', () => {
    expect(days('period=month')).toEqual(['2026-11-01', '2026-12-01']);
    expect(days('period=last_month')).toEqual(['2026-10-01', '2026-11-01']);
    expect(days('period=year')).toEqual(['2026-01-01', '2027-01-01']);
  });
  it('named by two days holds both of them', () => {
    expect(days('from=2026-03-01&to=2026-03-31')).toEqual(['2026-03-01', '2026-04-01']);
    expect(choiceOf(new URLSearchParams('from=2026-03-01'))).toBe('custom');
  });
  it('that ends before it begins is not asked for', () => {
    expect(days('from=2026-03-31&to=2026-03-01')).toEqual(['2026-11-20', '2026-11-21']);
    expect(days('from=2026-02-30&to=2026-03-01')).toEqual(['2026-11-20', '2026-11-21']);
  });
  it('is said with its last day, not the one after', () => {
    expect(periodText({ from: new Date(2026, 10, 15), to: new Date(2026, 10, 22) })).toMatch(
      /^15\s?.\s?21 Nov 2026$/,
    );
    expect(periodText({ from: new Date(2026, 10, 20), to: new Date(2026, 10, 21) })).toBe('20 Nov 2026');
  });
});

describe('days', () => {
  it('that the calendar does not have are none', () => {
    expect(readDay('2026-02-29')).toBeUndefined();
    expect(readDay('29.02.2026')).toBeUndefined();
    expect(readDay(null)).toBeUndefined();
  });
});

describe('parameters', () => {
  const document = {
    parameters: [
      { name: 'region', type: 'string', default: 'EMEA' },
      { name: 'limit', type: 'integer', default: null },
    ],
    queries: [{ name: 'q', connection: 'c', sql: 'SELECT 1 WHERE r = $region' }],
  };
  it('go to the server as the address has them, and only those of the dashboard', () => {
    const asked = viewQuery(
      new URLSearchParams('param.region=A%26B&param.gone=1&q=x&period=7d'),
      document,
      'Europe/Berlin',
      now,
    );
    expect(asked).toEqual({ timezone: 'Europe/Berlin', 'param.region': 'A&B' });
  });
  it('have their default where the address is silent', () => {
    expect(parameterValues(new URLSearchParams('region=x'))).toEqual({});
    expect(document.parameters.map(defaultText)).toEqual(['EMEA', '']);
  });
  it('of a time come back from the field as they went in', () => {
    const instant = '2026-04-21T09:00:00Z';
    expect(fromLocalField(toLocalField(instant))).toBe(instant);
    expect(fromLocalField('')).toBe('');
    expect(toLocalField('soon')).toBe('');
  });
});

describe('what is asked', () => {
  const query = (sql: string) => ({ queries: [{ name: 'q', connection: 'c', sql }] });
  it('names the period only where a query reads it', () => {
    expect(usesPeriod(query('SELECT 1 WHERE at >= $period_start'))).toBe(true);
    expect(usesPeriod(query('SELECT $period_starting'))).toBe(false);
    const asked = viewQuery(new URLSearchParams('period=7d'), query('SELECT $nominal_at'), 'UTC', now);
    expect(asked.period_end).toBe(new Date(2026, 10, 22).toISOString());
    expect(
      viewQuery(new URLSearchParams(''), query('SELECT $nominal_at'), 'UTC', now).period_end,
    ).toBeUndefined();
  });
  it('keeps to the draft where the address does', () => {
    expect(viewQuery(new URLSearchParams('version=draft'), query(''), 'UTC', now).version).toBe('draft');
    expect(viewQuery(new URLSearchParams('version=7'), query(''), 'UTC', now).version).toBeUndefined();
  });
});

describe('a refusal', () => {
  const document = { parameters: [{ name: 'region', type: 'string' }] };
  it('belongs to the filters when it names one of them', () => {
    expect(isFilterField('parameters.region', document)).toBe(true);
    expect(isFilterField('param.region', document)).toBe(true);
    expect(isFilterField('period_end', document)).toBe(true);
    expect(isFilterField('width', document)).toBe(false);
    expect(isFilterField('', document)).toBe(false);
  });
});
