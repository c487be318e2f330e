import { describe, expect, it } from 'vitest';
import type { Role, User } from '../../api/types';
import { actsOn, stateOf } from './person_acts';

const user = (id: number, role: Role, more: Partial<User> = {}) =>
  ({ id, role, enabled: true, invited: false, ...more }) as User;

describe('actsOn', () => {
  it('offers nothing over people above', () => {
    expect(actsOn(user(1, 'owner'), user(2, 'admin'))).toEqual([]);
  });
  it('keeps people from locking themselves out', () => {
    expect(actsOn(user(1, 'owner'), user(1, 'owner'))).toEqual(['edit', 'hand_over']);
  });
  it('sends no link to who is disabled', () => {
    expect(actsOn(user(1, 'viewer', { enabled: false }), user(2, 'admin'))).toEqual([
      'edit',
      'enable',
      'hand_over',
      'delete',
    ]);
  });
});

it('tells invited, active and disabled people apart', () => {
  expect(stateOf(user(1, 'viewer', { invited: true }))).toBe('invited');
  expect(stateOf(user(1, 'viewer', { invited: true, enabled: false }))).toBe('disabled');
  expect(stateOf(user(1, 'viewer'))).toBe('active');
});
