// Rows of the audit in words, with the thing they are about, and the instants of a range of days. Pure.
const acts: Record<string, string> = {
  created: 'made',
  updated: 'changed',
  deleted: 'deleted',
  published: 'published',
  unpublished: 'taken back to draft',
  restored: 'taken back to an earlier version',
  invited: 'invited',
  link_mailed: 'sent a link',
  handed_over: 'handed over',
  password_changed: 'changed their password',
  rotated: 'exchanged',
  secret_rotated: 'given a new secret',
  tested: 'tested',
  mail_tested: 'tried with a test mail',
  applied: 'put into force',
  sent: 'sent again',
  resent: 'sent again',
  replayed: 'replayed',
  replay_cancelled: 'replay stopped',
  started: 'started',
  run: 'run',
  cancelled: 'cancelled',
  uploaded: 'uploaded',
  dealt_with: 'dealt with',
  not_dealt_with: 'taken up again',
};
const things: Record<string, string> = {
  access: 'Access',
  category: 'Category',
  connection: 'Connection',
  dashboard: 'Dashboard',
  data_access_key: 'Data access key',
  dataset: 'Data set',
  embed_session: 'Embed session',
  file: 'File',
  group: 'Group',
  login: 'Log-in',
  outbox: 'Mail of the outbox',
  query: 'Query',
  report: 'Report',
  run: 'Run',
  secret_key: 'Key of the secrets',
  server_key: 'Key of the server',
  settings: 'Settings',
  theme: 'Theme',
  token: 'Key',
  user: 'Person',
  webhook: 'Webhook',
  workspace: 'Workspace',
};
const special: Record<string, string> = {
  'access.refused': 'Refused',
  'login.succeeded': 'Logged in',
  'login.failed': 'Failed log-in',
  'session.ended': 'Ended a session',
};

// "report.updated" as "Report changed"; what is not known stays as it is.
export function wordsOfAction(action: string): string {
  const [thing, act] = action.split('.') as [string, string | undefined];
  const known = special[action];
  if (known) return known;
  return things[thing] && act && acts[act] ? `${things[thing]} ${acts[act]}` : action;
}

// What the filter offers; the address takes any other too.
export const filteredActions = [
  'access.refused',
  'login.succeeded',
  'login.failed',
  'session.ended',
  'user.invited',
  'user.updated',
  'user.deleted',
  'user.handed_over',
  'user.link_mailed',
  'user.password_changed',
  'group.updated',
  'category.created',
  'category.updated',
  'category.deleted',
  'token.created',
  'token.deleted',
  'report.created',
  'report.updated',
  'report.deleted',
  'run.started',
  'run.resent',
  'dashboard.created',
  'dashboard.updated',
  'dashboard.published',
  'dashboard.deleted',
  'connection.created',
  'connection.updated',
  'connection.deleted',
  'webhook.created',
  'webhook.updated',
  'webhook.deleted',
  'settings.updated',
  'settings.applied',
];

const pages: Record<string, (id: string) => string> = {
  report: (id) => `/reports/${id}`,
  run: (id) => `/runs/${id}`,
  dashboard: (id) => `/dashboards/${encodeURIComponent(id)}`,
  connection: (id) => `/connections/${encodeURIComponent(id)}`,
  webhook: (id) => `/webhooks/${id}`,
  user: (id) => `/people/${id}`,
  group: () => '/people/groups',
  category: () => '/people/categories',
  token: () => '/people/tokens',
  settings: () => '/settings',
};

// The page of "report 7"; nothing for what is gone or has none.
export function placeOfResource(resource: string, action: string): string | undefined {
  if (action.endsWith('.deleted')) return undefined;
  const [thing = '', ...rest] = resource.split(' ');
  const id = rest.join(' ');
  return id || thing === 'settings' ? pages[thing]?.(id) : undefined;
}

// The instants of the days from `first` to `last` ("2026-11-21"), both included, as this browser's days; half-open.
export function rangeOfDays(first: string, last: string): { since?: string; until?: string } {
  const startOf = (day: string, plus: number) => {
    const [year, month, date] = day.split('-').map(Number) as [number, number, number];
    const instant = new Date(year, month - 1, date + plus);
    return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
  };
  return {
    since: first ? startOf(first, 0) : undefined,
    until: last ? startOf(last, 1) : undefined,
  };
}
