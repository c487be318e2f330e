// What a page or a viewer chose to see: values of parameters, and a period.
export interface Chosen {
  parameters: Record<string, string>;
  period: string;
}

export function isSame(a: Chosen, b: Chosen): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

// Two choices are one whatever order their names came in.
function sorted({ parameters, period }: Chosen): [string, [string, string][]] {
  return [period, Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))];
}

export function textsOf(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

export function parsed(text: string | null): Record<string, string> {
  if (!text) return {};
  try {
    const values: unknown = JSON.parse(text);
    if (values && typeof values === 'object' && !Array.isArray(values))
      return textsOf(values as Record<string, unknown>);
  } catch {
    // Told below.
  }
  console.error('presstime-dashboard: the attribute "parameters" must be a JSON object of names and values');
  return {};
}
