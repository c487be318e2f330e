// GET /v1/users/{id}/access as people read it: by category, with the reason. Pure.
import type { Category, Group, UserAccess } from '../../api/people';
import type { GrantLevel } from '../../api/types';
import { levelOfRole } from '../../lib/rights';
import { reachOf } from './grants';

export interface SeenPlace {
  key: string;
  name: string; // empty: dashboards without a category
  level: GrantLevel | null; // null: hidden from them
  why: string;
  dashboards: UserAccess['dashboards'];
  reports: number;
}

// `categories` are those that the asking admin sees: also the ones that the person does not.
export function accessByCategory(
  seen: UserAccess,
  categories: readonly Category[],
  groups: readonly Group[],
): SeenPlace[] {
  const categoryOf = new Map(seen.dashboards.map(({ id, category }) => [id, category]));
  const place = (name: string, key: string, level: GrantLevel | null, why: string): SeenPlace => ({
    key,
    name,
    level,
    why,
    dashboards: seen.dashboards.filter((dashboard) => dashboard.category === name),
    reports: seen.reports.filter((report) => categoryOf.get(report.dashboard_id) === name).length,
  });
  const levels = new Map(seen.categories.map(({ id, level }) => [id, level]));
  const named = categories.map((category) =>
    place(
      category.name,
      String(category.id),
      levels.get(String(category.id)) ?? null,
      reachOf(seen.user, category.grants ?? [], groups).why,
    ),
  );
  const rest = place('', '', seen.unrestricted ?? levelOfRole(seen.user.role), `as ${seen.user.role}`);
  return [rest, ...named];
}
