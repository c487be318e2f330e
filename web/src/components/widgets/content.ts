// What the server says of one widget: as a picture with its places, as rows, or as words; and where a view gets them.
import type { Widget, WidgetPicture, WidgetTable, WidgetText } from '../../api/types';

export type Theme = 'light' | 'dark';
export type Hit = WidgetPicture['hits'][number];

export type WidgetContent = WidgetTable | WidgetText;

export interface PictureSize {
  width: number; // CSS pixels
  height: number;
  theme: Theme;
}

// Where a view gets what it shows: a saved dashboard, a draft in the editor, an embed session.
export interface WidgetSource {
  picture(widget: Widget, size: PictureSize, signal: AbortSignal): Promise<WidgetPicture>;
  content(widget: Widget, limit: number, signal: AbortSignal): Promise<WidgetContent>;
}

// The most rows that the server hands out for a screen.
export const mostRows = 10_000;

// Which of the two a widget is shown by.
export function isPicture(widget: Widget): boolean {
  return widget.kind === 'chart' || widget.kind === 'kpi' || widget.kind === 'image';
}

// Addresses that a page may link to; the server has looked at them, too.
export function safeLink(link: string | null | undefined): string | undefined {
  return link && /^(https?:\/\/|mailto:)/i.test(link) ? link : undefined;
}

export const kindWords: Record<Widget['kind'], string> = {
  kpi: 'Figure',
  chart: 'Chart',
  table: 'Table',
  text: 'Text',
  image: 'Image',
};
