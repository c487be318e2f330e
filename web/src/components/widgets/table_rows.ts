// Which rows of a table are shown, and in which order. Pure; rows are named by their index in the answer.
import type { Cell, ShownColumn, WidgetTable } from '../../api/types';

export interface RowOrder {
  column: number;
  descending: boolean;
}

const numberTypes = new Set(['integer', 'real', 'decimal']);

export function isNumeric(type: string): boolean {
  return numberTypes.has(type);
}

// A click on a header: ascending (numbers: the largest first), the other way round, as it came.
export function nextOrder(
  order: RowOrder | undefined,
  column: number,
  numeric: boolean,
): RowOrder | undefined {
  if (order?.column !== column) return { column, descending: numeric };
  return order.descending === numeric ? { column, descending: !numeric } : undefined;
}

// Below zero when `a` comes first. Nothing is always last.
export function compareCells(
  a: Cell,
  b: Cell,
  column: Pick<ShownColumn, 'type'>,
  descending: boolean,
): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const turned = descending ? -1 : 1;
  if (isNumeric(column.type) || typeof a !== 'string' || typeof b !== 'string')
    return turned * (Number(a) - Number(b));
  return turned * collator.compare(a, b);
}
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

// The rows that hold every word, as it is shown or as it was read.
export function findRows(content: WidgetTable, sought: string): number[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const all = content.text.map((_, index) => index);
  if (words.length === 0) return all;
  return all.filter((index) => {
    const row = [...(content.text[index] ?? []), ...(content.rows[index] ?? [])].join('\n').toLowerCase();
    return words.every((word) => row.includes(word));
  });
}

export function sortRows(content: WidgetTable, rows: number[], order: RowOrder | undefined): number[] {
  const column = order && content.columns[order.column];
  if (!order || !column) return rows;
  const cell = (row: number): Cell => content.rows[row]?.[order.column] ?? null;
  return [...rows].sort((a, b) => compareCells(cell(a), cell(b), column, order.descending) || a - b);
}

// Where a bar stands on the common scale of its column, in per cent of its width.
export function barOf(
  column: Pick<ShownColumn, 'least' | 'most'>,
  value: Cell,
): { left: number; width: number } | undefined {
  const least = column.least ?? 0;
  const most = column.most ?? 0;
  const number = typeof value === 'number' ? value : Number(value ?? NaN);
  if (!Number.isFinite(number) || most <= least) return undefined;
  const share = (at: number) => (100 * (Math.min(Math.max(at, least), most) - least)) / (most - least);
  const [from, to] = [share(Math.min(0, number)), share(Math.max(0, number))];
  return { left: from, width: to - from };
}

// How many characters wide a column of words is at least, so that it breaks between words: its longest word, or all of
// a short text such as a date; no more than `most`, where what is longer breaks anyhow.
export function roomOf(texts: Iterable<string>, most = 16): number {
  let room = 0;
  for (const text of texts)
    for (const word of text.length <= most ? [text] : text.split(/\s+/))
      room = Math.max(room, Math.min(word.length, most));
  return room;
}
