import { describe, expect, it } from 'vitest';
import { literal, textOf, tried, triedLiterals, withType } from './typed_value';

describe('a typed value', () => {
  it('becomes a literal of its type, or nothing', () => {
    expect(literal('integer', '42')).toBe(42);
    expect(literal('integer', '4.2')).toBeUndefined();
    expect(literal('number', '4.2')).toBe(4.2);
    expect(literal('number', 'x')).toBeUndefined();
    expect(literal('boolean', 'true')).toBe(true);
    expect(literal('date', '2026-04-21')).toBe('2026-04-21');
    expect(literal('date', '21.4.')).toBeUndefined();
    expect(literal('timestamp', '2026-04-21T09:00')).toBe('2026-04-21T09:00:00Z');
    expect(literal('string', ' EMEA')).toBe(' EMEA');
    expect(literal('date', '')).toBeNull();
  });
  it('comes back as the control takes it', () => {
    expect(textOf('timestamp', '2026-04-21T09:00:00Z')).toBe('2026-04-21T09:00');
    expect(textOf('integer', null)).toBe('');
  });
  it('stays when the type changes and it still fits', () => {
    expect(withType({ name: 'a', type: 'string', default: '12' }, 'integer').default).toBe(12);
    expect(withType({ name: 'a', type: 'string', default: 'EMEA' }, 'integer').default).toBeNull();
  });
  it('is tried only where it says something', () => {
    const parameters = [
      { name: 'year', type: 'integer' },
      { name: 'region', type: 'string' },
    ];
    const values = { year: '20x', region: 'EMEA', gone: '1' };
    expect(tried(parameters, values)).toEqual({ region: 'EMEA' });
    expect(triedLiterals(parameters, { year: '2015' })).toEqual({ year: 2015 });
  });
});
