// What the server says of one widget: as a picture with its places, as rows, or as words; and where a view gets them.
import type { Cell, Widget, WidgetPicture } from '../../api/types';

export type Theme = 'light' | 'dark';
export type Tone = 'good' | 'warn' | 'bad' | 'neutral';
export type Hit = WidgetPicture['hits'][number];

export interface ShownColumn {
  name: string;
  type: string;
  label: string;
  format: string;
  align: 'left' | 'right';
  lines: number; // text wraps to so many
  total: string;
  mark: 'none' | 'bar' | 'dot';
  least?: number; // ends of the bars' common scale, zero between them
  most?: number;
  tones?: (Tone | null)[]; // one a row
  links?: (string | null)[];
}

export interface TableContent {
  kind: 'table';
  title: string;
  columns: ShownColumn[];
  rows: Cell[][];
  text: string[][]; // the same cells as a report writes them
  totals: string[] | null;
  row_count: number;
  rows_in_result: number;
  counted: boolean; // false: there are more than rows_in_result
  complete: boolean;
  line: string; // "Showing 1,000 of 4,812 rows, cut by ..."
  data_as_of: string;
}

export interface TextSpan {
  text: string;
  strong: boolean;
  emphasis: boolean;
  link: string | null;
}

export interface TextBlock {
  kind: 'heading' | 'paragraph' | 'item';
  level: number; // heading: 1-3; item: how deep, from 0
  marker: string; // item: "•" or "3."
  spans: TextSpan[];
}

export interface TextContent {
  kind: 'text';
  blocks: TextBlock[];
}

export type WidgetContent = TableContent | TextContent;

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
export const kMostRows = 10_000;

// Which of the two a widget is shown by.
export function isPicture(widget: Widget): boolean {
  return widget.kind === 'chart' || widget.kind === 'kpi' || widget.kind === 'image';
}

// Addresses that a page may link to; the server has looked at them, too.
export function safeLink(link: string | null | undefined): string | undefined {
  return link && /^(https?:\/\/|mailto:)/i.test(link) ? link : undefined;
}
