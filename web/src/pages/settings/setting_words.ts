// Settings by names that people read; the keys are what files and flags call them. Pure.
import type { Setting } from '../../api/house';
import { capitalized } from '../../lib/words';

const labels: Record<string, string> = {
  data_dir: 'Data folder',
  secret_key_file: 'File of the keys of secrets',
  listen: 'Addresses served',
  insecure: 'Reachable without TLS of its own',
  trusted_proxies: 'Trusted proxies',
  metrics_open: 'Metrics without a key on this machine',
  public_url: 'Public address',
  io_threads: 'Connection threads',
  handler_threads: 'Request threads',
  max_connections: 'Most connections',
  request_body_limit: 'Largest request body',
  drain_s: 'Time to finish when stopping',
  log_level: 'Log level',
  node: "This server's name",
  owner_email: 'Who is told when nobody owns a report',
  session_idle_hours: 'Session ends without use after',
  session_lifetime_days: 'Session ends at the latest after',
  source_roots: 'Folders of file connections',
  query_timeout_s: 'Longest query',
  max_result_rows: 'Most rows of a result',
  max_result_bytes: 'Largest result',
  duckdb_memory_limit_mb: 'Memory of a DuckDB connection',
  duckdb_threads: 'Threads of a DuckDB connection',
  workers: 'Reports drawn at once',
  lease_s: 'Takeover of work of a dead process after',
  run_attempts: 'Tries of a run',
  strict_timezones: 'Refuse unknown time zones',
  max_recipients: 'Most recipients of a report',
  max_pages: 'Most pages of a PDF',
  browser_path: 'Chromium',
  browser_memory_mib: 'Memory of HTML templates',
  template_timeout_s: 'Longest page of an HTML template',
  smtp_host: 'Mail server',
  smtp_port: 'Port',
  smtp_security: 'Protection',
  smtp_user: 'User name',
  smtp_password: 'Password',
  smtp_password_file: 'File of the password',
  smtp_from: 'Sender address',
  smtp_ca_file: 'Trusted certificates',
  smtp_helo: 'Name to greet with',
  smtp_server_response_timeout_s: 'Wait for the answer after the final dot',
  email_attachment_limit_mib: 'Largest attachment',
  egress_allow: 'Private addresses that webhooks may reach',
  webhook_header_prefix: 'Beginning of header names',
  webhook_timeout_s: 'Longest post of a report',
  webhook_artifact_limit_mib: 'Largest report to post',
  link_days: 'Links to large reports open for',
  event_timeout_s: 'Longest try of an event',
  webhook_in_flight: 'Event tries at once',
  webhook_in_flight_per_endpoint: 'Event tries at once at one webhook',
  webhook_rate_per_minute: 'Event tries at one webhook',
  webhook_ca_file: 'Trusted certificates',
  embed_origins: 'Pages that may embed',
  data_access_lifetime_h: 'Longest life of a data access token',
  retain_results_days: 'Query results',
  retain_artifacts_days: 'Rendered files',
  retain_audit_days: 'Audit',
  retain_runs_days: 'Records of runs',
  retain_events_days: 'Events',
  artifact_quota_gib: 'Room for results and files',
};

export function labelOf(key: string): string {
  return labels[key] ?? capitalized(key.replaceAll('_', ' '));
}

// A value as a cell shows it.
export function wordsOfValue(value: Setting['value'], unit = ''): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(', ');
  return unit && typeof value === 'number' ? `${value} ${unit}` : String(value);
}

// Where a value comes from, and where it is to be changed when not here.
export function wordsOfSource({ source, where, editable }: Setting): string {
  switch (source) {
    case 'flag':
      return `set at the start by ${where}`;
    case 'environment':
      return `set by the environment variable ${where}`;
    case 'file':
      return `set in ${where}`;
    case 'stored':
      return 'changed here';
    default:
      return editable ? 'as built in' : 'as built in; given at the start alone';
  }
}
