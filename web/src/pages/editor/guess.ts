// What a new widget shows until somebody says otherwise: columns that fit it, chosen by their types. Pure.
import type { Column, Widget } from '../../api/types';
import { ruleOf, type Chart } from './marks';

const isNumber = ({ type }: Column) => /^(integer|real|decimal)$/.test(type);
const isTime = ({ type }: Column) => /^(date|timestamp)$/.test(type);

// The widget with its columns filled in; nothing when it names some already, or none fits.
export function guessed(widget: Widget, columns: Column[]): Widget | undefined {
  const numbers = columns.filter(isNumber);
  if (widget.kind === 'kpi') {
    const value = (numbers[0] ?? columns[0])?.name;
    return !widget.value && value ? { ...widget, value } : undefined;
  }
  const chart = widget.chart as Chart | undefined;
  if (widget.kind !== 'chart' || !chart || chart.x || chart.y?.length) return undefined;
  const rule = ruleOf(chart.mark);
  const across = /^(scatter|bubble|histogram)$/.test(chart.mark)
    ? numbers[0]
    : (columns.find(isTime) ?? columns.find((column) => !isNumber(column)) ?? columns[0]);
  const values = numbers.filter((column) => column !== across).slice(0, rule.measures === 'one' ? 1 : 3);
  if (!across || (values.length === 0 && chart.mark !== 'histogram')) return undefined;
  const y = values.map((column) => column.name);
  const names = chart.mark === 'gauge' ? { y } : { x: across.name, y: chart.mark === 'histogram' ? [] : y };
  return { ...widget, chart: { ...chart, ...names } };
}
