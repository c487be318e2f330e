// A list of deliveries of events stays as new as the server: the stream tells which webhook has new ones or tried ones.
// What ends without a try, such as one that was withheld, is not told; so a list that shows an open one also looks again
// now and then, until none is open or its next try is further away than somebody waits.
import { live } from '../../api/live.svelte';
import type { WebhookDelivery } from '../../api/types';
import type { PagedList } from '../../lib/paged.svelte';
import { throttled } from '../../lib/throttled';
import { isMoving } from './moving';

const lookEveryMs = 8_000;
const atMostEveryMs = 1000; // a busy webhook is told of with every look of the server

// Call while a component is made. `webhook` is the one whose deliveries they are; left out: of all.
export function followOpen(deliveries: PagedList<WebhookDelivery>, webhook?: () => number): void {
  const again = throttled(deliveries.refresh, atMostEveryMs);
  $effect(() => live.on('webhook', ({ id }) => (!webhook || webhook() === id) && again()));
  $effect(() => {
    if (!deliveries.items.some((delivery) => isMoving(delivery, Date.now()))) return;
    const timer = setTimeout(deliveries.refresh, lookEveryMs);
    return () => clearTimeout(timer);
  });
}
