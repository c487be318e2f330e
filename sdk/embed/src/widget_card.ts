// One widget in its card: drawn, drawn again when something changes, with its menu. A late answer never overwrites a
// newer one.
import { Client, type View } from './client.js';
import { download, h } from './dom.js';
import { keptText } from './filters.js';
import { menuOf } from './menu.js';
import { showPicture } from './picture.js';
import { ReportsDialog } from './reports_dialog.js';
import { showTable, type KeptSort } from './table.js';
import type { Dashboard, ReportScheduleOption, Widget } from './types.js';

export interface CardOf {
  client: Client;
  widget: Widget;
  dashboard: Dashboard;
  view: () => View;
  signal: AbortSignal;
  failed: (error: unknown) => void;
}

const SETTLED_MS = 150;
const LEAST_PX = 24;

export class WidgetCard {
  readonly element: HTMLElement;
  options: ReportScheduleOption[] | null = null;
  #body = h('div', { class: 'body' });
  #sort: KeptSort = { by: null, columns: '' };
  #drawn = 0;
  #width = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly of: CardOf) {
    const { widget } = of;
    this.element = h('section', {
      class: `card ${widget.kind}`,
      'data-widget': widget.id,
      'aria-label': widget.title || null,
    });
    for (const side of ['x', 'y', 'w', 'h'] as const)
      this.element.style.setProperty(`--${side}`, String(widget.grid[side]));
    const hasRows = widget.kind === 'table' || widget.kind === 'chart';
    const titled = widget.kind === 'table' && widget.title;
    if (titled) this.element.append(h('h2', {}, widget.title!));
    if (hasRows) this.element.append(this.#menu());
    this.element.append(this.#body);
  }

  async draw(): Promise<void> {
    const turn = ++this.#drawn;
    this.#width = Math.round(this.#body.clientWidth);
    this.#body.setAttribute('aria-busy', 'true');
    if (!this.#body.firstChild) this.#body.append(h('div', { class: 'skeleton' }));
    try {
      const show = await this.#fetch();
      if (turn === this.#drawn) show();
    } catch (error) {
      if (turn === this.#drawn && !this.of.signal.aborted) this.#fail(error);
    } finally {
      if (turn === this.#drawn) this.#body.removeAttribute('aria-busy');
    }
  }

  /** A picture is drawn for its width; a table fits any. */
  resized(): void {
    if (this.of.widget.kind === 'table') return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.of.signal.aborted && Math.abs(this.#body.clientWidth - this.#width) > 2) void this.draw();
    }, SETTLED_MS);
  }

  async #fetch(): Promise<() => void> {
    const { client, widget, view } = this.of;
    if (widget.kind === 'table') {
      const data = await client.table(widget.id, view());
      return () => showTable(this.#body, data, widget.title || 'Table', this.#sort);
    }
    const size = {
      width: Math.max(LEAST_PX, this.#body.clientWidth),
      height: Math.max(LEAST_PX, this.#body.clientHeight),
    };
    const picture = await client.picture(widget.id, size, view());
    return () => showPicture(this.#body, picture);
  }

  #menu(): HTMLElement {
    const items = [
      { label: 'Download CSV', action: () => void this.#save('csv') },
      { label: 'Download Excel (XLSX)', action: () => void this.#save('xlsx') },
    ];
    if (this.of.widget.kind === 'chart')
      items.push({ label: 'Download PNG', action: () => void this.#save('png') });
    if (this.of.dashboard.scheduling) items.push({ label: 'Reports …', action: () => void this.#reports() });
    return menuOf(`Menu of ${this.of.widget.title || 'this widget'}`, items);
  }

  async #save(format: 'csv' | 'xlsx' | 'png'): Promise<void> {
    try {
      const { name, blob } = await this.of.client.file(this.of.widget.id, format, this.of.view());
      download(name, blob);
    } catch (error) {
      if (!this.of.signal.aborted) this.#fail(error);
    }
  }

  #reports(): Promise<void> {
    const { client, widget, dashboard, view } = this.of;
    const { timezone, locale, parameters } = view();
    const dialog = new ReportsDialog({
      client,
      widget,
      scheduling: dashboard.scheduling!,
      page: this.options,
      timezone,
      locale,
      parameters,
      kept: keptText(dashboard.parameters, parameters),
    });
    return dialog.open(this.element);
  }

  #fail(error: unknown): void {
    const { widget } = this.of;
    const words = error instanceof Error ? error.message : String(error);
    this.#body.replaceChildren(
      h(
        'div',
        { class: 'failed', role: 'alert' },
        // A table's title stands above; that of a picture would have been in it.
        widget.kind !== 'table' && widget.title && h('p', {}, h('strong', {}, widget.title)),
        h('p', {}, words),
        h('button', { onclick: () => void this.draw() }, 'Try again'),
      ),
    );
    this.of.failed(error);
  }
}
