// The grid of widgets for the pointer: gridstack over boxes that the page has drawn. It says where boxes went; the
// document decides, and tells it back by `show`. Loaded when the editor opens.
import { GridStack, type GridItemHTMLElement, type GridStackNode } from 'gridstack';
import 'gridstack/dist/gridstack.min.css';
import type { Grid } from '../../api/types';
import { gridColumns, mostGridRows } from '../../lib/grid';
import type { Placed } from './grid';

export const rowPx = 60; // a row of the grid with its gap, as on A4: 28 + 12 pt
const gapPx = 18;

const boxOf = (node: GridStackNode): Grid => ({
  x: node.x ?? 0,
  y: node.y ?? 0,
  w: node.w ?? 1,
  h: node.h ?? 1,
});

export class GridView {
  #grid: GridStack;
  #showing = false;

  constructor(element: HTMLElement, onMoved: (boxes: Placed[]) => void) {
    const grid = GridStack.init(
      {
        auto: false,
        column: gridColumns,
        cellHeight: rowPx,
        margin: gapPx / 2,
        mode: 'float',
        animate: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
        draggable: { cancel: 'input,textarea,select,option', scroll: true },
        resizable: { handles: 'e,se,s,sw,w', autoHide: false },
      },
      element,
    );
    if (!grid) throw new Error('there is no element for the grid');
    this.#grid = grid;
    // `change` tells of boxes that gave way, too; the one that was let go may be the only one and not among them.
    const tell = () => {
      if (!this.#showing) onMoved(this.boxes());
    };
    this.#grid.on('dragstop', () => queueMicrotask(tell));
    this.#grid.on('resizestop', () => queueMicrotask(tell));
  }
  boxes(): Placed[] {
    return this.#grid.engine.nodes.map((node) => ({ id: node.id ?? '', ...boxOf(node) }));
  }
  add(element: HTMLElement, { id, ...box }: Placed): void {
    this.#showing = true;
    this.#grid.makeWidget(element, { id, ...box, maxH: mostGridRows });
    this.#showing = false;
  }
  remove(element: HTMLElement): void {
    this.#grid.removeWidget(element as GridItemHTMLElement, false, false);
  }
  // Boxes as the document has them.
  show(boxes: Placed[]): void {
    const now = new Map(this.boxes().map((box) => [box.id, box]));
    const same = boxes.every((box) => {
      const shown = now.get(box.id);
      return !shown || (shown.x === box.x && shown.y === box.y && shown.w === box.w && shown.h === box.h);
    });
    if (same) return;
    this.#showing = true;
    this.#grid.load(
      boxes.filter((box) => now.has(box.id)).map((box) => ({ ...box })),
      false,
    );
    this.#showing = false;
  }
  end(): void {
    this.#grid.destroy(false);
  }
}
