// What a picture says about itself: the colours of its series, read off its legend (what stands left of a name), and
// how far its plot reaches, read off its gridlines. Pure but for the elements it looks at.
export interface Drawn {
  tag: string;
  text: string;
  fill: string | null;
  stroke: string | null;
  d: string | null;
}

const visible = (paint: string | null): string | undefined => (paint && paint !== 'none' ? paint : undefined);

// By series; one without a legend has the token of its order.
export function seriesColours(drawn: Iterable<Drawn>, series: readonly string[]): string[] {
  const found = new Map<string, string>();
  let before: Drawn | undefined;
  for (const element of drawn) {
    if (element.tag === 'text' && before && before.tag !== 'text' && !found.has(element.text)) {
      const colour = visible(before.fill) ?? visible(before.stroke);
      if (colour && series.includes(element.text)) found.set(element.text, colour);
    }
    before = element;
  }
  return series.map((name, index) => found.get(name) ?? `var(--categorical-${(index % 8) + 1})`);
}

// From the highest to the lowest gridline; nothing for a picture without two of them.
export function plotSpan(drawn: Iterable<Drawn>): { top: number; bottom: number } | undefined {
  const heights: number[] = [];
  for (const { d } of drawn) {
    const line = /^M\S+ (\S+)L\S+ (\S+)$/.exec(d ?? '');
    if (line && line[1] === line[2]) heights.push(Number(line[1]));
  }
  const [top, bottom] = [Math.min(...heights), Math.max(...heights)];
  return bottom > top ? { top, bottom } : undefined;
}

export function drawnIn(svg: SVGElement): Drawn[] {
  return [...svg.querySelectorAll('rect, path, text')].map((element) => ({
    tag: element.localName,
    text: element.localName === 'text' ? (element.textContent ?? '') : '',
    fill: element.getAttribute('fill'),
    stroke: element.getAttribute('stroke'),
    d: element.getAttribute('d'),
  }));
}
