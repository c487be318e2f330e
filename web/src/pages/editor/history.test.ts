import { describe, expect, it } from 'vitest';
import { begin, edited, mostSteps, redone, undone } from './history';

describe('undo', () => {
  it('takes an edit back and gives it again', () => {
    let history = edited(begin('a'), 'b', '', 0);
    history = edited(history, 'c', '', 1);
    expect(undone(history).present).toBe('b');
    expect(undone(undone(history)).present).toBe('a');
    expect(undone(undone(undone(history))).present).toBe('a');
    expect(redone(undone(history)).present).toBe('c');
    expect(redone(history).present).toBe('c');
  });
  it('counts typing in one place as one step, until a pause', () => {
    let history = edited(begin('a'), 'ab', 'title', 1000);
    history = edited(history, 'abc', 'title', 1500);
    history = edited(history, 'abcd', 'title', 9000);
    expect(undone(history).present).toBe('abc');
    expect(undone(undone(history)).present).toBe('a');
  });
  it('begins a new step in another place and after an undo', () => {
    let history = edited(begin('a'), 'b', 'title', 0);
    history = edited(history, 'c', 'sql', 1);
    expect(undone(history).present).toBe('b');
    history = edited(undone(history), 'd', 'sql', 2);
    expect(history.future).toEqual([]);
    expect(undone(history).present).toBe('b');
  });
  it('is bounded', () => {
    let history = begin(0);
    for (let value = 1; value <= 3 * mostSteps; ++value) history = edited(history, value, '', value);
    expect(history.past).toHaveLength(mostSteps);
  });
});
