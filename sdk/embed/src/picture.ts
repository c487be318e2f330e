// One widget as the server draws it, with what stands under the pointer told in words. Arrow keys walk through the
// same marks.
import { h, svgOf } from './dom.js';
import type { Hit, Picture } from './types.js';

/** The mark at a point of the picture; of several the smallest, which lies on top of its neighbours. */
export function hitAt(hits: Hit[], x: number, y: number): Hit | null {
  let found: Hit | null = null;
  for (const hit of hits) {
    const [left, top, width, height] = hit.box;
    const inside = x >= left && x <= left + width && y >= top && y <= top + height;
    if (inside && (!found || area(hit) <= area(found))) found = hit;
  }
  return found;
}

function area(hit: Hit): number {
  return hit.box[2] * hit.box[3];
}

/** Where the tip goes, inside the box: beside the mark, on the side that has room. */
export function tipPlace(
  mark: { x: number; y: number },
  tip: { width: number; height: number },
  box: { width: number; height: number },
) {
  const gap = 8;
  const right = mark.x + gap + tip.width <= box.width;
  const x = right ? mark.x + gap : mark.x - gap - tip.width;
  return {
    x: Math.max(0, Math.min(x, box.width - tip.width)),
    y: Math.max(0, Math.min(mark.y - tip.height - gap, box.height - tip.height)),
  };
}

// The server's colours of a light and of a dark drawing that a host can set. Those of a series are the workspace's own.
const HOST_COLOURS = [
  ['paper', '#ffffff', '#14181d'],
  ['ink', '#1b1f24', '#e8ebef'],
  ['secondary', '#5b6470', '#a3adb8'],
  ['hairline', '#e3e7ec', '#2c333b'],
  ['accent', '#2f5fd0', '#7da0f2'],
] as const;

/** The host's colour that stands for one of the server's; null for any other. */
export function hostColour(colour: string, dark: boolean): string | null {
  const found = HOST_COLOURS.find((each) => each[dark ? 2 : 1] === colour.toLowerCase());
  return found ? `var(--_${found[0]})` : null;
}

// A drawing follows the host's look as the table beside it does. Its own ground tells light from dark.
function dress(svg: SVGSVGElement): void {
  const dark = svg.querySelector('rect')?.getAttribute('fill')?.toLowerCase() === '#14181d';
  for (const side of ['fill', 'stroke'] as const)
    for (const element of svg.querySelectorAll<SVGElement>(`[${side}]`)) {
      const colour = hostColour(element.getAttribute(side) ?? '', dark);
      if (colour) element.style.setProperty(side, colour);
    }
  // The frame that a figure has on paper: here its card has one.
  svg.querySelector('rect[fill="none"][x="0.25"][y="0.25"]')?.remove();
}

export function showPicture(into: HTMLElement, picture: Picture): void {
  const svg = svgOf(picture.svg);
  dress(svg);
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  // The server names its charts itself; what it does not name is told by the sentence beside it.
  if (!svg.querySelector('[role=img]')) {
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', picture.alt);
  }
  const tip = h('div', { class: 'tip', role: 'status', hidden: true });
  const ring = h('div', { class: 'ring', hidden: true });
  const figure = h('div', { class: 'figure' }, svg, ring, tip);
  into.replaceChildren(figure);
  if (picture.note) into.append(h('p', { class: 'note' }, picture.note));
  if (picture.hits.length) addTips(figure, { svg, ring, tip }, picture);
}

function addTips(
  figure: HTMLElement,
  parts: { svg: SVGSVGElement; ring: HTMLElement; tip: HTMLElement },
  picture: Picture,
) {
  const { svg, ring, tip } = parts;
  let at = -1;
  const scale = () => svg.getBoundingClientRect().width / picture.view_box[0];
  const show = (hit: Hit | null) => {
    ring.hidden = tip.hidden = !hit;
    if (!hit) return;
    tip.replaceChildren(
      ...[
        h('strong', {}, hit.value),
        hit.category && h('span', {}, hit.category),
        hit.series && h('span', {}, hit.series),
      ].filter((part) => part !== ''),
    );
    const by = scale();
    const [x, y, width, height] = hit.box.map((side) => side * by) as Hit['box'];
    place(ring, { x, y });
    ring.style.width = `${width}px`;
    ring.style.height = `${height}px`;
    place(
      tip,
      tipPlace(
        { x: x + width / 2, y },
        { width: tip.offsetWidth, height: tip.offsetHeight },
        {
          width: figure.clientWidth,
          height: figure.clientHeight,
        },
      ),
    );
  };
  figure.tabIndex = 0;
  figure.setAttribute('role', 'group');
  figure.setAttribute('aria-label', 'Chart; arrow keys walk through its marks');
  figure.addEventListener('pointermove', (event) => {
    const box = svg.getBoundingClientRect();
    show(hitAt(picture.hits, (event.clientX - box.left) / scale(), (event.clientY - box.top) / scale()));
  });
  figure.addEventListener('pointerleave', () => show(null));
  figure.addEventListener('blur', () => show(null));
  figure.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') return show(null);
    if (!step) return;
    event.preventDefault();
    at = (at + step + picture.hits.length) % picture.hits.length;
    show(picture.hits[at] ?? null);
  });
}

function place(element: HTMLElement, to: { x: number; y: number }): void {
  element.style.transform = `translate(${to.x}px, ${to.y}px)`;
}
