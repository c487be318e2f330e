// Light, dark, or as the system is; kept in this browser.
export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'presstime.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');

class ScreenTheme {
  choice = $state<ThemeChoice>((localStorage.getItem(key) as ThemeChoice | null) ?? 'system');
  #systemDark = $state(dark.matches);
  constructor() {
    dark.addEventListener('change', (event) => (this.#systemDark = event.matches));
  }
  // What is on the screen: pictures are asked for in it.
  get shown(): 'light' | 'dark' {
    return this.choice === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.choice;
  }
  choose(choice: ThemeChoice): void {
    this.choice = choice;
    localStorage.setItem(key, choice);
    applyTheme();
  }
}

export const screenTheme = new ScreenTheme();

export function applyTheme(): void {
  if (screenTheme.choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = screenTheme.choice;
}
