import { describe, expect, it } from 'vitest';
import { Told } from './told.svelte';

describe('what the stream tells of a row', () => {
  const queued = { id: 7, status: 'queued' };
  const running = { id: 7, status: 'running' };

  it('stands for what was fetched before', () => {
    const told = new Told<typeof queued>();
    const since = performance.now();
    expect(told.newest(queued, since)).toBe(queued);
    told.tell(running, since);
    expect(told.newest(queued, since)).toBe(running);
    expect(told.newest({ id: 8, status: 'queued' }, since)).toEqual({ id: 8, status: 'queued' });
  });
  it('never covers what is asked for afterwards', () => {
    const told = new Told<typeof queued>();
    told.tell(running, 0);
    const later = performance.now() + 1;
    expect(told.newest({ id: 7, status: 'success' }, later).status).toBe('success');
  });
  it('is let go once the list is newer', () => {
    const told = new Told<typeof queued>();
    told.tell(running, 0);
    told.tell({ id: 8, status: 'queued' }, performance.now() + 1);
    expect(told.newest(queued, 0)).toBe(queued);
  });
});
