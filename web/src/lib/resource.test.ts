import { describe, expect, it, vi } from 'vitest';

vi.stubGlobal('document', { baseURI: 'http://localhost/' });
const { Resource } = await import('./resource.svelte');

// A fetch that ends when the test says so.
function slow() {
  const asked: { answer: (text: string) => void; signal: AbortSignal }[] = [];
  const fetcher = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      asked.push({ answer: resolve, signal });
    });
  return { asked, fetcher };
}
const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('a resource', () => {
  it('shows the newest fetch, whichever answers last', async () => {
    const made = new Resource<string>();
    const old = slow();
    const now = slow();
    void made.load(old.fetcher);
    void made.load(now.fetcher);
    now.asked[0]?.answer('new');
    old.asked[0]?.answer('old');
    await turn();
    expect(made.data).toBe('new');
    expect(made.loading).toBe(false);
  });
  it('that is told of changes faster than it fetches shows each answer, and ends with a newer one', async () => {
    const made = new Resource<string>();
    const { asked, fetcher } = slow();
    void made.load(fetcher);
    void made.reload();
    const last = made.reload();
    expect(asked.length).toBe(1);
    asked[0]?.answer('first');
    await turn();
    expect(made.data).toBe('first');
    expect(asked.length).toBe(2);
    asked[1]?.answer('second');
    await last;
    expect(made.data).toBe('second');
    expect(made.loading).toBe(false);
  });
  it('fetches nothing more once it is left', async () => {
    const made = new Resource<string>();
    const { asked, fetcher } = slow();
    void made.load(fetcher);
    void made.reload();
    made.stop();
    await turn();
    expect(asked.length).toBe(1);
    expect(asked[0]?.signal.aborted).toBe(true);
  });
  it('that is left before a reload does not fetch by the address of the next page', async () => {
    const made = new Resource<string>();
    const { asked, fetcher } = slow();
    void made.load(fetcher);
    asked[0]?.answer('first');
    await turn();
    made.stop();
    await made.reload();
    expect(asked.length).toBe(1);
  });
  it('takes a fetch that began anew for the one that was asked for', async () => {
    const made = new Resource<string>();
    const old = slow();
    const now = slow();
    void made.load(old.fetcher);
    const reloaded = made.reload();
    void made.load(now.fetcher);
    await turn();
    now.asked[0]?.answer('new');
    await reloaded;
    expect(made.data).toBe('new');
    expect([old.asked.length, now.asked.length]).toEqual([1, 1]);
  });
});
