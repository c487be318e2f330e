import { describe, expect, it } from 'vitest';
import type { Grant, Group } from '../../api/people';
import type { Role } from '../../api/types';
import { changesBetween, reachOf, wordOfChange } from './grants';

const person = (id: number, role: Role) => ({ id, role });
const groups: Group[] = [{ id: 1, name: 'Controllers', members: [2], version: 1 }];

describe('reachOf', () => {
  it('leaves an open category to the role', () => {
    expect(reachOf(person(1, 'viewer'), [], groups).level).toBe('read');
    expect(reachOf(person(1, 'editor'), [], groups).level).toBe('edit');
  });
  it('lets grants decide alone, instead of the role', () => {
    const grants: Grant[] = [{ group: 1, level: 'read' }];
    expect(reachOf(person(1, 'editor'), grants, groups).level).toBeNull();
    expect(reachOf(person(2, 'editor'), grants, groups)).toEqual({
      level: 'read',
      why: 'by the group Controllers',
    });
  });
  it('takes the highest of several grants', () => {
    const grants: Grant[] = [
      { group: 1, level: 'read' },
      { user: 2, level: 'manage' },
      { role: 'viewer', level: 'edit' },
    ];
    expect(reachOf(person(2, 'viewer'), grants, groups)).toEqual({ level: 'manage', why: 'granted by name' });
    expect(reachOf(person(3, 'viewer'), grants, groups).level).toBe('edit');
  });
  it('means a role and those above', () => {
    const grants: Grant[] = [{ role: 'editor', level: 'read' }];
    expect(reachOf(person(1, 'viewer'), grants, groups).level).toBeNull();
    expect(reachOf(person(1, 'editor'), grants, groups).level).toBe('read');
  });
  it('never shuts admins out', () => {
    expect(reachOf(person(1, 'admin'), [{ user: 9, level: 'read' }], groups).level).toBe('manage');
  });
});

describe('changesBetween', () => {
  it('names who gains and who loses, the losers first', () => {
    const people = [person(1, 'editor'), person(2, 'viewer'), person(3, 'viewer'), person(4, 'owner')];
    const changes = changesBetween(people, groups, [], [{ user: 2, level: 'manage' }]);
    expect(changes.map(({ who, before, after }) => [who.id, before, after])).toEqual([
      [1, 'edit', null],
      [3, 'read', null],
      [2, 'read', 'manage'],
    ]);
    expect(changes.map(wordOfChange)).toEqual(['no longer sees it', 'no longer sees it', 'may now manage']);
  });
  it('says so when a restriction is lifted', () => {
    expect(changesBetween([person(1, 'viewer')], groups, [{ user: 9, level: 'read' }], [])).toEqual([
      { who: { id: 1, role: 'viewer' }, before: null, after: 'read' },
    ]);
  });
});
