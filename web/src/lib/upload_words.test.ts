import { expect, test } from 'vitest';
import type { UploadedFile } from './upload';
import { shownName, uploadNotes, uploadWords } from './upload_words';

const file: UploadedFile = {
  name: 'orders.csv',
  bytes: 1,
  kind: 'csv',
  connection: 'uploads',
  table: 'orders',
  columns: [],
  rows: 1,
};
const sheet = (name: string, table: string, note?: string): UploadedFile => ({
  ...file,
  name: `${table}.parquet`,
  table,
  note,
  workbook: 'sales.xlsx',
  sheet: name,
});

test('a file is called by its name, a sheet by its workbook', () => {
  expect(shownName(file)).toBe('orders.csv');
  expect(shownName(sheet('Orders', 'sales_Orders'))).toBe('sales.xlsx, Orders');
});

test('what became of a file is said with what was done to it', () => {
  expect(uploadWords(file)).toBe('orders.csv is the table orders of uploads.');
  const one = sheet('Orders', 'sales', 'row 3 is the header');
  expect(uploadWords({ ...one, sheets: [one] })).toBe(
    'sales.xlsx is the table sales of uploads. Row 3 is the header.',
  );
});

test('sheets are told apart', () => {
  const orders = sheet('Orders', 'sales_Orders', 'row 3 is the header');
  const book = { ...orders, sheets: [orders, sheet('Shops', 'sales_Shops')] };
  expect(uploadNotes(book)).toEqual(['Orders: row 3 is the header.']);
  expect(uploadWords(book)).toBe(
    '2 sheets of sales.xlsx are the tables sales_Orders, sales_Shops of uploads. Orders: row 3 is the header.',
  );
});
