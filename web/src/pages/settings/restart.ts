// Waiting until the server has taken its parts down and is up again: it then says a new time of its start.
import { get, Problem } from '../../api/client';
import type { About } from '../../api/types';
import { wait } from '../../lib/turns';

const pauseMs = 400;

// Whether it came back within `patienceMs`. `before`: the time of the start that the restart ends.
export async function waitForRestart(before: string, patienceMs: number): Promise<boolean> {
  const end = Date.now() + patienceMs;
  while (Date.now() < end) {
    await wait(pauseMs);
    try {
      if ((await get<About>('/v1/about', {}, { quiet: true })).started_at !== before) return true;
    } catch (thrown) {
      if (!(thrown instanceof Problem) || !thrown.passing) throw thrown;
    }
  }
  return false;
}
