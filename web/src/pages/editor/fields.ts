// The controls of a widget's panel as data: key in the document, words, and what kind of control edits it. Pure.
import { ruleOf, type Chart } from './marks';

export interface Choice {
  value: string;
  label: string;
}

export interface FieldSpec {
  key: string; // within the widget, or within its chart
  label: string;
  kind: 'column' | 'columns' | 'query' | 'choice' | 'toggle' | 'number' | 'text' | 'format';
  help?: string;
  required?: boolean;
  choices?: Choice[]; // of a choice; of a column: what may stand besides the columns
  fallback?: unknown; // what holds while the key is absent
  least?: number;
  most?: number;
  whole?: boolean;
}

const choice = (value: string, label: string): Choice => ({ value, label });
const nothing = choice('', 'None');

export const kpiFields: FieldSpec[] = [
  {
    key: 'value',
    label: 'Value',
    kind: 'column',
    required: true,
    help: 'The column; its first row is shown.',
  },
  { key: 'format', label: 'Format', kind: 'format' },
  {
    key: 'compare',
    label: 'Compare with',
    kind: 'column',
    choices: [choice('', 'Nothing'), choice('previous', 'The second row')],
  },
  { key: 'compare_label', label: 'Called', kind: 'text', help: 'For instance "last year".' },
  {
    key: 'good',
    label: 'Good is',
    kind: 'choice',
    fallback: 'neutral',
    choices: [choice('up', 'More'), choice('down', 'Less'), choice('neutral', 'Neither')],
  },
  { key: 'sparkline', label: 'Small line of', kind: 'column', choices: [nothing] },
  { key: 'sparkline_query', label: 'Rows of the small line', kind: 'query' },
];

const onOff = [choice('auto', 'Automatic'), choice('on', 'On'), choice('off', 'Off')];
const scales = [choice('linear', 'Linear'), choice('log', 'Logarithmic')];

const more: FieldSpec[] = [
  { key: 'y2', label: 'As lines', kind: 'columns', required: true },
  { key: 'size', label: 'Size of the bubbles', kind: 'column', required: true },
  {
    key: 'series',
    label: 'Split by',
    kind: 'column',
    choices: [nothing],
    help: 'One series for each value.',
  },
  { key: 'label', label: 'Names of the points', kind: 'column', choices: [nothing] },
  {
    key: 'stack',
    label: 'Several series',
    kind: 'choice',
    fallback: 'none',
    choices: [
      choice('none', 'Beside each other'),
      choice('stacked', 'Stacked'),
      choice('percent', 'As shares of 100 %'),
    ],
  },
  { key: 'horizontal', label: 'From left to right', kind: 'toggle', fallback: false },
  {
    key: 'curve',
    label: 'Line',
    kind: 'choice',
    fallback: 'straight',
    choices: [choice('straight', 'Straight'), choice('step', 'In steps')],
  },
  { key: 'markers', label: 'Points on the line', kind: 'choice', fallback: 'auto', choices: onOff },
  {
    key: 'bins',
    label: 'Number of bars',
    kind: 'number',
    least: 0,
    most: 200,
    whole: true,
    help: 'Empty: chosen by the numbers.',
  },
  { key: 'closing_total', label: 'A last bar with the sum', kind: 'toggle', fallback: true },
];

const axisFields: FieldSpec[] = [
  { key: 'x_title', label: 'Title below', kind: 'text' },
  { key: 'y_title', label: 'Title at the left, with the unit', kind: 'text' },
  { key: 'y2_title', label: 'Title at the right, with the unit', kind: 'text' },
  {
    key: 'y2_axis',
    label: 'The lines have',
    kind: 'choice',
    fallback: 'own',
    choices: [choice('own', 'An axis of their own'), choice('shared', "The bars' axis")],
  },
  { key: 'y_min', label: 'Begins at', kind: 'number' },
  { key: 'y_max', label: 'Ends at', kind: 'number' },
  { key: 'x_scale', label: 'Scale across', kind: 'choice', fallback: 'linear', choices: scales },
  { key: 'y_scale', label: 'Scale up', kind: 'choice', fallback: 'linear', choices: scales },
];

// Which columns go where, how it is drawn, how figures are written, what stands at the axes.
export function chartFields(chart: Chart): {
  columns: FieldSpec[];
  look: FieldSpec[];
  formats: FieldSpec[];
  axes: FieldSpec[];
} {
  const rule = ruleOf(chart.mark);
  const taken = more.filter((field) => rule.takes.includes(field.key));
  const isColumn = (field: FieldSpec) => field.kind === 'column' || field.kind === 'columns';
  const heatmap = chart.mark === 'heatmap';
  const columns: FieldSpec[] = [
    {
      key: 'x',
      label: rule.xLabel,
      kind: 'column',
      required: rule.x === 'required',
      choices: rule.x === 'required' ? undefined : [nothing],
    },
    {
      key: 'y',
      label: rule.yLabel,
      kind: rule.measures === 'one' ? 'column' : 'columns',
      required: chart.mark !== 'histogram',
      choices: chart.mark === 'histogram' ? [nothing] : undefined,
    },
    ...taken
      .filter(isColumn)
      .map((field) =>
        heatmap && field.key === 'series'
          ? { ...field, label: 'Down', required: true, choices: undefined, help: undefined }
          : field,
      ),
  ];
  const look: FieldSpec[] = [
    ...taken.filter((field) => !isColumn(field)),
    { key: 'labels', label: 'Values at the marks', kind: 'choice', fallback: 'auto', choices: onOff },
  ];
  const formats: FieldSpec[] = [
    { key: 'y_format', label: 'Format of values', kind: 'format' },
    ...(rule.takes.includes('y2_format')
      ? [{ key: 'y2_format', label: 'Format of the lines', kind: 'format' } as FieldSpec]
      : []),
    { key: 'x_format', label: `Format of ${rule.xLabel.toLowerCase()}`, kind: 'format' },
  ];
  return { columns, look, formats, axes: axisFields.filter((field) => rule.takes.includes(field.key)) };
}

// A value as the document keeps it: what is empty or what holds anyway is left out.
export function kept(target: object, field: FieldSpec, value: unknown): Record<string, unknown> {
  const next: Record<string, unknown> = { ...target };
  const empty = value === '' || value === null || value === undefined || value === field.fallback;
  if (empty && !field.required) delete next[field.key];
  else next[field.key] = value ?? '';
  return next;
}

// `y` is a list in the document, also where one column is asked for; an absent list is an empty one.
export function withColumn(
  chart: Chart,
  field: FieldSpec,
  value: string | string[] | null | undefined,
): Chart {
  if (field.key !== 'y' && field.key !== 'y2') return kept(chart, field, value) as Chart;
  const list = Array.isArray(value) ? value : value ? [value] : [];
  // A series splits one measure.
  return { ...chart, [field.key]: list };
}
