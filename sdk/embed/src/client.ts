// Every call to the server. The token lives here alone, in memory; a refused one is asked for anew once.
import type { Cell, Dashboard, NewSchedule, Picture, Schedule, TableData } from './types.js';

export type GetToken = () => string | Promise<string>;

/** What the server refused, in its own words. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly field = '',
  ) {
    super(detail);
  }
}

export interface View {
  parameters: Record<string, string>;
  period: string;
  timezone: string;
  locale: string;
  theme: 'light' | 'dark';
}

export interface Connection {
  endpoint: string;
  dashboard: string;
  token: string;
  getToken: GetToken | null;
}

const TIMEOUT_MS = 120_000;
// Between the times that a server which says it is busy (429, 503) is asked again for what it shows.
const PAUSES_MS = [500, 1500, 3000];

export class Client {
  #token: string;
  #fresh: Promise<string> | null = null;

  constructor(
    private readonly at: Connection,
    private readonly signal: AbortSignal,
  ) {
    this.#token = at.token;
  }

  async dashboard(): Promise<Dashboard> {
    return (await this.#call('GET', 'dashboard')).json();
  }

  async picture(widget: string, size: { width: number; height: number }, view: View): Promise<Picture> {
    const query = { ...viewQuery(view), width: `${size.width}`, height: `${size.height}`, theme: view.theme };
    return (await this.#call('GET', `widgets/${encodeURIComponent(widget)}/picture`, query)).json();
  }

  async table(widget: string, view: View): Promise<TableData> {
    return (await this.#call('GET', `widgets/${encodeURIComponent(widget)}/data`, viewQuery(view))).json();
  }

  /** What a parameter may be set to: the first column of its query. */
  async options(parameter: string, view: View): Promise<Cell[]> {
    const path = `parameters/${encodeURIComponent(parameter)}/options`;
    const answer = (await (await this.#call('GET', path, viewQuery({ ...view, parameters: {} }))).json()) as {
      rows: Cell[][];
    };
    return answer.rows.map((row) => row[0] ?? null);
  }

  /** The rows behind a widget, or a picture of it for another document. */
  async file(
    widget: string,
    format: 'csv' | 'xlsx' | 'png',
    view: View,
  ): Promise<{ name: string; blob: Blob }> {
    const part = format === 'png' ? 'picture' : 'data';
    const size = { width: '1200', height: '600', theme: view.theme };
    const query = { ...viewQuery(view), ...(format === 'png' ? size : {}), format };
    const answer = await this.#call('GET', `widgets/${encodeURIComponent(widget)}/${part}`, query);
    const name = fileName(answer.headers.get('content-disposition') ?? '') ?? `${widget}.${format}`;
    return { name, blob: await answer.blob() };
  }

  async schedules(): Promise<Schedule[]> {
    return (await this.#call('GET', 'schedules')).json();
  }

  async subscribe(schedule: NewSchedule): Promise<Schedule> {
    return (await this.#call('POST', 'schedules', {}, schedule)).json();
  }

  async setEnabled(id: number, enabled: boolean): Promise<Schedule> {
    return (await this.#call('PATCH', `schedules/${id}`, {}, { enabled })).json();
  }

  async unsubscribe(id: number): Promise<void> {
    await this.#call('DELETE', `schedules/${id}`);
  }

  async #call(
    method: string,
    path: string,
    query: Record<string, string> = {},
    body?: object,
  ): Promise<Response> {
    for (const pause of [...PAUSES_MS, 0]) {
      let answer = await this.#send(method, path, query, body, await this.#currentToken());
      if (answer.status === 401 && this.at.getToken)
        answer = await this.#send(method, path, query, body, await this.#renew());
      if (answer.ok) return answer;
      const busy = method === 'GET' && (answer.status === 429 || answer.status === 503);
      if (!busy || pause === 0) throw await problemOf(answer);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    throw new Problem(503, 'The server is busy.');
  }

  #currentToken(): string | Promise<string> {
    return this.#token || (this.at.getToken ? this.#renew() : '');
  }

  // Calls that are refused at once share one new token.
  #renew(): Promise<string> {
    this.#fresh ??= Promise.resolve()
      .then(() => this.at.getToken!())
      .then((token) => (this.#token = token))
      .finally(() => (this.#fresh = null));
    return this.#fresh;
  }

  async #send(
    method: string,
    path: string,
    query: Record<string, string>,
    body: object | undefined,
    token: string,
  ) {
    const asked = this.at.dashboard ? { dashboard: this.at.dashboard, ...query } : query;
    const text = new URLSearchParams(asked).toString();
    const address = `${this.at.endpoint.replace(/\/+$/, '')}/v1/embed/${path}${text && `?${text}`}`;
    try {
      return await fetch(address, {
        method,
        headers: { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) },
        body: body ? JSON.stringify(body) : null,
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.any([this.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
    } catch (error) {
      if (this.signal.aborted) throw error;
      throw new Problem(0, 'The report server cannot be reached. Check your connection and try again.');
    }
  }
}

export function viewQuery(view: View): Record<string, string> {
  const query: Record<string, string> = { timezone: view.timezone, locale: view.locale };
  if (view.period) query['period'] = view.period;
  for (const [name, value] of Object.entries(view.parameters)) query[`param.${name}`] = value;
  return query;
}

/** The name in a Content-Disposition header (RFC 6266), the UTF-8 one first. */
export function fileName(header: string): string | null {
  const wide = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (wide) {
    try {
      return decodeURIComponent(wide);
    } catch {
      // Not encoded as it should be: the plain name will do.
    }
  }
  return /filename="([^"]+)"/i.exec(header)?.[1] ?? null;
}

async function problemOf(answer: Response): Promise<Problem> {
  try {
    const body = (await answer.json()) as { detail?: string; field?: string };
    return new Problem(answer.status, body.detail || `The server answered ${answer.status}.`, body.field);
  } catch {
    return new Problem(answer.status, `The server answered ${answer.status}.`);
  }
}
