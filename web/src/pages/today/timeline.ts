// Where things stand on the day's time line. Pure; positions are shares of the day, 0 to 1.
import type { Today, TodayBucket } from '../../api/types';

export const kinds = ['failed', 'late', 'sent', 'running', 'skipped', 'upcoming'] as const;
export type BucketKind = (typeof kinds)[number];

export interface Bar {
  bucket: TodayBucket;
  left: number;
  width: number;
  height: number; // of the tallest, 0 to 1
  parts: { kind: BucketKind; count: number; share: number }[]; // from the bottom up
  words: string;
}

export const kindWords: Record<BucketKind, string> = {
  failed: 'failed or in part',
  late: 'late',
  sent: 'sent',
  running: 'running',
  skipped: 'skipped',
  upcoming: 'to come',
};

export function shareOfDay(today: Pick<Today, 'from' | 'to'>, instant: string): number {
  const from = Date.parse(today.from);
  return (Date.parse(instant) - from) / (Date.parse(today.to) - from);
}

export function describeBucket(bucket: TodayBucket): string {
  return kinds
    .filter((kind) => bucket[kind] > 0)
    .map((kind) => `${bucket[kind]} ${kindWords[kind]}`)
    .join(', ');
}

// A bucket of one run is still seen beside one of a thousand: heights go by the root.
export function bars(today: Pick<Today, 'from' | 'to' | 'buckets'>): Bar[] {
  const total = (bucket: TodayBucket) => kinds.reduce((sum, kind) => sum + bucket[kind], 0);
  const tallest = Math.max(1, ...today.buckets.map(total));
  return today.buckets
    .filter((bucket) => total(bucket) > 0)
    .map((bucket) => {
      const left = shareOfDay(today, bucket.from);
      return {
        bucket,
        left,
        width: shareOfDay(today, bucket.to) - left,
        height: Math.max(0.12, Math.sqrt(total(bucket) / tallest)),
        parts: kinds
          .filter((kind) => bucket[kind] > 0)
          .map((kind) => ({ kind, count: bucket[kind], share: bucket[kind] / total(bucket) })),
        words: describeBucket(bucket),
      };
    });
}

// Every third hour of the day as it really is: one of 23 or 25 hours has no hour twice as long.
export function ticks(today: Pick<Today, 'from' | 'to'>, everyHours = 3): { at: string; share: number }[] {
  const out = [];
  const hour = 3_600_000;
  for (let at = Date.parse(today.from); at < Date.parse(today.to); at += everyHours * hour) {
    const instant = new Date(at).toISOString();
    out.push({ at: instant, share: shareOfDay(today, instant) });
  }
  return out;
}

// The last `days` days up to `date`, also those on which nothing was due.
export function fillDays(days: Today['on_time']['days'], date: string, count = 30): Today['on_time']['days'] {
  const known = new Map(days.map((day) => [day.date, day]));
  return Array.from({ length: count }, (_, index) => {
    const at = shiftDate(date, index - count + 1);
    return known.get(at) ?? { date: at, due: 0, on_time: 0, late: 0, failed: 0 };
  });
}

// "2026-11-21" one day on or back.
export function shiftDate(date: string, days: number): string {
  const moved = new Date(`${date}T12:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

// What the day comes to, in one sentence: the answer to "did it go out?".
export function summary(counts: Today['counts'], isToday: boolean): string {
  // By hand, by a trigger, replayed: no answer to whether what was due went out.
  const asked = counts.sent - counts.due_sent;
  if (counts.due === 0) {
    const head = counts.upcoming
      ? `Nothing was due yet; ${counts.upcoming} to come.`
      : 'Nothing is due on this day.';
    return asked > 0 ? `${head} ${asked} sent on request.` : head;
  }
  const open = counts.running + counts.queued;
  const trouble = [
    counts.failed && `${counts.failed} failed`,
    counts.partial && `${counts.partial} went out in part`,
    counts.late && `${counts.late} late`,
    counts.skipped && `${counts.skipped} skipped`,
    counts.cancelled && `${counts.cancelled} cancelled`,
  ].filter(Boolean);
  const head = trouble.length
    ? `${counts.due_sent} of ${counts.due} due went out; ${trouble.join(', ')}.`
    : open
      ? `${counts.due_sent} of ${counts.due} due went out so far.`
      : counts.due === 1
        ? 'The one report due went out.'
        : `All ${counts.due} due went out.`;
  const tail = [
    open && `${open} under way`,
    isToday && counts.upcoming && `${counts.upcoming} to come`,
    asked > 0 && `${asked} more sent on request`,
  ].filter(Boolean);
  return tail.length ? `${head} ${tail.join(', ')}.` : head;
}
