// Short words about what has just happened, with a way to undo where there is one. Shown by Toasts.svelte.
export interface Toast {
  id: number;
  kind: 'good' | 'bad';
  text: string;
  undo?: () => void;
}

const shownMs = 6000;

class ToastList {
  items = $state.raw<Toast[]>([]);
  #next = 1;

  good(text: string, undo?: () => void): void {
    this.#add({ id: this.#next++, kind: 'good', text, undo });
  }
  bad(text: string): void {
    this.#add({ id: this.#next++, kind: 'bad', text });
  }
  dismiss(id: number): void {
    this.items = this.items.filter((item) => item.id !== id);
  }
  #add(item: Toast): void {
    this.items = [...this.items.slice(-3), item];
    // What went wrong stays until it is read.
    if (item.kind === 'good') setTimeout(() => this.dismiss(item.id), item.undo ? 2 * shownMs : shownMs);
  }
}

export const toast = new ToastList();
