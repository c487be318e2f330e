// The peer of the XLSX benchmark: exceljs' streaming writer, 1,000,000 rows x 8 columns made on the way, with the
// types and formats of Presstime's workbook. Prints seconds, CPU seconds and peak KiB.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';

const folder = process.argv[3];
const regions = ['North', 'South, east', 'West', 'Zürich'];
const day = 86_400_000;
const first = Date.UTC(2020, 0, 1);

const start = performance.now();
const before = process.cpuUsage();
const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: join(folder, 'exceljs.xlsx'), useStyles: true, useSharedStrings: false });
const sheet = book.addWorksheet('orders', { views: [{ state: 'frozen', ySplit: 1 }] });
sheet.columns = ['id', 'customer', 'region', 'quantity', 'total', 'weight', 'day', 'at_time'].map((key) => ({ header: key, key, width: 14 }));
sheet.getColumn('total').numFmt = '#,##0.00';
sheet.getColumn('day').numFmt = 'yyyy-mm-dd';
sheet.getColumn('at_time').numFmt = 'yyyy-mm-dd hh:mm:ss';
for (let row = 0; row < 1_000_000; ++row) {
  const hash = Math.imul(row, 2654435761) >>> 0;
  sheet.addRow([row, `customer ${hash % 50000}`, regions[hash % 4], hash % 900, (hash % 10_000_000) / 100,
    (hash % 1_000_003) / 1000, new Date(first + (row % 2000) * day), new Date(first + row * 61_000)]).commit();
}
sheet.commit();
await book.commit();
const used = process.cpuUsage(before);
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
console.log((performance.now() - start) / 1000, (used.user + used.system) / 1e6, peak);
