import { describe, expect, it } from 'vitest';
import { clamped, firstFree, overlaps, placed, stepped, type Placed } from './grid';

const box = (id: string, x: number, y: number, w: number, h: number): Placed => ({ id, x, y, w, h });

describe('a box', () => {
  it('stays within the twelve columns', () => {
    expect(clamped({ x: 10, y: -3, w: 6, h: 0 })).toEqual({ x: 6, y: 0, w: 6, h: 1 });
    expect(clamped({ x: 0, y: 0, w: 99, h: 999 })).toEqual({ x: 0, y: 0, w: 12, h: 200 });
    expect(clamped({ x: NaN, y: 2.4, w: NaN, h: 3 })).toEqual({ x: 0, y: 2, w: 1, h: 3 });
  });
  it('moves and grows by arrow keys, not over the edge', () => {
    const at = { x: 9, y: 0, w: 3, h: 2 };
    expect(stepped(at, 'ArrowRight', false)).toEqual(at);
    expect(stepped(at, 'ArrowLeft', false)).toEqual({ ...at, x: 8 });
    expect(stepped(at, 'ArrowRight', true)).toEqual(at);
    expect(stepped(at, 'ArrowDown', true)).toEqual({ ...at, h: 3 });
    expect(stepped(at, 'Enter', false)).toBeUndefined();
  });
});

describe('room on the grid', () => {
  it('is found beside what stands, else below', () => {
    expect(firstFree([], { w: 6, h: 4 })).toEqual({ x: 0, y: 0, w: 6, h: 4 });
    expect(firstFree([box('a', 0, 0, 6, 4)], { w: 6, h: 4 })).toEqual({ x: 6, y: 0, w: 6, h: 4 });
    expect(firstFree([box('a', 0, 0, 7, 4)], { w: 6, h: 4 })).toEqual({ x: 0, y: 4, w: 6, h: 4 });
  });
});

describe('placing', () => {
  it('pushes down what lies in the way, and what that meets', () => {
    const boxes = [box('a', 0, 0, 6, 2), box('b', 0, 2, 6, 2), box('c', 6, 0, 6, 2)];
    const next = placed(boxes, 'c', { x: 3, y: 0, w: 6, h: 2 });
    expect(next.map(({ id, x, y }) => [id, x, y])).toEqual([
      ['a', 0, 2],
      ['b', 0, 4],
      ['c', 3, 0],
    ]);
  });
  it('leaves alone what is not touched', () => {
    const boxes = [box('a', 0, 0, 6, 2), box('b', 0, 9, 6, 2)];
    expect(placed(boxes, 'a', { x: 1, y: 0, w: 6, h: 2 })[1]).toEqual(boxes[1]);
  });
  it('never leaves two boxes on one place, wherever one is put', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    let boxes: Placed[] = Array.from({ length: 12 }, (_, at) => box(`w${at}`, (at % 4) * 3, at * 2, 3, 2));
    for (let round = 0; round < 300; ++round) {
      const wanted = { x: random(14) - 1, y: random(20) - 1, w: random(13), h: random(6) };
      boxes = placed(boxes, `w${random(12)}`, wanted);
      for (const [at, a] of boxes.entries())
        for (const b of boxes.slice(at + 1)) expect(overlaps(a, b), `seed 7, round ${round}`).toBe(false);
      for (const each of boxes) expect(each).toMatchObject(clamped(each));
    }
  });
});
