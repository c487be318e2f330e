// Types of @presstime/node. Documents of the API (reports, dashboards, webhooks) name the fields that programs use most;
// every other field of the API is there as well.
import type { KeyObject } from 'node:crypto';

/** PEM text, a JWK (object or JSON text), base64 of either, or a KeyObject. */
export type Key = string | Uint8Array | KeyObject | JsonWebKey;
export interface JsonWebKey { kty?: string; crv?: string; kid?: string; [member: string]: unknown }
export interface JsonWebKeySet { keys: JsonWebKey[] }
/** One value or several of a request's headers: a Headers object, or a plain one of any case. */
export type HeaderSource = { get(name: string): string | null } | Record<string, string | string[] | undefined>;
export type Clock = () => Date;

export class PresstimeError extends Error {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly type?: string;
  readonly title?: string;
  /** What is wrong and how to mend it. */
  readonly detail: string;
  /** Dotted path of the field that is wrong. */
  readonly field?: string;
  /** A stable word; "timeout" and "network" when there was no answer. */
  readonly code?: string;
  readonly retryAfterSeconds?: number;
}

export class VerificationError extends Error {
  readonly code: 'malformed' | 'too_large' | 'algorithm' | 'critical_header' | 'no_key' | 'signature' | 'expired' | 'not_yet'
    | 'missing_header' | 'timestamp' | 'too_old' | 'too_new' | 'digest';
}

// --- webhooks ---

export interface WebhookReport {
  dashboardId: string;
  organisationId: string;
  schedule: string;
  type: string;
  userReference?: string | null;
  [field: string]: unknown;
}
/** The payload of format `jwt` in camel case; the fields of `report` also stand in the event itself. */
export interface WebhookEvent {
  type: string;
  report?: WebhookReport;
  dashboardId?: string;
  organisationId?: string;
  schedule?: string;
  userReference?: string | null;
  query?: StructuredQuery | WidgetQuery | null;
  queries?: Array<StructuredQuery | WidgetQuery>;
  virtualFields?: Record<string, unknown[]>;
  [field: string]: unknown;
}
/** Verifies a webhook of format `jwt` (ES256); throws a VerificationError. */
export function verifyWebhookPayload(
  body: string | Uint8Array,
  publicKey: Key | JsonWebKeySet | Array<Key | JsonWebKeySet>,
  options?: { now?: Clock },
): Promise<{ event: WebhookEvent }>;

/** `whsec_...`, `whpk_...`, a text of your own, or bytes; a list while a secret is being rotated. */
export type Secret = string | Uint8Array;
export interface VerifyOptions { /** Default 300. */ toleranceSeconds?: number; now?: Clock }
export interface Verified { id: string; timestamp: Date }

/** Verifies a Standard Webhooks signature over the raw body; throws a VerificationError. */
export function verifyWebhook<Payload = unknown>(
  body: string | Uint8Array | ArrayBuffer, headers: HeaderSource, secret: Secret | Secret[], options?: VerifyOptions,
): Verified & { payload: Payload };

/** Verifies a posted artifact by its digest signature, also from a stream; throws a VerificationError. */
export function verifyArtifact(
  body: string | Uint8Array | ArrayBuffer | AsyncIterable<Uint8Array>, headers: HeaderSource, secret: Secret | Secret[],
  options?: VerifyOptions & { /** Default "x-presstime-". */ headerPrefix?: string },
): Promise<Verified & { sha256: string }>;

// --- data access tokens and results ---

export interface SecureFilter {
  field: string;
  op: '=' | '!=' | '>' | '>=' | '<' | '<=' | 'in' | 'not_in' | 'like' | 'is_null' | 'is_not_null' | (string & {});
  value?: unknown;
}
/** By data set: a flat list is OR, a list of lists is OR of ANDs, an empty list lets no row through. */
export type SecureFilters = Record<string, SecureFilter[] | SecureFilter[][]>;
export interface DataAccess {
  dataSetIds: '*' | string[];
  secureFilters?: SecureFilters;
  parameters?: Record<string, unknown>;
  userReference?: string;
  /** Dashboards that the token opens; every published one of an open category without it. */
  dashboardIds?: '*' | string[];
  /** How often the person may have a report of their own. */
  scheduleOptions?: Array<{ cron: string; description: string }>;
  /** Addresses that the person's reports may mail to. */
  recipients?: string[];
  [claim: string]: unknown;
}
export interface Signer { signDataAccessToken(access: DataAccess): Promise<string> }
/** ES256, EdDSA or RS256, after the key. */
export function createSigner(options: {
  privateKey: Key; ttlInMinutes: number; /** Default: the key's RFC 7638 thumbprint. */ keyId?: string; now?: Clock;
}): Signer;

export interface StructuredQuery {
  dataSetId: string;
  dimension?: unknown[];
  measure?: Array<{ field: string; aggregate: string }>;
  timeDimension?: { field: string; truncate?: string } | null;
  filter?: Array<Array<{ field: string; op: string; value?: unknown }>>;
  order?: Array<{ field: string; direction: 'asc' | 'desc'; aggregate?: string }>;
  limit?: number;
  offset?: number;
}
/** The rows of one widget, as the schedule of a host's user asks for them. */
export interface WidgetQuery {
  dashboardId: string;
  widgetId: string;
  parameters?: Record<string, string>;
  periodStart?: string;
  periodEnd?: string;
  limit?: number;
  offset?: number;
}
export type Value = string | number | boolean | null;
export interface ResultOptions {
  /** Stand over those of the queries. */
  limit?: number;
  offset?: number;
  /** Rows as lists of values (default) or as objects by column name. */
  rows?: 'arrays' | 'objects';
  /** Default 120,000. */
  timeoutMs?: number;
  retries?: number;
  signal?: AbortSignal;
  fetch?: typeof globalThis.fetch;
}
/** Runs the event's queries; `/api/v1/create-results` is appended to the endpoint when missing. One result a query. */
export function createReportResults<Row = Value[]>(
  event: { query?: StructuredQuery | WidgetQuery | null; queries?: Array<StructuredQuery | WidgetQuery>; virtualFields?: Record<string, unknown[]> },
  token: string, endpoint: string, options?: ResultOptions,
): Promise<Row[][]>;

// --- the API ---

export interface CallOptions {
  signal?: AbortSignal;
  timeoutMs?: number;
  retries?: number;
  /** If-Match: refuses to overwrite a newer version. */
  version?: number | '*';
  /** POST only; one is made for every call otherwise. */
  idempotencyKey?: string;
}
export interface PageQuery { limit?: number; cursor?: string; [filter: string]: unknown }
export type Format = 'pdf' | 'csv' | 'png' | 'json' | 'xlsx' | 'html';
export interface Warning { field: string; detail: string }

export interface ReportInput {
  dashboard_id: string;
  name: string;
  schedule_kind: 'minutely' | 'hourly' | 'daily' | 'weekly' | 'monthly' | 'cron' | 'once' | 'trigger' | 'rrule';
  hour?: number;
  minute?: number;
  day_of_week?: number;
  day_of_month?: number;
  cron?: string;
  at?: string;
  timezone?: string;
  format: Format | Format[];
  email_to?: string[];
  webhook_url?: string;
  /** Whom your application makes the report for, and what its receiver asks with that person's token. */
  user_reference?: string | null;
  query?: StructuredQuery | null;
  parameters?: Record<string, unknown>;
  enabled?: boolean;
  [field: string]: unknown;
}
export interface Report extends ReportInput { id: number; uuid: string; version: number; next_run_at: string | null; warnings?: Warning[] }

export type RunStatus = 'queued' | 'running' | 'success' | 'partial' | 'failed' | 'cancelled' | 'skipped';
export interface Artifact {
  n: number; format: Format; filename: string; content_type: string; bytes: number; sha256: string; rows: number;
  complete: boolean; note: string; url: string; [field: string]: unknown;
}
export interface Attempt {
  n: number; started_at: string; latency_ms: number; outcome: string; status_code: number; response: string; peer: string;
  bytes: number; error: string; [field: string]: unknown;
}
export interface Delivery { id: number; run_id?: number; channel: string; recipient: string; status: string; attempts?: Attempt[]; [field: string]: unknown }
export interface Run {
  id: number; uuid: string; report_id: number; status: RunStatus; trigger: string; nominal_at: string;
  started_at: string | null; finished_at: string | null; rows: number; complete: boolean; artifact_bytes: number;
  error?: string; artifacts: Artifact[]; deliveries: Delivery[]; delivery_status: string; [field: string]: unknown;
}
export interface DashboardInput { id?: string; name: string; queries?: unknown[]; widgets?: unknown[]; [field: string]: unknown }
export interface Dashboard extends DashboardInput { id: string; number: number; version: number; published_version: number | null }
export interface WebhookInput {
  url: string; secret?: string; filters?: string[]; format?: 'standard' | 'flat' | 'callback' | 'notifications' | 'jwt';
  description?: string; paused?: boolean; headers?: Record<string, string>; properties?: Record<string, unknown>; [field: string]: unknown;
}
/** `secret` is there in the answer to `create` alone. */
export interface Webhook extends WebhookInput { id: number }
/** `id` is the `webhook-id` that webhooks get, and a cursor. */
export interface Event { id: string; type: string; timestamp: string; data: Record<string, unknown>; [field: string]: unknown }
export interface QueryResult {
  columns: Array<{ name: string; type: string }>; rows: Value[][]; row_count: number; complete: boolean; elapsed_ms?: number;
}
export interface File { filename?: string; contentType: string | null; bytes: Buffer }

export interface Resource<Item> {
  list(query?: PageQuery, options?: CallOptions): Promise<Item[]>;
  iterate(query?: PageQuery, options?: CallOptions): AsyncGenerator<Item, void, undefined>;
  get(id: number | string, options?: CallOptions): Promise<Item>;
}
export interface EditableResource<Input, Item> extends Resource<Item> {
  create(document: Input, options?: CallOptions): Promise<Item>;
  update(id: number | string, changes: Partial<Input>, options?: CallOptions): Promise<Item>;
  delete(id: number | string, options?: CallOptions): Promise<void>;
}
export interface Reports extends EditableResource<ReportInput, Report> {
  /** Creates the report, or replaces the one of that name. */
  put(document: ReportInput, options?: CallOptions): Promise<Report>;
  run(id: number, options?: CallOptions): Promise<Run>;
  test(id: number, wish?: { email?: string }, options?: CallOptions): Promise<Run>;
  runs(id: number, query?: PageQuery, options?: CallOptions): Promise<Run[]>;
  preview(id: number, wish?: { format?: Format }, options?: CallOptions): Promise<File>;
}
export interface Runs {
  get(id: number, options?: CallOptions): Promise<Run>;
  artifact(id: number, n?: number, options?: CallOptions): Promise<File>;
  draw(id: number, format: Format, options?: CallOptions): Promise<File>;
  resend(id: number, wish?: { all?: boolean; recipients?: string[] }, options?: CallOptions): Promise<Run>;
  replay(id: number, options?: CallOptions): Promise<Run>;
  cancel(id: number, options?: CallOptions): Promise<Run>;
  wait(id: number, options?: CallOptions & { limitMs?: number; pollMs?: number }): Promise<Run>;
}
export interface Dashboards extends EditableResource<DashboardInput, Dashboard> {
  put(id: number | string, document: DashboardInput, options?: CallOptions): Promise<Dashboard>;
  publish(id: number | string, options?: CallOptions): Promise<Dashboard>;
  unpublish(id: number | string, options?: CallOptions): Promise<Dashboard>;
  versions(id: number | string, options?: CallOptions): Promise<Array<Record<string, unknown>>>;
  runQuery(id: number | string, query: number | string,
    wish?: { parameters?: Record<string, unknown>; max_rows?: number }, options?: CallOptions): Promise<QueryResult>;
}
export interface Webhooks extends EditableResource<WebhookInput, Webhook> {
  pause(id: number, options?: CallOptions): Promise<Webhook>;
  resume(id: number, options?: CallOptions): Promise<Webhook>;
  rotateSecret(id: number, wish?: { secret?: string; overlap_s?: number }, options?: CallOptions): Promise<Webhook>;
  test(id: number, wish?: { type?: string }, options?: CallOptions): Promise<Delivery>;
  send(id: number, eventId: string, options?: CallOptions): Promise<Delivery>;
  replay(id: number, range: { since: string; until?: string; failed_only?: boolean; dry_run?: boolean },
    options?: CallOptions): Promise<Record<string, unknown>>;
}
export interface Deliveries extends Resource<Delivery> {
  webhooks(query?: PageQuery & { source?: 'report' | 'alert' | 'event'; status?: string; webhook_id?: number },
    options?: CallOptions): Promise<Delivery[]>;
  redeliver(id: number, options?: CallOptions): Promise<Delivery>;
}
export interface Events {
  /** `cursor: "latest"` skips what is there; `types` as webhooks' filters, separated by commas; `wait` in seconds. */
  list(query?: PageQuery & { types?: string; wait?: number }, options?: CallOptions): Promise<{ items: Event[]; cursor: string | undefined }>;
  types(options?: CallOptions): Promise<Array<Record<string, unknown>>>;
  stream(options?: PageQuery & { types?: string; waitSeconds?: number; pollMs?: number; signal?: AbortSignal }):
    AsyncGenerator<{ event: Event; cursor: string }, void, undefined>;
}

export class Presstime {
  /** `baseUrl` is another name of `url`; a path in it is kept. */
  constructor(options: ({ url: string } | { baseUrl: string }) & {
    token: string; timeoutMs?: number; /** After 429 and 503; default 3. */ retries?: number; fetch?: typeof globalThis.fetch;
  });
  readonly baseUrl: string;
  readonly reports: Reports;
  readonly runs: Runs;
  readonly dashboards: Dashboards;
  readonly webhooks: Webhooks;
  readonly deliveries: Deliveries;
  readonly events: Events;
  request<Body = unknown>(method: string, path: string, options?: CallOptions & {
    query?: Record<string, unknown>; body?: unknown; headers?: Record<string, string>;
  }): Promise<{ status: number; headers: Headers; bytes: Buffer; body: Body }>;
  items<Item = unknown>(path: string, query?: PageQuery, options?: CallOptions): AsyncGenerator<Item, void, undefined>;
  file(path: string, query?: Record<string, unknown>, options?: CallOptions): Promise<File>;
}
