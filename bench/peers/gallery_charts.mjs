// One chart of every mark with the same rows for three drawers: the dashboard's spec for Presstime, an option for
// Apache ECharts and a specification for Vega-Lite, each as its own documentation shows the usual case.

const rowsOf = (result) => result.rows.map((row) => Object.fromEntries(result.columns.map((name, at) => [name, row[at]])));
const column = (rows, name) => rows.map((row) => row[name]);
const distinct = (values) => [...new Set(values)];
const axes = (x, extra = {}) => ({ legend: { top: 0 }, grid: { left: 60, right: 60, top: 40, bottom: 40 }, xAxis: x, yAxis: { type: 'value' }, ...extra });
const bySeries = (rows, by, make) => distinct(column(rows, by)).map((key) => make(key, rows.filter((row) => row[by] === key)));

const months = "['Jan','Feb','Mar','Apr','May','Jun','Jul','Aug','Sep','Oct','Nov','Dec']";
const byMonthAndRegion = `SELECT ${months}[m] AS month, r AS region, round(120 + 60*sin(m*0.7 + length(r)) + 25*length(r)) AS revenue
  FROM range(1, 13) t(m), (VALUES ('EMEA'), ('Americas'), ('Asia')) s(r) ORDER BY r, m`;

const grouped = (mark) => ({
  echarts: (rows) => ({ ...axes({ type: 'category', data: distinct(column(rows, 'month')) }),
    series: bySeries(rows, 'region', (name, own) => ({ name, ...mark.echarts, data: column(own, 'revenue') })) }),
  vega: { mark: mark.vega, encoding: { x: { field: 'month', sort: null }, y: { field: 'revenue', type: 'quantitative', ...mark.y },
    color: { field: 'region' }, ...mark.encoding } },
});

export const charts = [
  { name: 'bar', sql: "SELECT * FROM (VALUES ('Espresso', 412.5), ('Cappuccino', 388), ('Flat white', 251), ('Filter', 198), ('Tea', -42)) t(drink, sold)",
    chart: { mark: 'bar', x: 'drink', y: ['sold'] },
    echarts: (rows) => ({ ...axes({ type: 'category', data: column(rows, 'drink') }), series: [{ type: 'bar', data: column(rows, 'sold'), label: { show: true, position: 'top' } }] }),
    vega: { mark: 'bar', encoding: { x: { field: 'drink', sort: null }, y: { field: 'sold', type: 'quantitative' } } } },
  { name: 'bar, grouped', sql: byMonthAndRegion, chart: { mark: 'bar', x: 'month', y: ['revenue'], series: 'region', y_format: '€ 0a' },
    ...grouped({ echarts: { type: 'bar' }, vega: 'bar', encoding: { xOffset: { field: 'region' } } }) },
  { name: 'bar, stacked', sql: byMonthAndRegion, chart: { mark: 'bar', x: 'month', y: ['revenue'], series: 'region', stack: 'stacked' },
    ...grouped({ echarts: { type: 'bar', stack: 'all' }, vega: 'bar' }) },
  { name: 'bar, 100 %', sql: byMonthAndRegion, chart: { mark: 'bar', x: 'month', y: ['revenue'], series: 'region', stack: 'percent' },
    ...grouped({ echarts: { type: 'bar', stack: 'all' }, vega: 'bar', y: { stack: 'normalize' } }) },
  { name: 'bar, horizontal, long names', sql: "SELECT 'Department of ' || n AS department, v AS staff FROM (VALUES ('Human resources and facilities', 45), ('Research', 212), ('Sales, northern regions', 130), ('Finance', 33), ('Logistics and customs', 88)) t(n, v)",
    chart: { mark: 'bar', x: 'department', y: ['staff'], horizontal: true },
    echarts: (rows) => ({ grid: { left: 10, containLabel: true }, xAxis: { type: 'value' }, yAxis: { type: 'category', data: column(rows, 'department') }, series: [{ type: 'bar', data: column(rows, 'staff') }] }),
    vega: { mark: 'bar', encoding: { y: { field: 'department', sort: null }, x: { field: 'staff', type: 'quantitative' } } } },
  { name: 'line, gaps, two years', sql: "SELECT DATE '2024-01-01' + INTERVAL (i * 7) DAY AS day, CASE WHEN i BETWEEN 40 AND 46 THEN NULL ELSE round(200 + 40*sin(i/8.0) + i, 1) END AS visits FROM range(104) t(i)",
    chart: { mark: 'line', x: 'day', y: ['visits'], references: [{ statistic: 'avg', label: 'Average' }] },
    echarts: (rows) => ({ ...axes({ type: 'time' }), series: [{ type: 'line', showSymbol: false, data: rows.map((row) => [row.day, row.visits]), markLine: { data: [{ type: 'average' }] } }] }),
    vega: { mark: 'line', encoding: { x: { field: 'day', type: 'temporal' }, y: { field: 'visits', type: 'quantitative' } } } },
  { name: 'line, steps and markers', sql: byMonthAndRegion, chart: { mark: 'line', x: 'month', y: ['revenue'], series: 'region', curve: 'step', markers: 'on' },
    ...grouped({ echarts: { type: 'line', step: 'end' }, vega: { type: 'line', interpolate: 'step-after', point: true } }) },
  { name: 'line, logarithmic', sql: "SELECT i AS n, round(pow(1.35, i), 2) AS cost FROM range(1, 40) t(i)",
    chart: { mark: 'line', x: 'n', y: ['cost'], y_scale: 'log' },
    echarts: (rows) => ({ ...axes({ type: 'value' }, { yAxis: { type: 'log' } }), series: [{ type: 'line', showSymbol: false, data: rows.map((row) => [row.n, row.cost]) }] }),
    vega: { mark: 'line', encoding: { x: { field: 'n', type: 'quantitative' }, y: { field: 'cost', type: 'quantitative', scale: { type: 'log' } } } } },
  { name: 'area, stacked', sql: byMonthAndRegion, chart: { mark: 'area', x: 'month', y: ['revenue'], series: 'region', stack: 'stacked' },
    ...grouped({ echarts: { type: 'line', stack: 'all', areaStyle: {}, showSymbol: false }, vega: 'area' }) },
  { name: 'combo', sql: `SELECT ${months}[m] AS month, round(200 + 90*sin(m/2.0)) AS rain, round(12 - 9*cos(m*0.52), 1) AS degrees FROM range(1, 13) t(m) ORDER BY m`,
    chart: { mark: 'combo', x: 'month', y: ['rain'], y2: ['degrees'], y_title: 'Rain, mm', y2_title: 'Temperature, °C' },
    echarts: (rows) => ({ ...axes({ type: 'category', data: column(rows, 'month') }, { yAxis: [{ type: 'value', name: 'Rain, mm' }, { type: 'value', name: 'Temperature, °C' }] }),
      series: [{ name: 'rain', type: 'bar', data: column(rows, 'rain') }, { name: 'degrees', type: 'line', yAxisIndex: 1, data: column(rows, 'degrees') }] }),
    vega: { encoding: { x: { field: 'month', sort: null } }, layer: [{ mark: 'bar', encoding: { y: { field: 'rain', type: 'quantitative' } } }, { mark: { type: 'line', color: 'firebrick' }, encoding: { y: { field: 'degrees', type: 'quantitative' } } }], resolve: { scale: { y: 'independent' } } } },
  { name: 'scatter', sql: "SELECT round(20 + 60*((hash(i) % 1000)/1000.0), 2) AS age, round(500 + 40*((hash(i) % 1000)/10.0) + 900*((hash(i*7) % 1000)/1000.0)) AS spend, ['new','regular'][1 + (hash(i*3) % 2)::INT] AS kind FROM range(400) t(i)",
    chart: { mark: 'scatter', x: 'age', y: ['spend'], series: 'kind', x_title: 'Age', y_title: 'Spend, €' },
    echarts: (rows) => ({ ...axes({ type: 'value' }), series: bySeries(rows, 'kind', (name, own) => ({ name, type: 'scatter', symbolSize: 5, data: own.map((row) => [row.age, row.spend]) })) }),
    vega: { mark: 'point', encoding: { x: { field: 'age', type: 'quantitative' }, y: { field: 'spend', type: 'quantitative' }, color: { field: 'kind' } } } },
  { name: 'bubble', sql: "SELECT * FROM (VALUES ('Germany', 56000, 81.2, 84), ('France', 48000, 82.9, 68), ('Poland', 29000, 77.9, 37), ('Spain', 36000, 83.7, 48), ('Latvia', 26000, 75.2, 1.9), ('Norway', 88000, 83.1, 5.5)) t(country, income, life, people)",
    chart: { mark: 'bubble', x: 'income', y: ['life'], size: 'people', label: 'country', x_title: 'Income per head, €', y_title: 'Life expectancy, years' },
    echarts: (rows) => ({ ...axes({ type: 'value' }, { yAxis: { type: 'value', scale: true } }), series: [{ type: 'scatter', data: rows.map((row) => [row.income, row.life, row.people, row.country]), symbolSize: (point) => Math.sqrt(point[2]) * 5, label: { show: true, formatter: (p) => p.data[3], position: 'right' } }] }),
    vega: { mark: 'circle', encoding: { x: { field: 'income', type: 'quantitative' }, y: { field: 'life', type: 'quantitative', scale: { zero: false } }, size: { field: 'people', type: 'quantitative' } } } },
  ...['pie', 'donut'].map((mark) => ({ name: mark, sql: "SELECT * FROM (VALUES ('Web shop', 41.2), ('Stores', 25.8), ('Partners', 18.6), ('Marketplace', 10.8), ('Phone', 2.4), ('Fairs', 0.8), ('Post', 0.4)) t(channel, share)",
    chart: { mark, x: 'channel', y: ['share'] },
    echarts: (rows) => ({ series: [{ type: 'pie', radius: mark === 'pie' ? '60%' : ['35%', '60%'], data: rows.map((row) => ({ name: row.channel, value: row.share })) }] }),
    vega: { mark: { type: 'arc', innerRadius: mark === 'pie' ? 0 : 50 }, encoding: { theta: { field: 'share', type: 'quantitative' }, color: { field: 'channel' } } } })),
  { name: 'heatmap', sql: "SELECT ['Mon','Tue','Wed','Thu','Fri','Sat','Sun'][d] AS weekday, h AS hour, round((CASE WHEN d < 6 THEN 80 ELSE 35 END) * (1.2 + sin((h - 8) * 0.26)) + (hash(h * d) % 12)) AS orders FROM range(1, 8) a(d), range(24) b(h) ORDER BY d, h",
    chart: { mark: 'heatmap', x: 'hour', y: ['orders'], series: 'weekday' },
    echarts: (rows) => ({ ...axes({ type: 'category', data: distinct(column(rows, 'hour')) }), legend: undefined, yAxis: { type: 'category', data: distinct(column(rows, 'weekday')), inverse: true }, visualMap: { min: 0, max: 200, orient: 'horizontal', left: 'center', top: 0 }, series: [{ type: 'heatmap', data: rows.map((row) => [String(row.hour), row.weekday, row.orders]) }] }),
    vega: { mark: 'rect', encoding: { x: { field: 'hour', type: 'ordinal' }, y: { field: 'weekday', sort: null }, color: { field: 'orders', type: 'quantitative' } } } },
  { name: 'histogram', sql: "SELECT round(exp(3 + 0.5 * (((hash(i) % 1000) + (hash(i*3) % 1000) + (hash(i*7) % 1000))/1000.0 - 1.5) * 2), 2) AS seconds FROM range(3000) t(i)",
    chart: { mark: 'histogram', x: 'seconds', x_title: 'Seconds to answer' },
    echarts: (rows) => { const values = column(rows, 'seconds'); const step = 5; const counts = []; values.forEach((value) => { const bin = Math.floor(value / step); counts[bin] = (counts[bin] ?? 0) + 1; });
      return { ...axes({ type: 'category', data: counts.map((_, bin) => bin * step) }), series: [{ type: 'bar', barCategoryGap: '2%', data: counts }] }; },
    vega: { mark: 'bar', encoding: { x: { field: 'seconds', bin: { maxbins: 30 } }, y: { aggregate: 'count' } } } },
  { name: 'box plot', sql: "SELECT ['Berlin','Lisbon','Oslo','Porto'][1 + (i % 4)::INT] AS city, round(30 + (i % 4) * 12 + 40 * (((hash(i) % 1000) + (hash(i*3) % 1000))/1000.0 - 1) + CASE WHEN hash(i) % 97 = 0 THEN 70 ELSE 0 END, 1) AS minutes FROM range(600) t(i)",
    chart: { mark: 'box_plot', x: 'city', y: ['minutes'] },
    echarts: (rows) => ({ dataset: [{ source: distinct(column(rows, 'city')).map((city) => rows.filter((row) => row.city === city).map((row) => row.minutes)) }, { transform: { type: 'boxplot' } }, { fromDatasetIndex: 1, fromTransformResult: 1 }],
      xAxis: { type: 'category', data: distinct(column(rows, 'city')) }, yAxis: { type: 'value' }, series: [{ type: 'boxplot', datasetIndex: 1 }, { type: 'scatter', datasetIndex: 2 }] }),
    vega: { mark: { type: 'boxplot', size: 40 }, encoding: { x: { field: 'city' }, y: { field: 'minutes', type: 'quantitative' } } } },
  { name: 'waterfall', sql: "SELECT * FROM (VALUES ('Opening', 420), ('Sales', 310), ('Services', 120), ('Wages', -260), ('Rent', -75), ('Tax', -98)) t(item, change)",
    chart: { mark: 'waterfall', x: 'item', y: ['change'], y_format: '€ 0' },
    echarts: (rows) => { let sum = 0; const base = []; const up = []; const down = []; rows.forEach(({ change }) => { base.push(Math.min(sum, sum + change)); up.push(change > 0 ? change : '-'); down.push(change < 0 ? -change : '-'); sum += change; });
      return { ...axes({ type: 'category', data: column(rows, 'item') }), series: [{ type: 'bar', stack: 'w', itemStyle: { color: 'transparent' }, data: base }, { name: 'up', type: 'bar', stack: 'w', data: up, label: { show: true } }, { name: 'down', type: 'bar', stack: 'w', data: down, label: { show: true } }] }; },
    vega: { transform: [{ window: [{ op: 'sum', field: 'change', as: 'sum' }] }, { calculate: 'datum.sum - datum.change', as: 'before' }], mark: 'bar', encoding: { x: { field: 'item', sort: null }, y: { field: 'before', type: 'quantitative' }, y2: { field: 'sum' }, color: { condition: { test: 'datum.change < 0', value: 'firebrick' }, value: 'steelblue' } } } },
  { name: 'funnel', sql: "SELECT * FROM (VALUES ('Visits', 48200), ('Product viewed', 21050), ('Basket', 6120), ('Checkout', 3340), ('Paid', 2910)) t(stage, people)",
    chart: { mark: 'funnel', x: 'stage', y: ['people'] },
    echarts: (rows) => ({ series: [{ type: 'funnel', sort: 'none', data: rows.map((row) => ({ name: row.stage, value: row.people })) }] }),
    vega: { mark: 'bar', encoding: { y: { field: 'stage', sort: null }, x: { field: 'people', type: 'quantitative', stack: 'center' } } } },
  { name: 'gauge', sql: 'SELECT 71.5 AS score', chart: { mark: 'gauge', y: ['score'], y_min: 0, y_max: 100, y_format: '0.0', references: [{ from: 0, to: 50, tone: 'bad' }, { from: 50, to: 75, tone: 'warn' }, { from: 75, to: 100, tone: 'good' }, { value: 80, label: 'Target' }] },
    echarts: (rows) => ({ series: [{ type: 'gauge', progress: { show: true }, detail: { valueAnimation: false }, data: [{ value: rows[0].score }] }] }),
    vega: { mark: { type: 'arc', innerRadius: 70, theta: -1.57, theta2: 0.7 }, encoding: {} } },
];

export { rowsOf };
