// Elements made in code: text is always text, and no style or script stands in markup, so that the strictest policy of
// a host's page holds.

type Child = Node | string | null | undefined | false;
interface Attributes {
  class?: string;
  [name: string]: string | number | boolean | null | undefined | ((event: Event) => void);
}

/** `h('button', { class: 'menu', onclick: open }, 'Open')`: `on...` listens, false and null leave an attribute out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

interface Policy {
  createHTML(text: string): string;
}
const trustedTypes = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } })
  .trustedTypes;
let policy: Policy | null = null;

/** The server's drawing as elements of this document; what could run or load is taken out, whoever wrote it. */
export function svgOf(text: string): SVGSVGElement {
  if (trustedTypes) policy ??= trustedTypes.createPolicy('presstime-embed', { createHTML: (given) => given });
  const parsed = new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, 'image/svg+xml');
  const root = parsed.documentElement;
  if (root.localName !== 'svg') throw new Error('the server sent no picture');
  for (const element of [...root.querySelectorAll('*'), root]) {
    if (['script', 'foreignObject', 'style', 'iframe'].includes(element.localName)) element.remove();
    for (const { name, value } of [...element.attributes])
      if (
        name.startsWith('on') ||
        name === 'style' ||
        (name.endsWith('href') && !/^(#|data:image\/|https?:|mailto:)/.test(value))
      )
        element.removeAttribute(name);
  }
  return document.importNode(root, true) as unknown as SVGSVGElement;
}

/** Text that only screen readers get. */
export function unseen(text: string): HTMLElement {
  return h('span', { class: 'unseen' }, text);
}

export function download(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  h('a', { href: address, download: name }).click();
  // The browser has taken hold of the blob when the click returns; a minute is for those that ask first.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
