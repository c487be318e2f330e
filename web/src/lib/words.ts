// Words as people read them. Pure.

export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// With a capital letter in front and a full stop behind: "name must not be empty" -> "Name must not be empty."
export function asSentence(words: string): string {
  return capitalized(words) + (/[.!?]$/.test(words) ? '' : '.');
}

// How what is wrong with a field goes on after its name: "must not be empty", "\"x\" holds a space".
const goesOn =
  /^(["'“(\d]|(must|may|can|cannot|is|are|was|has|have|had|holds?|takes?|needs?|names?|does|do|should|starts?|ends?)\b)/;

// A refusal without the name of the field, for the place beside it. Lists are named with their entry ("email_to[1]"), and
// what lies deeper by its last name too ("path" of "options.path").
export function withoutField(detail: string, field: string): string {
  const plain = field.replace(/\[\d+\]$/, '');
  for (const name of [field, plain, plain.split('.').at(-1) ?? ''].filter(Boolean)) {
    if (!detail.startsWith(name)) continue;
    const rest = detail.slice(name.length).replace(/^\[\d+\]/, '');
    const words = rest.replace(/^:? /, '');
    if (words !== rest && (rest.startsWith(':') || goesOn.test(words))) return asSentence(words);
  }
  return asSentence(detail);
}
