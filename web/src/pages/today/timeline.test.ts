import { describe, expect, it } from 'vitest';
import type { Today, TodayBucket } from '../../api/types';
import { bars, describeBucket, fillDays, shiftDate, summary, ticks } from './timeline';

const day = { from: '2026-11-20T23:00:00Z', to: '2026-11-21T23:00:00Z' };
const bucket = (from: string, to: string, counts: Partial<TodayBucket>): TodayBucket => ({
  from,
  to,
  sent: 0,
  late: 0,
  failed: 0,
  running: 0,
  skipped: 0,
  upcoming: 0,
  ...counts,
});
const counts = (given: Partial<Today['counts']>): Today['counts'] => ({
  due: 0,
  due_sent: 0,
  sent: 0,
  late: 0,
  failed: 0,
  partial: 0,
  running: 0,
  queued: 0,
  skipped: 0,
  cancelled: 0,
  upcoming: 0,
  ...given,
});

describe('bars', () => {
  it('stand where their quarter of an hour lies', () => {
    const [bar] = bars({
      ...day,
      buckets: [bucket('2026-11-21T11:00:00Z', '2026-11-21T11:15:00Z', { sent: 3, failed: 1 })],
    });
    expect(bar?.left).toBeCloseTo(0.5);
    expect(bar?.width).toBeCloseTo(15 / 1440);
    expect(bar?.parts).toEqual([
      { kind: 'failed', count: 1, share: 0.25 },
      { kind: 'sent', count: 3, share: 0.75 },
    ]);
    expect(bar?.words).toBe('1 failed or in part, 3 sent');
  });
  it('keep a single run visible beside a thousand', () => {
    const [small, large] = bars({
      ...day,
      buckets: [
        bucket('2026-11-21T01:00:00Z', '2026-11-21T01:15:00Z', { failed: 1 }),
        bucket('2026-11-21T08:00:00Z', '2026-11-21T08:15:00Z', { sent: 1000 }),
      ],
    });
    expect(small?.height).toBeGreaterThan(0.1);
    expect(large?.height).toBe(1);
  });
  it('leave out what is empty', () => {
    expect(bars({ ...day, buckets: [bucket('2026-11-21T01:00:00Z', '2026-11-21T01:15:00Z', {})] })).toEqual(
      [],
    );
    expect(describeBucket(bucket('', '', {}))).toBe('');
  });
});

describe('a day of the changing clocks', () => {
  it('of 25 hours has a tick every three of them', () => {
    const long = { from: '2026-10-24T22:00:00Z', to: '2026-10-25T23:00:00Z' };
    expect(ticks(long)).toHaveLength(9);
    expect(ticks(long)[1]?.share).toBeCloseTo(3 / 25);
  });
});

describe('fillDays', () => {
  it('has a place for every day, the last one last', () => {
    const days = fillDays([{ date: '2026-11-20', due: 3, on_time: 2, late: 1, failed: 0 }], '2026-11-21');
    expect(days).toHaveLength(30);
    expect(days.at(-1)).toMatchObject({ date: '2026-11-21', due: 0 });
    expect(days.at(-2)).toMatchObject({ date: '2026-11-20', due: 3 });
    expect(days[0]?.date).toBe('2026-10-23');
  });
});

describe('shiftDate', () => {
  it('crosses months and years', () => {
    expect(shiftDate('2026-12-31', 1)).toBe('2027-01-01');
    expect(shiftDate('2026-03-01', -1)).toBe('2026-02-28');
  });
});

describe('summary', () => {
  it('answers whether everything went out', () => {
    expect(summary(counts({ due: 12, due_sent: 12, sent: 12 }), false)).toBe('All 12 due went out.');
    expect(summary(counts({ due: 1, due_sent: 1, sent: 1, upcoming: 4 }), true)).toBe(
      'The one report due went out. 4 to come.',
    );
    expect(summary(counts({ due: 12, due_sent: 10, sent: 10, failed: 1, skipped: 1 }), false)).toBe(
      '10 of 12 due went out; 1 failed, 1 skipped.',
    );
    expect(summary(counts({ due: 3, due_sent: 1, sent: 1, running: 2 }), true)).toBe(
      '1 of 3 due went out so far. 2 under way.',
    );
    expect(summary(counts({}), true)).toBe('Nothing is due on this day.');
  });
  it('does not count what was sent on request as due', () => {
    expect(summary(counts({ due: 7, due_sent: 5, sent: 9, failed: 2 }), false)).toBe(
      '5 of 7 due went out; 2 failed. 4 more sent on request.',
    );
    expect(summary(counts({ sent: 1 }), true)).toBe('Nothing is due on this day. 1 sent on request.');
  });
});
