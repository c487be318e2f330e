// The stream tells of deliveries of runs; those of events are many and are not told one by one. So a list that shows an
// open one looks again, until none is open or its next try is further away than somebody waits.
import type { WebhookDelivery } from '../../api/types';

const kLookEveryMs = 1500;
const kWorthWaitingMs = 60_000;

export function isMoving(
  delivery: Pick<WebhookDelivery, 'status' | 'next_attempt_at'>,
  now: number,
): boolean {
  if (delivery.status === 'pending' || delivery.status === 'sending') return true;
  if (delivery.status !== 'retrying' || !delivery.next_attempt_at) return false;
  return Date.parse(delivery.next_attempt_at) - now < kWorthWaitingMs;
}

// Call while a component is made; `items` is read anew after every fetch.
export function followOpen(items: () => WebhookDelivery[], look: () => void): void {
  $effect(() => {
    if (!items().some((delivery) => isMoving(delivery, Date.now()))) return;
    const timer = setTimeout(look, kLookEveryMs);
    return () => clearTimeout(timer);
  });
}
