// Lets so many tasks run at once and the rest wait their turn: a dashboard of forty widgets does not ask the server
// for forty pictures at the same moment. One that is aborted while it waits never begins.
export class Turns {
  #running = 0;
  #waiting: (() => void)[] = [];

  constructor(readonly most: number) {}

  async take<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    if (this.#running >= this.most)
      await new Promise<void>((begin) => {
        this.#waiting.push(begin);
        signal.addEventListener('abort', () => this.#leave(begin), { once: true });
      });
    else ++this.#running;
    // A turn that was handed on counts as running already.
    try {
      signal.throwIfAborted();
      return await task();
    } finally {
      this.#next();
    }
  }
  #leave(begin: () => void): void {
    const at = this.#waiting.indexOf(begin);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    ++this.#running; // it ends at once, and gives back what it never used
    begin();
  }
  #next(): void {
    const begin = this.#waiting.shift();
    if (begin) begin();
    else --this.#running;
  }
}
