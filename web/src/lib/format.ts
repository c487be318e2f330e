// Numbers, sizes and times as people read them. Pure; the locale and zone are given or the browser's.
const locale = 'en-GB';

export function count(value: number): string {
  return new Intl.NumberFormat(locale).format(value);
}

// "1 report", "12 reports".
export function plural(value: number, one: string, many = one + 's'): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

// "1 run", "10,000+ runs": the X-Total-Count of a list, "10000+" where the server stopped counting.
export function totalOf(total: string | null, one: string): string {
  if (!total) return '';
  const counted = Number.parseInt(total, 10);
  return total.endsWith('+') ? `${count(counted)}+ ${one}s` : plural(counted, one);
}

export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    ++unit;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

// "85 ms", "1.2 s", "3 min 20 s", "22 min": seconds where they matter.
export function duration(ms: number): string {
  if (ms < 1) return '< 1 ms';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = minutes < 10 ? Math.round((ms % 60_000) / 1000) : 0;
  if (minutes < 60) return seconds ? `${minutes} min ${seconds} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} days`;
}

export function percent(share: number): string {
  // 99.96 % is not yet 100 %.
  const shown = share < 1 ? Math.min(99.9, Math.round(share * 1000) / 10) : 100;
  return `${shown} %`;
}

// "21 Nov 2026, 09:00:00 CET": what a relative time shows on hover.
export function exact(instant: string, timezone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone: timezone,
  }).format(new Date(instant));
}

// "09:00" of that zone.
export function clock(instant: string, timezone?: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: timezone }).format(
    new Date(instant),
  );
}

// "Sat 21 Nov, 09:00"; with the year when it is another than now's. Put together from parts: where browsers set commas
// differs from one to the next.
export function dayAndClock(instant: string, timezone?: string, now = new Date()): string {
  const format = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: timezone,
  });
  const read = (date: Date) =>
    Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const part = read(new Date(instant));
  const year = part.year === read(now).year ? '' : ` ${part.year}`;
  return `${part.weekday} ${part.day} ${part.month}${year}, ${part.hour}:${part.minute}`;
}

// The same instant in another zone, "15:27 here" or with its day where that differs; nothing where the clocks agree.
export function here(instant: string, timezone: string, mine: string): string {
  if (clock(instant, timezone) === clock(instant, mine)) return '';
  const [there, inMine] = [dayAndClock(instant, timezone), dayAndClock(instant, mine)];
  const sameDay = there.split(',')[0] === inMine.split(',')[0];
  return `${sameDay ? clock(instant, mine) : inMine} here`;
}

// "3 minutes ago", "in 2 hours", "yesterday"; beyond a week the date.
export function relative(instant: string, now = new Date()): string {
  const seconds = (new Date(instant).getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (size < 45) return seconds <= 0 ? 'just now' : 'in a moment';
  if (size < 45 * 60) return format.format(Math.round(seconds / 60), 'minute');
  if (size < 22 * 3600) return format.format(Math.round(seconds / 3600), 'hour');
  if (size < 7 * 86_400) return format.format(Math.round(seconds / 86_400), 'day');
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(
    new Date(instant),
  );
}
