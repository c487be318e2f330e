// What the server sends and takes, as docs/api.md and /v1/openapi.json say it. Instants are RFC 3339 in UTC.
export type Role = 'viewer' | 'editor' | 'admin' | 'owner';
// What a grant of a category allows; each includes those before it.
export type GrantLevel = 'read' | 'edit' | 'manage';
export type RunStatus = 'queued' | 'running' | 'success' | 'partial' | 'failed' | 'cancelled' | 'skipped';
export type DeliveryStatus = 'none' | 'pending' | 'delivered' | 'partial' | 'failed';
export type DeliveryState =
  'pending' | 'sending' | 'retrying' | 'accepted' | 'rejected' | 'unknown' | 'cancelled' | 'suppressed';
export type Format = 'pdf' | 'csv' | 'png' | 'json' | 'xlsx' | 'html';

export interface Warning {
  field: string;
  detail: string;
}

export interface User {
  id: number;
  email: string;
  name: string;
  role: Role;
  enabled: boolean;
  invited: boolean;
  version: number;
  created_at: string;
  last_seen_at: string | null;
}

export interface About {
  version: string;
  tzdata: string;
  started_at: string;
  public_url: string;
  outbox: boolean; // mail is written to a folder, not sent
  first_start: boolean; // nothing has been made yet
  sample: boolean; // the sample data is there
  workspace: { id: number; name: string; timezone?: string };
  sources: string[];
}

export interface Progress {
  done: number;
  total: number;
  label: string;
  phase: string;
  updated_at: string;
}

export interface RunRow {
  id: number;
  report_id: number;
  report_name: string;
  dashboard_id: string;
  dashboard_name: string;
  format: Format[];
  nominal_at: string;
  timezone: string;
  cause: string;
  status: RunStatus;
  delivery_status: DeliveryStatus;
  phase: string;
  queued_at: string;
  started_at: string | null;
  finished_at: string | null;
  late_s: number;
  rows: number;
  complete: boolean;
  error: string;
  reason: string;
  skipped_count: number;
  progress?: Progress;
}

export interface UpcomingRun {
  report_id: number;
  report_name: string;
  dashboard_id: string;
  dashboard_name: string;
  at: string;
  timezone: string;
  format: Format[];
}

export type AttentionKind =
  | 'failed_run'
  | 'partial_run'
  | 'unknown_delivery'
  | 'failed_delivery'
  | 'late_run'
  | 'orphaned_report'
  | 'disabled_webhook'
  | 'disk';

export interface Attention {
  kind: AttentionKind;
  title: string;
  detail: string;
  at: string;
  action: 'run_again' | 'resend' | 'hand_over' | 'resume_webhook' | 'open';
  run_id?: number;
  report_id?: number;
  delivery_id?: number;
  webhook_id?: number;
  user_id?: number;
}

export interface TodayBucket {
  from: string;
  to: string;
  sent: number;
  late: number;
  failed: number;
  running: number;
  skipped: number;
  upcoming: number;
}

export interface Today {
  date: string;
  timezone: string;
  from: string;
  to: string;
  now: string;
  counts: Record<
    | 'due'
    | 'due_sent'
    | 'sent'
    | 'late'
    | 'failed'
    | 'partial'
    | 'running'
    | 'queued'
    | 'skipped'
    | 'cancelled'
    | 'upcoming',
    number
  >;
  buckets: TodayBucket[];
  runs: RunRow[];
  runs_total: number;
  upcoming: UpcomingRun[];
  upcoming_total: number;
  on_time: {
    days: { date: string; due: number; on_time: number; late: number; failed: number }[];
    due: number;
    on_time: number;
    share: number | null;
  };
  attention: Attention[];
  attention_total: number;
}

export interface ReportRow {
  id: number;
  name: string;
  dashboard_id: string;
  dashboard_name: string;
  category: string;
  enabled: boolean;
  format: Format[];
  schedule_text: string;
  timezone: string;
  next_run_at: string | null;
  owned_by: { user?: number; token?: number } | null;
  owner: string;
  tags: string[];
  recipients: number;
  orphaned: boolean;
  last_run: Pick<
    RunRow,
    | 'id'
    | 'status'
    | 'delivery_status'
    | 'nominal_at'
    | 'finished_at'
    | 'late_s'
    | 'rows'
    | 'complete'
    | 'error'
  > | null;
}

// The report document; fields that a page does not edit pass through untouched.
export interface Report {
  id: number;
  name: string;
  description?: string;
  dashboard_id: string;
  enabled: boolean;
  schedule_kind: string;
  schedule_text?: string; // "Every Monday at 09:00 (Europe/Berlin)"
  hour?: number;
  minute?: number;
  day_of_week?: number;
  day_of_month?: number;
  month_end?: string;
  cron?: string;
  at?: string;
  timezone: string;
  starts_on?: string | null;
  ends_on?: string | null;
  format: Format | Format[];
  parameters?: Record<string, unknown>;
  email_to?: string[];
  cc?: string[];
  bcc?: string[];
  subject?: string;
  body?: string;
  webhook_url?: string;
  next_run_at: string | null;
  version: number;
  warnings?: Warning[];
  [field: string]: unknown;
}

export interface Attempt {
  n: number;
  started_at: string;
  latency_ms: number;
  outcome: string;
  status_code: number;
  response: string;
  peer: string;
  bytes: number;
  error: string;
}

export interface Delivery {
  id: number;
  purpose: 'report' | 'failure_notice' | 'event' | 'webhook_notice';
  channel: string;
  recipient: string;
  role: string;
  status: DeliveryState;
  reason: string;
  attempts: Attempt[];
  next_attempt_at?: string | null;
  [field: string]: unknown;
}

export interface Artifact {
  n: number;
  format: Format;
  filename: string;
  content_type: string;
  bytes: number;
  sha256: string;
  rows: number;
  complete: boolean;
  note: string;
  elapsed_ms: number;
  url: string;
}

export interface Step {
  name: 'queued' | 'query' | 'layout' | 'render' | 'delivery';
  label: string;
  started_at: string | null;
  elapsed_ms: number;
  status: 'waiting' | 'running' | 'done' | 'failed';
  rows?: number;
  detail?: string;
  recipient?: string;
}

export interface Run extends RunRow {
  trigger: string;
  attempt: number;
  period_start: string;
  period_end: string;
  artifacts: Artifact[];
  deliveries: Delivery[];
  steps: Step[];
  [field: string]: unknown;
}

export interface Column {
  name: string;
  type: string;
  label?: string;
  format?: string;
  align?: 'left' | 'right';
}

export type Cell = string | number | boolean | null;

export interface TableData {
  columns: Column[];
  rows: Cell[][];
  text?: string[][]; // the rows as the PDF writes them
  totals?: string[] | null;
  row_count: number;
  complete: boolean;
  elapsed_ms?: number;
  note?: string;
}

export interface Grid {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Widget {
  id: string;
  kind: 'kpi' | 'table' | 'chart' | 'text' | 'image';
  title?: string;
  query?: string;
  grid: Grid;
  [field: string]: unknown;
}

export interface Parameter {
  name: string;
  type: string;
  default?: unknown;
  label?: string;
  options_query?: string;
}

export interface Query {
  id?: number;
  name: string;
  connection: string;
  sql: string;
  max_rows?: number;
  timeout_s?: number;
}

export interface DashboardDocument {
  id: string;
  name: string;
  description?: string;
  category?: string;
  tags?: string[];
  theme?: string;
  parameters?: Parameter[];
  datasets?: Record<string, unknown>[];
  queries: Query[];
  widgets: Widget[];
  template_html?: string | null;
  [field: string]: unknown;
}

// One column of a widget's rows: GET /v1/dashboards/{id}/widgets/{w}/data.
export interface ShownColumn extends Column {
  label: string;
  format: string;
  align: 'left' | 'right';
  lines: number; // text wraps to so many
  total: 'none' | 'sum' | 'average' | 'minimum' | 'maximum' | 'count';
  mark: 'none' | 'bar' | 'dot';
  least?: number; // of a marked column: the ends of the bars' common scale
  most?: number;
  tones?: (Tone | null)[]; // of a marked column: one a row
  links?: (string | null)[]; // of a linked column: one a row, http, https or mailto
}

export type Tone = 'neutral' | 'good' | 'warn' | 'bad';

export interface WidgetTable extends TableData {
  kind: 'table';
  title: string;
  columns: ShownColumn[];
  text: string[][];
  totals: string[] | null;
  rows_in_result: number;
  counted: boolean; // false: there are more than rows_in_result
  line: string; // "Showing 1,000 of 4,812 rows, cut by the view's limit of 1,000"
  data_as_of: string; // "Data as of 21 Nov 2026, 09:00 CET"
}

export interface WidgetText {
  kind: 'text';
  blocks: {
    kind: 'heading' | 'paragraph' | 'item';
    level: number; // heading: 1-3; item: how deep, from 0
    marker: string; // item: "•" or "3."
    spans: { text: string; strong: boolean; emphasis: boolean; link: string | null }[];
  }[];
}

export interface PublishedVersion {
  version: number;
  published_at: string;
  published_by: string; // "" of one published before that was kept
  comment: string;
  changes: number | null; // from the version before
  current: boolean;
}

// POST /v1/dashboards/suggest
export interface Suggestion {
  dashboard: DashboardDocument;
  why: string[]; // a sentence for each choice
}

export interface DashboardRow {
  id: string;
  number: number;
  name: string;
  description: string;
  category: string;
  tags: string[];
  theme: string;
  widgets: number;
  published_version: number | null;
  version: number;
  has_unpublished_changes: boolean;
  updated_at: string;
  reports: number;
}

export interface WidgetPicture {
  svg: string;
  alt: string;
  note: string;
  view_box: [number, number];
  hits: { series: string; category: string; value: string; box: [number, number, number, number] }[];
}

export interface EventEnvelope {
  id: string;
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}

export interface WebhookOwner {
  user_id?: number;
  token_id?: number;
  name: string | null;
  email?: string;
}

export interface Webhook {
  id: number;
  url: string;
  filters: string[];
  format: 'standard' | 'flat' | 'callback' | 'notifications' | 'jwt';
  description: string;
  paused: boolean;
  headers: Record<string, string>;
  properties: Record<string, string>;
  owner: WebhookOwner | null;
  sign_ed25519: boolean;
  rate_limit_per_minute: number;
  secret: string; // masked, but in the answer that made it
  secrets: {
    id: number;
    kind: string;
    created_at: string;
    expires_at: string | null;
    expires_in_s?: number;
  }[];
  public_key: string | null;
  matches: string[];
  status: 'active' | 'paused' | 'disabled';
  disabled_reason: string;
  failing_since: string | null;
  queue: { waiting: number; oldest_due: string | null };
  version: number;
  created_at: string;
  warnings?: Warning[];
}

export interface WebhookDelivery {
  id: number;
  source: 'report' | 'event' | 'alert';
  status: DeliveryState;
  reason: string;
  url: string;
  webhook_id?: number;
  event?: {
    id: string;
    type: string;
    occurred_at: string;
    // What it was about, for those who may read it.
    title?: string;
    run_id?: number;
    report_id?: number;
    dashboard_id?: string;
    connection?: string;
  };
  report_id?: number;
  report_name?: string; // of a report's file
  run_id?: number;
  created_at: string;
  next_attempt_at: string | null;
  attempts: (Attempt & { cause?: string; next_attempt_at?: string | null })[];
  request_headers?: Record<string, string>;
  payload?: string;
}

export interface EventType {
  type: string;
  description: string;
  resource: string;
  families: string[];
  formats: string[];
  example: unknown;
  examples: Record<string, { content_type: string; body: unknown }>;
}
