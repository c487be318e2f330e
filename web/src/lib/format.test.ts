import { describe, expect, it } from 'vitest';
import {
  bytes,
  clock,
  dayAndClock,
  duration,
  exact,
  here,
  percent,
  plural,
  relative,
  totalOf,
} from './format';

describe('times', () => {
  const now = new Date('2026-11-21T09:00:00Z');
  it('are relative near now and dates further away', () => {
    expect(relative('2026-11-21T08:59:50Z', now)).toBe('just now');
    expect(relative('2026-11-21T08:57:00Z', now)).toBe('3 minutes ago');
    expect(relative('2026-11-21T11:00:00Z', now)).toBe('in 2 hours');
    expect(relative('2026-11-20T09:00:00Z', now)).toBe('yesterday');
    expect(relative('2026-10-01T09:00:00Z', now)).toBe('1 Oct 2026');
  });
  it('name the zone they stand in', () => {
    expect(exact('2026-11-21T08:00:00Z', 'Europe/Berlin')).toContain('09:00:00 CET');
    expect(clock('2026-07-21T08:00:00Z', 'America/New_York')).toBe('04:00');
  });
  it('leave the year out only when it is this one', () => {
    expect(dayAndClock('2026-11-23T08:00:00Z', 'UTC', now)).toBe('Mon 23 Nov, 08:00');
    expect(dayAndClock('2027-01-04T08:00:00Z', 'UTC', now)).toBe('Mon 4 Jan 2027, 08:00');
  });
});

describe('figures', () => {
  it('are short and say their unit', () => {
    expect(bytes(999)).toBe('999 B');
    expect(bytes(184_320)).toBe('180 KiB');
    expect(duration(0.2)).toBe('< 1 ms');
    expect(duration(1240)).toBe('1.2 s');
    expect(duration(200_000)).toBe('3 min 20 s');
    expect(duration(26 * 60_000)).toBe('26 min');
    expect(duration(22 * 60_000 + 1000)).toBe('22 min');
    expect(plural(1, 'report')).toBe('1 report');
    expect(plural(1204, 'row')).toBe('1,204 rows');
  });
  it('never round a miss up to all', () => {
    expect(percent(0.9999)).toBe('99.9 %');
    expect(percent(1)).toBe('100 %');
    expect(percent(0)).toBe('0 %');
  });
});

describe('the total of a list', () => {
  it('is a count, at least so much, or not known', () => {
    expect(totalOf('1', 'run')).toBe('1 run');
    expect(totalOf('2140', 'run')).toBe('2,140 runs');
    expect(totalOf('10000+', 'report')).toBe('10,000+ reports');
    expect(totalOf(null, 'run')).toBe('');
  });
});

describe('the same instant here', () => {
  const at = '2026-11-21T14:27:00Z';
  it('is nothing where the clocks agree', () => {
    expect(here(at, 'Europe/Berlin', 'Europe/Paris')).toBe('');
  });
  it('is a time, and a day where that is another', () => {
    expect(here(at, 'America/New_York', 'Europe/Berlin')).toBe('15:27 here');
    expect(here(at, 'Asia/Tokyo', 'America/Los_Angeles')).toBe('06:27 here');
    expect(here('2026-11-21T22:30:00Z', 'America/New_York', 'Asia/Tokyo')).toMatch(
      /^Sun 22 Nov.*, 07:30 here$/,
    );
  });
});
