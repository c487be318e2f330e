import { describe as group, expect, it } from 'vitest';
import type { EventEnvelope } from '../../api/types';
import { describe, notYetIn, placeOf } from './describe';

const event = (type: string, data: Record<string, unknown>): EventEnvelope => ({
  id: 'evt_1',
  type,
  timestamp: '2026-11-21T09:00:00Z',
  data,
});

group('describe', () => {
  it('says what, which and by whom', () => {
    expect(
      describe(event('report.updated', { report: { id: 7, name: 'Weekly sales' }, changed_by: 'Ann' })),
    ).toBe('Report Weekly sales changed by Ann');
  });
  it('says how a run ended', () => {
    expect(
      describe(event('report.run', { report: { name: 'Weekly sales' }, run: { id: 3, status: 'failed' } })),
    ).toBe('Report Weekly sales failed');
  });
  it('has words for a type it does not know', () => {
    expect(describe(event('moon.rose', {}))).toBe('Moon rose');
  });
});

group('placeOf', () => {
  it('leads to the run, the report or the dashboard', () => {
    expect(placeOf(event('report.run', { report: { id: 7 }, run: { id: 3 } }))).toBe('/runs/3');
    expect(placeOf(event('report.created', { report: { id: 7 } }))).toBe('/reports/7');
    expect(placeOf(event('query.updated', { dashboard: { id: 'dash_a' } }))).toBe('/dashboards/dash_a');
    expect(placeOf(event('connection.created', { connection: { name: 'a/b' } }))).toBe('/connections/a%2Fb');
  });
  it('leads nowhere for what is gone', () => {
    expect(placeOf(event('dashboard.deleted', { dashboard: { id: 'dash_a' } }))).toBeUndefined();
  });
});

group('what came in while the list was fetched', () => {
  const at = (id: string, timestamp: string) => ({ ...event('report.run', {}), id, timestamp });
  const [old, last, next] = [
    at('evt_1', '2026-11-21T09:00:00Z'),
    at('evt_2', '2026-11-21T09:00:01Z'),
    at('evt_3', '2026-11-21T09:00:02Z'),
  ];
  it('stays when the answer is older, and stands there once', () => {
    expect(notYetIn([last, old], [next, last])).toEqual([next]);
    expect(notYetIn([next, last, old], [next, last])).toEqual([]);
    expect(notYetIn([], [next])).toEqual([next]);
  });
  it('goes when it is further back than the answer begins', () => {
    expect(notYetIn([next], [last])).toEqual([]);
  });
});
