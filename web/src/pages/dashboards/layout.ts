// Where widgets stand on the screen. Pure. The grid is that of the page: 12 columns, rows of 28 pt with gaps of 12 pt,
// times 1.5; on a narrow screen they stand one under the other, in reading order.
import type { Widget } from '../../api/types';
import { gridColumns, mostGridRows } from '../../lib/grid';

// As WidgetGrid.svelte sets them.
const rowPixels = 42;
const gapPixels = 18;

// As CSS writes it: "3 / span 9".
export function gridColumn({ grid }: Widget): string {
  const x = Math.min(Math.max(grid.x, 0), gridColumns - 1);
  return `${x + 1} / span ${Math.min(Math.max(grid.w, 1), gridColumns - x)}`;
}
export function gridRow({ grid }: Widget): string {
  return `${Math.max(grid.y, 0) + 1} / span ${Math.min(Math.max(grid.h, 1), mostGridRows)}`;
}

// Rows of the grid that no widget stands in are left out: a page leaves them out, too.
export function closeGaps(widgets: readonly Widget[]): Widget[] {
  const used = new Set<number>();
  for (const { grid } of widgets) for (let row = grid.y; row < grid.y + grid.h; ++row) used.add(row);
  const place = new Map([...used].sort((a, b) => a - b).map((row, index) => [row, index]));
  return widgets.map((widget) => ({
    ...widget,
    grid: { ...widget.grid, y: place.get(widget.grid.y) ?? widget.grid.y },
  }));
}

// One under the other: as high as in the grid, within what a hand-held screen shows at once.
export function stackedHeight({ kind, grid }: Widget): number | undefined {
  const high = grid.h * rowPixels + (grid.h - 1) * gapPixels;
  if (kind === 'text') return undefined; // as high as its words
  if (kind === 'kpi') return Math.min(Math.max(high, 102), 160);
  if (kind === 'image') return Math.min(high, 240);
  return Math.min(Math.max(high, 260), kind === 'table' ? 480 : 340);
}
