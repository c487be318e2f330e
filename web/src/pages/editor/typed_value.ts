// What somebody types for a parameter, as the document and the server's queries take it. Pure.
import type { Cell, Parameter } from '../../api/types';

export const parameterTypes = [
  { value: 'string', label: 'Text' },
  { value: 'integer', label: 'Whole number' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'date', label: 'Date' },
  { value: 'timestamp', label: 'Date and time (UTC)' },
];

// A literal of the type; undefined when the text is none. Empty is null.
export function literal(type: string, text: string): Cell | undefined {
  const trimmed = text.trim();
  if (type === 'string' || type === 'text' || type === '') return text;
  if (trimmed === '') return null;
  if (type === 'integer') return /^[+-]?\d{1,15}$/.test(trimmed) ? Number(trimmed) : undefined;
  if (type === 'number') return Number.isFinite(Number(trimmed)) ? Number(trimmed) : undefined;
  if (type === 'boolean') return trimmed === 'true' ? true : trimmed === 'false' ? false : undefined;
  if (type === 'date') return /^\d{4}-\d\d-\d\d$/.test(trimmed) ? trimmed : undefined;
  // A browser's control has no zone: "2026-04-21T09:00".
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(trimmed)) return `${trimmed}:00Z`;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(trimmed) ? trimmed : undefined;
}

// The text of a literal, for its control.
export function textOf(type: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (type === 'timestamp')
    return String(value)
      .replace(/(:00)?(\.0+)?Z$/, '')
      .slice(0, 19);
  return String(value);
}

// A default that no longer fits when the type changes goes.
export function withType(parameter: Parameter, type: string): Parameter {
  const next = literal(type, textOf(parameter.type, parameter.default));
  return { ...parameter, type, default: next === undefined || next === '' ? null : next };
}

// Values to try, as a picture's address (text) takes them: what was left empty falls back to the default.
export function tried(parameters: Parameter[], values: Record<string, string>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const { name, type } of parameters) {
    const given = values[name];
    if (given === undefined || given === '') continue;
    const value = literal(type, given);
    if (value !== undefined && value !== null) out[name] = String(value);
  }
  return out;
}

// The same as literals, for a query.
export function triedLiterals(parameters: Parameter[], values: Record<string, string>): Record<string, Cell> {
  const out: Record<string, Cell> = {};
  for (const { name, type } of parameters) {
    const text = values[name];
    const value = text === undefined || text === '' ? undefined : literal(type, text);
    if (value !== undefined && value !== null) out[name] = value;
  }
  return out;
}
