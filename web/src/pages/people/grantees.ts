// Whom a grant names, as words and as the values of a choice. Pure.
import type { Grant, Group } from '../../api/people';
import type { GrantLevel, Role, User } from '../../api/types';
import { nameOfGroup } from './grants';

const roleGrantees: Record<Role, string> = {
  viewer: 'Everybody',
  editor: 'Editors and above',
  admin: 'Admins and above',
  owner: 'Owners',
};

export function nameOfGrantee(grant: Grant, people: readonly User[], groups: readonly Group[]): string {
  if (grant.role !== undefined) return roleGrantees[grant.role];
  if (grant.group !== undefined) return `Group ${nameOfGroup(grant.group, groups)}`;
  const person = people.find(({ id }) => id === grant.user);
  return person ? person.name || person.email : `Person ${grant.user}`;
}

// "group:3", "role:editor", "user:7"; each once in a category.
export function keyOfGrantee(grant: Grant): string {
  if (grant.role !== undefined) return `role:${grant.role}`;
  return grant.group !== undefined ? `group:${grant.group}` : `user:${grant.user}`;
}

export function grantFor(key: string, level: GrantLevel): Grant {
  const [kind, id] = key.split(':') as [string, string];
  if (kind === 'role') return { role: id as Role, level };
  return kind === 'group' ? { group: Number(id), level } : { user: Number(id), level };
}

export interface Choice {
  key: string;
  label: string;
}

// What may still be granted to, in three parts. Admins and owners see everything as it is: granting to them says nothing.
export function choicesFor(
  grants: readonly Grant[],
  people: readonly User[],
  groups: readonly Group[],
): { label: string; choices: Choice[] }[] {
  const taken = new Set(grants.map(keyOfGrantee));
  const part = (label: string, choices: Choice[]) => ({
    label,
    choices: choices.filter(({ key }) => !taken.has(key)),
  });
  return [
    part(
      'Groups',
      groups.map(({ id, name }) => ({ key: `group:${id}`, label: name })),
    ),
    part(
      'By role',
      (['viewer', 'editor'] as const).map((role) => ({ key: `role:${role}`, label: roleGrantees[role] })),
    ),
    part(
      'People',
      people
        .filter(({ role }) => role === 'viewer' || role === 'editor')
        .map(({ id, name, email }) => ({ key: `user:${id}`, label: name ? `${name}, ${email}` : email })),
    ),
  ].filter(({ choices }) => choices.length);
}
