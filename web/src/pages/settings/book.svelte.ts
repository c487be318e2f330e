// The server's settings with what was typed over them. One for all tabs, so that a tab can be left without losing it.
import { besideField, get, patch, Problem, sentence } from '../../api/client';
import type { ChangedSettings, Setting } from '../../api/house';
import { resource } from '../../lib/resource.svelte';
import { toast } from '../../lib/toasts.svelte';
import { changesOf, textOf } from './setting_form';

export class SettingBook {
  readonly fetched = resource((signal) => get<Setting[]>('/v1/settings', {}, { signal }));
  #drafts = $state<Record<string, string>>({});
  errors = $state.raw<Record<string, string>>({});
  general = $state('');
  busy = $state(false);

  get settings(): Setting[] {
    return this.fetched.data ?? [];
  }
  get pending(): Setting[] {
    return this.settings.filter((setting) => setting.pending);
  }
  of(groups: readonly string[]): Setting[] {
    return this.settings.filter(({ group }) => groups.includes(group));
  }
  draft(setting: Setting): string {
    return this.#drafts[setting.key] ?? textOf(setting);
  }
  type(setting: Setting, text: string): void {
    this.#drafts[setting.key] = text;
  }
  changes(groups?: readonly string[]) {
    return changesOf(groups ? this.of(groups) : this.settings, this.#drafts);
  }
  get dirty(): boolean {
    return Object.keys(this.changes()).length > 0;
  }
  forget(groups: readonly string[]): void {
    for (const { key } of this.of(groups)) delete this.#drafts[key];
    [this.errors, this.general] = [{}, ''];
  }
  async save(groups: readonly string[]): Promise<void> {
    const sent = { ...this.#drafts };
    if (!(await this.#change(this.changes(groups)))) return;
    // What was typed while it was saved stays, and is not saved yet.
    for (const { key } of this.of(groups)) if (this.#drafts[key] === sent[key]) delete this.#drafts[key];
  }
  // Back to what holds without the stored value.
  async reset(setting: Setting): Promise<void> {
    if (await this.#change({ [setting.key]: null })) delete this.#drafts[setting.key];
  }
  async #change(changes: Record<string, unknown>): Promise<boolean> {
    this.busy = true;
    [this.errors, this.general] = [{}, ''];
    try {
      const { applied, settings } = await patch<ChangedSettings>('/v1/settings', changes);
      this.fetched.data = settings;
      toast.good(applied ? 'Saved, and in force.' : 'Saved; it counts once it is applied.');
      return true;
    } catch (thrown) {
      const field = thrown instanceof Problem ? thrown.field : '';
      if (this.settings.some(({ key }) => key === field)) this.errors = { [field]: besideField(thrown) };
      else this.general = sentence(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
