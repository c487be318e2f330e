// The element's events: what `addEventListener` hands over, in types, and what an error says.
import { Problem } from './client.js';
import type {
  PresstimeErrorDetail,
  PresstimeFilterDetail,
  PresstimeReadyDetail,
  PresstimeResizeDetail,
} from './types.js';

/** What `addEventListener` hands over, by the event's name. */
export interface PresstimeDashboardEventMap {
  ready: CustomEvent<PresstimeReadyDetail>;
  resize: CustomEvent<PresstimeResizeDetail>;
  filter: CustomEvent<PresstimeFilterDetail>;
  error: CustomEvent<PresstimeErrorDetail>;
}

/** As HTMLElement's own, where `error` and `resize` would be a script's and a window's. */
export interface Listeners {
  addEventListener<K extends keyof PresstimeDashboardEventMap>(
    type: K,
    listener: (event: PresstimeDashboardEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof PresstimeDashboardEventMap>(
    type: K,
    listener: (event: PresstimeDashboardEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** Status 0: no server said it. */
export function detailOf(error: unknown, widget?: string): PresstimeErrorDetail {
  const problem =
    error instanceof Problem ? error : new Problem(0, error instanceof Error ? error.message : String(error));
  return {
    status: problem.status,
    detail: problem.detail,
    ...(problem.field && { field: problem.field }),
    ...(widget && { widget }),
  };
}
