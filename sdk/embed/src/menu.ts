// A widget's menu: a button that opens a list of things to do, as the ARIA practices describe it.
import { h } from './dom.js';

export interface MenuItem {
  label: string;
  action: () => void;
}

export function menuOf(label: string, items: MenuItem[]): HTMLElement {
  const list = h('div', { class: 'items', role: 'menu', 'aria-label': label, hidden: true });
  const button = h(
    'button',
    { class: 'more', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': label, title: label },
    '⋯',
  );
  const wrap = h('div', { class: 'menu' }, button, list);
  const buttons = items.map(({ label: text, action }) =>
    h(
      'button',
      {
        role: 'menuitem',
        tabindex: -1,
        onclick: () => {
          set(false);
          action();
        },
      },
      text,
    ),
  );
  list.append(...buttons);
  const set = (open: boolean) => {
    list.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    if (open) buttons[0]?.focus();
    else button.focus();
  };
  button.addEventListener('click', () => set(Boolean(list.hidden)));
  wrap.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    const here = buttons.findIndex((each) => each.matches(':focus'));
    const target = {
      ArrowDown: here + 1,
      ArrowUp: here - 1 + buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      buttons[target % buttons.length]?.focus();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      set(false);
    }
  });
  wrap.addEventListener('focusout', (event) => {
    if (!list.hidden && !wrap.contains(event.relatedTarget as Node | null)) {
      list.hidden = true;
      button.setAttribute('aria-expanded', 'false');
    }
  });
  return wrap;
}
