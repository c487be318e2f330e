import { describe, expect, it } from 'vitest';
import { allows, levelOfRole, rankOfRole } from './rights';

describe('rights', () => {
  it('grow from level to level', () => {
    expect(allows('manage', 'edit')).toBe(true);
    expect(allows('edit', 'manage')).toBe(false);
    expect(allows('read', 'read')).toBe(true);
  });
  it('let editors run and admins manage', () => {
    expect(levelOfRole('viewer')).toBe('read');
    expect(levelOfRole('editor')).toBe('edit');
    expect(levelOfRole('admin')).toBe('manage');
    expect(rankOfRole('owner')).toBeGreaterThan(rankOfRole('admin'));
  });
});
