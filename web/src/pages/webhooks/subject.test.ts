import { describe, expect, it } from 'vitest';
import { kindOf, pageOf, titleOf } from './subject';

const event = (type: string, more = {}) => ({
  source: 'event' as const,
  event: { id: 'evt_1', type, occurred_at: '2026-11-21T09:00:00Z', ...more },
});

describe('what a delivery was about', () => {
  it('is named, with its page', () => {
    const run = event('report.run', { title: 'Weekly', run_id: 7, report_id: 3, dashboard_id: 'd' });
    expect([titleOf(run), kindOf(run), pageOf(run)]).toEqual(['Weekly', 'report.run', '/runs/7']);
    expect(pageOf(event('report.updated', { report_id: 3, dashboard_id: 'd' }))).toBe('/reports/3');
    expect(pageOf(event('query.run', { run_id: 9, dashboard_id: 'd' }))).toBe('/dashboards/d');
    expect(pageOf(event('connection.updated', { connection: 'a b' }))).toBe('/connections/a%20b');
  });
  it('has no page once it is deleted, and no name for those who may not read it', () => {
    expect(pageOf(event('report.deleted', { report_id: 3 }))).toBeUndefined();
    expect(titleOf(event('dashboard.updated'))).toBe('');
    expect(pageOf(event('dashboard.updated'))).toBeUndefined();
  });
  it('of a file is its report', () => {
    const file = { source: 'report' as const, run_id: 4, report_name: 'Weekly' };
    expect([titleOf(file), kindOf(file), pageOf(file)]).toEqual(['Weekly', 'A report’s file', '/runs/4']);
  });
});
