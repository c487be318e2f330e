// What a page shows of something it fetches: loading, the data, or why not. A newer fetch ends an older one, so that
// a slow answer never replaces a newer one; data stays on the screen while it is fetched again.
import { Problem } from '../api/client';

export class Resource<T> {
  data = $state.raw<T | undefined>(undefined);
  error = $state.raw<Problem | Error | undefined>(undefined);
  loading = $state(false);
  #running: AbortController | undefined;
  #again: (() => Promise<void>) | undefined;

  // Fetches; `fetcher` gets the signal that a newer fetch or leaving the page aborts.
  async load(fetcher: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#again = () => this.load(fetcher);
    this.#running?.abort();
    const mine = new AbortController();
    this.#running = mine;
    this.loading = true;
    try {
      const data = await fetcher(mine.signal);
      if (mine.signal.aborted) return;
      this.data = data;
      this.error = undefined;
    } catch (thrown) {
      if (mine.signal.aborted) return;
      this.error = thrown as Error;
    }
    this.loading = false;
  }
  async reload(): Promise<void> {
    await this.#again?.();
  }
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.loading = false;
  }
  get absent(): boolean {
    return this.error instanceof Problem && this.error.status === 404;
  }
}

// A resource that follows what `fetcher` reads: it fetches at once and whenever something reactive that `fetcher`
// touched before its first await has changed. Call while a component is made.
export function resource<T>(fetcher: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const made = new Resource<T>();
  $effect(() => {
    void made.load(fetcher);
    return () => made.stop();
  });
  return made;
}
