// Writes a C++ table of every file in a folder, each beside its gzip form, for src/web/assets.hpp.
//
//     node tools/web/pack.mjs FOLDER OUTPUT.cpp
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

const [folder, output] = process.argv.slice(2);
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.ts': 'text/plain; charset=utf-8',
};

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
const names = files.map((file) => '/' + relative(folder, file)).sort((a, b) => (a < b ? -1 : 1));

const packed = output + '.gz';
mkdirSync(packed, { recursive: true });
const embedded = [];
// The bytes come in by .incbin, which costs the compiler nothing; the label behind them gives their length.
function embed(label, file) {
  embedded.push(
    `asm(".section .rodata\\n.balign 16\\n${label}:\\n.incbin \\"${file}\\"\\n${label}_end:\\n.byte 0\\n.previous\\n");`,
    `extern "C" const char ${label}[];`,
    `extern "C" const char ${label}_end[];`,
  );
  return `std::string_view(${label}, static_cast<std::size_t>(${label}_end - ${label}))`;
}

const rows = names.map((name, index) => {
  const type = types[extname(name)];
  if (!type) throw new Error(`${name}: no content type is known for this ending`);
  const file = join(folder, name);
  const bytes = readFileSync(file);
  const gzip = gzipSync(bytes, { level: 9 });
  const raw = embed(`presstime_asset_${index}`, file);
  let small = '{}';
  if (gzip.length < bytes.length * 0.95) {
    const gzipped = join(packed, `${index}.gz`);
    writeFileSync(gzipped, gzip);
    small = embed(`presstime_asset_${index}_gz`, gzipped);
  }
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return `    {"${name}", "${type}", ${raw}, ${small}, "${hash}", ${name.startsWith('/assets/')}},`;
});

writeFileSync(
  output,
  [
    '// Written by tools/web/pack.mjs while building.',
    '#include "web/assets.hpp"',
    '#include <cstddef>',
    '#include <vector>',
    ...embedded,
    'namespace presstime::web {',
    'std::span<const Asset> assets()',
    '{',
    '    static const std::vector<Asset> table{',
    ...rows,
    '    };',
    '    return table;',
    '}',
    '} // namespace presstime::web',
    '',
  ].join('\n'),
);
