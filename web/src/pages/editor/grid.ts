// Boxes on the grid of 12 columns: where there is room, and what gives way when one moves. Pure.
import type { Grid } from '../../api/types';
import { gridColumns, mostGridRows } from '../../lib/grid';

export const lastRow = 10_000;

export interface Placed extends Grid {
  id: string;
}

export function overlaps(a: Grid, b: Grid): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

// The nearest box that the grid allows.
export function clamped(box: Grid): Grid {
  const w = within(Math.round(box.w) || 1, 1, gridColumns);
  const h = within(Math.round(box.h) || 1, 1, mostGridRows);
  const x = within(Math.round(box.x) || 0, 0, gridColumns - w);
  return { x, y: within(Math.round(box.y) || 0, 0, lastRow), w, h };
}

// The first place with room for the size, row by row from `from`.
export function firstFree(boxes: Grid[], size: { w: number; h: number }, from = 0): Grid {
  const bottom = Math.max(from, ...boxes.map((box) => box.y + box.h));
  for (let y = from; y < bottom; ++y)
    for (let x = 0; x + size.w <= gridColumns; ++x) {
      const box = { x, y, w: size.w, h: size.h };
      if (!boxes.some((other) => overlaps(box, other))) return box;
    }
  return { x: 0, y: bottom, w: size.w, h: size.h };
}

// Puts one box where it is wanted; what lies there moves down, and what that then meets moves on.
export function placed(boxes: Placed[], id: string, wanted: Grid): Placed[] {
  const mine = { id, ...clamped(wanted) };
  const done: Placed[] = [mine];
  // From the top, so that a box moves down once, below all that stand already.
  const others = boxes.filter((box) => box.id !== id).sort((a, b) => a.y - b.y || a.x - b.x);
  for (const other of others) {
    const box = { ...other };
    for (;;) {
      const inTheWay = done.filter((each) => overlaps(each, box));
      if (inTheWay.length === 0) break;
      box.y = Math.max(...inTheWay.map((each) => each.y + each.h));
    }
    done.push(box);
  }
  return boxes.map((box) => done.find((each) => each.id === box.id) ?? box);
}

// What an arrow key does with a box: it moves, or with Shift the lower right corner does. Nothing for other keys.
export function stepped(box: Grid, key: string, resize: boolean): Grid | undefined {
  const steps: Record<string, [number, number]> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  const step = steps[key];
  if (!step) return undefined;
  const [across, down] = step;
  if (!resize) return clamped({ ...box, x: box.x + across, y: box.y + down });
  return clamped({ ...box, w: Math.min(box.w + across, gridColumns - box.x), h: box.h + down });
}
