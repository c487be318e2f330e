// What each mark of a chart takes: the rules of src/codec/chart_rules.cpp as the chart picker and the panel need them.
// Pure.
export type Mark =
  | 'bar'
  | 'line'
  | 'area'
  | 'combo'
  | 'scatter'
  | 'bubble'
  | 'pie'
  | 'donut'
  | 'heatmap'
  | 'histogram'
  | 'box_plot'
  | 'waterfall'
  | 'funnel'
  | 'gauge';

export interface Chart {
  mark: Mark;
  x?: string | null;
  y?: string[];
  series?: string | null;
  [key: string]: unknown;
}

export interface MarkRule {
  mark: Mark;
  name: string;
  shows: string; // when to take it
  x: 'none' | 'optional' | 'required';
  xLabel: string;
  yLabel: string;
  measures: 'one' | 'many';
  takes: string[]; // keys besides mark, x, y, labels and the formats
}

const axes = ['x_title', 'y_title', 'y_min', 'y_max', 'references'];
const lines = ['curve', 'markers'];

export const marks: MarkRule[] = [
  {
    mark: 'bar',
    name: 'Bars',
    shows: 'Compares categories.',
    x: 'required',
    xLabel: 'Categories',
    yLabel: 'Values',
    measures: 'many',
    takes: ['series', 'stack', 'horizontal', ...axes],
  },
  {
    mark: 'line',
    name: 'Line',
    shows: 'Follows values over time.',
    x: 'required',
    xLabel: 'Along',
    yLabel: 'Values',
    measures: 'many',
    takes: ['series', 'stack', ...lines, 'y_scale', ...axes],
  },
  {
    mark: 'area',
    name: 'Area',
    shows: 'Follows amounts over time, one above the other if you like.',
    x: 'required',
    xLabel: 'Along',
    yLabel: 'Values',
    measures: 'many',
    takes: ['series', 'stack', ...lines, ...axes],
  },
  {
    mark: 'combo',
    name: 'Bars and lines',
    shows: 'Two measures of different size, on two axes.',
    x: 'required',
    xLabel: 'Along',
    yLabel: 'As bars',
    measures: 'many',
    takes: ['y2', 'y2_axis', 'stack', ...lines, 'y2_title', 'y2_format', ...axes],
  },
  {
    mark: 'scatter',
    name: 'Scatter',
    shows: 'How two measures go together.',
    x: 'required',
    xLabel: 'Across',
    yLabel: 'Up',
    measures: 'many',
    takes: ['series', 'label', 'x_scale', 'y_scale', ...axes],
  },
  {
    mark: 'bubble',
    name: 'Bubbles',
    shows: 'Three measures: across, up and by size.',
    x: 'required',
    xLabel: 'Across',
    yLabel: 'Up',
    measures: 'many',
    takes: ['size', 'series', 'label', 'x_scale', 'y_scale', ...axes],
  },
  {
    mark: 'pie',
    name: 'Pie',
    shows: 'Few shares of a whole; the smallest go together as "Other".',
    x: 'required',
    xLabel: 'Slices',
    yLabel: 'Value',
    measures: 'one',
    takes: [],
  },
  {
    mark: 'donut',
    name: 'Donut',
    shows: 'Few shares of a whole, with the total in the middle.',
    x: 'required',
    xLabel: 'Slices',
    yLabel: 'Value',
    measures: 'one',
    takes: [],
  },
  {
    mark: 'heatmap',
    name: 'Heatmap',
    shows: 'A value by two categories, as colour.',
    x: 'required',
    xLabel: 'Across',
    yLabel: 'Value',
    measures: 'one',
    takes: ['series', 'x_title', 'y_title'],
  },
  {
    mark: 'histogram',
    name: 'Histogram',
    shows: 'How often values of each size occur.',
    x: 'required',
    xLabel: 'Numbers',
    yLabel: 'Added up (left out: rows are counted)',
    measures: 'one',
    takes: ['bins', ...axes],
  },
  {
    mark: 'box_plot',
    name: 'Box plot',
    shows: 'Median and spread of raw numbers, by category.',
    x: 'required',
    xLabel: 'Categories',
    yLabel: 'Raw numbers',
    measures: 'one',
    takes: ['horizontal', 'y_scale', ...axes],
  },
  {
    mark: 'waterfall',
    name: 'Waterfall',
    shows: 'How changes add up, in the order of the rows.',
    x: 'required',
    xLabel: 'Steps',
    yLabel: 'Change',
    measures: 'one',
    takes: ['closing_total', ...axes],
  },
  {
    mark: 'funnel',
    name: 'Funnel',
    shows: 'How many are left after each step.',
    x: 'required',
    xLabel: 'Steps',
    yLabel: 'Value',
    measures: 'one',
    takes: [],
  },
  {
    mark: 'gauge',
    name: 'Gauge',
    shows: 'One value between two ends.',
    x: 'optional',
    xLabel: 'Name',
    yLabel: 'Value',
    measures: 'one',
    takes: ['y_min', 'y_max', 'references'],
  },
];

export function ruleOf(mark: string): MarkRule {
  return marks.find((rule) => rule.mark === mark) ?? (marks[0] as MarkRule);
}

const always = ['mark', 'x', 'y', 'labels', 'x_format', 'y_format'];

// The chart with another mark: what that mark knows stays, the rest would be refused.
export function withMark(chart: Chart, mark: Mark): Chart {
  const rule = ruleOf(mark);
  const next: Chart = { mark };
  for (const [key, value] of Object.entries(chart))
    if (key !== 'mark' && (always.includes(key) || rule.takes.includes(key))) next[key] = value;
  const y = next.y ?? [];
  if (rule.measures === 'one' || next.series) next.y = y.slice(0, 1);
  if (rule.x === 'none') delete next.x;
  if (Array.isArray(next.references) && mark !== 'combo')
    next.references = next.references.filter((each: { axis?: string }) => each.axis !== 'y2');
  return next;
}
