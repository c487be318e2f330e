import { describe, expect, it } from 'vitest';
import { changesOf, documentOf, newReport, partOf, readAddresses } from './report_form';

describe('readAddresses', () => {
  it('takes what people paste, once each', () => {
    expect(readAddresses('Ann <ann@example.com>; bob@example.com,\nann@example.com\n')).toEqual([
      'ann@example.com',
      'bob@example.com',
    ]);
    expect(readAddresses(' , ;')).toEqual([]);
  });
});

describe('newReport', () => {
  it('has a name that fits, whatever the dashboard is called', () => {
    expect(newReport('UTC', { id: 'd', name: 'Sales' }).name).toBe('Sales, weekly');
    const long = newReport('UTC', { id: 'd', name: 'ä'.repeat(200) }).name;
    expect(new TextEncoder().encode(long).length).toBeLessThanOrEqual(200);
    expect(long).toMatch(/^ä+, weekly$/);
  });
});

describe('documentOf', () => {
  it('sends one format as a word and several as a list', () => {
    expect(documentOf(newReport('UTC')).format).toBe('pdf');
    expect(documentOf({ ...newReport('UTC'), format: ['pdf', 'csv'] }).format).toEqual(['pdf', 'csv']);
  });
  it('takes back what another kind of schedule left', () => {
    const before = { ...newReport('UTC'), id: 3, version: 2 };
    const daily = documentOf({ ...before, schedule_kind: 'daily' }, before);
    expect(daily).toMatchObject({ schedule_kind: 'daily', hour: 8, day_of_week: null });
    expect(daily).not.toHaveProperty('id');
    expect(daily).not.toHaveProperty('version');
  });
});

describe('changesOf', () => {
  it('is empty while nothing was edited, and names only what was', () => {
    const before = { ...newReport('UTC'), id: 3, version: 2, next_run_at: null };
    expect(changesOf({ ...before }, before)).toEqual({});
    expect(changesOf({ ...before, name: 'Other', hour: 9 }, before)).toEqual({ name: 'Other', hour: 9 });
  });
});

describe('partOf', () => {
  it('finds the part of the form for an error', () => {
    expect(partOf('email_to[2]')).toBe('whom');
    expect(partOf('cron')).toBe('when');
    expect(partOf('parameters.region')).toBe('what');
    expect(partOf('misfire_cap')).toBe('more');
  });
});
