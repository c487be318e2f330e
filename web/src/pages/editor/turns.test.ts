import { expect, it } from 'vitest';
import { Turns } from './turns';

function deferred() {
  let end = () => {};
  const promise = new Promise<void>((resolve) => (end = resolve));
  return { promise, end };
}

it('runs no more at once than it may, and all in the end', async () => {
  const turns = new Turns(2);
  let running = 0;
  let most = 0;
  const gates = Array.from({ length: 6 }, deferred);
  const all = gates.map((gate) =>
    turns.take(new AbortController().signal, async () => {
      most = Math.max(most, ++running);
      await gate.promise;
      --running;
    }),
  );
  for (const gate of gates) gate.end();
  await Promise.all(all);
  expect(most).toBe(2);
});

it('one that is given up while it waits never begins, and blocks nobody', async () => {
  const turns = new Turns(1);
  const gate = deferred();
  const first = turns.take(new AbortController().signal, () => gate.promise);
  const giveUp = new AbortController();
  let began = false;
  const second = turns.take(giveUp.signal, async () => {
    began = true;
  });
  const third = turns.take(new AbortController().signal, async () => 'third');
  giveUp.abort();
  await expect(second).rejects.toThrow();
  gate.end();
  await first;
  expect(await third).toBe('third');
  expect(began).toBe(false);
});
