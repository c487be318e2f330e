// Shows the HTML of a mail without trusting it: it is built anew from the elements and attributes that mails are made
// of, with its inline styles set as properties (the page's policy takes no style attribute), and pictures only from the
// mail itself.
const elements = new Set(
  'a b blockquote br center code div em font h1 h2 h3 h4 hr i img li ol p pre small span strong sub sup table tbody td tfoot th thead tr u ul'.split(
    ' ',
  ),
);
const attributes = new Set(
  'align alt bgcolor border cellpadding cellspacing color colspan dir height lang role rowspan title valign width'.split(
    ' ',
  ),
);

export function mayStand(element: string): boolean {
  return elements.has(element);
}

// The value under which an attribute may stand; nothing: it may not. `pictures` are the mail's own, by content id.
export function safeAttribute(
  element: string,
  name: string,
  value: string,
  pictures: ReadonlyMap<string, string>,
): string | undefined {
  if (name === 'href') return element === 'a' && /^(https?:\/\/|mailto:)/i.test(value) ? value : undefined;
  if (name === 'src') return element === 'img' ? pictures.get(value.replace(/^cid:/i, '')) : undefined;
  return attributes.has(name) ? value : undefined;
}

const properties =
  /^(background-color|border(-(top|right|bottom|left))?(-(color|style|width|radius|collapse|spacing))?|color|direction|display|font(-(family|size|style|weight|variant))?|(min-|max-)?(height|width)|letter-spacing|line-height|list-style(-type)?|padding(-(top|right|bottom|left))?|margin(-(top|right|bottom|left))?|text-(align|decoration|indent|transform)|vertical-align|white-space|word-break|overflow-wrap|background)$/;

// Looks come along, by a list of what may: what fetches or leaves its place does not. A sign written as an escape or
// a comment is how such a thing is hidden, and no mail needs one.
export function safeStyle(value: string): string {
  return value
    .split(';')
    .filter((rule) => {
      const colon = rule.indexOf(':');
      const property = rule.slice(0, Math.max(colon, 0)).trim().toLowerCase();
      const value = rule.slice(colon + 1);
      return (
        properties.test(property) &&
        !/[\\@]|\/\*|(url|image|image-set|src|element|cross-fade)\s*\(|expression/i.test(value) &&
        !(property.startsWith('margin') && value.includes('-'))
      );
    })
    .join(';');
}

// The parser itself would set style attributes, which the policy refuses loudly; so they are read under another name.
export function withoutStyles(html: string): string {
  return html.replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle=/gi, ' data-style='));
}

function copy(from: Node, to: Node, pictures: ReadonlyMap<string, string>): void {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.appendChild(document.createTextNode(child.textContent ?? ''));
    if (!(child instanceof HTMLElement)) continue;
    if (['head', 'style', 'script', 'title'].includes(child.localName)) continue;
    if (!mayStand(child.localName)) {
      copy(child, to, pictures); // what stands in it is still said
      continue;
    }
    const made = document.createElement(child.localName);
    for (const { name, value } of child.attributes) {
      const safe = safeAttribute(child.localName, name, value, pictures);
      if (safe !== undefined) made.setAttribute(name, safe);
    }
    made.style.cssText = safeStyle(child.dataset.style ?? '');
    if (child.localName === 'a') {
      made.setAttribute('target', '_blank');
      made.setAttribute('rel', 'noopener noreferrer');
    }
    to.appendChild(made);
    copy(child, made, pictures);
  }
}

// Fills a shadow root, so that neither page nor mail styles the other.
export function showMail(root: ShadowRoot, html: string, pictures: ReadonlyMap<string, string>): void {
  const parsed = new DOMParser().parseFromString(withoutStyles(html), 'text/html');
  const sheet = document.createElement('div');
  sheet.style.cssText = `${safeStyle(parsed.body.dataset.style ?? '')};color-scheme:light;color:#1b1f24;overflow:auto`;
  copy(parsed.body, sheet, pictures);
  root.replaceChildren(sheet);
}
