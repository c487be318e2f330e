// Now, moved on twice a minute: what relative times are drawn from. One timer for the whole page.
class Minute {
  #moved = $state.raw(new Date());
  constructor() {
    setInterval(() => (this.#moved = new Date()), 30_000);
  }
  /** Whoever reads it is drawn anew with each move; what happened since the last one is past all the same. */
  get now(): Date {
    void this.#moved;
    return new Date();
  }
}
export const minute = new Minute();
