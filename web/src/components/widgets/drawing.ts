// What a picture says about itself: the colours of its series and how far its plot reaches, read off its legend, its
// lines and its gridlines. Pure but for the elements it looks at.
export interface Drawn {
  tag: string;
  text: string;
  fill: string | null;
  stroke: string | null;
  width: number; // of a rectangle
  strokeWidth: number;
  dashed: boolean;
  d: string | null;
}

const swatchSize = 7; // units of the view box, as the legend draws it
const lineWidth = 1.5;

// Left and right end and height of a path that is one horizontal line.
function horizontal(d: string | null): { y: number; length: number } | undefined {
  const line = /^M(\S+) (\S+)L(\S+) (\S+)$/.exec(d ?? '');
  if (!line || line[2] !== line[4]) return undefined;
  return { y: Number(line[2]), length: Math.abs(Number(line[3]) - Number(line[1])) };
}

// The colour of a legend's mark: a small square of a bar or area, a short line of a line.
function swatchColour(element: Drawn): string | undefined {
  if (element.tag === 'rect' && Math.abs(element.width - swatchSize) < 0.1) return element.fill ?? undefined;
  const line = horizontal(element.d);
  if (line && Math.abs(line.length - swatchSize) < 0.1) return element.stroke ?? undefined;
  return undefined;
}

// Colours of the lines in the order in which they are drawn, each once.
function lineColours(drawn: readonly Drawn[]): string[] {
  const lines = drawn.filter(
    (each) => each.stroke && each.strokeWidth === lineWidth && !each.dashed && !horizontal(each.d),
  );
  return [...new Set(lines.map((each) => each.stroke as string))];
}

// By series: off the legend, else off the lines, else the token of its order.
export function seriesColours(drawn: readonly Drawn[], series: readonly string[]): string[] {
  const found = new Map<string, string>();
  drawn.forEach((element, index) => {
    const before = drawn[index - 1];
    const colour = element.tag === 'text' && before ? swatchColour(before) : undefined;
    if (colour && !found.has(element.text)) found.set(element.text, colour);
  });
  const lines = lineColours(drawn);
  const byLine = lines.length === series.length ? lines : [];
  return series.map(
    (name, index) => found.get(name) ?? byLine[index] ?? `var(--categorical-${(index % 8) + 1})`,
  );
}

// From the highest to the lowest gridline; nothing for a picture without two of them.
export function plotSpan(drawn: readonly Drawn[]): { top: number; bottom: number } | undefined {
  const lines = drawn.flatMap((each) => horizontal(each.d) ?? []);
  const longest = Math.max(0, ...lines.map((line) => line.length));
  const heights = lines.filter((line) => line.length > longest / 2).map((line) => line.y);
  const [top, bottom] = [Math.min(...heights), Math.max(...heights)];
  return bottom > top ? { top, bottom } : undefined;
}

export function drawnIn(svg: SVGElement): Drawn[] {
  return [...svg.querySelectorAll('rect, path, text')].map((element) => ({
    tag: element.localName,
    text: element.localName === 'text' ? (element.textContent ?? '') : '',
    fill: element.getAttribute('fill'),
    stroke: element.getAttribute('stroke'),
    width: Number(element.getAttribute('width') ?? 0),
    strokeWidth: Number(element.getAttribute('stroke-width') ?? 0),
    dashed: element.hasAttribute('stroke-dasharray'),
    d: element.getAttribute('d'),
  }));
}

// The slices of a pie or donut, in the order of its hits: their boxes lie over each other, their shapes do not.
export function wedgesIn(svg: SVGElement): SVGPathElement[] {
  return [...svg.querySelectorAll('path')].filter(
    (path) => path.getAttribute('fill') !== 'none' && /A/.test(path.getAttribute('d') ?? ''),
  );
}

// Marks whose colour tells the series; the others colour by value, direction or slice.
const colouredMarks = new Set(['bar', 'line', 'area', 'combo', 'scatter', 'bubble', 'histogram', 'box_plot']);

export function colouredBySeries(mark: string | undefined): boolean {
  return mark !== undefined && colouredMarks.has(mark);
}
