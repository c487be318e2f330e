// The server's stream of changes: one connection for all pages, opened while somebody is logged in. Pages subscribe
// to a kind of message; when it opens, for the first time or after a break, everything that was missed is one call to
// each `onGap`: a page that is there already has fetched what it shows before anybody would have told of a change.
import { address } from './client';
import type { EventEnvelope, RunRow } from './types';

interface Messages {
  run: RunRow;
  event: EventEnvelope;
  delivery: { id: number; run_id: number; report_id: number; status: string; recipient: string };
  webhook: { id: number }; // its deliveries of events are new, or were tried
}
type Kind = keyof Messages;

const kinds: Kind[] = ['run', 'event', 'delivery', 'webhook'];

class Live {
  connected = $state(false);
  #source: EventSource | undefined;
  #handlers: { [K in Kind]: Set<(message: Messages[K]) => void> } = {
    run: new Set(),
    event: new Set(),
    delivery: new Set(),
    webhook: new Set(),
  };
  #gaps = new Set<() => void>();
  #retry: ReturnType<typeof setTimeout> | undefined;

  open(): void {
    if (this.#source) return;
    const source = new EventSource(address('/v1/stream'));
    this.#source = source;
    source.onopen = () => {
      this.connected = true;
      for (const gap of this.#gaps) gap();
    };
    source.onerror = () => {
      this.connected = false;
      // A browser gives up for good when the answer is no stream; the server may be restarting.
      if (source.readyState === EventSource.CLOSED) this.#later();
    };
    for (const kind of kinds)
      source.addEventListener(kind, (message) => this.#tell(kind, (message as MessageEvent<string>).data));
    source.addEventListener('bye', () => this.#later());
  }
  close(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
    this.connected = false;
  }
  // Returns how to end the subscription: hand it to $effect.
  on<K extends Kind>(kind: K, handler: (message: Messages[K]) => void): () => void {
    const handlers = this.#handlers[kind] as Set<(message: Messages[K]) => void>;
    handlers.add(handler);
    return () => handlers.delete(handler);
  }
  onGap(handler: () => void): () => void {
    this.#gaps.add(handler);
    return () => this.#gaps.delete(handler);
  }
  #tell<K extends Kind>(kind: K, data: string): void {
    const message = JSON.parse(data) as Messages[K];
    for (const handler of this.#handlers[kind]) (handler as (message: Messages[K]) => void)(message);
  }
  #later(): void {
    this.#source?.close();
    this.#source = undefined;
    this.connected = false;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.open(), 3000);
  }
}

export const live = new Live();
