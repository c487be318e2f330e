import { describe, expect, it } from 'vitest';
import { asSentence } from './words';

describe('a sentence', () => {
  it('begins with a capital letter and ends once', () => {
    expect(asSentence('name must not be empty')).toBe('Name must not be empty.');
    expect(asSentence('Try again.')).toBe('Try again.');
    expect(asSentence('really?')).toBe('Really?');
  });
});
