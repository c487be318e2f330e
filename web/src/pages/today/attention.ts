// Where each thing that needs a person stands, and the one call that mends it. Pure.
import type { Attention } from '../../api/types';

export interface Mend {
  label: string;
  path?: string; // POST; without it the button leads to the thing
  done: string; // what a toast says afterwards
}

export function mendOf(item: Attention): Mend {
  switch (item.action) {
    case 'run_again':
      return {
        label: 'Run again',
        path: `/v1/reports/${item.report_id}/run`,
        done: 'The report runs again now.',
      };
    case 'resend':
      return { label: 'Send again', path: `/v1/runs/${item.run_id}/resend`, done: 'It is being sent again.' };
    case 'resume_webhook':
      return {
        label: 'Switch on',
        path: `/v1/webhooks/${item.webhook_id}/resume`,
        done: 'The webhook is on again.',
      };
    case 'hand_over':
      return { label: 'Hand over', done: '' };
    default:
      return { label: 'Open', done: '' };
  }
}

// Whether a person may say that nothing is left to do about it: of what is over, and no switch or owner would mend.
export function canBeDealtWith(item: Attention): boolean {
  return item.action === 'run_again' || item.action === 'resend';
}

export function placeOf(item: Attention): string {
  if (item.kind === 'orphaned_report') return '/people?tab=orphans';
  if (item.kind === 'disk') return '/settings?tab=retention';
  if (item.run_id) return `/runs/${item.run_id}`;
  if (item.webhook_id) return `/webhooks/${item.webhook_id}`;
  if (item.report_id) return `/reports/${item.report_id}`;
  return '/runs';
}
