// The bar above a dashboard: its parameters that the viewer may set, and the host's periods where there are several.
import { h } from './dom.js';
import type { Dashboard, Parameter } from './types.js';

export interface Chosen {
  parameters: Record<string, string>;
  period: string;
}

const PERIOD_NAMES: Record<string, string> = { h: 'hours', d: 'days' };

/** "7d" as "Last 7 days". */
export function periodName(period: string): string {
  const [, count, unit] = /^(\d+)([hd])$/.exec(period) ?? [];
  if (!count || !unit) return period;
  return count === '1' ? `Last ${unit === 'h' ? 'hour' : 'day'}` : `Last ${count} ${PERIOD_NAMES[unit]}`;
}

export function filterBar(
  dashboard: Dashboard,
  chosen: Chosen,
  changed: (chosen: Chosen) => void,
): HTMLElement | null {
  const periods = dashboard.permissions.allowed_periods;
  const fields = dashboard.parameters.map((parameter) => fieldOf(parameter, chosen, changed));
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

function periodField(periods: string[], chosen: Chosen, changed: (chosen: Chosen) => void): HTMLElement {
  const select = h('select', {}, ...periods.map((each) => h('option', { value: each }, periodName(each))));
  select.value = chosen.period || periods[0]!;
  select.addEventListener('change', () => {
    chosen.period = select.value;
    changed(chosen);
  });
  return h('label', {}, 'Period', select);
}

function fieldOf(parameter: Parameter, chosen: Chosen, changed: (chosen: Chosen) => void): HTMLElement {
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
    changed(chosen);
  });
  const label = parameter.label || parameter.name;
  return type === 'checkbox' ? h('label', { class: 'check' }, input, label) : h('label', {}, label, input);
}
