// How each state is worded and marked, everywhere the same. Pure.
export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'calm';

export interface StatusLook {
  label: string;
  sign: string; // beside the colour, for who does not see it
  tone: Tone;
}

const looks: Record<string, StatusLook> = {
  success: { label: 'Sent', sign: '✓', tone: 'good' },
  partial: { label: 'Partly', sign: '!', tone: 'warn' },
  failed: { label: 'Failed', sign: '✕', tone: 'bad' },
  running: { label: 'Running', sign: '▸', tone: 'busy' },
  queued: { label: 'Queued', sign: '…', tone: 'busy' },
  cancelled: { label: 'Cancelled', sign: '–', tone: 'calm' },
  skipped: { label: 'Skipped', sign: '–', tone: 'calm' },
  late: { label: 'Late', sign: '!', tone: 'warn' },
  upcoming: { label: 'Next', sign: '○', tone: 'calm' },
  accepted: { label: 'Accepted', sign: '✓', tone: 'good' },
  delivered: { label: 'Delivered', sign: '✓', tone: 'good' },
  rejected: { label: 'Refused', sign: '✕', tone: 'bad' },
  unknown: { label: 'Unknown', sign: '?', tone: 'warn' },
  pending: { label: 'Waiting', sign: '…', tone: 'busy' },
  sending: { label: 'Sending', sign: '▸', tone: 'busy' },
  retrying: { label: 'Trying again', sign: '↻', tone: 'warn' },
  suppressed: { label: 'Not sent', sign: '–', tone: 'calm' },
  paused: { label: 'Paused', sign: '‖', tone: 'calm' },
  active: { label: 'Active', sign: '✓', tone: 'good' },
  disabled: { label: 'Disabled', sign: '✕', tone: 'bad' },
  invited: { label: 'Invited', sign: '…', tone: 'busy' },
  draft: { label: 'Draft', sign: '✎', tone: 'calm' },
  published: { label: 'Published', sign: '✓', tone: 'good' },
  changed: { label: 'Unpublished changes', sign: '✎', tone: 'warn' },
  waiting: { label: 'Waiting', sign: '…', tone: 'calm' },
  done: { label: 'Done', sign: '✓', tone: 'good' },
  none: { label: 'None', sign: '–', tone: 'calm' },
};

// Why a run was made.
export const causeWords: Record<string, string> = {
  schedule: 'Schedule',
  catch_up: 'Caught up',
  manual: 'By hand',
  test: 'Test',
  trigger: 'Trigger',
  replay: 'Replay',
};

export function statusLook(status: string): StatusLook {
  return looks[status] ?? { label: status, sign: '·', tone: 'calm' };
}
