// What a person does with a webhook besides editing it, with a way back.
import { post, sentence } from '../../api/client';
import { toast } from '../../lib/toasts.svelte';

export async function setPaused(id: number, paused: boolean, changed: () => void): Promise<void> {
  try {
    await post(`/v1/webhooks/${id}/${paused ? 'pause' : 'resume'}`);
    changed();
    toast.good(
      paused ? 'Paused: its events wait until it is on again.' : 'It is on again; what waited is sent now.',
      () => void setPaused(id, !paused, changed),
    );
  } catch (thrown) {
    toast.bad(sentence(thrown));
  }
}
