// Patterns of numbers and dates with what they make of an example, as src/platform/text/number_format.hpp reads them.
// For the examples beside a format's field; the server writes what a report shows. Pure.
export const examples: { pattern: string; shows: string }[] = [
  { pattern: '0,0', shows: '1,235' },
  { pattern: '0,0.00', shows: '1,234.50' },
  { pattern: '0.0a', shows: '1.2K' },
  { pattern: '€ 0,0.00', shows: '€ 1,234.50' },
  { pattern: '€ 0.0a', shows: '€ 1.2K' },
  { pattern: '0.0%', shows: '12.3%' },
  { pattern: '+0.0%', shows: '+12.3%' },
  { pattern: '+0,0', shows: '+1,235' },
  { pattern: 'duration', shows: '20 min 35 s' },
  { pattern: 'd MMM yyyy', shows: '21 Apr 2026' },
  { pattern: 'yyyy-MM-dd', shows: '2026-04-21' },
  { pattern: 'MMM yyyy', shows: 'Apr 2026' },
  { pattern: 'EEE d MMM', shows: 'Tue 21 Apr' },
  { pattern: 'dd.MM.yyyy HH:mm', shows: '21.04.2026 09:05' },
];

const numberPattern = /^([^0#]*?)(\+?)(#,##0|0,0|0)(\.(0+)|\.\[(0+)\])?(\s*)(a)?(.*)$/s;

function numberExample(pattern: string): string | undefined {
  const match = numberPattern.exec(pattern);
  if (!match) return undefined;
  const [, before = '', plus = '', digits = '', , fixed, upTo, space = '', short, after = ''] = match;
  if (/[0#]/.test(after)) return undefined;
  const percent = after.includes('%');
  const value = (percent ? 0.1234 * 100 : 1234.5) / (short ? 1000 : 1);
  const text = new Intl.NumberFormat('en-US', {
    useGrouping: digits !== '0',
    minimumFractionDigits: fixed?.length ?? 0,
    maximumFractionDigits: fixed?.length ?? upTo?.length ?? 0,
  }).format(value);
  return before + plus + text + space + (short ? 'K' : '') + after;
}

const dateParts: Record<string, string> = {
  yyyy: '2026',
  yy: '26',
  MMMM: 'April',
  MMM: 'Apr',
  MM: '04',
  M: '4',
  EEEE: 'Tuesday',
  EEE: 'Tue',
  dd: '21',
  d: '21',
  HH: '09',
  H: '9',
  mm: '05',
  ss: '00',
};

function dateExample(pattern: string): string | undefined {
  let known = false;
  const text = pattern.replace(/[A-Za-z]+/g, (word) => {
    known ||= word in dateParts;
    return dateParts[word] ?? '\u0000';
  });
  return known && !text.includes('\u0000') ? text : undefined;
}

// "1,234.50" for "0,0.00"; undefined for what is no pattern.
export function example(pattern: string): string | undefined {
  if (pattern === 'duration') return '20 min 35 s';
  return /[0#]/.test(pattern) ? numberExample(pattern) : dateExample(pattern);
}
