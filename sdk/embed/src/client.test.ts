import { afterEach, expect, test, vi } from 'vitest';
import { Client, Problem, fileName, viewQuery } from './client.js';

const view = {
  parameters: { region: 'North & South' },
  period: '7d',
  timezone: 'Europe/Berlin',
  locale: 'de-DE',
  theme: 'light' as const,
};
const answer = (status: number, body: object) => new Response(JSON.stringify(body), { status });

afterEach(() => vi.unstubAllGlobals());

function client(answers: Response[], getToken: (() => Promise<string>) | null = null) {
  const calls: { url: string; token: string }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    calls.push({ url, token: new Headers(init.headers).get('authorization') ?? '' });
    expect(init.credentials).toBe('omit');
    return answers.shift();
  });
  const at = { endpoint: 'https://reports.example.com/base/', dashboard: 'dash_a', token: 'old', getToken };
  return { calls, client: new Client(at, new AbortController().signal) };
}

test('a call names the dashboard, the view and the token', async () => {
  const { calls, client: it } = client([answer(200, { rows: [] })]);
  await it.table('w/1', view);
  const url = new URL(calls[0]!.url);
  expect(url.pathname).toBe('/base/v1/embed/widgets/w%2F1/data');
  expect(url.searchParams.get('dashboard')).toBe('dash_a');
  expect(url.searchParams.get('param.region')).toBe('North & South');
  expect(calls[0]!.token).toBe('Bearer old');
});

test('a picture to keep is asked for as PNG, rows as a file of rows', async () => {
  const { calls, client: it } = client([answer(200, {}), answer(200, {})]);
  expect((await it.file('w_bar', 'png', view)).name).toBe('w_bar.png');
  await it.file('w_bar', 'csv', view);
  const [picture, rows] = calls.map((call) => new URL(call.url));
  expect(picture!.pathname).toBe('/base/v1/embed/widgets/w_bar/picture');
  expect(picture!.searchParams.get('format')).toBe('png');
  expect(picture!.searchParams.get('theme')).toBe('light');
  expect(rows!.pathname).toBe('/base/v1/embed/widgets/w_bar/data');
  expect(rows!.searchParams.has('width')).toBe(false);
});

test('calls that are refused at once share one new token', async () => {
  let asked = 0;
  const refusals = [answer(401, {}), answer(401, {}), answer(200, { id: 1 }), answer(200, [])];
  const { calls, client: it } = client(refusals, async () => `new ${++asked}`);
  await Promise.all([it.dashboard(), it.schedules()]);
  expect(asked).toBe(1);
  expect(calls.slice(2).map((call) => call.token)).toEqual(['Bearer new 1', 'Bearer new 1']);
});

test('a token that is refused twice is an error, not a loop', async () => {
  const refusals = [answer(401, { detail: 'ended' }), answer(401, { detail: 'ended again' })];
  const { calls, client: it } = client(refusals, async () => 'new');
  await expect(it.dashboard()).rejects.toEqual(new Problem(401, 'ended again'));
  expect(calls).toHaveLength(2);
});

test('a refusal carries the field and the words of the server', async () => {
  const { client: it } = client([answer(422, { detail: 'cron is not allowed', field: 'cron' })]);
  const problem = await it
    .subscribe({ widget_id: 'w', cron: '* * * * *', format: 'csv', timezone: 'UTC' })
    .catch((error: Problem) => error);
  expect(problem).toMatchObject({ status: 422, field: 'cron', detail: 'cron is not allowed' });
});

test('a file has the name that the server gives', () => {
  expect(fileName('attachment; filename="a.csv"; filename*=UTF-8\'\'Ums%C3%A4tze.csv')).toBe('Umsätze.csv');
  expect(fileName('attachment; filename="a.csv"')).toBe('a.csv');
  expect(fileName('attachment; filename="a.csv"; filename*=UTF-8\'\'%E0%A4%A')).toBe('a.csv');
  expect(fileName('')).toBeNull();
});

test('a view without a period says none', () => {
  expect(viewQuery({ ...view, period: '', parameters: {} })).toEqual({
    timezone: 'Europe/Berlin',
    locale: 'de-DE',
  });
});

test('a server that is busy is asked again, for what is read alone', async () => {
  vi.useFakeTimers();
  const { calls, client: it } = client([answer(503, {}), answer(429, {}), answer(200, { rows: [] })]);
  const rows = it.table('w_1', view);
  await vi.runAllTimersAsync();
  expect(await rows).toEqual({ rows: [] });
  expect(calls.length).toBe(3);
  vi.useRealTimers();

  const change = client([answer(503, { detail: 'busy' }), answer(200, {})]);
  await expect(change.client.setEnabled(1, true)).rejects.toThrow(Problem);
  expect(change.calls.length).toBe(1);
});

test('a server that stays busy says so in the end', async () => {
  vi.useFakeTimers();
  const { calls, client: it } = client(Array.from({ length: 9 }, () => answer(503, { detail: 'too much' })));
  const refused = expect(it.table('w_1', view)).rejects.toThrow('too much');
  await vi.runAllTimersAsync();
  await refused;
  expect(calls.length).toBe(4);
  vi.useRealTimers();
});
