// Words as people read them. Pure.

export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// With a capital letter in front and a full stop behind: "name must not be empty" -> "Name must not be empty."
export function asSentence(words: string): string {
  return capitalized(words) + (/[.!?]$/.test(words) ? '' : '.');
}
