// The benchmark's dashboards as a web page: ECharts for the charts, HTML for cards and tables, with the same rows,
// sizes and typeface as Presstime's pages.

const style = `
  body { margin: 0; font: 12px Inter, sans-serif; color: #1B1F24; background: #fff }
  h1 { font-size: 24px } h2 { font-size: 12px; margin: 8px 0 4px }
  .grid { display: grid; grid-template-columns: repeat(12, 1fr); gap: 16px }
  .card { border: 1px solid #E3E7EC; border-radius: 5px; padding: 16px }
  .card b { display: block; font-size: 27px; font-weight: 600 }
  table { border-collapse: collapse; width: 100%; font-size: 10.6px; font-variant-numeric: tabular-nums }
  thead { display: table-header-group } tr { break-inside: avoid }
  th, td { text-align: left; padding: 3px 6px; border-bottom: 1px solid #E3E7EC } td.number { text-align: right }`;

const escapeText = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const column = (result, name) => {
  const at = result.columns.indexOf(name);
  return result.rows.map((row) => row[at]);
};

function table(result) {
  const cell = (value) =>
    typeof value === 'number' ? `<td class="number">${value.toLocaleString('en-US', { minimumFractionDigits: 2 })}</td>`
      : `<td>${escapeText(value)}</td>`;
  const head = result.columns.map((name) => `<th>${escapeText(name)}</th>`).join('');
  const body = result.rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

// One ECharts series per value of a column.
function split(result, by, x, y, base) {
  const keys = [...new Set(column(result, by))];
  const at = (name) => result.columns.indexOf(name);
  return keys.map((key) => ({
    ...base,
    name: key,
    data: result.rows.filter((row) => row[at(by)] === key).map((row) => (base.type === 'bar' ? row[at(y)] : [row[at(x)], row[at(y)]])),
  }));
}

function chartOptions(results) {
  const { revenue, latency, channels, visits, baskets, load } = results;
  const axes = (x) => ({ grid: { left: 50, right: 10, top: 30, bottom: 30 }, xAxis: x, yAxis: { type: 'value' }, legend: { top: 0 } });
  return [
    { ...axes({ type: 'category', data: [...new Set(column(revenue, 'month'))] }),
      series: split(revenue, 'region', 'month', 'revenue', { type: 'bar' }) },
    { ...axes({ type: 'time' }), series: [{ type: 'line', showSymbol: false, data: latency.rows }] },
    { legend: { top: 0 }, series: [{ type: 'pie', radius: ['45%', '70%'],
      data: channels.rows.map(([name, value]) => ({ name, value })) }] },
    { ...axes({ type: 'time' }),
      series: split(visits, 'region', 'day', 'visits', { type: 'line', stack: 'all', areaStyle: {}, showSymbol: false }) },
    { ...axes({ type: 'value' }), series: [{ type: 'scatter', symbolSize: 4, data: baskets.rows }] },
    { ...axes({ type: 'category' }), yAxis: { type: 'category' },
      visualMap: { min: 0, max: 200, orient: 'horizontal', left: 'center', bottom: 0, show: false },
      series: [{ type: 'heatmap', data: load.rows.map(([day, hour, orders]) => [hour, day, orders]) }] },
  ].map((option) => ({ animation: false, ...option }));
}

export function dashboardPage(results, echarts) {
  const titles = ['Revenue by month', 'Latency, p95 in ms', 'Orders by channel', 'Visits by region',
    'Minutes on site by basket', 'Orders by hour and weekday'];
  const spans = [6, 6, 4, 8, 6, 6];
  const cards = Object.keys(results).filter((name) => name.startsWith('figure_'))
    .map((name) => `<div class="card" style="grid-column: span 3">${name}<b>${results[name].rows[0][0].toLocaleString('en-US')}</b></div>`);
  const charts = titles.map((title, i) =>
    `<div style="grid-column: span ${spans[i]}; break-inside: avoid"><h2>${title}</h2><div id="chart${i}" style="height: 280px"></div></div>`);
  return `<!doctype html><meta charset="utf-8"><style>${style}</style><h1>Sales overview</h1>
    <div class="grid">${cards.join('')}${charts.join('')}</div><h2>Orders</h2>${table(results.orders)}
    <script>${echarts}</script>
    <script>
      const options = ${JSON.stringify(chartOptions(results))};
      Promise.all(options.map((option, i) => new Promise((resolve) => {
        const chart = echarts.init(document.getElementById('chart' + i));
        chart.on('finished', resolve);
        chart.setOption(option);
      }))).then(() => { window.drawn = true; });
    </script>`;
}

export function tablePage(results) {
  return `<!doctype html><meta charset="utf-8"><style>${style}</style><h1>All orders</h1>${table(results.all_orders)}
    <script>window.drawn = true;</script>`;
}
