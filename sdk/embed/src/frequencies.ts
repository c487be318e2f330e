// Which frequencies the dialog offers: the host's, and of those only what the server takes.
import type { ReportScheduleOption, Scheduling } from './types.js';

/** With a list from the token, the page may only leave some out; without one, the page's own list counts. */
export function frequenciesOf(
  scheduling: Scheduling,
  page: ReportScheduleOption[] | null,
): ReportScheduleOption[] {
  if (!scheduling.options) return page ?? [];
  if (!page) return scheduling.options;
  const wanted = new Map(page.map((option) => [plain(option.cron), option]));
  return scheduling.options
    .filter((option) => wanted.has(plain(option.cron)))
    .map((option) => ({
      cron: option.cron,
      description: wanted.get(plain(option.cron))!.description || option.description,
    }));
}

function plain(cron: string): string {
  return cron.trim().replace(/\s+/g, ' ').toUpperCase();
}

/** How the schedule calls itself: in the host's words where there are any. */
export function frequencyName(
  schedule: { cron: string; description: string },
  known: ReportScheduleOption[],
): string {
  const option = known.find((each) => plain(each.cron) === plain(schedule.cron));
  return option?.description || schedule.description || schedule.cron;
}

const FORMAT_NAMES: Record<string, string> = {
  csv: 'CSV',
  xlsx: 'Excel (XLSX)',
  pdf: 'PDF',
  png: 'Picture (PNG)',
  html: 'Web page (HTML)',
  json: 'JSON',
};

export function formatName(format: string): string {
  return FORMAT_NAMES[format] ?? format.toUpperCase();
}

/** In the order people want them; what the server cannot draw is left out. */
export function formatsOffered(formats: string[]): string[] {
  return ['xlsx', 'csv', 'pdf', 'png'].filter((format) => formats.includes(format));
}
