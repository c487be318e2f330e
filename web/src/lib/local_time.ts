// Days and instants as the browser's fields write them: local, without a zone. Pure.
const two = (value: number): string => String(value).padStart(2, '0');

// "2026-11-21"
export function writeDay(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

// "2026-11-21T09:00" for a field of type datetime-local, and back; "" for what is no time.
export function toLocalField(instant: string | Date): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  return `${writeDay(at)}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
export function fromLocalField(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString().replace('.000Z', 'Z');
}
