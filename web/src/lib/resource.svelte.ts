// What a page shows of something it fetches: loading, the data, or why not. A newer fetch ends an older one, so that
// a slow answer never replaces a newer one; data stays on the screen while it is fetched again.
import { Problem } from '../api/client';

export class Resource<T> {
  data = $state.raw<T | undefined>(undefined);
  error = $state.raw<Problem | Error | undefined>(undefined);
  loading = $state(false);
  askedAt = 0; // when `data` was asked for, by the page's clock: what was told later may be newer
  #running: AbortController | undefined;
  #again: (() => Promise<void>) | undefined;
  #open = false; // as `loading`, without making who reloads depend on it
  #ended: Promise<void> = Promise.resolve(); // of the newest fetch
  #following: Promise<void> | undefined;

  // Fetches; `fetcher` gets the signal that a newer fetch or leaving the page aborts.
  load(fetcher: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#again = () => this.load(fetcher);
    this.#running?.abort();
    const mine = new AbortController();
    this.#running = mine;
    this.loading = this.#open = true;
    this.#ended = this.#fetch(fetcher, mine);
    return this.#ended;
  }
  async #fetch(fetcher: (signal: AbortSignal) => Promise<T>, mine: AbortController): Promise<void> {
    const began = performance.now();
    try {
      const data = await fetcher(mine.signal);
      if (mine.signal.aborted) return;
      this.data = data;
      this.askedAt = began;
      this.error = undefined;
    } catch (thrown) {
      if (mine.signal.aborted) return;
      this.error = thrown as Error;
    }
    this.loading = this.#open = false;
  }
  // Fetches again. One fetch that is under way is left to its end and another follows it: a page that is told of
  // changes faster than it can fetch them would never show any.
  reload(): Promise<void> {
    if (!this.#open) return this.#again?.() ?? Promise.resolve();
    this.#following ??= this.#follow(this.#running);
    return this.#following;
  }
  async #follow(running: AbortController | undefined): Promise<void> {
    await this.#ended;
    this.#following = undefined;
    // A newer fetch that began meanwhile is as good.
    await (this.#running === running ? this.#again?.() : this.#ended);
  }
  // Nothing is fetched any more until the next `load`: a page that was left has the next page's address in its params.
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#again = undefined;
    this.loading = this.#open = false;
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
