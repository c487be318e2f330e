// Something that a person sets off and waits for: whether it is under way, and why it did not succeed. The error stays
// until the next try, so that a form shows it beside what must be mended.
import { besideField, Problem, sentence } from '../api/client';

export class Attempt {
  busy = $state(false);
  error = $state.raw<unknown>();

  // Whether it succeeded.
  async run(work: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.error = undefined;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.error = thrown;
      return false;
    } finally {
      this.busy = false;
    }
  }
  forget(): void {
    this.error = undefined;
  }
  // What failed as a sentence; empty when nothing did.
  get words(): string {
    return this.error === undefined ? '' : sentence(this.error);
  }
  // The same when it is about one of these fields (dotted paths), for the place beside it.
  at(...fields: string[]): string {
    return this.error instanceof Problem && fields.includes(this.error.field) ? besideField(this.error) : '';
  }
  // The same when it is about none of them.
  besides(...fields: string[]): string {
    return this.at(...fields) ? '' : this.words;
  }
}
