// The schedule part of a report, as the editor changes it and the preview is asked with. Pure.
import type { Report } from '../../api/types';

export const scheduleFields = [
  'schedule_kind',
  'hour',
  'minute',
  'day_of_week',
  'day_of_month',
  'month_end',
  'cron',
  'at',
  'timezone',
  'starts_on',
  'ends_on',
  'dst_gap',
  'dst_overlap',
] as const;

export type Schedule = Record<string, unknown> & { schedule_kind: string; timezone: string };

export const scheduleKinds = [
  ['daily', 'Every day'],
  ['weekly', 'Every week'],
  ['monthly', 'Every month'],
  ['hourly', 'Every hour'],
  ['minutely', 'Every minute'],
  ['cron', 'By a cron line'],
  ['once', 'Once'],
  ['trigger', 'When a trigger asks'],
] as const;

export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

// Which fields a kind reads; the others are left out of what is sent, so that nothing stale is kept.
const used: Record<string, readonly string[]> = {
  minutely: [],
  hourly: ['minute'],
  daily: ['hour', 'minute'],
  weekly: ['hour', 'minute', 'day_of_week'],
  monthly: ['hour', 'minute', 'day_of_month', 'month_end'],
  cron: ['cron'],
  once: ['at'],
  trigger: [],
};
const always = ['schedule_kind', 'timezone', 'starts_on', 'ends_on', 'dst_gap', 'dst_overlap'];

export function uses(kind: string, field: string): boolean {
  return (used[kind] ?? []).includes(field);
}

export function scheduleOf(report: Partial<Report>): Schedule {
  const kind = report.schedule_kind ?? 'daily';
  const out: Schedule = { schedule_kind: kind, timezone: report.timezone ?? 'UTC' };
  for (const field of scheduleFields) {
    const value = report[field];
    if (value === undefined || value === null || value === '') continue;
    if (always.includes(field) || uses(kind, field)) (out as Record<string, unknown>)[field] = value;
  }
  return out;
}

// "09:05" of hour and minute, and back.
export function timeText(hour = 0, minute = 0): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
export function readTime(text: string): { hour: number; minute: number } | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  return match ? { hour: Number(match[1]), minute: Number(match[2]) } : undefined;
}
