import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toast } from './toasts.svelte';

const shown = () => toast.items.map((item) => item.text);

describe('a toast', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    for (const { id } of toast.items) toast.dismiss(id);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes by itself, one with an undo later, and one about what went wrong never', () => {
    toast.good('Saved');
    toast.good('Paused', () => {});
    toast.bad('Refused');
    vi.advanceTimersByTime(6_000);
    expect(shown()).toEqual(['Paused', 'Refused']);
    vi.advanceTimersByTime(60_000);
    expect(shown()).toEqual(['Refused']);
  });
  it('stays while somebody is at it', () => {
    toast.good('Paused', () => {});
    toast.hold();
    vi.advanceTimersByTime(60_000);
    expect(shown()).toEqual(['Paused']);
    toast.release();
    expect(shown()).toEqual([]);
  });
  it('that is dismissed by hand holds back none of those to come', () => {
    toast.good('Paused', () => {});
    toast.hold();
    toast.dismiss(toast.items[0]?.id ?? 0);
    toast.good('Saved');
    vi.advanceTimersByTime(6_000);
    expect(shown()).toEqual([]);
  });
});
