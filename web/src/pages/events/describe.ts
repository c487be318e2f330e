// What an event says in a line, and the page of the thing it tells of. Pure.
import type { EventEnvelope } from '../../api/types';

interface Named {
  id?: string | number;
  name?: string;
}

const named = (event: EventEnvelope, key: string): Named | undefined => {
  const value = event.data[key];
  return typeof value === 'object' && value !== null ? (value as Named) : undefined;
};

const deeds: Record<string, string> = {
  created: 'made',
  updated: 'changed',
  deleted: 'deleted',
  published: 'published',
  run: 'run',
  started: 'began',
  scheduled: 'ran by the clock',
  failed: 'failed',
  fired: 'fired',
  recovered: 'recovered',
};

// How a run ended.
const ends: Record<string, string> = {
  success: 'was sent',
  partial: 'was sent in part',
  failed: 'failed',
  cancelled: 'was cancelled',
  skipped: 'was skipped',
};

// "Report Weekly sales changed by Ann".
export function describe(event: EventEnvelope): string {
  const [family = '', ...rest] = event.type.split('.');
  const deed = rest.at(-1) ?? '';
  const thing =
    named(event, family)?.name ?? named(event, 'report')?.name ?? named(event, 'dashboard')?.name ?? '';
  const by = typeof event.data.changed_by === 'string' ? ` by ${event.data.changed_by}` : '';
  const run = event.data.run as { status?: string } | undefined;
  const what = family.charAt(0).toUpperCase() + family.slice(1);
  const how = (event.type === 'report.run' && ends[run?.status ?? '']) || (deeds[deed] ?? deed);
  return `${what} ${thing} ${how}${by}`.replace(/\s+/g, ' ').trim();
}

// The page of what it is about; nothing for what is gone.
export function placeOf(event: EventEnvelope): string | undefined {
  if (event.type.endsWith('.deleted')) return undefined;
  const run = named(event, 'run');
  if (run?.id && event.type.startsWith('report.')) return `/runs/${run.id}`;
  const delivery = event.data.delivery as { run_id?: number } | undefined;
  if (delivery?.run_id) return `/runs/${delivery.run_id}`;
  const report = named(event, 'report');
  if (event.type.startsWith('report.') && report?.id) return `/reports/${report.id}`;
  const dashboard = named(event, 'dashboard');
  if (dashboard?.id) return `/dashboards/${dashboard.id}`;
  const connection = named(event, 'connection');
  if (connection?.name) return `/connections/${encodeURIComponent(connection.name)}`;
  if (event.type.startsWith('category.')) return '/people/categories';
  return undefined;
}

// Of what the stream told, newest first, what is newer than a list that was fetched meanwhile.
export function notYetIn(fetched: readonly EventEnvelope[], told: readonly EventEnvelope[]): EventEnvelope[] {
  const ids = new Set(fetched.map((event) => event.id));
  const newest = fetched[0]?.timestamp ?? '';
  return told.filter((event) => !ids.has(event.id) && event.timestamp >= newest);
}
