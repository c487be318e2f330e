import { describe, expect, it } from 'vitest';
import type { PublishedVersion } from '../../api/types';
import { before, readChosen } from './version_choice';

const version = (number: number): PublishedVersion => ({
  version: number,
  published_at: '2026-11-21T09:00:00Z',
  published_by: '',
  comment: '',
  changes: null,
  current: false,
});
const versions = [version(9), version(4), version(1)]; // newest first

describe('what is compared', () => {
  it('stands beside the one before it', () => {
    expect(before(versions, 'draft')).toBe(9);
    expect(before(versions, 9)).toBe(4);
    expect(before(versions, 1)).toBeUndefined();
    expect(before([], 'draft')).toBeUndefined();
  });
  it('is read from the address, and nothing else is', () => {
    expect(readChosen('draft')).toBe('draft');
    expect(readChosen('12')).toBe(12);
    for (const wrong of [null, '', '0', '-1', '1.5', 'latest', '1e9'])
      expect(readChosen(wrong)).toBeUndefined();
  });
});
