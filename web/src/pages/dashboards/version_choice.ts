// Which versions a page of versions shows, as the address says it. Pure.
import type { PublishedVersion } from '../../api/types';

export type Chosen = number | 'draft';

export function readChosen(text: string | null): Chosen | undefined {
  if (text === 'draft') return 'draft';
  return text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

export function nameOf(chosen: Chosen): string {
  return chosen === 'draft' ? 'the draft' : `version ${chosen}`;
}

// What a row is compared with unless somebody says otherwise: the one before it.
export function before(versions: readonly PublishedVersion[], chosen: Chosen): number | undefined {
  if (chosen === 'draft') return versions[0]?.version;
  return versions.find((each) => each.version < chosen)?.version;
}

export function titleOf(chosen: Chosen): string {
  return chosen === 'draft' ? 'Draft' : `Version ${chosen}`;
}
