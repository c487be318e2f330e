import { describe, expect, it } from 'vitest';
import { Problem } from '../api/client';
import { Attempt } from './attempt.svelte';

const refused = (field: string) => async () => {
  throw new Problem(422, 'name must not be empty', field);
};

describe('an attempt', () => {
  it('is busy until its work has ended', async () => {
    const attempt = new Attempt();
    let end = () => {};
    const running = attempt.run(() => new Promise<void>((resolve) => (end = resolve)));
    expect(attempt.busy).toBe(true);
    end();
    expect(await running).toBe(true);
    expect(attempt.busy).toBe(false);
    expect(attempt.words).toBe('');
  });
  it('says why it failed beside the field to blame, or elsewhere', async () => {
    const attempt = new Attempt();
    expect(await attempt.run(refused('name'))).toBe(false);
    expect(attempt.busy).toBe(false);
    expect(attempt.at('name')).toBe('Must not be empty.');
    expect(attempt.besides('name', 'email')).toBe('');
    expect(attempt.at('email')).toBe('');
    expect(attempt.besides('email')).toBe('Name must not be empty.');
  });
  it('forgets the last failure with the next try', async () => {
    const attempt = new Attempt();
    await attempt.run(refused('name'));
    await attempt.run(async () => {});
    expect(attempt.words).toBe('');
  });
});
