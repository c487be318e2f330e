// A list that grows page by page: the first is a resource, the others come on demand and go when the first is fetched
// again.
import type { Page } from '../api/client';
import { resource, type Resource } from './resource.svelte';

type FetchPage<T> = (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>;

export class PagedList<T> {
  readonly first: Resource<Page<T>>;
  #further = $state.raw<Page<T>[]>([]);
  #fetch: FetchPage<T>;
  #abort = new AbortController();

  constructor(fetch: FetchPage<T>) {
    this.#fetch = fetch;
    this.first = resource((signal) => fetch(null, signal));
    $effect(() => {
      void this.first.data;
      this.#further = [];
      this.#abort = new AbortController();
      return () => this.#abort.abort();
    });
  }
  get items(): T[] {
    return [...(this.first.data?.items ?? []), ...this.#further.flatMap((page) => page.items)];
  }
  get next(): string | null {
    return (this.#further.at(-1) ?? this.first.data)?.next ?? null;
  }
  get total(): string | null {
    return this.first.data?.total ?? null;
  }
  // Fetches the list anew, unless more than its first page is here: that would take rows away from under a reader.
  refresh = (): void => {
    if (!this.#further.length) void this.first.reload();
  };
  // Fetches the next page, also when the list begins anew meanwhile; null: all is here.
  get more(): (() => Promise<void>) | null {
    return this.next ? this.fetchMore : null;
  }
  fetchMore = async (): Promise<void> => {
    for (;;) {
      const { signal } = this.#abort;
      try {
        const page = await this.#fetch(this.next, signal);
        if (!signal.aborted) {
          this.#further = [...this.#further, page];
          return;
        }
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      }
      if (this.#abort.signal === signal || !this.next) return; // the page is left, or all is here now
    }
  };
}

// What `fetch` reads before its first await decides when the list begins anew. Call while a component is made.
export function paged<T>(fetch: FetchPage<T>): PagedList<T> {
  return new PagedList(fetch);
}
