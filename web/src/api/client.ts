// One way to call the server: JSON in and out, the session's CSRF token on every change, and every refusal as a
// Problem that names the field. Nothing is kept here but the token.
import { asSentence, withoutField } from '../lib/words';

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Page<T> {
  items: T[];
  next: string | null; // cursor of the next page
  total: string | null; // X-Total-Count as the server words it: "214" or "10000+"
}

// What the server said no to, in its words.
export class Problem extends Error {
  constructor(
    readonly status: number, // 0: it was not reached
    readonly detail: string,
    readonly field = '',
    readonly code = '',
    readonly body: Record<string, unknown> = {},
  ) {
    super(detail);
  }
  // Trying again may help.
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

let csrf = '';
let onUnauthenticated: () => void = () => {};

export function setCsrf(token: string): void {
  csrf = token;
}
// For requests that fetch cannot make.
export function csrfToken(): string {
  return csrf;
}
export function whenUnauthenticated(handler: () => void): void {
  onUnauthenticated = handler;
}

// "/v1/reports" with its query as an address of this server, also below a path of a proxy.
export function address(path: string, query: Query = {}): string {
  const url = new URL(path.replace(/^\//, ''), document.baseURI);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, String(value));
  return url.toString();
}

interface Options {
  query?: Query;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  quiet?: boolean; // 401 is an answer here, not the end of the session
}

async function problemOf(response: Response): Promise<Problem> {
  const body: Record<string, unknown> = await response.json().catch(() => ({}));
  const detail = typeof body.detail === 'string' ? body.detail : `the server answered ${response.status}`;
  return new Problem(response.status, detail, String(body.field ?? ''), String(body.code ?? ''), body);
}

export async function send(
  method: string,
  path: string,
  body?: unknown,
  options: Options = {},
): Promise<Response> {
  const headers = new Headers(options.headers);
  const raw = body instanceof Blob || body instanceof ArrayBuffer;
  if (body !== undefined && !raw && !headers.has('Content-Type'))
    headers.set('Content-Type', 'application/json');
  if (method !== 'GET' && csrf) headers.set('X-CSRF-Token', csrf);
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      body: body === undefined ? undefined : raw ? (body as Blob) : JSON.stringify(body),
      signal: options.signal,
      credentials: 'same-origin',
      cache: 'no-store',
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Problem(0, 'the server could not be reached; check that it runs and that you are online');
  }
  if (response.ok) return response;
  if (response.status === 401 && !options.quiet) onUnauthenticated();
  throw await problemOf(response);
}

async function json<T>(method: string, path: string, body?: unknown, options?: Options): Promise<T> {
  const response = await send(method, path, body, options);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export const get = <T>(path: string, query?: Query, options: Options = {}): Promise<T> =>
  json<T>('GET', path, undefined, { ...options, query });
export const post = <T>(path: string, body: unknown = {}, options?: Options): Promise<T> =>
  json<T>('POST', path, body, options);
export const put = <T>(path: string, body: unknown, options?: Options): Promise<T> =>
  json<T>('PUT', path, body, options);
export const patch = <T>(path: string, body: unknown, options?: Options): Promise<T> =>
  json<T>('PATCH', path, body, options);
export const remove = (path: string, options?: Options): Promise<void> =>
  json<void>('DELETE', path, undefined, options);

// One page of a list, with the cursor of the next.
export async function list<T>(path: string, query: Query = {}, options: Options = {}): Promise<Page<T>> {
  const response = await send('GET', path, undefined, { ...options, query });
  const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('Link') ?? '');
  return {
    items: (await response.json()) as T[],
    next: next?.[1] ? new URL(next[1], document.baseURI).searchParams.get('cursor') : null,
    total: response.headers.get('X-Total-Count'),
  };
}

// The header that lets a change be made of that version alone: a document's number or the ETag it came with. Of no
// version ('') it is none.
export function ifMatch(version: number | string): Record<string, string> {
  return version === '' ? {} : { 'If-Match': typeof version === 'number' ? `"${version}"` : version };
}

// With the ETag, for forms that send it back by ifMatch().
export async function getVersioned<T>(path: string): Promise<{ value: T; etag: string }> {
  const response = await send('GET', path);
  return { value: (await response.json()) as T, etag: response.headers.get('ETag') ?? '' };
}

// What a person reads of anything thrown: a sentence with a capital letter and a full stop. Which entry of a list it is
// about ("email_to[0]: ") is for programs; the words quote the entry.
export function sentence(thrown: unknown): string {
  return asSentence(
    thrown instanceof Problem
      ? thrown.detail.replace(/^[a-z_]+\[\d+\]: /, '')
      : 'Something went wrong in this page; reload it',
  );
}

// The same for the place beside the field that it is about, which says the field's name already.
export function besideField(thrown: unknown): string {
  return thrown instanceof Problem && thrown.field
    ? withoutField(thrown.detail, thrown.field)
    : sentence(thrown);
}
