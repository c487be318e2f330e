// The stream tells of deliveries of runs; those of events are many and are not told one by one. So a list that shows an
// open one looks again, until none is open or its next try is further away than somebody waits.
import type { WebhookDelivery } from '../../api/types';
import type { PagedList } from '../../lib/paged.svelte';

const lookEveryMs = 1500;
const worthWaitingMs = 60_000;

export function isMoving(
  delivery: Pick<WebhookDelivery, 'status' | 'next_attempt_at'>,
  now: number,
): boolean {
  if (delivery.status === 'pending' || delivery.status === 'sending') return true;
  if (delivery.status !== 'retrying' || !delivery.next_attempt_at) return false;
  return Date.parse(delivery.next_attempt_at) - now < worthWaitingMs;
}

// Call while a component is made.
export function followOpen(deliveries: PagedList<WebhookDelivery>): void {
  $effect(() => {
    if (!deliveries.items.some((delivery) => isMoving(delivery, Date.now()))) return;
    const timer = setTimeout(deliveries.refresh, lookEveryMs);
    return () => clearTimeout(timer);
  });
}
