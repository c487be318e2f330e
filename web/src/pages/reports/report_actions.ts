// What a person does with a report besides editing it: each a call, a word about it, and a way back where there is one.
import { patch, post, remove, sentence } from '../../api/client';
import type { Run } from '../../api/types';
import { location } from '../../lib/router.svelte';
import { toast } from '../../lib/toasts.svelte';

interface Named {
  id: number;
  name: string;
}

export async function runNow(report: Named): Promise<void> {
  try {
    const run = await post<Run>(`/v1/reports/${report.id}/run`);
    location.go(`/runs/${run.id}`);
  } catch (thrown) {
    toast.bad(sentence(thrown));
  }
}

export async function sendTest(report: Named, email: string): Promise<void> {
  try {
    const run = await post<Run>(`/v1/reports/${report.id}/test`, { email });
    toast.good(`A test is on its way to ${email} alone.`);
    location.go(`/runs/${run.id}`);
  } catch (thrown) {
    toast.bad(sentence(thrown));
  }
}

export async function setEnabled(report: Named, enabled: boolean, changed: () => void): Promise<void> {
  try {
    await patch(`/v1/reports/${report.id}`, { enabled });
    changed();
    toast.good(
      enabled ? `${report.name} is on again.` : `${report.name} is paused; nothing is sent by the clock.`,
      () => void setEnabled(report, !enabled, changed),
    );
  } catch (thrown) {
    toast.bad(sentence(thrown));
  }
}

export async function deleteReport(report: Named): Promise<void> {
  await remove(`/v1/reports/${report.id}`);
  toast.good(`${report.name} is deleted.`);
}
