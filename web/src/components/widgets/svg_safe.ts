// Takes the server's SVG into the page without trusting it: the picture is rebuilt from the few elements and
// attributes that charts are drawn with; a script, a handler, a style or an address of elsewhere has no way in.
const svgNamespace = 'http://www.w3.org/2000/svg';

const elements = new Set(
  'svg g rect path circle ellipse line polyline polygon text tspan image defs linearGradient stop title desc'.split(
    ' ',
  ),
);

const attributes = new Set(
  (
    'x y x1 y1 x2 y2 cx cy r rx ry dx dy d points width height viewBox transform fill fill-opacity fill-rule stroke ' +
    'stroke-width stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin opacity shape-rendering font-family ' +
    'font-size font-weight font-style font-variant text-anchor textLength lengthAdjust direction dominant-baseline ' +
    'gradientUnits offset stop-color stop-opacity preserveAspectRatio id lang xml:lang xml:space'
  ).split(' '),
);

const embeddedPicture = /^data:image\/(png|jpeg);base64,[A-Za-z0-9+/=]*$/;
const ownReference = /^url\(#([\w-]+)\)$/;

export function mayStand(element: string): boolean {
  return elements.has(element);
}

// The value under which an attribute may stand in the page, with ids that begin with `prefix`; nothing: it may not.
export function safeAttribute(
  element: string,
  name: string,
  value: string,
  prefix: string,
): string | undefined {
  if (name === 'href' || name === 'xlink:href')
    return element === 'image' && embeddedPicture.test(value) ? value : undefined;
  if (!attributes.has(name)) return undefined;
  if (name === 'id') return /^[\w-]+$/.test(value) ? prefix + value : undefined;
  if (name === 'font-family') return screenFont(value);
  if (/url\s*\(/i.test(value)) {
    const own = ownReference.exec(value);
    return own ? `url(#${prefix}${own[1]})` : undefined;
  }
  return value;
}

// Pages carry Inter as one variable font of another name.
export function screenFont(family: string): string {
  return /^['"]?Inter['"]?(,|$)/.test(family) ? `'Inter Variable', ${family}` : family;
}

function copy(from: Element, prefix: string): SVGElement {
  const to = document.createElementNS(svgNamespace, from.localName);
  for (const attribute of from.attributes) {
    const value = safeAttribute(from.localName, attribute.name, attribute.value, prefix);
    if (value === undefined) continue;
    // Only within its namespace does xml:space keep the blank at the end of a run of text.
    if (attribute.name.startsWith('xml:')) to.setAttributeNS(attribute.namespaceURI, attribute.name, value);
    else to.setAttribute(attribute.name.replace('xlink:', ''), value);
  }
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.append(child.textContent ?? '');
    else if (child instanceof Element && child.namespaceURI === svgNamespace && mayStand(child.localName))
      to.append(copy(child, prefix));
  }
  return to;
}

// Nothing when the text is no SVG. The picture fills the box it is put into; whoever puts it there names it.
export function readSvg(text: string, prefix: string): SVGSVGElement | undefined {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  if (root.localName !== 'svg' || root.namespaceURI !== svgNamespace) return undefined;
  const svg = copy(root, prefix) as SVGSVGElement;
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  svg.setAttribute('aria-hidden', 'true');
  return svg;
}

// The picture as all that the element holds: an action.
export function holdSvg(node: HTMLElement, drawn: SVGSVGElement | undefined) {
  const put = (svg: SVGSVGElement | undefined) => node.replaceChildren(...(svg ? [svg] : []));
  put(drawn);
  return { update: put };
}
