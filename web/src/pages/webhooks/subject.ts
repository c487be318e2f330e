// What a delivery to a webhook was about: its name, and the page of it. Pure.
import type { WebhookDelivery } from '../../api/types';

type About = Pick<WebhookDelivery, 'source' | 'event' | 'run_id' | 'report_name'>;

// "Weekly sales"; empty when it is not this person's to read, or gone.
export function titleOf({ event, report_name }: About): string {
  return event?.title || report_name || '';
}

// What happened, in the words that filters use.
export function kindOf({ event, source }: About): string {
  return event?.type ?? (source === 'report' ? 'A report’s file' : source);
}

// Nothing for what was deleted, or has no page.
export function pageOf({ event, run_id }: About): string | undefined {
  if (!event) return run_id ? `/runs/${run_id}` : undefined;
  if (event.type.endsWith('.deleted')) return undefined;
  if (event.run_id && event.type.startsWith('report.')) return `/runs/${event.run_id}`;
  if (event.report_id) return `/reports/${event.report_id}`;
  if (event.dashboard_id) return `/dashboards/${event.dashboard_id}`;
  if (event.connection) return `/connections/${encodeURIComponent(event.connection)}`;
  return undefined;
}
