// What fills the disk, for a picture of it. Pure.
import type { DiskUse } from '../../api/house';

export interface DiskPart {
  id: 'state' | 'results' | 'artifacts' | 'outbox' | 'uploads';
  label: string;
  help: string;
  bytes: number;
  share: number; // of what Presstime uses
  oldest: string | null;
}

export function partsOf(disk: DiskUse): DiskPart[] {
  const days = (count: number) => (count === 1 ? 'a day' : `${count} days`);
  const parts: Omit<DiskPart, 'share'>[] = [
    {
      id: 'state',
      label: 'State',
      help: `Dashboards, reports, people; records of runs for ${days(disk.retain.runs_days)}`,
      bytes: disk.state_bytes,
      oldest: disk.oldest.runs_at,
    },
    {
      id: 'results',
      label: 'Query results',
      help: disk.retain.results_days ? `kept for ${days(disk.retain.results_days)}` : 'not kept',
      bytes: disk.results_bytes,
      oldest: disk.oldest.results_at,
    },
    {
      id: 'artifacts',
      label: 'Rendered files',
      help: `kept for ${days(disk.retain.artifacts_days)}`,
      bytes: disk.artifacts_bytes,
      oldest: disk.oldest.artifacts_at,
    },
    {
      id: 'outbox',
      label: 'Outbox',
      help: 'kept until they are deleted',
      bytes: disk.outbox_bytes,
      oldest: null,
    },
    {
      id: 'uploads',
      label: 'Uploaded files',
      help: 'kept until they are deleted',
      bytes: disk.uploads_bytes,
      oldest: null,
    },
  ];
  const all = parts.reduce((sum, part) => sum + part.bytes, 0);
  return parts.map((part) => ({ ...part, share: all ? part.bytes / all : 0 }));
}

export interface Quota {
  used: number;
  share: number; // may be above 1
  tone: 'good' | 'warn' | 'bad';
}

// The log warns at 80 %.
export function quotaOf(disk: DiskUse): Quota {
  const used = disk.results_bytes + disk.artifacts_bytes;
  const share = disk.quota_bytes ? used / disk.quota_bytes : 0;
  return { used, share, tone: share >= 1 ? 'bad' : share >= 0.8 ? 'warn' : 'good' };
}
