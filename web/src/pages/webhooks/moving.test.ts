import { describe, expect, it } from 'vitest';
import { isMoving } from './moving';

const now = Date.parse('2026-11-21T09:00:00Z');

describe('a delivery', () => {
  it('is followed while it is open', () => {
    expect(isMoving({ status: 'pending', next_attempt_at: null }, now)).toBe(true);
    expect(isMoving({ status: 'sending', next_attempt_at: null }, now)).toBe(true);
    expect(isMoving({ status: 'accepted', next_attempt_at: null }, now)).toBe(false);
  });
  it('is followed until its next try only when that is near', () => {
    expect(isMoving({ status: 'retrying', next_attempt_at: '2026-11-21T09:00:05Z' }, now)).toBe(true);
    expect(isMoving({ status: 'retrying', next_attempt_at: '2026-11-21T11:00:00Z' }, now)).toBe(false);
  });
});
