// `presstime render` on the real binary: every format it offers, twice, in two processes, byte for byte the same; and
// what it says and leaves behind when something is wrong.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { Presstime, binary, makeFolder, root, run } from '../support/presstime.mjs';

const weather = path.join(root, 'examples/dashboards/weather.yaml');
const asOf = ['--as-of', '2026-03-02T09:00:00Z'];
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function formats() {
  const help = run(['render', '--help']).stdout;
  return /--format FORMAT +([a-z, ]+);/.exec(help)[1].split(', ');
}

// What a format needs besides its name.
function flagsOf(format) {
  return format === 'svg' ? ['--widget', 'w_temperature'] : [];
}

// A dashboard over two rows in a CSV file beside it, with `widgets` as YAML lines.
function makeDashboard(folder, widgets, sql = 'SELECT month, revenue FROM sales ORDER BY month') {
  writeFileSync(path.join(folder, 'sales.csv'), 'month,region,revenue\n2026-01,North,10\n2026-02,South,20\n');
  writeFileSync(path.join(folder, 'shop.yaml'), 'kind: connection\nname: shop\nsource: duckdb\noptions: {path: .}\n');
  const file = path.join(folder, 'sales.yaml');
  writeFileSync(file, `kind: dashboard
id: dash_sales
name: Sales
parameters: [{name: least, type: integer, default: 0}]
queries:
  - {name: q, connection: shop, sql: "${sql}"}
  - {name: broken, connection: shop, sql: "SELECT nothing_here FROM sales"}
  - {name: some, connection: shop, sql: "SELECT month, revenue FROM sales WHERE revenue > $least ORDER BY month"}
widgets:
${widgets}
`);
  return file;
}
const table = '  - {id: w_t, kind: table, query: q, grid: {x: 0, y: 0, w: 12, h: 4}}';
const broken = '  - {id: w_b, kind: table, query: broken, grid: {x: 0, y: 4, w: 12, h: 4}}';

test('every format comes out the same from two processes', () => {
  const folder = makeFolder();
  assert.ok(formats().length >= 5, formats().join());
  for (const format of formats()) {
    const files = ['a', 'b'].map((name) => {
      const file = path.join(folder, `${name}.${format}`);
      const done = run(['render', weather, '--format', format, '--output', file, ...asOf, ...flagsOf(format)]);
      assert.equal(done.status, 0, `${format}: ${done.stderr}`);
      assert.equal(done.stdout, '');
      const bytes = readFileSync(file);
      assert.match(done.stderr, new RegExp(`sha256 +${sha256(bytes)}`), format);
      assert.match(done.stderr, /complete +yes/);
      return bytes;
    });
    assert.ok(files[0].equals(files[1]), `${format} differs between two processes`);
  }
  assert.deepEqual(readdirSync(folder).length, 2 * formats().length, 'nothing but the files is left');
});

test('theme, paper, locale and time zone change the picture', () => {
  const folder = makeFolder();
  const brand = path.join(folder, 'brand.yaml');
  writeFileSync(brand, 'kind: theme\naccent: "#7A1FA2"\n');
  const hashes = [[], ['--theme', 'dark'], ['--paper', 'Letter'], ['--orientation', 'landscape'], ['--locale', 'de-DE'],
    ['--timezone', 'Europe/Berlin'], ['--theme-file', brand], ['--param', 'year=2014']].map((flags) => {
    const file = path.join(folder, 'out.pdf');
    const done = run(['render', weather, '--output', file, ...asOf, ...flags]);
    assert.equal(done.status, 0, done.stderr);
    return sha256(readFileSync(file));
  });
  assert.equal(new Set(hashes).size, hashes.length);
});

test('a theme says what this machine cannot do with it', () => {
  const folder = makeFolder();
  const file = makeDashboard(folder, table);
  const theme = path.join(folder, 'brand.yaml');
  const render = (text) => {
    writeFileSync(theme, `kind: theme\n${text}\n`);
    return run(['render', file, '--output', path.join(folder, 'out.pdf'), ...asOf, '--theme-file', theme]);
  };
  const faceless = render('font: No Such Face');
  assert.equal(faceless.status, 0, faceless.stderr);
  assert.match(faceless.stderr, /note .*Theme: the font "No Such Face" is not installed, so Inter is used/);
  const refused = render('logo: "data:image/png;base64,aGVsbG8="');
  assert.equal(refused.status, 1, refused.stderr);
  assert.match(refused.stderr, /brand.yaml: logo: the image is neither a PNG nor a JPEG/);
});

test('standard output is the file alone', () => {
  const file = makeDashboard(makeFolder(), table);
  const done = run(['render', file, '--format', 'csv', '--output', '-', ...asOf]);
  assert.equal(done.status, 0, done.stderr);
  assert.equal(done.stdout, 'month,revenue\r\n2026-01,10\r\n2026-02,20\r\n');
});

test('parameters are typed and known', () => {
  const file = makeDashboard(makeFolder(), table.replace('query: q', 'query: some'));
  const render = (param) => run(['render', file, '--format', 'csv', '--output', '-', ...asOf, '--param', param]);
  assert.equal(render('least=15').stdout, 'month,revenue\r\n2026-02,20\r\n');
  for (const wrong of ['least=many', 'lest=15', 'least']) {
    const refused = render(wrong);
    assert.equal(refused.status, 2, wrong);
    assert.match(refused.stderr, /least/);
  }
});

test('a widget that fails leaves a file and status 1; a dashboard of nothing else leaves no file', () => {
  const folder = makeFolder();
  const output = path.join(folder, 'out.pdf');
  const partial = run(['render', makeDashboard(folder, `${table}\n${broken}`), '--output', output, ...asOf]);
  assert.equal(partial.status, 1, partial.stderr);
  assert.match(partial.stderr, /query broken: .*nothing_here/);
  assert.match(partial.stderr, /the file is written, but not every widget/);
  assert.equal(readFileSync(output).subarray(0, 5).toString(), '%PDF-');

  const nothing = path.join(folder, 'none.pdf');
  const failed = run(['render', makeDashboard(folder, broken), '--output', nothing, ...asOf]);
  assert.equal(failed.status, 1);
  assert.match(failed.stderr, /nothing_here/);
  assert.ok(!existsSync(nothing));
});

test('a path that cannot be written is one clear sentence, and what stood there stays', () => {
  const folder = makeFolder();
  const file = makeDashboard(folder, table);
  const kept = path.join(folder, 'kept.csv');
  writeFileSync(kept, 'as it was');
  const sealed = path.join(folder, 'sealed');
  mkdirSync(sealed);
  chmodSync(sealed, 0o500);
  const away = path.join(folder, 'away/out.csv');
  for (const output of [away, folder, ...(process.getuid() === 0 ? [] : [path.join(sealed, 'out.csv')])]) {
    const refused = run(['render', file, '--format', 'csv', '--output', output, ...asOf]);
    assert.equal(refused.status, 1, output);
    assert.match(refused.stderr, /^presstime: .* cannot be written: .*--output\n$/);
  }
  const failed = run(['render', makeDashboard(folder, broken), '--output', kept, ...asOf]);
  assert.equal(failed.status, 1);
  assert.equal(readFileSync(kept, 'utf8'), 'as it was');
  assert.deepEqual(readdirSync(folder).sort(), ['kept.csv', 'sales.csv', 'sales.yaml', 'sealed', 'shop.yaml']);
});

test('wrong usage is status 2 and names the flag', () => {
  const file = makeDashboard(makeFolder(), table);
  for (const [flags, says] of [
    [['--format', 'csv'], /--output/],
    [['--output', 'x', '--format', 'docx'], /--format: must be one of csv, .*docx/],
    [['--output', 'x.docx'], /--format/],
    [['--output', '-'], /--format: is required/],
    [['--output', 'x.csv', '--as-of', 'today'], /--as-of/],
    [['--output', 'x.csv', '--timezone', 'Europe/Berln'], /--timezone.*Europe\/Berlin/],
    [['--output', 'x.csv', '--paper', 'A5'], /--paper.*A4, Letter, A3/],
    [['--output', 'x.csv', '--theme', 'grey'], /--theme/],
    [['--output', 'x.svg'], /--widget/],
    [['--output', 'x.svg', '--widget', 'w_x'], /--widget: there is no widget w_x; there are w_t/],
    [['--output', 'x.csv', '--widget', 'w_t'], /--widget/],
    [['--output', 'x.csv', '--period-start', '2026-01-01T00:00:00Z'], /--period-end/],
  ]) {
    const refused = run(['render', file, ...flags]);
    assert.equal(refused.status, 2, `${flags}: ${refused.stderr}`);
    assert.match(refused.stderr, says);
  }
});

test('a file that is no dashboard, or that is not there, is said in one line', () => {
  const folder = makeFolder();
  const file = makeDashboard(folder, table);
  const render = (subject, ...more) => run(['render', subject, '--format', 'csv', '--output', '-', ...more]);
  assert.match(render(path.join(folder, 'shop.yaml')).stderr, /shop.yaml: holds a connection, not a dashboard/);
  assert.match(render(path.join(folder, 'none.yaml')).stderr, /there is no file .*none.yaml/);
  writeFileSync(path.join(folder, 'bad.yaml'), readFileSync(file, 'utf8').replace('kind: table', 'kind: tabel'));
  assert.match(render(path.join(folder, 'bad.yaml')).stderr, /bad.yaml: widgets\[0\].kind.*did you mean table/);
  writeFileSync(path.join(folder, 'shop.yaml'), 'kind: connection\nname: other\nsource: duckdb\noptions: {path: .}\n');
  assert.match(render(file).stderr, /no connection "shop".*--connection shop=PATH/);
  const given = render(file, '--connection', `shop=${folder}`);
  assert.equal(given.status, 0, given.stderr);
});

test('an id is read out of the data folder, with the server running and without', async () => {
  const folder = makeFolder();
  const presstime = await new Presstime({ folder }).start();
  const source = makeFolder();
  makeDashboard(path.join(folder, 'data'), table);
  makeDashboard(source, table);
  const applied = run(['apply', source, '--data-dir', folder]);
  assert.match(applied.stderr, /query broken|nothing_here/, 'a query that cannot run is refused by the server');
  writeFileSync(path.join(source, 'sales.yaml'),
    readFileSync(path.join(source, 'sales.yaml'), 'utf8').replace(/ {2}- \{name: broken.*\n/, ''));
  assert.equal(run(['apply', source, '--data-dir', folder]).status, 0);
  const render = () => run(['render', 'dash_sales', '--format', 'csv', '--output', '-', '--data-dir', folder, ...asOf]);
  const beside = render();
  assert.equal(beside.status, 0, beside.stderr);
  assert.equal(beside.stdout, 'month,revenue\r\n2026-01,10\r\n2026-02,20\r\n');
  await presstime.stop();
  assert.equal(render().stdout, beside.stdout);
  const unknown = run(['render', 'dash_none', '--format', 'csv', '--output', '-', '--data-dir', folder]);
  assert.equal(unknown.status, 1);
  assert.match(unknown.stderr, /dash_none/);
});

test('a device is written, not replaced', { skip: !existsSync('/dev/null') }, () => {
  const file = makeDashboard(makeFolder(), table);
  const done = spawnSync(binary, ['render', file, '--format', 'csv', '--output', '/dev/null', ...asOf],
    { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  assert.equal(existsSync('/dev/null') && readFileSync('/dev/null', 'utf8'), '');
});
