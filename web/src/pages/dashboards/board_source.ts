// A saved dashboard's widgets: how a page asks the server for their pictures, rows and files.
import { get, type Query } from '../../api/client';
import { dashboardPath } from '../../api/dashboards';
import type { WidgetPicture } from '../../api/types';
import type { WidgetContent, WidgetSource } from '../../components/widgets/content';
import { downloadFile } from '../../lib/download';
import { inTurn } from '../../lib/turns';

const widgetPath = (dashboard: string, widget: string): string =>
  `${dashboardPath(dashboard)}/widgets/${encodeURIComponent(widget)}`;

export function boardSource(dashboard: string, asked: Query): WidgetSource {
  const ask = <T>(path: string, query: Query, signal: AbortSignal): Promise<T> =>
    inTurn(() => get<T>(path, { ...asked, ...query }, { signal }), signal);
  return {
    picture: (widget, size, signal) =>
      ask<WidgetPicture>(`${widgetPath(dashboard, widget.id)}/picture`, { ...size }, signal),
    content: (widget, limit, signal) =>
      ask<WidgetContent>(`${widgetPath(dashboard, widget.id)}/data`, { limit }, signal),
  };
}

// The rows behind a widget as a file.
export function downloadRows(
  dashboard: string,
  widget: string,
  asked: Query,
  format: 'csv' | 'xlsx',
): Promise<void> {
  return downloadFile(`${widgetPath(dashboard, widget)}/data`, { ...asked, format }, `${widget}.${format}`);
}

// What the widget looks like, to be set into another document; of PNG two pixels for each of the size.
export function downloadPicture(
  dashboard: string,
  widget: string,
  asked: Query,
  name: string,
  format: 'svg' | 'png',
): Promise<void> {
  const query = { ...asked, width: 1200, height: 600, theme: 'light', format };
  const fallback = `${name.replace(/[\\/:*?"<>|]+/g, ' ').slice(0, 100)}.${format}`;
  return downloadFile(`${widgetPath(dashboard, widget)}/picture`, query, fallback);
}

export function downloadBoard(dashboard: string, asked: Query, format: string): Promise<void> {
  return downloadFile(`${dashboardPath(dashboard)}/download`, { ...asked, format }, `${dashboard}.${format}`);
}
