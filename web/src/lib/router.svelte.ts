// Addresses and pages: which page an address shows, links without a full load, and a Back button that keeps the
// place. Pages load when first opened. Modified clicks, downloads and other origins stay the browser's.
const basePath = new URL(document.baseURI).pathname.replace(/\/$/, '');

// Says whether something would be lost by leaving.
type LeaveGuard = () => boolean;
// Addresses that are no pages, as src/api/web_pages.cpp has them.
const ofPrograms = /^\/(v1|api|admin|embed|assets|\.well-known|metrics|healthz|readyz)(\/|$)/;
const leaveQuestion = 'Leave this page? Your changes are not saved.';

class Location {
  path = $state('/');
  query = $state.raw(new URLSearchParams());
  hash = $state('');
  #position = 0; // of this entry in the history
  #guards = new Set<LeaveGuard>();
  #stopRestoring = () => {};

  constructor() {
    const state = history.state as { position?: number } | null;
    this.#position = state?.position ?? 0;
    if (state?.position === undefined) history.replaceState({ position: 0 }, '');
    history.scrollRestoration = 'manual';
    this.#read();
  }

  #read(): void {
    const path = window.location.pathname;
    this.path = path.startsWith(basePath) ? path.slice(basePath.length) || '/' : path;
    this.query = new URLSearchParams(window.location.search);
    this.hash = window.location.hash;
  }

  #wouldLose(): boolean {
    return [...this.#guards].some((guard) => guard());
  }

  #mayLeave(): boolean {
    return !this.#wouldLose() || window.confirm(leaveQuestion);
  }

  #keepScroll(): void {
    this.#stopRestoring();
    sessionStorage.setItem(`scroll:${this.#position}`, String(window.scrollY));
  }

  // Once the page of an entry is drawn: where it was left, or its top. What it fetches comes later, so a place further
  // down is taken as soon as the page is long enough, unless somebody has moved in it before.
  restoreScroll(): void {
    this.#stopRestoring();
    const place = Number(sessionStorage.getItem(`scroll:${this.#position}`) ?? 0);
    window.scrollTo(0, place);
    if (window.scrollY >= place - 1) return;
    const moves = ['wheel', 'touchmove', 'keydown', 'pointerdown'];
    const grown = new ResizeObserver(() => {
      window.scrollTo(0, place);
      if (window.scrollY >= place - 1) this.#stopRestoring();
    });
    grown.observe(document.body);
    const stop = () => {
      grown.disconnect();
      for (const move of moves) window.removeEventListener(move, stop);
      this.#stopRestoring = () => {};
    };
    for (const move of moves) window.addEventListener(move, stop, { passive: true });
    this.#stopRestoring = stop;
  }

  go(to: string, options: { replace?: boolean } = {}): void {
    const url = new URL(basePath + to, window.location.origin);
    if (!options.replace && url.pathname !== window.location.pathname && !this.#mayLeave()) return;
    this.#keepScroll();
    if (options.replace) history.replaceState({ position: this.#position }, '', url);
    else {
      history.pushState({ position: ++this.#position }, '', url);
      sessionStorage.removeItem(`scroll:${this.#position}`);
    }
    this.#read();
  }

  // Filters of a list live in the address: a reload and a copied link keep them. Empty values leave it.
  setQuery(
    values: Record<string, string | number | boolean | null | undefined>,
    options = { replace: true },
  ): void {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(values))
      if (value === undefined || value === null || value === '' || value === false) query.delete(name);
      else query.set(name, String(value));
    const text = query.toString();
    if (text !== this.query.toString()) this.go(this.path + (text ? '?' + text : ''), options);
  }

  // Asks before an edit is lost; returns how to take the question back. Also before the tab closes.
  guardLeaving(guard: LeaveGuard): () => void {
    this.#guards.add(guard);
    return () => this.#guards.delete(guard);
  }

  // Takes clicks on links and the Back button over; returns how to hand them back.
  listen(): () => void {
    const click = (event: MouseEvent) => {
      const anchor = (event.target as Element | null)?.closest?.('a');
      if (!anchor || event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      if (anchor.target || anchor.hasAttribute('download') || !anchor.hasAttribute('href')) return;
      const url = new URL(anchor.href);
      if (url.origin !== window.location.origin || !url.pathname.startsWith(basePath)) return;
      if (ofPrograms.test(url.pathname.slice(basePath.length))) return;
      if (url.hash && url.pathname === window.location.pathname && url.search === window.location.search)
        return;
      event.preventDefault();
      this.go(url.pathname.slice(basePath.length) + url.search + url.hash);
    };
    let returning = false;
    const back = (event: PopStateEvent) => {
      if (returning) {
        returning = false;
        return;
      }
      const position = (event.state as { position?: number } | null)?.position ?? 0;
      if (window.location.pathname !== basePath + this.path && !this.#mayLeave()) {
        returning = true;
        history.go(this.#position - position);
        return;
      }
      this.#keepScroll();
      this.#position = position;
      this.#read();
    };
    const close = (event: BeforeUnloadEvent) => {
      this.#keepScroll();
      if (this.#wouldLose()) event.preventDefault();
    };
    document.addEventListener('click', click);
    window.addEventListener('popstate', back);
    window.addEventListener('beforeunload', close);
    return () => {
      document.removeEventListener('click', click);
      window.removeEventListener('popstate', back);
      window.removeEventListener('beforeunload', close);
    };
  }
}

export const location = new Location();

// An address as a link writes it: "/reports/7" below the base.
export function href(path: string): string {
  return basePath + path;
}
