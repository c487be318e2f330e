// What a person owns, asked for by the lists that know owners.
import { get, list } from '../../api/client';
import type { OwnedThing } from '../../api/people';
import type { ReportRow, Webhook } from '../../api/types';

const mostShown = 1000;

export async function fetchOwned(userId: number, signal?: AbortSignal): Promise<OwnedThing[]> {
  const [reports, webhooks] = await Promise.all([
    list<ReportRow>('/v1/reports', { view: 'rows', owner: userId, limit: mostShown }, { signal }),
    get<Webhook[]>('/v1/webhooks', {}, { signal }),
  ]);
  return [
    ...reports.items.map(({ id, name }): OwnedThing => ({ kind: 'report', id, name })),
    ...webhooks
      .filter((webhook) => webhook.owner?.user_id === userId)
      .map(({ id, url }): OwnedThing => ({ kind: 'webhook', id, name: url })),
  ];
}

export function placeOfOwned({ kind, id }: OwnedThing): string {
  return kind === 'report' ? `/reports/${id}` : kind === 'webhook' ? `/webhooks/${id}` : '/people/tokens';
}
