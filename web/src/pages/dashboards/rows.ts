// Small truths about a dashboard in a list. Pure.
import type { DashboardRow } from '../../api/types';

// As components/StatusMark words it.
export function stateOf(
  row: Pick<DashboardRow, 'published_version' | 'has_unpublished_changes'>,
): 'draft' | 'changed' | 'published' {
  if (row.published_version === null) return 'draft';
  return row.has_unpublished_changes ? 'changed' : 'published';
}

// The choices of a filter: what there is, and what is chosen though nothing on this page has it.
export function choices(values: Iterable<string>, chosen: string | null): string[] {
  const all = new Set(values);
  if (chosen) all.add(chosen);
  all.delete('');
  return [...all].sort((a, b) => a.localeCompare(b));
}
