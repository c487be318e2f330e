// <presstime-dashboard>: fetches the dashboard its token opens and keeps it drawn at the size, theme and filters of the
// page. What stands in it is server data made into elements, never markup.
import { isSame, parsed, textsOf, type Chosen } from './choice.js';
import { Client, type GetToken, type View } from './client.js';
import { h } from './dom.js';
import { detailOf, type Listeners } from './events.js';
import { filterBar } from './filters.js';
import { adopt } from './styles.js';
import type { Dashboard, PresstimeErrorDetail, ReportScheduleOption } from './types.js';
import { WidgetCard } from './widget_card.js';

const ATTRIBUTES = [
  'endpoint',
  'dashboard',
  'token',
  'theme',
  'period',
  'parameters',
  'timezone',
  'locale',
] as const;

/** Where the plain script came from is where the server is; a module says it with `endpoint`. */
const scriptOrigin = (() => {
  const source = typeof document === 'undefined' ? null : document.currentScript;
  return source instanceof HTMLScriptElement ? source.src.replace(/\/embed\/[^/]*$/, '') : '';
})();

const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

export interface PresstimeDashboard {
  addEventListener: Listeners['addEventListener'];
  removeEventListener: Listeners['removeEventListener'];
}

export class PresstimeDashboard extends HTMLElement {
  static readonly observedAttributes = ATTRIBUTES;

  #root = this.attachShadow({ mode: 'open' });
  #token = '';
  #getToken: GetToken | null = null;
  #options: ReportScheduleOption[] | null = null;
  #chosen: Chosen = { parameters: {}, period: '' };
  #cards: WidgetCard[] = [];
  #bar: HTMLElement | null = null;
  #shown: (() => void) | null = null; // shows the page's new choice in place
  #life: AbortController | null = null;
  #planned = false;
  #size = '';
  #resizes = new ResizeObserver(() => this.#resized());
  #themes = () => this.#redraw();
  constructor() {
    super();
    adopt(this.#root);
  }

  /** The server's address, "https://reports.example.com". */
  get endpoint(): string {
    return this.getAttribute('endpoint') ?? scriptOrigin;
  }
  set endpoint(value: string) {
    this.setAttribute('endpoint', value);
  }

  /** Id of the dashboard; an embed session has its own. */
  get dashboard(): string {
    return this.getAttribute('dashboard') ?? '';
  }
  set dashboard(value: string) {
    this.setAttribute('dashboard', value);
  }

  /** A data access token or that of an embed session; kept in memory alone and never given back. */
  set token(value: string) {
    this.#token = value;
    this.#plan();
  }

  /** Gives a fresh token: asked for when there is none, and when the server refuses the one there is. */
  get getToken(): GetToken | null {
    return this.#getToken;
  }
  set getToken(value: GetToken | null) {
    this.#getToken = value;
    this.#plan();
  }

  /** "light" (the default), "dark", or "auto": as the viewer prefers. */
  get theme(): 'light' | 'dark' | 'auto' {
    const given = this.getAttribute('theme');
    return given === 'dark' || given === 'auto' ? given : 'light';
  }
  set theme(value: 'light' | 'dark' | 'auto') {
    this.setAttribute('theme', value);
  }

  /** "7d", "24h": the time before now. */
  get period(): string {
    return this.#chosen.period;
  }
  set period(value: string) {
    this.setAttribute('period', value);
  }

  /** Values of the dashboard's parameters that this token may set. */
  get parameters(): Record<string, string> {
    return { ...this.#chosen.parameters };
  }
  set parameters(values: Record<string, string | number | boolean>) {
    this.#choose({ ...this.#chosen, parameters: textsOf(values) });
  }

  /** Frequencies that the Reports dialog offers, of those that the token allows. */
  get reportScheduleOptions(): ReportScheduleOption[] | null {
    return this.#options;
  }
  set reportScheduleOptions(options: ReportScheduleOption[] | null) {
    this.#options = options;
    for (const card of this.#cards) card.options = options;
  }

  connectedCallback(): void {
    // What a page has set before the element was defined lies on it as plain members.
    for (const name of [
      'endpoint',
      'dashboard',
      'token',
      'getToken',
      'theme',
      'period',
      'parameters',
      'reportScheduleOptions',
    ] as const) {
      const given = Object.getOwnPropertyDescriptor(this, name);
      if (!given) continue;
      delete (this as Record<string, unknown>)[name];
      Object.assign(this, { [name]: given.value });
    }
    this.#resizes.observe(this);
    dark?.addEventListener('change', this.#themes);
    this.#plan();
  }

  disconnectedCallback(): void {
    this.#resizes.disconnect();
    dark?.removeEventListener('change', this.#themes);
    this.#life?.abort();
    this.#life = null;
    this.#shown = null;
  }

  attributeChangedCallback(name: (typeof ATTRIBUTES)[number], _: string | null, value: string | null): void {
    if (name === 'token' && value) {
      // Out of the document at once, so that nothing that reads it finds the token.
      this.#token = value;
      this.removeAttribute('token');
    }
    if (name === 'period') return this.#choose({ ...this.#chosen, period: value ?? '' });
    if (name === 'parameters') return this.#choose({ ...this.#chosen, parameters: parsed(value) });
    if (name === 'theme') return this.#redraw();
    this.#plan();
  }

  /** Fetches everything anew. */
  async reload(): Promise<void> {
    this.#life?.abort();
    const life = (this.#life = new AbortController());
    this.#cards = [];
    this.#shown = null;
    if (!this.#token && !this.#getToken) return this.#root.replaceChildren();
    this.#root.replaceChildren(
      h('div', { class: 'skeleton', role: 'status', 'aria-label': 'Loading the dashboard' }),
    );
    const { endpoint, dashboard } = this;
    const client = new Client(
      { endpoint, dashboard, token: this.#token, getToken: this.#getToken },
      life.signal,
    );
    try {
      this.#show(client, await client.dashboard(), life.signal);
    } catch (error) {
      if (!life.signal.aborted) this.#fail(error);
    }
  }

  // Several changes of one moment are one fetch.
  #plan(): void {
    if (this.#planned || !this.isConnected) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      if (this.isConnected) void this.reload();
    });
  }

  // Drawn in place; nothing for the same choice again, as a page makes it that hands back what "filter" told it.
  #choose(chosen: Chosen): void {
    if (isSame(chosen, this.#chosen)) return;
    this.#chosen = chosen;
    if (this.#shown && !this.#planned) this.#shown();
    else this.#plan();
  }

  #show(client: Client, shown: Dashboard, signal: AbortSignal): void {
    this.#cards = shown.widgets.map((widget) => {
      const card = new WidgetCard({
        client,
        widget,
        dashboard: shown,
        view: () => this.#view(),
        signal,
        failed: (error) => this.#tell(error, widget.id),
      });
      card.options = this.#options;
      return card;
    });
    const bar = () =>
      filterBar({
        dashboard: shown,
        chosen: this.#chosen,
        options: (parameter) => client.options(parameter, this.#view()),
        changed: () => this.#filtered(),
      });
    const draw = () =>
      void Promise.all(this.#cards.map((card) => card.draw())).then(() => {
        if (signal.aborted) return;
        this.#emit('ready', {
          dashboard: { id: shown.id, name: shown.name },
          widgets: shown.widgets.map((widget) => widget.id),
        });
      });
    const grid = h('div', { class: 'grid' }, ...this.#cards.map((card) => card.element));
    this.#bar = bar();
    this.#root.replaceChildren(
      ...(this.#bar ? [this.#bar] : []),
      shown.widgets.length ? grid : h('p', { class: 'empty' }, 'This dashboard shows nothing yet.'),
    );
    this.#shown = () => {
      const next = bar();
      if (next) this.#bar?.replaceWith(next);
      this.#bar = next;
      draw();
    };
    draw();
  }

  #view(): View {
    const theme = this.theme === 'auto' ? (dark?.matches ? 'dark' : 'light') : this.theme;
    return {
      theme,
      parameters: this.#chosen.parameters,
      period: this.#chosen.period,
      timezone: this.getAttribute('timezone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC',
      locale: this.getAttribute('locale') ?? navigator.language,
    };
  }

  #filtered(): void {
    this.#redraw();
    this.#emit('filter', { parameters: this.parameters, period: this.period });
  }

  #redraw(): void {
    for (const card of this.#cards) void card.draw();
  }

  #resized(): void {
    const { width, height } = this.getBoundingClientRect();
    const size = `${Math.round(width)} ${Math.round(height)}`;
    if (size === this.#size) return;
    this.#size = size;
    for (const card of this.#cards) card.resized();
    this.#emit('resize', { width: Math.round(width), height: Math.round(height) });
  }

  #fail(error: unknown): void {
    const detail = this.#tell(error);
    this.#shown = null;
    this.#root.replaceChildren(
      h(
        'div',
        { class: 'failed', role: 'alert' },
        h('p', {}, h('strong', {}, 'This dashboard cannot be shown.')),
        h('p', {}, detail.detail),
        h('button', { onclick: () => void this.reload() }, 'Try again'),
      ),
    );
  }

  #tell(error: unknown, widget?: string): PresstimeErrorDetail {
    const detail = detailOf(error, widget);
    this.#emit('error', detail);
    return detail;
  }

  // They do not bubble: an "error" that reached window would be taken for a script's.
  #emit(type: 'ready' | 'resize' | 'filter' | 'error', detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, composed: true }));
  }
}
