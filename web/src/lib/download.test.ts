import { expect, it, vi } from 'vitest';

vi.stubGlobal('document', { baseURI: 'http://localhost/' });
const { nameOfFile } = await import('./download');

it('takes the name in any language before the plain one', () => {
  const both = `attachment; filename="Umsatz _.pdf"; filename*=UTF-8''Umsatz%20%E2%82%AC.pdf`;
  expect(nameOfFile(both, 'x')).toBe('Umsatz €.pdf');
  expect(nameOfFile('attachment; filename="a b.csv"', 'x')).toBe('a b.csv');
  expect(nameOfFile(`attachment; filename="a.csv"; filename*=UTF-8''%zz`, 'x')).toBe('a.csv');
  expect(nameOfFile(null, 'dashboard.pdf')).toBe('dashboard.pdf');
});
