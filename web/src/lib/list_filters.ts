// What a list is narrowed to: each filter is a value of the address under its own name.
import { location } from './router.svelte';

export class ListFilters {
  constructor(readonly names: readonly string[]) {}

  get values(): Record<string, string | null> {
    return Object.fromEntries(this.names.map((name) => [name, location.query.get(name)]));
  }
  get any(): boolean {
    return this.names.some((name) => location.query.has(name));
  }
  clear(): void {
    location.setQuery(Object.fromEntries(this.names.map((name) => [name, null])));
  }
}
