import { describe, expect, it } from 'vitest';
import type { Delivery, Step } from '../../api/types';
import { placeSteps } from './steps';

const step = (given: Partial<Step>): Step => ({
  name: 'query',
  label: 'orders',
  started_at: null,
  elapsed_ms: 0,
  status: 'done',
  ...given,
});
const now = new Date('2026-11-21T09:00:10Z');

describe('placeSteps', () => {
  it('puts each step where it began and as long as it took', () => {
    const placed = placeSteps(
      {
        queued_at: '2026-11-21T09:00:00Z',
        finished_at: '2026-11-21T09:00:04Z',
        steps: [step({ started_at: '2026-11-21T09:00:01Z', elapsed_ms: 2000 })],
      },
      now,
    );
    expect(placed[0]).toMatchObject({ left: 0.25, width: 0.5 });
  });
  it('lets a running step reach until now', () => {
    const placed = placeSteps(
      {
        queued_at: '2026-11-21T09:00:00Z',
        finished_at: null,
        steps: [step({ started_at: '2026-11-21T09:00:05Z', status: 'running' })],
      },
      now,
    );
    expect(placed[0]).toMatchObject({ left: 0.5, width: 0.5 });
  });
  it('keeps deliveries that ended after the run on the line', () => {
    const placed = placeSteps(
      {
        queued_at: '2026-11-21T09:00:00Z',
        finished_at: '2026-11-21T09:00:01Z',
        steps: [step({ name: 'delivery', started_at: '2026-11-21T09:00:01Z', elapsed_ms: 9000 })],
      },
      now,
    );
    expect((placed[0]?.left ?? 0) + (placed[0]?.width ?? 0)).toBeCloseTo(1);
  });
  it('places nothing for a step that waits', () => {
    expect(
      placeSteps(
        { queued_at: '2026-11-21T09:00:00Z', finished_at: null, steps: [step({ status: 'waiting' })] },
        now,
      )[0],
    ).toMatchObject({ left: 0, width: 0 });
  });
  it('lets what was sent again an hour later stand at the end of the line', () => {
    const placed = placeSteps(
      {
        queued_at: '2026-11-21T09:00:00Z',
        finished_at: '2026-11-21T09:00:04Z',
        steps: [
          step({ started_at: '2026-11-21T09:00:00Z', elapsed_ms: 2000 }),
          step({ name: 'delivery', started_at: '2026-11-21T09:00:02Z', elapsed_ms: 3_600_000 }),
          step({ name: 'delivery', started_at: '2026-11-21T10:00:00Z', elapsed_ms: 100 }),
        ],
      },
      now,
    );
    expect(placed[0]).toMatchObject({ left: 0, width: 0.5 });
    expect(placed[1]).toMatchObject({ left: 0.5, width: 0.5 });
    expect(placed[2]?.left).toBeCloseTo(0.99);
    expect(placed[2]?.width).toBeLessThanOrEqual(0.011);
  });
  it('tells the mail about a failure from a delivery of the report', () => {
    const to = (recipient: string) => step({ name: 'delivery', label: 'email', recipient });
    const of = (purpose: Delivery['purpose']) => ({ purpose }) as Delivery;
    const placed = placeSteps(
      {
        queued_at: '2026-11-21T09:00:00Z',
        finished_at: '2026-11-21T09:00:01Z',
        steps: [step({}), to('ann@example.com'), to('ann@example.com')],
        deliveries: [of('report'), of('failure_notice')],
      },
      now,
    );
    expect(placed.map(({ notice }) => notice)).toEqual([false, false, true]);
  });
});
