import { describe, expect, it } from 'vitest';
import type { EventType } from '../../api/types';
import { matching, pairChanges, pairsText, readFilters, readPairs } from './filters';

const type = (name: string, ...families: string[]): EventType => ({
  type: name,
  description: '',
  resource: '',
  families,
  formats: [],
  example: {},
  examples: {},
});
const types = [
  type('report.run', 'tasks'),
  type('report.created', 'tasks', 'reports'),
  type('query.run', 'reports'),
];
const names = (filters: string[]) => matching(filters, types).map((each) => each.type);

describe('filters', () => {
  it('let everything through when there are none', () => {
    expect(names([])).toHaveLength(3);
  });
  it('are families, types or patterns, without case', () => {
    expect(names(['REPORTS'])).toEqual(['report.created', 'query.run']);
    expect(names(['report.run'])).toEqual(['report.run']);
    expect(names(['report.*'])).toEqual(['report.run', 'report.created']);
    expect(names(['*.run'])).toEqual(['report.run', 'query.run']);
  });
  it('take a dot for a dot', () => {
    expect(names(['reportxrun'])).toEqual([]);
    expect(names(['report.run('])).toEqual([]);
  });
  it('are read from what people type', () => {
    expect(readFilters('tasks, report.run\ntasks')).toEqual(['tasks', 'report.run']);
  });
});

describe('headers', () => {
  it('read back what they write', () => {
    const headers = { 'X-Team': 'Finance: EU', 'X-Key': '***' };
    expect(readPairs(pairsText(headers))).toEqual(headers);
  });
  it('take back those that are gone', () => {
    expect(pairChanges({ a: '***', b: '1' }, { a: '***', c: '2' })).toEqual({ a: '***', b: null, c: '2' });
  });
});
