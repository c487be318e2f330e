import { describe, expect, it } from 'vitest';
import type { Grant } from '../../api/people';
import type { User } from '../../api/types';
import { choicesFor, grantFor, keyOfGrantee, nameOfGrantee } from './grantees';

const people = [
  { id: 1, name: 'Olive', email: 'o@x.org', role: 'owner' },
  { id: 2, name: '', email: 'v@x.org', role: 'viewer' },
] as User[];
const groups = [{ id: 4, name: 'Controllers', members: [], version: 1 }];

describe('a grantee', () => {
  it('survives being a choice', () => {
    for (const grant of [
      { user: 2, level: 'edit' },
      { group: 4, level: 'read' },
      { role: 'editor', level: 'manage' },
    ] as Grant[])
      expect(grantFor(keyOfGrantee(grant), grant.level)).toEqual(grant);
  });
  it('has a name, also when it is gone', () => {
    expect(nameOfGrantee({ user: 2, level: 'read' }, people, groups)).toBe('v@x.org');
    expect(nameOfGrantee({ user: 9, level: 'read' }, people, groups)).toBe('Person 9');
    expect(nameOfGrantee({ role: 'viewer', level: 'read' }, people, groups)).toBe('Everybody');
  });
});

it('offers nobody twice, and not those who see everything', () => {
  const keys = choicesFor([{ group: 4, level: 'read' }], people, groups).flatMap(({ choices }) =>
    choices.map(({ key }) => key),
  );
  expect(keys).toEqual(['role:viewer', 'role:editor', 'user:2']);
});
