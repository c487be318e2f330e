import { describe, expect, it, vi } from 'vitest';

vi.stubGlobal('document', { baseURI: 'http://localhost/' });
const { Turns, patiently } = await import('./turns');
const { Problem } = await import('../api/client');

function later<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

describe('turns', () => {
  it('run so many at once and the rest in their order', async () => {
    const turns = new Turns(2);
    const gates = [later<void>(), later<void>(), later<void>()];
    const begun: number[] = [];
    const all = gates.map((gate, index) =>
      turns.run(() => {
        begun.push(index);
        return gate.promise;
      }),
    );
    expect(begun).toEqual([0, 1]);
    gates[1]?.resolve();
    await all[1];
    expect(begun).toEqual([0, 1, 2]);
    gates[0]?.resolve();
    gates[2]?.resolve();
    await Promise.all(all);
  });
  it('go on after a call that fails, and never begin one that is not wanted any more', async () => {
    const turns = new Turns(1);
    const unwanted = new AbortController();
    const call = vi.fn(() => Promise.resolve(1));
    const failed = turns.run(() => Promise.reject(new Error('no')));
    const dropped = turns.run(call, unwanted.signal);
    const last = turns.run(() => Promise.resolve(3));
    unwanted.abort();
    await expect(failed).rejects.toThrow('no');
    await expect(dropped).rejects.toThrow();
    expect(await last).toBe(3);
    expect(call).not.toHaveBeenCalled();
  });
});

describe('patience', () => {
  const busy = () => Promise.reject(new Problem(429, 'busy'));
  it('asks again while the server is busy, and then says so', async () => {
    const call = vi.fn(busy);
    await expect(patiently(call, undefined, [0, 0])).rejects.toThrow('busy');
    expect(call).toHaveBeenCalledTimes(3);
  });
  it('does not repeat another refusal', async () => {
    const call = vi.fn(() => Promise.reject(new Problem(404, 'gone')));
    await expect(patiently(call, undefined, [0])).rejects.toThrow('gone');
    expect(call).toHaveBeenCalledTimes(1);
  });
});
