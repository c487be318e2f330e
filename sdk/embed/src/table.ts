// A table widget as an HTML table: written as a report writes it, sorted by what it was read as.
import { h } from './dom.js';
import type { Cell, TableColumn, TableData } from './types.js';

export interface Sort {
  column: number;
  direction: 'ascending' | 'descending';
}

/** Indexes of the rows in order; NULL last either way, equal ones as they came. */
export function sorted(rows: Cell[][], sort: Sort | null): number[] {
  const order = rows.map((_, index) => index);
  if (!sort) return order;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return order.sort((a, b) => {
    const left = rows[a]?.[sort.column] ?? null;
    const right = rows[b]?.[sort.column] ?? null;
    if (left === null || right === null) return left === right ? a - b : left === null ? 1 : -1;
    return compare(left, right) * sign || a - b;
  });
}

function compare(left: Cell, right: Cell): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left).localeCompare(String(right), undefined, { numeric: true });
}

/** Up, down, and then as the server sent it. */
export function nextSort(sort: Sort | null, column: number): Sort | null {
  if (sort?.column !== column) return { column, direction: 'ascending' };
  return sort.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

/** Keeps the viewer's sort beyond this drawing: the same columns drawn again are in the same order. */
export interface KeptSort {
  by: Sort | null;
  columns: string; // names of the columns it was chosen among
}

export function sortOf(kept: KeptSort, columns: string): Sort | null {
  return kept.columns === columns ? kept.by : null;
}

export function showTable(into: HTMLElement, data: TableData, label: string, kept: KeptSort): void {
  const names = JSON.stringify(data.columns.map((column) => column.name));
  let sort = sortOf(kept, names);
  const body = h('tbody');
  const heads = data.columns.map((column, index) =>
    h(
      'th',
      { scope: 'col', class: column.align },
      h('button', { onclick: () => sortBy(index) }, column.label),
    ),
  );
  const fill = () => {
    body.replaceChildren(...sorted(data.rows, sort).map((row) => rowOf(data, row)));
    heads.forEach((head, index) => {
      if (sort?.column === index) head.setAttribute('aria-sort', sort.direction);
      else head.removeAttribute('aria-sort');
    });
  };
  const sortBy = (column: number) => {
    sort = nextSort(sort, column);
    [kept.by, kept.columns] = [sort, names];
    fill();
  };
  fill();
  const table = h('table', { 'aria-label': label }, h('thead', {}, h('tr', {}, ...heads)), body);
  if (data.totals)
    table.append(
      h(
        'tfoot',
        {},
        h('tr', {}, ...data.totals.map((text, at) => h('td', { class: data.columns[at]?.align }, text))),
      ),
    );
  into.replaceChildren(
    data.rows.length
      ? h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, table)
      : h('p', { class: 'empty' }, 'No data for this period'),
    h('p', { class: data.complete ? 'note' : 'note cut' }, data.line),
  );
}

function rowOf(data: TableData, row: number): HTMLTableRowElement {
  return h(
    'tr',
    {},
    ...data.columns.map((column, at) =>
      cellOf(column, data.text[row]?.[at] ?? '', row, data.rows[row]?.[at] ?? null),
    ),
  );
}

function cellOf(column: TableColumn, text: string, row: number, value: Cell): HTMLTableCellElement {
  const link = column.links?.[row];
  const shown = link ? h('a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, text) : text;
  const cell = h('td', { class: `${column.align} ${column.type}` }, shown);
  const tone = column.tones?.[row] ?? 'neutral';
  if (column.mark === 'dot') cell.prepend(h('span', { class: `dot ${tone}` }));
  if (column.mark === 'bar' && typeof value === 'number') cell.append(barOf(column, value, tone));
  return cell;
}

function barOf(column: TableColumn, value: number, tone: string): HTMLElement {
  const least = column.least ?? 0;
  const width = (column.most ?? 0) - least || 1;
  const bar = h('span', { class: `fill ${tone}` });
  bar.style.marginLeft = `${((Math.min(value, 0) - least) / width) * 100}%`;
  bar.style.width = `${(Math.abs(value) / width) * 100}%`;
  return h('span', { class: 'bar', 'aria-hidden': 'true' }, bar);
}
