// The bar above a dashboard: its parameters that the viewer may set, and the host's periods where there are several.
import type { Chosen } from './choice.js';
import { h } from './dom.js';
import type { Cell, Dashboard, Parameter } from './types.js';

const PERIOD_NAMES: Record<string, string> = { h: 'hours', d: 'days' };

/** "7d" as "Last 7 days". */
export function periodName(period: string): string {
  const [, count, unit] = /^(\d+)([hd])$/.exec(period) ?? [];
  if (!count || !unit) return period;
  return count === '1' ? `Last ${unit === 'h' ? 'hour' : 'day'}` : `Last ${count} ${PERIOD_NAMES[unit]}`;
}

/** "Region: EMEA, Year: 2026": what the viewer has set, for a report that keeps it; empty for nothing. */
export function keptText(parameters: Parameter[], values: Record<string, string>): string {
  return parameters
    .filter(({ name }) => values[name])
    .map(({ name, label }) => `${label || name}: ${values[name]}`)
    .join(', ');
}

export interface Filters {
  dashboard: Dashboard;
  chosen: Chosen;
  options: (parameter: string) => Promise<Cell[]>;
  changed: () => void;
}

export function filterBar({ dashboard, chosen, options, changed }: Filters): HTMLElement | null {
  const periods = dashboard.permissions.allowed_periods;
  const fields = dashboard.parameters.map((parameter) =>
    parameter.has_options
      ? choiceOf(parameter, chosen, options, changed)
      : fieldOf(parameter, chosen, changed),
  );
  if (periods.length > 1) fields.push(periodField(periods, chosen, changed));
  if (!fields.length) return null;
  return h(
    'form',
    {
      class: 'filters',
      role: 'search',
      'aria-label': 'Filters',
      onsubmit: (event) => event.preventDefault(),
    },
    ...fields,
  );
}

function periodField(periods: string[], chosen: Chosen, changed: () => void): HTMLElement {
  const select = h('select', {}, ...periods.map((each) => h('option', { value: each }, periodName(each))));
  select.value = chosen.period || periods[0]!;
  select.addEventListener('change', () => {
    chosen.period = select.value;
    changed();
  });
  return h('label', {}, 'Period', select);
}

// One of a list. What is set now stays in it, also where the list no longer has it or cannot be read.
function choiceOf(
  parameter: Parameter,
  chosen: Chosen,
  options: Filters['options'],
  changed: () => void,
): HTMLElement {
  const given = chosen.parameters[parameter.name] ?? textOf(parameter.default ?? null);
  const select = h('select', { name: parameter.name }, optionOf(given));
  void options(parameter.name).then(
    (cells) => {
      const values = withCurrent(cells, given);
      select.replaceChildren(...values.map(optionOf));
      select.value = given;
    },
    () => undefined,
  );
  select.addEventListener('change', () => {
    chosen.parameters[parameter.name] = select.value;
    changed();
  });
  return h('label', {}, parameter.label || parameter.name, select);
}

function optionOf(value: string): HTMLOptionElement {
  return h('option', { value }, value || '–');
}

function textOf(cell: Cell): string {
  return cell === null ? '' : String(cell);
}

/** The list's own values once each and in its order, and in front what is set now where it is not among them. */
export function withCurrent(cells: Cell[], current: string): string[] {
  const values = new Set(cells.filter((cell) => cell !== null).map(textOf));
  return values.has(current) ? [...values] : [current, ...values];
}

function fieldOf(parameter: Parameter, chosen: Chosen, changed: () => void): HTMLElement {
  const type =
    { integer: 'number', number: 'number', boolean: 'checkbox', date: 'date' }[parameter.type as string] ??
    'text';
  const input = h('input', { type, name: parameter.name, step: parameter.type === 'number' ? 'any' : null });
  const given = chosen.parameters[parameter.name] ?? String(parameter.default ?? '');
  if (type === 'checkbox') input.checked = given === 'true';
  else input.value = given;
  input.addEventListener('change', () => {
    const value = type === 'checkbox' ? String(input.checked) : input.value;
    // An emptied number or date is the default again; an empty text is a value.
    if (value === '' && type !== 'text') delete chosen.parameters[parameter.name];
    else chosen.parameters[parameter.name] = value;
    changed();
  });
  const label = parameter.label || parameter.name;
  return type === 'checkbox' ? h('label', { class: 'check' }, input, label) : h('label', {}, label, input);
}
