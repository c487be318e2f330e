// A file of a report as a page shows it: the pages of a PDF, a picture, or its tables.
import type { Cell, Column } from '../../api/types';

export interface Sheet {
  title: string;
  columns: Column[];
  rows: Cell[][];
}

export type ShownFile =
  | { kind: 'pdf'; bytes: ArrayBuffer; pages: number } // of the whole; 0 where the server did not say
  | { kind: 'picture'; blob: Blob }
  | { kind: 'sheets'; sheets: Sheet[] };

// The format to ask for: rows of every kind of table are read as JSON, a web page is looked at as a picture.
export function shownAs(format: string): string {
  if (['csv', 'xlsx', 'json'].includes(format)) return 'json';
  return format === 'html' ? 'png' : format;
}

// `as` is what was asked for, a format that shownAs() gives.
export async function readShownFile(answer: Response, as: string): Promise<ShownFile> {
  if (as === 'json') {
    const drawn = (await answer.json()) as { widgets?: Sheet[] };
    return { kind: 'sheets', sheets: drawn.widgets ?? [] };
  }
  if (as !== 'pdf') return { kind: 'picture', blob: await answer.blob() };
  const pages = Number(answer.headers.get('X-Presstime-Pages') ?? 0);
  return { kind: 'pdf', bytes: await answer.arrayBuffer(), pages };
}
