import { describe, expect, it } from 'vitest';
import { asSentence, withoutField } from './words';

describe('a sentence', () => {
  it('begins with a capital letter and ends once', () => {
    expect(asSentence('name must not be empty')).toBe('Name must not be empty.');
    expect(asSentence('Try again.')).toBe('Try again.');
    expect(asSentence('really?')).toBe('Really?');
  });
});

describe('a refusal beside its field', () => {
  it('does not name the field', () => {
    expect(withoutField('name must not be empty', 'name')).toBe('Must not be empty.');
    expect(withoutField('email_to[1] "a b" holds a space', 'email_to[1]')).toBe('"a b" holds a space.');
    expect(withoutField('email_to[1] "a b" holds a space', 'email_to')).toBe('"a b" holds a space.');
    expect(withoutField('email_to[0]: "x" is no address', 'email_to[0]')).toBe('"x" is no address.');
    expect(withoutField('path is not there', 'options.path')).toBe('Is not there.');
    expect(withoutField('parameters.n must be a number', 'parameters.n')).toBe('Must be a number.');
  });
  it('keeps words that only begin like it', () => {
    expect(withoutField('name the period first', 'name')).toBe('Name the period first.');
    expect(withoutField('hours must be numbers', 'hour')).toBe('Hours must be numbers.');
    expect(withoutField('a report needs a dashboard', 'dashboard_id')).toBe('A report needs a dashboard.');
    expect(withoutField('it is wrong', '')).toBe('It is wrong.');
  });
});
