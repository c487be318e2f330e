// Every format of a run on a real server: workbooks, pages, mails with pictures, locked PDFs, HTML templates through
// Chromium, the workspace's theme, and the pictures that a browser asks for.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { Presstime, makeFolder, makeSampleDashboard, path, root, startHelper, writeFileSync } from '../support/presstime.mjs';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

async function world(t) {
  const folder = makeFolder();
  const mailbox = path.join(folder, 'mailbox');
  mkdirSync(mailbox);
  const smtp = await startHelper('smtp_server.mjs', { LEDGER: path.join(folder, 'mail.jsonl'), MAILBOX: mailbox }, t);
  const server = await new Presstime({ folder: path.join(folder, 'server'), settings: {
    PRESSTIME_SMTP_HOST: '127.0.0.1', PRESSTIME_SMTP_PORT: String(smtp.port), PRESSTIME_SMTP_SECURITY: 'none',
    PRESSTIME_SMTP_FROM: 'reports@example.com' } }).start();
  t.after(() => server.stop('SIGKILL'));
  await makeSampleDashboard(server);
  return { server, mailbox, folder };
}

const report = (change) => ({ dashboard_id: 'dash_test', name: 'Days', schedule_kind: 'daily', hour: 9,
  timezone: 'Europe/Berlin', format: 'csv', email_to: ['a@example.com'], ...change });

async function runNow(server, body) {
  const saved = await server.must('POST', '/v1/reports', body);
  const run = await server.must('POST', `/v1/reports/${saved.id}/run`);
  return { saved, run: await server.ended(run.id) };
}

async function fileOf(server, run, n = 1) {
  const answer = await server.call('GET', `/v1/runs/${run.id}/artifacts/${n}`);
  assert.equal(answer.status, 200);
  return answer.bytes;
}

// The newest mail as Python's parser reads it.
function lastMail(mailbox) {
  const file = path.join(mailbox, readdirSync(mailbox).sort().at(-1));
  const read = spawnSync('python3', [path.join(root, 'test/support/read_mail.py'), file], { encoding: 'utf8' });
  assert.equal(read.status, 0, read.stderr);
  return JSON.parse(read.stdout);
}

function textOf(folder, pdf, password) {
  const file = path.join(folder, 'read.pdf');
  writeFileSync(file, pdf);
  return spawnSync('pdftotext', [...(password ? ['-upw', password] : []), file, '-'], { encoding: 'utf8' });
}

test('formats', async (t) => {
  const { server, mailbox, folder } = await world(t);

  await t.test('a workbook and a page are artifacts like every other', async () => {
    const { run } = await runNow(server, report({ format: ['xlsx', 'html', 'png'], png_scale: 2 }));
    assert.equal(run.status, 'success', JSON.stringify(run));
    const [xlsx, html, png] = [await fileOf(server, run, 1), await fileOf(server, run, 2), await fileOf(server, run, 3)];
    for (const [n, bytes] of [xlsx, html, png].entries()) assert.equal(sha256(bytes), run.artifacts[n].sha256);
    assert.equal(xlsx.subarray(0, 2).toString(), 'PK');
    assert.match(html.toString(), /^<!doctype html>/);
    assert.match(html.toString(), /<svg/);
    assert.equal(png.readUInt32BE(16), 2400, 'pixels wide');
  });

  await t.test('a mail shows the picture, says the figures in both parts and why it came', async () => {
    await runNow(server, report({ format: 'csv', locale: 'de-DE' }));
    const mail = lastMail(mailbox);
    assert.deepEqual(mail.parts, ['multipart/mixed', 'multipart/alternative', 'text/plain', 'multipart/related',
      'text/html', 'image/png', 'text/csv']);
    assert.match(mail.html, /src="cid:dashboard"/);
    assert.match(mail.html, /alt="[^"]*rain[^"]*"/, 'the picture in words');
    assert.match(mail.html, /In Presstime öffnen/);
    assert.ok('<dashboard>' in mail.images);
  });

  await t.test('without email_html a mail is text and attachments', async () => {
    await runNow(server, report({ email_html: false }));
    assert.deepEqual(lastMail(mailbox).parts, ['multipart/mixed', 'text/plain', 'text/csv']);
  });

  await t.test('a PDF with a password opens with it alone, and the password is told to nobody', async () => {
    const { saved, run } = await runNow(server, report({ format: 'pdf', pdf_password: 'open sesame 42' }));
    assert.equal(run.status, 'success', JSON.stringify(run));
    const pdf = await fileOf(server, run);
    assert.notEqual(textOf(folder, pdf).status, 0, 'locked');
    assert.match(textOf(folder, pdf, 'open sesame 42').stdout, /Days by weather/);
    assert.doesNotMatch(lastMail(mailbox).html, /cid:/, 'no picture of what is locked');
    const told = JSON.stringify([await server.must('GET', `/v1/reports/${saved.id}`), run]) + server.logLines.join('\n');
    assert.doesNotMatch(told, /open sesame/);
  });

  await t.test("a template becomes the user's own page through Chromium", async () => {
    await server.must('POST', '/v1/dashboards', { id: 'dash_letter', name: 'Letter',
      queries: [{ name: 'days', connection: 'samples', sql: "SELECT weather, COUNT(*) AS days FROM weather GROUP BY 1 ORDER BY 2 DESC, 1" }],
      template_html: '<h1>Dear reader</h1><table>{{#days}}<tr><td>{{weather}}</td><td>{{days|0,0}}</td></tr>{{/days}}</table>' });
    await server.must('POST', '/v1/dashboards/dash_letter/publish');
    const { run } = await runNow(server, report({ dashboard_id: 'dash_letter', format: ['pdf', 'csv'] }));
    assert.equal(run.status, 'success', JSON.stringify(run));
    const text = textOf(folder, await fileOf(server, run)).stdout;
    assert.match(text, /Dear reader/);
    assert.match(text, /sun\s+640/);
    assert.match((await fileOf(server, run, 2)).toString(), /^weather,days\r\n/);
  });

  await t.test('a template that fails is partial and says why', async () => {
    await server.must('POST', '/v1/dashboards', { id: 'dash_broken', name: 'Broken',
      queries: [{ name: 'one', connection: 'samples', sql: 'SELECT 1 AS n' }],
      template_html: '<p>{{first.one.n}} shown</p><script>nothing.here()</script><img src="http://192.0.2.1/x.png">' });
    await server.must('POST', '/v1/dashboards/dash_broken/publish');
    const { run } = await runNow(server, report({ dashboard_id: 'dash_broken', format: 'pdf' }));
    assert.equal(run.status, 'partial', JSON.stringify(run));
    assert.match(JSON.stringify(run), /nothing is not defined/);
  });

  await t.test("a workspace's theme colours what comes after it and leaves a replay as it was", async () => {
    const body = report({ format: 'html', email_to: ['a@example.com'] });
    const before = await runNow(server, body);
    await server.must('PUT', '/v1/theme', { kind: 'theme', categorical: ['#7A1FA2'], accent: '#7A1FA2' });
    const replayed = await server.must('POST', `/v1/runs/${before.run.id}/replay`);
    const again = await server.ended(replayed.id);
    const after = await runNow(server, body);
    const html = async (run) => (await fileOf(server, run)).toString().toUpperCase();
    assert.doesNotMatch(await html(before.run), /#7A1FA2/);
    assert.equal(again.artifacts[0].sha256, before.run.artifacts[0].sha256, 'a replay is drawn in the theme of its run');
    assert.match(await html(after.run), /#7A1FA2/);
    await server.must('DELETE', '/v1/theme');
  });

  await t.test('a browser gets the drawing, its words and what stands where', async () => {
    const picture = await server.must('GET', '/v1/dashboards/dash_test/widgets/w_bar/picture?width=400&height=240&theme=dark');
    assert.match(picture.svg, /^<svg/);
    assert.match(picture.alt, /Bar chart/);
    assert.ok(picture.hits.some((hit) => hit.category === 'sun' && hit.value === '640'), JSON.stringify(picture.hits));
    assert.equal((await server.call('GET', '/v1/dashboards/dash_test/widgets/w_none/picture')).status, 404);
    assert.equal((await server.call('GET', '/v1/dashboards/dash_test/widgets/w_bar/picture?width=1')).status, 422);
  });

  await t.test('Chromium goes with the server and leaves nothing behind', async () => {
    assert.deepEqual(await server.stop(), { code: 0, signal: null });
    const left = spawnSync('pgrep', ['-f', `presstime.*${path.basename(folder)}|${path.basename(folder)}.*chromium`], { encoding: 'utf8' });
    assert.equal(left.stdout, '', 'no process of this server is left');
  });
});
