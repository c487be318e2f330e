// The report document as the editor holds it: what a new one begins with, what is sent, and where errors belong. Pure.
import type { Report } from '../../api/types';
import { scheduleFields, scheduleOf } from './schedule';

export type Draft = Partial<Report> & {
  name: string;
  dashboard_id: string;
  schedule_kind: string;
  timezone: string;
};

export const formats = [
  ['pdf', 'PDF', 'pages to print or read'],
  ['xlsx', 'Excel', 'every table on its own sheet'],
  ['csv', 'CSV', 'the rows, for other programs'],
  ['png', 'PNG', 'one picture of the whole dashboard'],
  ['html', 'HTML', 'one file for a browser'],
  ['json', 'JSON', 'the rows with their types'],
] as const;

// A report's name has 200 bytes at most, and there is more to come behind the dashboard's.
function clip(name: string): string {
  const room = 180;
  let text = name;
  while (new TextEncoder().encode(text).length > room) text = [...text].slice(0, -1).join('');
  return text;
}

// A weekly PDF on Monday morning, in the person's own zone.
export function newReport(timezone: string, dashboard?: { id: string; name: string }): Draft {
  return {
    name: dashboard ? `${clip(dashboard.name)}, weekly` : '',
    dashboard_id: dashboard?.id ?? '',
    schedule_kind: 'weekly',
    hour: 8,
    minute: 0,
    day_of_week: 1,
    timezone,
    format: ['pdf'],
    email_to: [],
    enabled: true,
  };
}

export function formatsOf(draft: Partial<Report>): string[] {
  return [draft.format ?? []].flat();
}

// People paste addresses with commas, semicolons and line ends between them, and names before them.
export function readAddresses(text: string): string[] {
  const found: string[] = [];
  for (const part of text.split(/[,;\n]/)) {
    const address = (/<([^<>]+)>/.exec(part)?.[1] ?? part).trim();
    if (address && !found.includes(address)) found.push(address);
  }
  return found;
}

// What the server makes itself, or what only it may change.
const ownByServer = [
  'id',
  'uuid',
  'version',
  'next_run_at',
  'created_at',
  'updated_at',
  'owned_by',
  'warnings',
  'workspace_id',
  'webhook_secret',
];

// The whole document for POST and PATCH: schedule fields that the kind does not read are taken back with null.
export function documentOf(draft: Draft, before?: Partial<Report>): Record<string, unknown> {
  const out: Record<string, unknown> = { ...draft };
  for (const field of ownByServer) delete out[field];
  const schedule: Record<string, unknown> = scheduleOf(draft);
  for (const field of scheduleFields) {
    delete out[field];
    if (field in schedule) out[field] = schedule[field];
    else if (before && before[field] !== undefined && before[field] !== null) out[field] = null;
  }
  const chosen = formatsOf(draft);
  out.format = chosen.length === 1 ? chosen[0] : chosen;
  for (const [field, value] of Object.entries(out)) if (value === undefined) delete out[field];
  return out;
}

// What PATCH takes: only what differs from the report as it was read.
export function changesOf(draft: Draft, before: Partial<Report>): Record<string, unknown> {
  const was = documentOf(before as Draft);
  const now = documentOf(draft, before);
  return Object.fromEntries(
    Object.entries(now).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(was[field])),
  );
}

// The tab that shows the field an error names: "email_to[2]", "parameters.region".
export function partOf(field: string): 'what' | 'when' | 'whom' | 'more' {
  const root = field.replace(/[.[].*$/, '');
  if (['email_to', 'cc', 'bcc', 'subject', 'body', 'webhook_url', 'email_mode', 'email_html'].includes(root))
    return 'whom';
  if ((scheduleFields as readonly string[]).includes(root)) return 'when';
  if (['name', 'dashboard_id', 'description', 'parameters', 'format', 'formats', 'tags'].includes(root))
    return 'what';
  return 'more';
}
