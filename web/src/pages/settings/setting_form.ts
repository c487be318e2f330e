// What stands in the control of a setting, and back: the text of a field as the value that the server takes. Pure.
import type { Setting, SettingChanges, SettingValue } from '../../api/house';

// A list is edited as one line with commas, a boolean as "true" or "false".
export function textOf({ value, secret }: Pick<Setting, 'value' | 'secret'>): string {
  if (secret) return ''; // what is there is never shown; empty leaves it
  return Array.isArray(value) ? value.join(', ') : String(value);
}

export function valueOf({ kind }: Pick<Setting, 'kind'>, text: string): SettingValue {
  if (kind === 'boolean') return text === 'true';
  if (kind === 'list')
    return text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  // What is no whole number goes as it is: the server says what is wrong with it.
  if (kind === 'integer') return /^\s*-?\d+\s*$/.test(text) ? Number(text) : text;
  return text.trim();
}

export function isChanged(setting: Setting, draft: string | undefined): boolean {
  if (draft === undefined || !setting.editable) return false;
  if (setting.secret) return draft !== '';
  return JSON.stringify(valueOf(setting, draft)) !== JSON.stringify(valueOf(setting, textOf(setting)));
}

export function changesOf(settings: readonly Setting[], drafts: Record<string, string>): SettingChanges {
  return Object.fromEntries(
    settings
      .filter((setting) => isChanged(setting, drafts[setting.key]))
      .map((setting) => [setting.key, valueOf(setting, drafts[setting.key] as string)]),
  );
}
