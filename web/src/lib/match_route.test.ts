import { describe, expect, it } from 'vitest';
import { matchRoute, type PageRoute } from './match_route';

const page = () => Promise.reject(new Error('not loaded here'));
const routes: PageRoute[] = [
  { pattern: '/', page, title: 'Today' },
  { pattern: '/reports/new', page, title: 'New report' },
  { pattern: '/reports/:id', page, title: 'Report' },
];

describe('matchRoute', () => {
  it('takes the first pattern that fits, so that fixed words stand before parameters', () => {
    expect(matchRoute(routes, '/reports/new')?.route.title).toBe('New report');
    expect(matchRoute(routes, '/reports/7')).toMatchObject({ params: { id: '7' } });
    expect(matchRoute(routes, '/')?.route.title).toBe('Today');
  });
  it('does not mind a slash at the end', () => {
    expect(matchRoute(routes, '/reports/7/')?.params.id).toBe('7');
  });
  it('decodes a segment once and passes over a broken one', () => {
    expect(matchRoute(routes, '/reports/a%2520b')?.params.id).toBe('a%20b');
    expect(matchRoute(routes, '/reports/%zz')).toBeUndefined();
  });
  it('finds nothing for what no page has', () => {
    expect(matchRoute(routes, '/reports/7/8')).toBeUndefined();
  });
});
