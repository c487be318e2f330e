import { describe, expect, it } from 'vitest';
import { readTime, scheduleOf, timeText } from './schedule';

describe('scheduleOf', () => {
  it('takes what the kind reads and nothing that another kind left behind', () => {
    expect(
      scheduleOf({
        schedule_kind: 'daily',
        hour: 9,
        minute: 30,
        day_of_week: 1,
        cron: '0 9 * * *',
        timezone: 'Europe/Berlin',
      }),
    ).toEqual({ schedule_kind: 'daily', hour: 9, minute: 30, timezone: 'Europe/Berlin' });
  });
  it('keeps midnight and Sunday, which are zero', () => {
    expect(
      scheduleOf({ schedule_kind: 'weekly', hour: 0, minute: 0, day_of_week: 0, timezone: 'UTC' }),
    ).toMatchObject({
      hour: 0,
      minute: 0,
      day_of_week: 0,
    });
  });
  it('keeps bounds and the rules of the clock for every kind', () => {
    expect(
      scheduleOf({
        schedule_kind: 'cron',
        cron: '0 9 * * 1-5',
        timezone: 'UTC',
        ends_on: '2026-12-31',
        dst_gap: 'skip',
      }),
    ).toEqual({
      schedule_kind: 'cron',
      cron: '0 9 * * 1-5',
      timezone: 'UTC',
      ends_on: '2026-12-31',
      dst_gap: 'skip',
    });
  });
});

describe('times of day', () => {
  it('read back what they write', () => {
    expect(timeText(7, 5)).toBe('07:05');
    expect(readTime('07:05')).toEqual({ hour: 7, minute: 5 });
    expect(readTime('later')).toBeUndefined();
  });
});
