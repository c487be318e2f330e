// Whether a delivery will be something else soon, so that who looks at it waits for that. Pure.
import type { WebhookDelivery } from '../../api/types';

const worthWaitingMs = 60_000;

export function isMoving(
  delivery: Pick<WebhookDelivery, 'status' | 'next_attempt_at'>,
  now: number,
): boolean {
  if (delivery.status === 'pending' || delivery.status === 'sending') return true;
  if (delivery.status !== 'retrying' || !delivery.next_attempt_at) return false;
  return Date.parse(delivery.next_attempt_at) - now < worthWaitingMs;
}
