// The workspace's theme between the API and the form: which colours there are, and a logo as a data URI. Pure.
export const colourNames = ['accent', 'ink', 'good', 'bad', 'warn'] as const;
export type ColourName = (typeof colourNames)[number];
export const colourWords: Record<ColourName, string> = {
  accent: 'Accent',
  ink: 'Text',
  good: 'Good',
  bad: 'Bad',
  warn: 'Warning',
};

export type Colours = Partial<Record<ColourName, string>> & { categorical?: string[] };

export interface Theme extends Colours {
  kind: 'theme';
  font?: string;
  logo?: string;
  dark?: Colours;
  version?: number;
}

export const mostLogoBytes = 512 * 1024;

// "#2f5fd0" or "2F5FD0" as the server writes colours; nothing for what is none.
export function colourOf(text: string): string | undefined {
  const hex = /^\s*#?([0-9a-f]{6})\s*$/i.exec(text)?.[1];
  return hex ? `#${hex.toUpperCase()}` : undefined;
}

function tidied(colours: Colours): Colours {
  const named = colourNames
    .filter((name) => colours[name]?.trim())
    .map((name) => [name, colourOf(colours[name] as string) ?? (colours[name] as string).trim()]);
  const series = (colours.categorical ?? []).map((text) => text.trim()).filter(Boolean);
  return {
    ...Object.fromEntries(named),
    ...(series.length ? { categorical: series.map((text) => colourOf(text) ?? text) } : {}),
  };
}

// What is put: nothing empty, no fields of the server's own.
export function documentOf(theme: Theme): Theme {
  const dark = tidied(theme.dark ?? {});
  return {
    kind: 'theme',
    ...tidied(theme),
    ...(theme.font?.trim() ? { font: theme.font.trim() } : {}),
    ...(theme.logo ? { logo: theme.logo } : {}),
    ...(Object.keys(dark).length ? { dark } : {}),
  };
}

export function isSameTheme(one: Theme, other: Theme): boolean {
  return JSON.stringify(documentOf(one)) === JSON.stringify(documentOf(other));
}

// Bytes of a file as the server takes them.
export function dataUri(kind: string, bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return `data:${kind};base64,${btoa(text)}`;
}
