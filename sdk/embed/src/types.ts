// What the server sends to a page with an embed or data access token, and what the page says back.

export interface GridBox {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Widget {
  id: string;
  kind: 'kpi' | 'chart' | 'table' | 'text' | 'image';
  title?: string;
  grid: GridBox;
}

export interface Parameter {
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'timestamp';
  default?: string | number | boolean | null;
  label?: string;
  has_options?: boolean;
}

/** A frequency that the host offers for reports. */
export interface ReportScheduleOption {
  cron: string;
  description: string;
}

export interface Scheduling {
  options: ReportScheduleOption[] | null;
  formats: string[];
  recipients: string[];
  most: number;
}

export interface Dashboard {
  id: string;
  name: string;
  description?: string;
  widgets: Widget[];
  parameters: Parameter[];
  permissions: { allowed_periods: string[]; max_date_range_days: number; allow_drill_down: boolean };
  scheduling: Scheduling | null;
  expires_at: string;
}

export interface Hit {
  series: string;
  category: string;
  value: string;
  box: [number, number, number, number];
}

export interface Picture {
  svg: string;
  alt: string;
  note: string;
  view_box: [number, number];
  hits: Hit[];
}

export type Cell = string | number | boolean | null;

export interface TableColumn {
  name: string;
  type: string;
  label: string;
  align: 'left' | 'right';
  lines: number;
  links?: (string | null)[];
  mark?: 'none' | 'bar' | 'dot';
  tones?: (string | null)[];
  least?: number;
  most?: number;
}

export interface TableData {
  columns: TableColumn[];
  rows: Cell[][];
  text: string[][];
  totals: string[] | null;
  complete: boolean;
  line: string;
}

export interface Schedule {
  id: number;
  dashboard_id: string;
  widget_id: string;
  widget_title: string;
  description: string;
  cron: string;
  timezone: string;
  format: string;
  enabled: boolean;
  email_to: string[];
  next_run_at: string | null;
  created_at: string;
  last_run: { status: string; nominal_at: string; finished_at: string | null } | null;
}

export interface NewSchedule {
  widget_id: string;
  cron: string;
  format: string;
  timezone: string;
  email_to?: string[];
  parameters?: Record<string, string>;
}

/** What `error` events tell. */
export interface PresstimeErrorDetail {
  status: number;
  detail: string;
  field?: string;
  widget?: string;
}
export interface PresstimeReadyDetail {
  dashboard: { id: string; name: string };
  widgets: string[];
}
export interface PresstimeResizeDetail {
  width: number;
  height: number;
}
export interface PresstimeFilterDetail {
  parameters: Record<string, string>;
  period: string;
}
