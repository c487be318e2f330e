// Which page an address shows. Pure.
import type { Component } from 'svelte';
import type { Role } from '../api/types';

export interface PageRoute {
  pattern: string; // "/reports/:id"; ":id" takes one segment
  // Gets `params`, a string for each ":name"; a page that needs none leaves them out.
  page: () => Promise<{ default: Component<any> }>;
  title: string; // of the tab, until the page names itself
  open?: boolean; // needs no session
  least?: Role; // whom it is for; others are told so before it asks the server for anything
}

export interface Matched {
  route: PageRoute;
  params: Record<string, string>;
}

// The first route whose pattern fits; nothing for an address that no page has.
export function matchRoute(routes: readonly PageRoute[], path: string): Matched | undefined {
  const segments = path.split('/').filter(Boolean);
  for (const route of routes) {
    const wanted = route.pattern.split('/').filter(Boolean);
    if (wanted.length !== segments.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((part, index) => {
      const segment = decode(segments[index] as string);
      if (segment === undefined) return false;
      if (!part.startsWith(':')) return part === segment;
      params[part.slice(1)] = segment;
      return true;
    });
    if (fits) return { route, params };
  }
  return undefined;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // "%zz" is nobody's address
  }
}
