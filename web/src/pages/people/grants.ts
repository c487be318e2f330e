// What grants come to for each person, and who gains or loses when they change: docs/access.md as functions. Pure.
import { levelOfRole, rankOfRole } from '../../lib/rights';
import type { Grant, Group } from '../../api/people';
import type { GrantLevel, Role, User } from '../../api/types';

export const levelWords: Record<GrantLevel, string> = {
  read: 'Read',
  edit: 'Edit and run',
  manage: 'Manage',
};
export const levelHelp: Record<GrantLevel, string> = {
  read: 'See dashboards, download them, and run their queries for oneself.',
  edit: 'Also change and publish dashboards, and run, test, cancel and resend reports.',
  manage: 'Also make, change and delete reports, and change the category itself.',
};
export const roleWords: Record<Role, string> = {
  viewer: 'Viewer',
  editor: 'Editor',
  admin: 'Admin',
  owner: 'Owner',
};
export const roleHelp: Record<Role, string> = {
  viewer: 'Reads what no category hides.',
  editor: 'Also runs reports and edits drafts of dashboards.',
  admin: 'Also changes reports, connections, webhooks, people and keys.',
  owner: 'Also makes and unmakes owners.',
};
export const roles: Role[] = ['viewer', 'editor', 'admin', 'owner'];
export const levels: GrantLevel[] = ['read', 'edit', 'manage'];

type Somebody = Pick<User, 'id' | 'role'>;

function reaches(grant: Grant, who: Somebody, groups: readonly Group[]): boolean {
  if (grant.user !== undefined) return grant.user === who.id;
  if (grant.role !== undefined) return rankOfRole(who.role) >= rankOfRole(grant.role);
  return groups.some((group) => group.id === grant.group && group.members.includes(who.id));
}

export interface Reached {
  level: GrantLevel | null; // null: not even seen
  why: string;
}

// What somebody may do in a category with these grants, and what gives it to them.
export function reachOf(who: Somebody, grants: readonly Grant[], groups: readonly Group[]): Reached {
  const asRole = `as ${who.role}`;
  if (rankOfRole(who.role) >= rankOfRole('admin')) return { level: 'manage', why: asRole };
  if (!grants.length) return { level: levelOfRole(who.role), why: `open to everybody, ${asRole}` };
  let best: Grant | undefined;
  for (const grant of grants)
    if (reaches(grant, who, groups) && (!best || levels.indexOf(grant.level) > levels.indexOf(best.level)))
      best = grant;
  if (!best) return { level: null, why: 'no grant' };
  if (best.user !== undefined) return { level: best.level, why: 'granted by name' };
  if (best.role !== undefined)
    return {
      level: best.level,
      why: `granted to every ${best.role}${best.role === 'owner' ? '' : ' and above'}`,
    };
  return { level: best.level, why: `by the group ${nameOfGroup(best.group, groups)}` };
}

export function nameOfGroup(id: number | undefined, groups: readonly Group[]): string {
  return groups.find((group) => group.id === id)?.name ?? `${id}`;
}

export interface Change<Who> {
  who: Who;
  before: GrantLevel | null;
  after: GrantLevel | null;
}

// Whom a change of grants touches, those who lose most first.
export function changesBetween<Who extends Somebody>(
  people: readonly Who[],
  groups: readonly Group[],
  before: readonly Grant[],
  after: readonly Grant[],
): Change<Who>[] {
  const rank = (level: GrantLevel | null) => (level ? levels.indexOf(level) + 1 : 0);
  return people
    .map((who) => ({
      who,
      before: reachOf(who, before, groups).level,
      after: reachOf(who, after, groups).level,
    }))
    .filter((change) => change.before !== change.after)
    .sort((one, other) => rank(one.after) - rank(one.before) - (rank(other.after) - rank(other.before)));
}

// "no longer sees it", "may only read", "may now edit and run".
export function wordOfChange({ before, after }: Pick<Change<unknown>, 'before' | 'after'>): string {
  if (!after) return 'no longer sees it';
  const word = levelWords[after].toLowerCase();
  if (!before) return `now sees it and may ${word}`;
  return levels.indexOf(after) > levels.indexOf(before) ? `may now ${word}` : `may only ${word}`;
}
