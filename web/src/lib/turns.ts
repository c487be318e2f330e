// So many calls at a time, the rest in their order: the server draws a few pictures at once and refuses the others.
import { Problem } from '../api/client';

export class Turns {
  #running = 0;
  #waiting: (() => void)[] = [];
  constructor(readonly most: number) {}

  // A call whose signal is aborted while it waits is never begun.
  async run<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#running >= this.most) await new Promise<void>((turn) => this.#waiting.push(turn));
    else ++this.#running;
    try {
      signal?.throwIfAborted();
      return await call();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else --this.#running;
    }
  }
}

export const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });

// Asks again, a little later each time, while the server says that it is busy (429, 503).
export async function patiently<T>(
  call: () => Promise<T>,
  signal?: AbortSignal,
  pauses: readonly number[] = [500, 1500, 3000],
): Promise<T> {
  for (const pause of pauses) {
    try {
      return await call();
    } catch (thrown) {
      if (!(thrown instanceof Problem) || ![429, 503].includes(thrown.status)) throw thrown;
    }
    await wait(pause, signal);
  }
  return call();
}

// What every board on the page asks for its widgets goes through one queue: the server draws four at once for
// everybody who looks.
const ofWidgets = new Turns(4);
export const inTurn = <T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> =>
  ofWidgets.run(() => patiently(call, signal), signal);
