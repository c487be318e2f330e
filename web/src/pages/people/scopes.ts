// What a key's scope allows, in words. docs/access.md has the rules.
import type { Scope } from '../../api/people';

export const scopes: Scope[] = ['read', 'write', 'admin'];
export const scopeWords: Record<Scope, string> = { read: 'Read', write: 'Write', admin: 'Everything' };
export const scopeHelp: Record<Scope, string> = {
  read: 'Look at dashboards, reports, runs and their files.',
  write: 'Also run reports and change dashboards, reports, connections and webhooks.',
  admin: 'Also people, keys and settings.',
};
