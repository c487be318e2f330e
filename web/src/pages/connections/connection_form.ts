// A connection as its form holds it, made from the option schema of its source. Pure.
export interface SourceOption {
  name: string;
  label: string;
  type: string; // text, integer, boolean, secret, choice ...
  required: boolean;
  secret: boolean;
  help: string;
  default: string;
  minimum?: number;
  maximum?: number | null;
}

export interface Source {
  name: string;
  summary: string;
  options: SourceOption[];
}

export interface SavedConnection {
  name: string;
  source: string;
  options: Record<string, unknown>;
  version: number;
  updated_at: string;
}

export const masked = '***';

// What the fields begin with: what is saved; of a secret nothing, since it is never shown again.
export function valuesOf(source: Source, saved?: SavedConnection): Record<string, string> {
  return Object.fromEntries(
    source.options.map((option) => {
      const value = saved?.options[option.name];
      if (option.secret || value === undefined || value === null) return [option.name, ''];
      return [option.name, Array.isArray(value) ? value.join(', ') : String(value)];
    }),
  );
}

// The options as the server takes them: empty ones are left out, a kept secret goes back masked.
export function optionsOf(
  source: Source,
  values: Record<string, string>,
  saved?: SavedConnection,
): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const option of source.options) {
    const text = (values[option.name] ?? '').trim();
    if (option.secret && text === '') {
      if (saved?.options[option.name] !== undefined) out[option.name] = masked;
    } else if (text === '') continue;
    else if (option.type === 'integer' && /^-?\d+$/.test(text)) out[option.name] = Number(text);
    else if (option.type === 'boolean') out[option.name] = text === 'true';
    else out[option.name] = option.secret ? values[option.name] : text;
  }
  return out;
}

// "options.path" -> "path"; the form shows the error there.
export function optionOfField(field: string): string {
  return field.startsWith('options.') ? field.slice('options.'.length) : field;
}
