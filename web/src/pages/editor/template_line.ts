// The line of a template that the server's words name, and where that line is in the text. Pure.

// "template_html, line 3: ..." or "template line 3: ..."; a query's line is no line of the template.
export function lineIn(detail: string): number | undefined {
  const found = /\btemplate(?:_html)?,? line (\d+)/.exec(detail)?.[1];
  return found ? Number(found) : undefined;
}

// Of the first character in that line, counted from 1, that is no space; the end of the text beyond its last line.
export function offsetOfLine(text: string, line: number): number {
  let at = 0;
  for (let passed = 1; passed < line; ++passed) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  return at + (/^[ \t]*/.exec(text.slice(at))?.[0].length ?? 0);
}
