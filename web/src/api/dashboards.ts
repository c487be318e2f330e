// Dashboards: their address, and the document as somebody edits it, without what the server keeps beside it.
import { post } from './client';
import type { DashboardDocument, Warning } from './types';

// The draft, with what the server knows of it.
export interface SavedDashboard extends DashboardDocument {
  number: number;
  version: number;
  published_version: number | null;
  updated_at: string;
  warnings?: Warning[];
}

export function dashboardPath(id: string): string {
  return `/v1/dashboards/${encodeURIComponent(id)}`;
}

// A new one that says what `document` does, under `name` where that is given. Its id is the server's to make.
export function createDashboard(document: DashboardDocument, name: string): Promise<SavedDashboard> {
  const { id: _, ...rest } = document;
  return post<SavedDashboard>('/v1/dashboards', { ...rest, name: name.trim() || document.name });
}

const madeByServer = [
  'version',
  'published_version',
  'created_at',
  'updated_at',
  'workspace_id',
  'warnings',
  'number',
];

// What is edited and sent back of an answer.
export function editable(answer: object): DashboardDocument {
  const document = Object.fromEntries(Object.entries(answer).filter(([key]) => !madeByServer.includes(key)));
  return { widgets: [], queries: [], parameters: [], ...document } as unknown as DashboardDocument;
}
