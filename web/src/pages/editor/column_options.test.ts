import { describe, expect, it } from 'vitest';
import { columnOptions } from './column_options';

const tables = {
  orders: ['id', '"Order date"', 'region'],
  '"regions"': ['id', 'region', '"a ""b"""'],
  archive: ['region'],
};

describe('columnOptions', () => {
  it('offers each column once, by its name and as it is written', () => {
    const options = columnOptions(tables, '');
    expect(options.map(({ label }) => label)).toEqual(['id', 'Order date', 'region', 'a "b"']);
    expect(options.map(({ apply }) => apply)).toEqual(['id', '"Order date"', 'region', '"a ""b"""']);
    expect(options[2]?.detail).toBe('orders, regions …');
  });
  it('puts those of the tables first that the text names', () => {
    const [id, date, region, other] = columnOptions(tables, 'SELECT r FROM Regions');
    expect(region).toMatchObject({ detail: 'regions', boost: id?.boost });
    expect(other?.boost).toBeGreaterThan(date?.boost ?? 99);
  });
});
