// Where each step of a run stands on its line. Pure.
import type { Run, Step } from '../../api/types';

export interface PlacedStep extends Step {
  left: number; // shares of the whole
  width: number;
  notice: boolean; // the mail about a failure, no delivery of the report
}

const LONGEST = 10; // times the run's own length

type Shown = Pick<Run, 'queued_at' | 'finished_at' | 'steps'> & { deliveries?: Run['deliveries'] };

export function placeSteps(run: Shown, now: Date): PlacedStep[] {
  const begin = Date.parse(run.queued_at);
  const finished = Math.max(begin + 1, run.finished_at ? Date.parse(run.finished_at) : now.getTime());
  // What is sent again hours later stands at the end of the line instead of pressing the run into a dot.
  const most = begin + (finished - begin) * LONGEST;
  const ends = run.steps.map((step) => endOf(step, now)).filter((end) => end <= most);
  const end = Math.max(finished, ...ends);
  const whole = end - begin;
  // The server lists a step for each delivery, in their order.
  let sent = 0;
  return run.steps.map((given) => {
    const purpose = given.name === 'delivery' ? run.deliveries?.[sent++]?.purpose : undefined;
    const step = { ...given, notice: purpose === 'failure_notice' };
    if (!step.started_at) return { ...step, left: 0, width: 0 };
    const left = Math.min(0.99, Math.max(0, (Date.parse(step.started_at) - begin) / whole));
    const width = Math.max(0, (endOf(step, now) - Date.parse(step.started_at)) / whole);
    return { ...step, left, width: Math.min(1 - left, width) };
  });
}

function endOf(step: Step, now: Date): number {
  if (!step.started_at) return Number.NaN;
  return step.status === 'running' ? now.getTime() : Date.parse(step.started_at) + step.elapsed_ms;
}

export const stepWords: Record<Step['name'], string> = {
  queued: 'Waited',
  query: 'Query',
  layout: 'Layout',
  render: 'Drawing',
  delivery: 'Delivery',
};
