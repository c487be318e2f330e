// The dashboard that is being edited: its document with undo, what is saved of it, what the server said about it, and
// which widget is chosen. Pages read it; every change goes through `edit`.
import { getVersioned, ifMatch, post, Problem, send } from '../../api/client';
import { dashboardPath, editable, type SavedDashboard } from '../../api/dashboards';
import type { DashboardDocument, Widget } from '../../api/types';
import { differences } from './changes';
import { begin, edited, redone, undone } from './history';
import { findingsOf, type Finding, type Place } from './places';

// Somebody else's save that stands in the way of ours.
export interface Conflict {
  theirs: SavedDashboard;
  etag: string;
  changes: string[]; // what they changed since we read it
}

export class Editor {
  readonly id: string;
  #history = $state.raw(begin<DashboardDocument>({ id: '', name: '', queries: [], widgets: [] }));
  #saved = $state.raw<DashboardDocument>(this.#history.present);
  #etag = '';
  version = $state(0);
  publishedVersion = $state<number | null>(null);
  updatedAt = $state('');
  refused = $state.raw<Finding[]>([]); // why the last save was not taken
  warnings = $state.raw<Finding[]>([]);
  failure = $state.raw<Problem | Error | undefined>(); // a save that failed for no field's sake
  conflict = $state.raw<Conflict | undefined>();
  changedBy = $state(''); // who saved it meanwhile, as the live stream told
  busy = $state<'' | 'save' | 'publish'>('');
  selected = $state('');
  values = $state.raw<Record<string, string>>({}); // of parameters, to try; absent = the default

  constructor(answer: SavedDashboard, etag: string) {
    this.id = answer.id;
    this.#take(answer, etag);
  }

  get document(): DashboardDocument {
    return this.#history.present;
  }
  get dirty(): boolean {
    return this.document !== this.#saved;
  }
  get unsavedChanges(): string[] {
    return this.dirty ? differences(this.#saved, this.document) : [];
  }
  get canUndo(): boolean {
    return this.#history.past.length > 0;
  }
  get canRedo(): boolean {
    return this.#history.future.length > 0;
  }
  get widget(): Widget | undefined {
    return this.document.widgets.find((widget) => widget.id === this.selected);
  }
  get hasUnpublished(): boolean {
    return this.dirty || this.publishedVersion !== this.version;
  }
  get findings(): Finding[] {
    return [...this.refused, ...this.warnings];
  }

  // `place` joins edits that go on in one control into one step of undo.
  edit(change: (document: DashboardDocument) => DashboardDocument, place = ''): void {
    this.#history = edited(this.#history, change(this.document), place, performance.now());
  }
  undo(): void {
    this.#history = undone(this.#history);
  }
  redo(): void {
    this.#history = redone(this.#history);
  }
  // What was said about a place is no longer true once something has changed there.
  forget(at: Partial<Place>): void {
    const elsewhere = ({ place }: Finding) =>
      place.widget !== at.widget || place.query !== at.query || place.parameter !== at.parameter;
    if (this.refused.length) this.refused = this.refused.filter(elsewhere);
  }

  // True when it is saved. What stands in the way is in `refused`, `conflict` or `failure`.
  async save(): Promise<boolean> {
    if (this.busy) return false;
    this.busy = 'save';
    const done = await this.#put(this.#etag);
    this.busy = '';
    return done;
  }
  // Over what somebody else has saved.
  async overwrite(): Promise<boolean> {
    const etag = this.conflict?.etag;
    if (!etag) return false;
    this.busy = 'save';
    const done = await this.#put(etag);
    this.busy = '';
    return done;
  }
  // Their document; undo brings ours back.
  takeTheirs(): void {
    if (!this.conflict) return;
    const { theirs, etag } = this.conflict;
    const document = editable(theirs);
    this.edit(() => document);
    this.#note(theirs, etag, document);
  }
  async publish(comment: string): Promise<boolean> {
    if (this.dirty && !(await this.save())) return false;
    this.busy = 'publish';
    try {
      // What is published is the server's draft: it must be the one that is seen here.
      const { value, etag } = await getVersioned<SavedDashboard>(this.#path);
      if (value.version !== this.version) {
        this.#meet(value, etag);
        return false;
      }
      const answer = await post<SavedDashboard>(
        `${this.#path}/publish`,
        comment.trim() ? { comment: comment.trim() } : undefined,
        { headers: ifMatch(etag) },
      );
      this.publishedVersion = answer.published_version;
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.status !== 412) throw thrown;
      await this.#explain(thrown);
      return false;
    } finally {
      this.busy = '';
    }
  }

  async #put(etag: string): Promise<boolean> {
    const sent = this.document;
    this.failure = undefined;
    this.refused = [];
    try {
      const response = await send('PUT', this.#path, sent, { headers: ifMatch(etag) });
      const answer = (await response.json()) as SavedDashboard;
      const document = editable(answer);
      // What was typed while it was saved stays, and is not saved yet.
      const still = this.document === sent;
      if (still) this.#history = { ...this.#history, present: document };
      this.#note(answer, response.headers.get('ETag') ?? '', document);
      return still;
    } catch (thrown) {
      await this.#explain(thrown);
      return false;
    }
  }
  async #explain(thrown: unknown): Promise<void> {
    if (thrown instanceof Problem && thrown.status === 412) {
      try {
        const { value, etag } = await getVersioned<SavedDashboard>(this.#path);
        this.#meet(value, etag);
      } catch (again) {
        this.failure = again as Error;
      }
    } else if (thrown instanceof Problem && thrown.field) {
      this.refused = findingsOf([{ field: thrown.field, detail: thrown.detail }], this.document);
    } else this.failure = thrown as Error;
  }
  #meet(theirs: SavedDashboard, etag: string): void {
    const document = editable(theirs);
    this.conflict = { theirs, etag, changes: differences(this.#saved, document) };
  }
  get #path(): string {
    return dashboardPath(this.id);
  }
  #take(answer: SavedDashboard, etag: string): void {
    const document = editable(answer);
    this.#history = begin(document);
    this.#note(answer, etag, document);
  }
  #note(answer: SavedDashboard, etag: string, document: DashboardDocument): void {
    this.#saved = document;
    this.#etag = etag;
    this.version = answer.version;
    this.publishedVersion = answer.published_version;
    this.updatedAt = answer.updated_at;
    this.warnings = findingsOf(answer.warnings ?? [], document);
    this.refused = [];
    this.conflict = undefined;
    this.changedBy = '';
  }
}
