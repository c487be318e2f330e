// Edits of a dashboard's document: each takes the document and gives a new one, and nothing else changes. What the
// document may say is docs/dashboards.md; the server checks it.
import type { DashboardDocument, Grid, Parameter, Query, Widget } from '../../api/types';
import { kindWords } from '../../components/widgets/content';
import { firstFree } from './grid';

export type WidgetKind = Widget['kind'];

// A name that nobody has taken: "query", "query_2", ...
export function freeName(wanted: string, taken: string[]): string {
  if (!taken.includes(wanted)) return wanted;
  for (let number = 2; ; ++number) if (!taken.includes(`${wanted}_${number}`)) return `${wanted}_${number}`;
}

// Letters, digits and _ as names of queries and parameters must be: "Revenue by month" is "revenue_by_month".
export function plainName(text: string, fallback: string): string {
  const name = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 60);
  return name || fallback;
}

const sizes: Record<WidgetKind, { w: number; h: number }> = {
  kpi: { w: 3, h: 2 },
  chart: { w: 6, h: 6 },
  table: { w: 12, h: 8 },
  text: { w: 12, h: 2 },
  image: { w: 3, h: 2 },
};

function newFields(kind: WidgetKind, query: string): Partial<Widget> {
  if (kind === 'kpi') return { query, value: '', compare: '', good: 'neutral', format: '' };
  if (kind === 'chart') return { query, chart: { mark: 'bar', x: null, y: [] } };
  if (kind === 'table') return { query, columns: [] };
  if (kind === 'text') return { markdown: '' };
  return { image: '', alt: '' };
}

// With a new widget in the first place that is free below the top; its id comes back too.
export function addWidget(
  document: DashboardDocument,
  kind: WidgetKind,
): { document: DashboardDocument; id: string } {
  const id = freeName(
    `w_${kind}`,
    document.widgets.map((widget) => widget.id),
  );
  const grid = firstFree(
    document.widgets.map((widget) => widget.grid),
    sizes[kind],
  );
  const query = document.queries.at(-1)?.name ?? '';
  const widget = { id, kind, title: '', ...newFields(kind, query), grid } as Widget;
  return { document: { ...document, widgets: [...document.widgets, widget] }, id };
}

export function duplicateWidget(
  document: DashboardDocument,
  id: string,
): { document: DashboardDocument; id: string } {
  const original = document.widgets.find((widget) => widget.id === id);
  if (!original) return { document, id };
  const taken = document.widgets.map((widget) => widget.id);
  const copy = structuredClone(original);
  copy.id = freeName(original.id.replace(/_\d+$/, ''), taken);
  copy.grid = firstFree(
    document.widgets.map((widget) => widget.grid),
    original.grid,
    original.grid.y,
  );
  return { document: { ...document, widgets: [...document.widgets, copy] }, id: copy.id };
}

export function changeWidget(
  document: DashboardDocument,
  id: string,
  change: (widget: Widget) => Widget,
): DashboardDocument {
  return {
    ...document,
    widgets: document.widgets.map((widget) => (widget.id === id ? change(widget) : widget)),
  };
}

export function removeWidget(document: DashboardDocument, id: string): DashboardDocument {
  return { ...document, widgets: document.widgets.filter((widget) => widget.id !== id) };
}

// Places of several widgets at once, by id.
export function placeWidgets(document: DashboardDocument, places: Map<string, Grid>): DashboardDocument {
  return {
    ...document,
    widgets: document.widgets.map((widget) => ({ ...widget, grid: places.get(widget.id) ?? widget.grid })),
  };
}

export function addQuery(
  document: DashboardDocument,
  wanted: string,
  connection: string,
  sql = '',
): { document: DashboardDocument; name: string } {
  const name = freeName(
    wanted,
    document.queries.map((query) => query.name),
  );
  return { document: { ...document, queries: [...document.queries, { name, connection, sql }] }, name };
}

export function changeQuery(
  document: DashboardDocument,
  name: string,
  change: Partial<Query>,
): DashboardDocument {
  return {
    ...document,
    queries: document.queries.map((query) => (query.name === name ? { ...query, ...change } : query)),
  };
}

// The query under another name, everywhere it is named.
export function renameQuery(document: DashboardDocument, from: string, to: string): DashboardDocument {
  const renamed = (value: unknown) => (value === from ? to : value);
  return {
    ...changeQuery(document, from, { name: to }),
    widgets: document.widgets.map((widget) => {
      const next = { ...widget };
      for (const key of ['query', 'sparkline_query']) if (key in next) next[key] = renamed(next[key]);
      return next;
    }),
    parameters: document.parameters?.map((parameter) => ({
      ...parameter,
      options_query: renamed(parameter.options_query) as string | undefined,
    })),
  };
}

// Who reads the query, in words: it cannot go while somebody does.
export function usersOfQuery(document: DashboardDocument, name: string): string[] {
  const widgets = document.widgets
    .filter((widget) => widget.query === name || widget.sparkline_query === name)
    .map((widget) => widgetName(widget));
  const parameters = (document.parameters ?? [])
    .filter((parameter) => parameter.options_query === name)
    .map((parameter) => `parameter ${parameter.name}`);
  return [...widgets, ...parameters];
}

export function removeQuery(document: DashboardDocument, name: string): DashboardDocument {
  return { ...document, queries: document.queries.filter((query) => query.name !== name) };
}

export function changeParameter(
  document: DashboardDocument,
  index: number,
  change: Partial<Parameter>,
): DashboardDocument {
  return {
    ...document,
    parameters: document.parameters?.map((parameter, at) =>
      at === index ? { ...parameter, ...change } : parameter,
    ),
  };
}

// An item of a list in another place.
export function moved<T>(items: T[], from: number, to: number): T[] {
  if (to < 0 || to >= items.length || from === to) return items;
  const next = [...items];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

// How a widget is called: its title, or what it is.
export function widgetName(widget: Widget): string {
  return widget.title?.trim() || `${kindWords[widget.kind] ?? widget.kind} ${widget.id}`;
}

// The document with one widget and no more than that widget needs, for its preview: an unfinished neighbour does not
// stand in the way, and a picture in another widget is not sent along.
export function aloneWith(document: DashboardDocument, id: string): DashboardDocument {
  const widget = document.widgets.find((each) => each.id === id);
  const named = [widget?.query, widget?.sparkline_query];
  return {
    id: document.id,
    name: document.name.trim() || 'Preview',
    theme: document.theme,
    parameters: (document.parameters ?? []).map((parameter) => ({ ...parameter, options_query: undefined })),
    datasets: document.datasets,
    queries: document.queries.filter((query) => named.includes(query.name)),
    widgets: widget ? [widget] : [],
  };
}

// What is missing before the server can draw the widget, as a nudge; "" when nothing is.
export function unfinished(widget: Widget): string {
  if (widget.kind === 'text') return String(widget.markdown ?? '').trim() ? '' : 'Write something.';
  if (widget.kind === 'image') return widget.image ? '' : 'Choose a picture.';
  if (!widget.query) return 'Choose a query.';
  if (widget.kind === 'kpi') return widget.value ? '' : 'Choose the column of the value.';
  if (widget.kind !== 'chart') return '';
  const chart = (widget.chart ?? {}) as { mark?: string; x?: string; y?: string[]; [key: string]: unknown };
  const more: Record<string, unknown> = {
    combo: (chart.y2 as string[])?.[0],
    bubble: chart.size,
    heatmap: chart.series,
  };
  const mark = chart.mark ?? '';
  const missing =
    (mark !== 'gauge' && !chart.x) ||
    (mark !== 'histogram' && !chart.y?.length) ||
    (mark in more && !more[mark]);
  return missing ? 'Choose the columns.' : '';
}
