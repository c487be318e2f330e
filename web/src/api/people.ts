// People, groups, categories, keys and the audit: the twin of src/api/{user,category,access,token,audit}_routes.cpp.
import { list, type Page } from './client';
import type { GrantLevel, Role, User } from './types';

// Answer to an invite or a reset; the link itself goes by mail.
export interface MailedUser extends User {
  link_expires_at: string;
}

export interface OwnedThing {
  kind: 'report' | 'webhook' | 'token';
  id: number;
  name: string;
}

export interface Group {
  id: number;
  name: string;
  members: number[];
  version: number;
}

// Names one of user, group and role.
export interface Grant {
  user?: number;
  group?: number;
  role?: Role;
  level: GrantLevel;
}

export interface Category {
  id: number;
  name: string;
  description: string;
  level: GrantLevel; // the caller's own
  grants?: Grant[]; // for who may manage it
  version: number;
}

// GET /v1/users/{id}/access
export interface UserAccess {
  user: Pick<User, 'id' | 'email' | 'name' | 'role' | 'enabled'>;
  unrestricted: GrantLevel | null; // where no category restricts
  categories: { id: string; name: string; level: GrantLevel }[];
  dashboards: { id: string; name: string; category: string; level: GrantLevel }[];
  reports: { id: string; name: string; dashboard_id: string; level: GrantLevel }[];
}

export type Scope = 'read' | 'write' | 'admin';

export interface Token {
  id: number;
  name: string;
  scope: Scope;
  prefix: string;
  role?: Role; // of an API key
  user_id?: number; // of a personal token
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  last_used_from: string | null;
}

// The secret is in the answer that made it and nowhere else.
export interface NewToken extends Token {
  token: string;
}

export interface AuditRow {
  id: number;
  at: string;
  actor: string;
  user_id: number | null;
  token_id: number | null;
  peer: string;
  action: string;
  resource: string;
  detail: string;
  times: number;
}

// Everybody, however many: for pages that name people by their ids.
export async function everybody(signal: AbortSignal): Promise<User[]> {
  const people: User[] = [];
  for (let cursor: string | null = null; ;) {
    const page: Page<User> = await list<User>('/v1/users', { limit: 1000, cursor }, { signal });
    people.push(...page.items);
    cursor = page.next;
    if (!cursor) return people;
  }
}

// GET /v1/sessions: where one is logged in oneself.
export interface OpenSession {
  id: number;
  current: boolean;
  address: string;
  browser: string; // what it calls itself
  created_at: string;
  last_used_at: string;
  expires_at: string;
}
