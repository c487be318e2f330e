import { describe, expect, it } from 'vitest';
import { filteredActions, placeOfResource, rangeOfDays, wordsOfAction } from './audit';

describe('wordsOfAction', () => {
  it('says what was done to what', () => {
    expect(wordsOfAction('report.updated')).toBe('Report changed');
    expect(wordsOfAction('access.refused')).toBe('Refused');
  });
  it('leaves what it does not know', () => {
    expect(wordsOfAction('moon.landed')).toBe('moon.landed');
    expect(wordsOfAction('moon')).toBe('moon');
  });
  it('has words for every action that the filter offers', () => {
    expect(filteredActions.filter((action) => wordsOfAction(action) === action)).toEqual([]);
  });
});

describe('placeOfResource', () => {
  it('leads to what is still there', () => {
    expect(placeOfResource('report 7', 'report.updated')).toBe('/reports/7');
    expect(placeOfResource('dashboard dash a', 'dashboard.published')).toBe('/dashboards/dash%20a');
    expect(placeOfResource('report 7', 'report.deleted')).toBeUndefined();
    expect(placeOfResource('GET /v1/tokens', 'access.refused')).toBeUndefined();
    expect(placeOfResource('session', 'login.failed')).toBeUndefined();
  });
});

describe('rangeOfDays', () => {
  it('includes the last day, also across a month', () => {
    expect(rangeOfDays('2026-01-31', '2026-01-31')).toEqual({
      since: new Date(2026, 0, 31).toISOString(),
      until: new Date(2026, 1, 1).toISOString(),
    });
    expect(rangeOfDays('', 'nonsense')).toEqual({ since: undefined, until: undefined });
  });
});
