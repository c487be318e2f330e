// The grid of a dashboard: 12 columns, whose widgets are read from top to bottom and left to right. Pure.
import type { Grid } from '../api/types';

export const gridColumns = 12;
export const mostGridRows = 200; // of one widget

export function inReadingOrder<T extends { grid: Grid }>(widgets: readonly T[]): T[] {
  return [...widgets].sort((a, b) => a.grid.y - b.grid.y || a.grid.x - b.grid.x);
}

export function placeInGrid(box: Grid): string {
  return `column ${box.x + 1}, row ${box.y + 1}, ${box.w} wide, ${box.h} high`;
}
