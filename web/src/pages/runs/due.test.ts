import { describe, expect, it } from 'vitest';
import { daysOf, dueChoiceOf, dueOf, dueQuery } from './due';

const now = new Date(2026, 10, 21, 9, 30);
const due = (query: string) => dueOf(new URLSearchParams(query), now);
const days = (query: string) => {
  const { from, to } = daysOf(due(query));
  return [from, to];
};

describe('the days of runs', () => {
  it('are any unless the address says otherwise', () => {
    expect(days('')).toEqual(['', '']);
    expect(days('due=nonsense')).toEqual(['', '']);
    expect(dueQuery(due(''))).toEqual({ from: null, to: null });
  });
  it('are the usual ones', () => {
    expect(days('due=today')).toEqual(['2026-11-21', '2026-11-21']);
    expect(days('due=yesterday')).toEqual(['2026-11-20', '2026-11-20']);
    expect(days('due=7d')).toEqual(['2026-11-15', '2026-11-21']);
    expect(dueQuery(due('due=yesterday'))).toEqual({
      from: new Date(2026, 10, 20).toISOString(),
      to: new Date(2026, 10, 21).toISOString(),
    });
  });
  it('are those of the address, the last one with them, or open on a side', () => {
    expect(due('from=2026-11-16&to=2026-11-17')).toEqual({
      from: new Date(2026, 10, 16),
      to: new Date(2026, 10, 18),
    });
    expect(days('from=2026-11-16')).toEqual(['2026-11-16', '']);
    expect(days('from=2026-02-30&to=soon')).toEqual(['', '']);
    expect(dueChoiceOf(new URLSearchParams('due=today&from=2026-11-16'))).toBe('custom');
  });
  it('are instants too, as other pages link them', () => {
    const [from, to] = [new Date(2026, 10, 16).toISOString(), new Date(2026, 10, 17).toISOString()];
    expect(dueQuery(due(`from=${from}&to=${to}`))).toEqual({ from, to });
    expect(days(`from=${from}&to=${to}`)).toEqual(['2026-11-16', '2026-11-16']);
  });
});
