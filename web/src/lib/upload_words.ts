// What has become of an uploaded file, for the person who brought it.
import type { UploadedFile } from './upload';

// What the file is called for the person who brought it.
export function shownName(file: UploadedFile): string {
  return file.workbook ? `${file.workbook}, ${file.sheet}` : file.name;
}

// What has become of it, in a sentence or two.
export function uploadWords(file: UploadedFile): string {
  const tables = (file.sheets ?? [file]).map((each) => each.table);
  const what =
    tables.length > 1
      ? `${tables.length} sheets of ${file.workbook} are the tables ${tables.join(', ')} of ${file.connection}.`
      : `${file.workbook ?? file.name} is the table ${file.table} of ${file.connection}.`;
  return [what, ...uploadNotes(file)].join(' ');
}

// What was done to it on the way, a sentence each; of several sheets with their names.
export function uploadNotes(file: UploadedFile): string[] {
  const sheets = file.sheets ?? [file];
  return sheets
    .filter((each) => each.note)
    .map((each) => (sheets.length > 1 ? `${each.sheet}: ${each.note}.` : `${capital(each.note ?? '')}.`));
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
