// Finds its way in the hit map of a picture: what lies under a point, what shares a place with it, and which way the
// arrow keys go. Pure; places are in units of the view box.
import type { Hit } from './content';

export interface Place {
  x: number;
  y: number;
}

// All hits of one category that stand above each other, such as the ends of several lines in one month.
export interface Column {
  x: number;
  category: string;
  hits: number[]; // indexes, in series order
}

export interface HitMap {
  hits: readonly Hit[];
  places: Place[]; // where each hit's value is drawn
  columns: Column[]; // from left to right
  series: string[]; // in the order of the legend
}

// Marks whose values are read across: a line through the pointer finds the nearest column.
const acrossMarks = new Set(['line', 'area', 'combo']);

export function readsAcross(mark: string | undefined): boolean {
  return mark !== undefined && acrossMarks.has(mark);
}

const middle = (hit: Hit): Place => ({ x: hit.box[0] + hit.box[2] / 2, y: hit.box[1] + hit.box[3] / 2 });

// Boxes along a line reach half the way to their neighbours, so a point lies in the middle of its box. The outer boxes
// reach out to the edge of the plot: their points lie as far from the side shared with the neighbour as its point does.
function settleEnds(hits: readonly Hit[], places: Place[]): void {
  const bySeries = new Map<string, number[]>();
  hits.forEach((hit, index) => bySeries.set(hit.series, [...(bySeries.get(hit.series) ?? []), index]));
  for (const row of bySeries.values()) {
    if (row.length < 3) continue;
    const mirror = (end: number, next: number, edge: number, neighbour: number) => {
      if (Math.abs(edge - neighbour) < 0.1) (places[end] as Place).x = 2 * edge - (places[next] as Place).x;
    };
    const box = (at: number) => (hits[row.at(at) as number] as Hit).box;
    const index = (at: number) => row.at(at) as number;
    mirror(index(0), index(1), box(0)[0] + box(0)[2], box(1)[0]);
    mirror(index(-1), index(-2), box(-1)[0], box(-2)[0] + box(-2)[2]);
  }
}

export function readHits(hits: readonly Hit[], mark?: string): HitMap {
  const across = readsAcross(mark);
  const together = mark === 'combo' ? Infinity : 3; // its bars stand beside each other
  const places = hits.map(middle);
  if (across) settleEnds(hits, places);
  const series = [...new Set(hits.map((hit) => hit.series))];
  const columns: Column[] = [];
  const byCategory = new Map<string, Column[]>();
  hits.forEach((hit, index) => {
    const { x } = places[index] as Place;
    const close = byCategory.get(hit.category)?.find((column) => Math.abs(column.x - x) < together);
    if (across && close) close.hits.push(index);
    else {
      const column = { x, category: hit.category, hits: [index] };
      columns.push(column);
      byCategory.set(hit.category, [...(byCategory.get(hit.category) ?? []), column]);
    }
  });
  for (const column of columns)
    column.x = column.hits.reduce((sum, index) => sum + (places[index] as Place).x, 0) / column.hits.length;
  if (across) columns.sort((a, b) => a.x - b.x);
  return { hits, places, columns, series };
}

// Whether two pictures tell the same values at the same places in their order, as one drawn again in another size does.
export function sameValues(one: readonly Hit[], other: readonly Hit[]): boolean {
  const told = ({ series, category, value }: Hit) => JSON.stringify([series, category, value]);
  return one.length === other.length && one.every((hit, at) => told(hit) === told(other[at] as Hit));
}

// The hit on top under a point.
export function hitAt(map: HitMap, at: Place): number | undefined {
  for (let index = map.hits.length - 1; index >= 0; --index) {
    const [x, y, w, h] = (map.hits[index] as Hit).box;
    if (at.x >= x && at.x <= x + w && at.y >= y && at.y <= y + h) return index;
  }
  return undefined;
}

// The column nearest to a point, and of it the hit that is nearest in height.
export function nearest(map: HitMap, at: Place): { column: number; hit: number } | undefined {
  let low = 0;
  let high = map.columns.length - 1;
  if (high < 0) return undefined;
  while (low < high) {
    const half = (low + high) >> 1;
    if ((map.columns[half] as Column).x < at.x) low = half + 1;
    else high = half;
  }
  const before = map.columns[low - 1];
  const found = map.columns[low] as Column;
  const column = before && at.x - before.x < Math.abs(found.x - at.x) ? low - 1 : low;
  const members = (map.columns[column] as Column).hits;
  const distance = (index: number) => Math.abs((map.places[index] as Place).y - at.y);
  return { column, hit: members.reduce((best, each) => (distance(each) < distance(best) ? each : best)) };
}

export interface Standing {
  column: number;
  member: number; // which of the column's hits
}

// Where a key leads; nothing for a key that means nothing here.
export function step(map: HitMap, from: Standing | undefined, key: string): Standing | undefined {
  const last = map.columns.length - 1;
  if (last < 0) return undefined;
  const within = (column: number, member: number) => ({
    column,
    member: Math.min(member, (map.columns[column] as Column).hits.length - 1),
  });
  const at = from ?? { column: -1, member: 0 };
  switch (key) {
    case 'ArrowRight':
      return within(Math.min(at.column + 1, last), at.member);
    case 'ArrowLeft':
      return within(from ? Math.max(at.column - 1, 0) : last, at.member);
    case 'Home':
      return within(0, at.member);
    case 'End':
      return within(last, at.member);
    case 'PageDown':
      return within(Math.min(Math.max(at.column, 0) + 10, last), at.member);
    case 'PageUp':
      return within(Math.max(at.column - 10, 0), at.member);
    case 'ArrowUp':
    case 'ArrowDown': {
      const column = Math.max(at.column, 0);
      const count = (map.columns[column] as Column).hits.length;
      const move = from ? (key === 'ArrowUp' ? count - 1 : 1) : 0;
      return { column, member: (at.member + move) % count };
    }
    default:
      return undefined;
  }
}

// "Mar 2026: Revenue € 1.2 M", what a screen reader says.
export function spoken(map: HitMap, index: number): string {
  const hit = map.hits[index] as Hit;
  const series = hit.series && hit.series !== hit.category ? hit.series + ' ' : '';
  return `${hit.category ? hit.category + ': ' : ''}${series}${hit.value}`;
}
