// What the server sends about itself: its settings, its disk, its outbox. The twin of src/api/house_routes.cpp.

export type SettingKind = 'text' | 'path' | 'secret' | 'choice' | 'integer' | 'bytes' | 'boolean' | 'list';
export type SettingSource = 'default' | 'stored' | 'file' | 'environment' | 'flag';
export type SettingValue = string | number | boolean | string[];

export interface Setting {
  group: string;
  key: string;
  kind: SettingKind;
  help: string;
  value: SettingValue; // a size is text ("1 MiB"); a secret that is set is "***"
  default: SettingValue;
  source: SettingSource;
  where: string; // "presstime.conf:3", "PRESSTIME_WORKERS"; empty for default and stored
  editable: boolean;
  needs_restart: boolean;
  pending: boolean; // stored, in force after the parts were restarted
  secret: boolean;
  fault?: string; // why the stored value is passed over
  choices?: string[];
  min?: number;
  max?: number;
  unit?: string;
}

// null goes back to what holds without the stored value.
export type SettingChanges = Record<string, SettingValue | null>;

export interface ChangedSettings {
  applied: boolean; // false: something waits for POST /v1/settings/apply
  settings: Setting[];
}

export interface MailTestStep {
  step: 'connect' | 'tls' | 'login' | 'from' | 'to' | 'data';
  ok: boolean;
  detail: string;
  elapsed_ms: number;
}

export interface MailTestOutcome {
  ok: boolean;
  steps: MailTestStep[]; // up to the one that failed
  reply: string;
}

export interface DiskUse {
  state_bytes: number;
  results_bytes: number;
  artifacts_bytes: number;
  outbox_bytes: number;
  uploads_bytes: number;
  free_bytes: number;
  quota_bytes: number; // of results and artifacts together
  retain: Record<'results_days' | 'artifacts_days' | 'runs_days' | 'events_days' | 'audit_days', number>;
  oldest: Record<'results_at' | 'artifacts_at' | 'runs_at' | 'events_at' | 'audit_at', string | null>;
}

export interface OutboxMail {
  name: string;
  bytes: number;
  written_at: string;
  subject: string;
  from: string;
  recipient: string; // whom this copy is for
  to: string[]; // as it stands in the mail
  run_id?: number;
  report_id?: number;
}
