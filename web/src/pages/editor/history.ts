// Undo and redo over whole values: what was, what is, what was taken back. Bounded. Edits that go on in the same place
// within a moment, such as typing in one field, are one step. Pure: the time is handed in.
export interface History<T> {
  past: T[];
  present: T;
  future: T[];
  place: string; // of the newest edit
  at: number; // its time, ms
}

export const mostSteps = 200;
const togetherMs = 1500;

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [], place: '', at: 0 };
}

// An empty place never joins the step before it.
export function edited<T>(history: History<T>, present: T, place: string, at: number): History<T> {
  if (present === history.present) return history;
  const goesOn = place !== '' && place === history.place && at - history.at < togetherMs;
  const past =
    goesOn && history.past.length ? history.past : [...history.past, history.present].slice(-mostSteps);
  return { past, present, future: [], place, at };
}

export function undone<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
    place: '',
    at: 0,
  };
}

export function redone<T>(history: History<T>): History<T> {
  const next = history.future[0];
  if (next === undefined) return history;
  return {
    past: [...history.past, history.present],
    present: next,
    future: history.future.slice(1),
    place: '',
    at: 0,
  };
}
