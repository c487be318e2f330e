import { describe, expect, it } from 'vitest';
import { readShownFile, shownAs } from './shown_file';

describe('a file of a report', () => {
  it('is asked for as what a page can show of it', () => {
    expect(['pdf', 'png', 'html', 'csv', 'xlsx', 'json'].map(shownAs)).toEqual([
      'pdf',
      'png',
      'png',
      'json',
      'json',
      'json',
    ]);
  });
  it('is read as tables, as a picture, or as pages with their number', async () => {
    const table = { title: 'Orders', columns: [], rows: [] };
    const sheets = await readShownFile(Response.json({ widgets: [table] }), 'json');
    expect(sheets).toEqual({ kind: 'sheets', sheets: [table] });
    expect(await readShownFile(new Response('bytes'), 'png')).toMatchObject({ kind: 'picture' });
    const pdf = new Response('%PDF', { headers: { 'X-Presstime-Pages': '12' } });
    expect(await readShownFile(pdf, 'pdf')).toMatchObject({ kind: 'pdf', pages: 12 });
  });
});
