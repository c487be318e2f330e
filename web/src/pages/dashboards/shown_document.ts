// What a page shows of a dashboard: the published version, or the draft where there is no other or it is asked for.
import { get } from '../../api/client';
import { dashboardPath, type SavedDashboard } from '../../api/dashboards';
import type { DashboardDocument } from '../../api/types';

export interface Shown {
  draft: SavedDashboard;
  document: DashboardDocument; // whose widgets are on the screen
  state: 'published' | 'draft';
}

export async function readShown(id: string, wantDraft: boolean, signal: AbortSignal): Promise<Shown> {
  const draft = await get<SavedDashboard>(dashboardPath(id), {}, { signal });
  const { published_version: published, version } = draft;
  if (published === null || wantDraft) return { draft, document: draft, state: 'draft' };
  if (published === version) return { draft, document: draft, state: 'published' };
  const document = await get<DashboardDocument>(`${dashboardPath(id)}/versions/${published}`, {}, { signal });
  return { draft, document, state: 'published' };
}
