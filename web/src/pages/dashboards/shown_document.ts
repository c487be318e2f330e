// What a page shows of a dashboard: the published version, or the draft where there is no other or it is asked for.
import { get } from '../../api/client';
import type { DashboardDocument } from '../../api/types';

// The draft, with what the server knows of it.
export interface Dashboard extends DashboardDocument {
  number: number;
  version: number;
  published_version: number | null;
  updated_at: string;
}

export interface Shown {
  draft: Dashboard;
  document: DashboardDocument; // whose widgets are on the screen
  state: 'published' | 'draft';
}

export const pathOf = (id: string): string => `/v1/dashboards/${encodeURIComponent(id)}`;

export async function readShown(id: string, wantDraft: boolean, signal: AbortSignal): Promise<Shown> {
  const draft = await get<Dashboard>(pathOf(id), {}, { signal });
  const { published_version: published, version } = draft;
  if (published === null || wantDraft) return { draft, document: draft, state: 'draft' };
  if (published === version) return { draft, document: draft, state: 'published' };
  const document = await get<DashboardDocument>(`${pathOf(id)}/versions/${published}`, {}, { signal });
  return { draft, document, state: 'published' };
}
