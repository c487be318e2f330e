// The catalogue of events is true: every example and every event that the running server wrote fits its schema, with
// each schema closed to members it does not name; and the addresses in events answer.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Presstime, makeFolder, makeSampleDashboard } from '../support/presstime.mjs';

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true,
  formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/ } });

// The schema as published says what there is and leaves room for more; here there is no room.
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return copy.type === 'object' && copy.properties ? { ...copy, additionalProperties: false } : copy;
}

async function validators(server) {
  const types = await server.must('GET', '/v1/event-types');
  return { types, byType: new Map(types.map(({ type, schema }) => [type, ajv.compile({ ...closed(schema), $id: undefined })])) };
}

function check(validate, body) {
  assert.ok(validate(body), `${JSON.stringify(validate.errors)}\n${JSON.stringify(body, null, 1)}`);
}

test('every example fits the schema of its type', async (t) => {
  const server = await new Presstime({ folder: makeFolder() }).start();
  t.after(() => server.stop('SIGKILL'));
  const { types, byType } = await validators(server);
  assert.ok(types.length >= 24);
  for (const { type, example, examples, formats } of types) {
    check(byType.get(type), example);
    assert.deepEqual(Object.keys(examples), formats);
    assert.ok(!byType.get(type)({ ...example, data: {} }), `${type} must ask for more than nothing`);
  }
});

test('every event that is written fits its schema, and its addresses answer', async (t) => {
  const server = await new Presstime({ folder: makeFolder() }).start();
  t.after(() => server.stop('SIGKILL'));
  const { byType } = await validators(server);
  await makeSampleDashboard(server);
  const report = await server.must('POST', '/v1/reports', { dashboard_id: 'dash_test', name: 'Daily 📈', schedule_kind: 'daily',
    hour: 0, timezone: 'Europe/Berlin', starts_on: '2026-01-01', format: 'csv', email_to: ['a@example.com'] });
  await server.must('PATCH', `/v1/reports/${report.id}`, { name: 'Daily' });
  const run = await server.must('POST', `/v1/reports/${report.id}/run`);
  await server.ended(run.id);
  const [query] = await server.must('GET', '/v1/queries');
  await server.must('POST', `/v1/reports/1/queries/${query.id}/run`);
  await server.must('PATCH', `/v1/queries/${query.id}`, { max_rows: 50 });
  await server.must('PATCH', '/v1/dashboards/dash_test', { description: 'Changed' });
  await server.must('DELETE', `/v1/reports/${report.id}`);
  await server.must('DELETE', '/v1/dashboards/dash_test');

  const events = await server.must('GET', '/v1/events?limit=1000');
  for (const { id, ...body } of events) {
    assert.match(id, /^evt_[a-z0-9]+$/);
    check(byType.get(body.type), body);
  }
  const seen = new Set(events.map(({ type }) => type));
  for (const type of ['connection.created', 'dashboard.created', 'dashboard.published', 'dashboard.updated', 'dashboard.deleted',
    'query.created', 'query.updated', 'query.deleted', 'query.run', 'report.created', 'report.updated', 'report.deleted',
    'report.run.started', 'report.run'])
    assert.ok(seen.has(type), `${type} was not written; seen: ${[...seen]}`);
  const ended = events.filter(({ type }) => type === 'report.run');
  assert.equal(ended.length, 1);
  assert.ok(ended[0].data.results.length > 0);
});

test('the address of a result answers by GET and POST, with a key that may only read', async (t) => {
  const server = await new Presstime({ folder: makeFolder() }).start();
  t.after(() => server.stop('SIGKILL'));
  await makeSampleDashboard(server);
  const report = await server.must('POST', '/v1/reports', { dashboard_id: 'dash_test', name: 'Daily', schedule_kind: 'daily',
    hour: 0, timezone: 'UTC', format: 'csv', email_to: ['a@example.com'] });
  const run = await server.must('POST', `/v1/reports/${report.id}/run`);
  await server.ended(run.id);
  const events = await server.must('GET', '/v1/events?types=report.run');
  const { pathname: result } = new URL(events[0].data.results[0].query_result);
  const { pathname: outputs } = new URL(events[0].data.report_notebook_outputs);
  const headers = { Authorization: `Bearer ${server.createToken('read')}` };
  for (const method of ['GET', 'POST']) {
    const rows = await (await fetch(server.url + result, { method, headers })).json();
    assert.equal(rows.rows.length, rows.row_count);
    assert.ok(rows.columns.every(({ name, type }) => name && type));
    const all = await (await fetch(server.url + outputs, { method, headers })).json();
    assert.equal(all.run.id, run.id);
    assert.deepEqual(all.outputs.map(({ result: each }) => each.row_count)[0], rows.row_count);
  }
  assert.equal((await fetch(server.url + result)).status, 401);
  assert.equal((await fetch(`${server.url}/api/reports/1/run/999`, { headers })).status, 404);
});
