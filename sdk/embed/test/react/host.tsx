// A host in React and TypeScript: what compiles, and what must not.
import * as React from 'react';
import type { PresstimeDashboard } from '../../src/index.js';
import type {} from '../../src/react.js';

export function Board() {
  const ref = React.useRef<PresstimeDashboard>(null);
  return <presstime-dashboard ref={ref} className="board" dashboard="dash_sales" theme="dark" />;
}

// @ts-expect-error there is no such theme
export const blue = () => <presstime-dashboard theme="blue" />;
// @ts-expect-error there is no such attribute
export const strange = () => <presstime-dashboard boards="dash_sales" />;
export const other = () => <div id="still-known" />;
