import { describe, expect, it } from 'vitest';
import { choices, stateOf } from './rows';

describe('the state of a dashboard', () => {
  it('is a draft until it was published, and says when the draft went on', () => {
    expect(stateOf({ published_version: null, has_unpublished_changes: true })).toBe('draft');
    expect(stateOf({ published_version: 3, has_unpublished_changes: true })).toBe('changed');
    expect(stateOf({ published_version: 3, has_unpublished_changes: false })).toBe('published');
  });
});

describe('the choices of a filter', () => {
  it('are sorted, each once, without the empty one', () => {
    expect(choices(['b', '', 'a', 'b'], null)).toEqual(['a', 'b']);
  });
  it('hold what is chosen even if nothing has it', () => {
    expect(choices(['a'], 'gone')).toEqual(['a', 'gone']);
  });
});
