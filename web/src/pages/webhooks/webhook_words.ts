// A webhook in words, as its page and the list of all say it. Pure.
import type { Webhook } from '../../api/types';
import { formats } from './filters';

export function formatName(webhook: Webhook): string {
  return formats.find(([id]) => id === webhook.format)?.[1] ?? webhook.format;
}

export function ownerName(webhook: Webhook): string {
  return webhook.owner?.name ?? webhook.owner?.email ?? 'nobody';
}

// "reports, tasks"
export function toldOf(webhook: Webhook): string {
  return webhook.filters.length ? webhook.filters.join(', ') : 'everything';
}
