import { describe, expect, it } from 'vitest';
import type { DiskUse } from '../../api/house';
import { partsOf, quotaOf } from './disk_parts';

const disk: DiskUse = {
  state_bytes: 100,
  results_bytes: 300,
  artifacts_bytes: 500,
  outbox_bytes: 100,
  uploads_bytes: 0,
  free_bytes: 1000,
  quota_bytes: 1000,
  retain: { results_days: 0, artifacts_days: 1, runs_days: 400, events_days: 30, audit_days: 400 },
  oldest: { results_at: null, artifacts_at: null, runs_at: null, events_at: null, audit_at: null },
};

describe('the picture of the disk', () => {
  it('shares what is used among its parts', () => {
    const parts = partsOf(disk);
    expect(parts.map(({ share }) => share)).toEqual([0.1, 0.3, 0.5, 0.1, 0]);
    expect(parts[1]?.help).toBe('not kept');
    expect(parts[2]?.help).toBe('kept for a day');
  });
  it('is whole when nothing is there', () => {
    const empty = { ...disk, state_bytes: 0, results_bytes: 0, artifacts_bytes: 0, outbox_bytes: 0 };
    expect(partsOf(empty).every(({ share }) => share === 0)).toBe(true);
  });
  it('warns from 80 % of the quota on', () => {
    expect(quotaOf(disk)).toEqual({ used: 800, share: 0.8, tone: 'warn' });
    expect(quotaOf({ ...disk, results_bytes: 299 }).tone).toBe('good');
    expect(quotaOf({ ...disk, results_bytes: 900 }).tone).toBe('bad');
  });
});
