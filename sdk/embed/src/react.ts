// <presstime-dashboard> in JSX, for TypeScript with React 18 or 19: `import type {} from '@presstime/embed/react'`.
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { PresstimeDashboard } from './element.js';

/** What is text, as attributes. Properties and events go through a ref, so that both versions do the same. */
export interface PresstimeDashboardAttributes extends HTMLAttributes<PresstimeDashboard> {
  endpoint?: string;
  dashboard?: string;
  theme?: 'light' | 'dark' | 'auto';
  period?: string;
  parameters?: string; // JSON
  timezone?: string;
  locale?: string;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'presstime-dashboard': DetailedHTMLProps<PresstimeDashboardAttributes, PresstimeDashboard>;
    }
  }
}
