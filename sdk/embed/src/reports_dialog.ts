// "Reports" of one widget: what this person gets already, and one more at the host's frequencies.
import { Client, Problem } from './client.js';
import { h, unseen } from './dom.js';
import { formatName, formatsOffered, frequenciesOf, frequencyName } from './frequencies.js';
import type { ReportScheduleOption, Schedule, Scheduling, Widget } from './types.js';

export interface ReportsOf {
  client: Client;
  widget: Widget;
  scheduling: Scheduling;
  page: ReportScheduleOption[] | null;
  timezone: string;
  locale: string;
  parameters: Record<string, string>;
  kept: string; // the same in words
}

export class ReportsDialog {
  readonly element: HTMLDialogElement;
  #list = h('div', { class: 'schedules', 'aria-live': 'polite' });
  #error = h('p', { class: 'refused', role: 'alert', hidden: true });
  #offered: ReportScheduleOption[];

  constructor(private readonly of: ReportsOf) {
    this.#offered = frequenciesOf(of.scheduling, of.page);
    const title = of.widget.title || 'this table';
    this.element = h(
      'dialog',
      { 'aria-label': `Reports of ${title}`, onclose: () => this.element.remove() },
      h(
        'header',
        {},
        h('h2', {}, `Reports of ${title}`),
        h('button', { class: 'close', 'aria-label': 'Close', onclick: () => this.element.close() }, '×'),
      ),
      this.#list,
      this.#form(),
      this.#error,
    );
  }

  async open(into: ParentNode & Node): Promise<void> {
    into.append(this.element);
    this.element.showModal();
    this.#list.replaceChildren(h('p', { class: 'note' }, 'Loading your reports …'));
    await this.#try(() => this.#reload());
  }

  async #reload(): Promise<void> {
    const all = await this.of.client.schedules();
    const own = all.filter((schedule) => schedule.widget_id === this.of.widget.id);
    this.#list.replaceChildren(
      own.length
        ? h('ul', {}, ...own.map((schedule) => this.#row(schedule)))
        : h('p', { class: 'note' }, 'You get no reports of this yet.'),
    );
  }

  #row(schedule: Schedule): HTMLElement {
    const name = `${frequencyName(schedule, this.#offered)}, ${formatName(schedule.format)}`;
    const ask = (label: string, action: () => void, kind = '') =>
      h('button', { class: kind, onclick: action }, label, unseen(`: ${name}`));
    const actions = h('span', { class: 'actions' });
    const usual = () =>
      actions.replaceChildren(
        ask(
          schedule.enabled ? 'Pause' : 'Resume',
          () => void this.#change(() => this.of.client.setEnabled(schedule.id, !schedule.enabled)),
        ),
        ask('Unsubscribe', confirm),
      );
    const confirm = () => {
      const stop = ask(
        'Yes, unsubscribe',
        () => void this.#change(() => this.of.client.unsubscribe(schedule.id)),
        'bad',
      );
      actions.replaceChildren(stop, ask('Keep it', usual));
      stop.focus();
    };
    usual();
    return h(
      'li',
      { 'data-schedule': schedule.id },
      h('span', {}, h('strong', {}, name), h('small', {}, this.#state(schedule))),
      actions,
    );
  }

  #state(schedule: Schedule): string {
    const mailed = schedule.email_to.length ? ` to ${schedule.email_to.join(', ')}` : '';
    if (!schedule.enabled) return `Paused${mailed}`;
    const failed = schedule.last_run?.status === 'failed' ? 'The last one failed. ' : '';
    if (!schedule.next_run_at) return `${failed}No date to come${mailed}`;
    return `${failed}Next ${this.#instant(schedule.next_run_at, schedule.timezone)}${mailed}`;
  }

  #instant(instant: string, timeZone: string): string {
    const format = new Intl.DateTimeFormat(this.of.locale, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone,
    });
    return `${format.format(new Date(instant))} (${timeZone})`;
  }

  #form(): HTMLElement {
    const { scheduling, timezone, kept } = this.of;
    if (!this.#offered.length)
      return h('p', { class: 'note' }, 'This page offers no frequencies for new reports.');
    const option = (value: string, text: string) => h('option', { value }, text);
    const frequency = h(
      'select',
      { name: 'cron' },
      ...this.#offered.map((each) => option(each.cron, each.description || each.cron)),
    );
    const format = h(
      'select',
      { name: 'format' },
      ...formatsOffered(scheduling.formats).map((each) => option(each, formatName(each))),
    );
    const addresses = scheduling.recipients.map((address) =>
      h('input', { type: 'checkbox', name: 'email_to', value: address, checked: true }),
    );
    const subscribe = (event: Event) => {
      event.preventDefault();
      void this.#change(() =>
        this.of.client.subscribe({
          widget_id: this.of.widget.id,
          cron: frequency.value,
          format: format.value,
          timezone,
          parameters: this.of.parameters,
          ...(addresses.length && {
            email_to: addresses.filter((box) => box.checked).map((box) => box.value),
          }),
        }),
      );
    };
    return h(
      'form',
      { onsubmit: subscribe },
      h('h3', {}, 'New report'),
      h('label', {}, 'How often', frequency),
      h('label', {}, 'Format', format),
      addresses.length > 0 &&
        h(
          'fieldset',
          {},
          h('legend', {}, 'By mail to'),
          ...addresses.map((box) => h('label', { class: 'check' }, box, box.value)),
        ),
      h(
        'p',
        { class: 'note' },
        `It has your own rows${kept && `, and keeps the filters ${kept}`}. Times are in ${timezone}.`,
      ),
      h('button', { class: 'primary', type: 'submit' }, 'Subscribe'),
    );
  }

  #change(action: () => Promise<unknown>): Promise<void> {
    return this.#try(async () => {
      await action();
      await this.#reload();
    });
  }

  async #try(action: () => Promise<void>): Promise<void> {
    this.#error.hidden = true;
    this.element.toggleAttribute('busy', true);
    try {
      await action();
    } catch (error) {
      this.#error.textContent =
        error instanceof Problem ? error.detail : 'That did not work. Please try again.';
      this.#error.hidden = false;
    } finally {
      this.element.toggleAttribute('busy', false);
    }
  }
}
