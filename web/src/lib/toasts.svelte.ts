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
  #held = false;
  #over: number[] = []; // their time is over, but somebody is at them

  good(text: string, undo?: () => void): void {
    this.#add({ id: this.#next++, kind: 'good', text, undo });
  }
  bad(text: string): void {
    this.#add({ id: this.#next++, kind: 'bad', text });
  }
  dismiss(id: number): void {
    this.items = this.items.filter((item) => item.id !== id);
    if (this.items.length === 0) this.#held = false;
  }
  // While somebody points at the toasts or has the focus in them, none goes.
  hold(): void {
    this.#held = true;
  }
  release(): void {
    this.#held = false;
    for (const id of this.#over.splice(0)) this.dismiss(id);
  }
  #add(item: Toast): void {
    this.items = [...this.items.slice(-3), item];
    // What went wrong stays until it is read.
    if (item.kind === 'good') setTimeout(() => this.#end(item.id), item.undo ? 2 * shownMs : shownMs);
  }
  #end(id: number): void {
    if (this.#held) this.#over.push(id);
    else this.dismiss(id);
  }
}

export const toast = new ToastList();
