// What roles and grants come to, for what a page offers; docs/access.md has the rules. Pure.
import type { GrantLevel, Role } from '../api/types';

const roles: Role[] = ['viewer', 'editor', 'admin', 'owner'];
const levels: GrantLevel[] = ['read', 'edit', 'manage'];

export function rankOfRole(role: Role): number {
  return roles.indexOf(role);
}

// In a category that is open to all, the role decides.
export function levelOfRole(role: Role): GrantLevel {
  return role === 'viewer' ? 'read' : role === 'editor' ? 'edit' : 'manage';
}

export function allows(mine: GrantLevel, wanted: GrantLevel): boolean {
  return levels.indexOf(mine) >= levels.indexOf(wanted);
}
