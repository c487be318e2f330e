// Writes what the server and the screen share of the look from design/tokens.json: a C++ header and a style sheet.
// With --check it only compares and names what is out of date.
//
//     node tools/tokens/generate.mjs [--check]
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tokens = JSON.parse(readFileSync(root + 'design/tokens.json', 'utf8'));
const origin = 'Written by tools/tokens/generate.mjs from design/tokens.json; edit that.';

const constant = (name) => 'k' + name.split('_').map((word) => word[0].toUpperCase() + word.slice(1)).join('');
const property = (name) => '--' + name.replaceAll('_', '-');

function headerColors(theme, colors) {
  const lines = Object.entries(colors).map(([name, value]) => {
    const hex = (color) => '0x' + color.slice(1).toUpperCase();
    if (!Array.isArray(value)) return `inline constexpr std::uint32_t ${constant(name)} = ${hex(value)};`;
    const type = `std::array<std::uint32_t, ${value.length}>`;
    return `inline constexpr ${type} ${constant(name)} = {${value.map(hex).join(', ')}};`;
  });
  return [`namespace ${theme} {`, ...lines, `} // namespace ${theme}`];
}

function header() {
  const number = (value) => String(value);
  const type = Object.entries(tokens.type).map(
    ([name, role]) =>
      `inline constexpr TypeRole ${constant(name)}{${number(role.size)}, ${number(role.line)}, FontWeight::${role.weight}};`,
  );
  const numbers = { smallest_type: tokens.smallest_type, ...tokens.space, ...tokens.line };
  for (const [name, value] of Object.entries(tokens.area)) numbers['area_' + name] = value;
  const sizes = Object.entries(numbers).map(([name, value]) => `inline constexpr double ${constant(name)} = ${number(value)};`);
  const text = [
    '// The tokens of the look as C++ reads them: sizes in points, colours as 0xRRGGBB.',
    `// ${origin}`,
    '#pragma once',
    '',
    '#include "model/drawing.hpp"',
    '',
    '#include <array>',
    '#include <cstdint>',
    '',
    'namespace presstime::theme {',
    '',
    '// A role of type: its size and the height of a line.',
    'struct TypeRole {',
    '    double size;',
    '    double line_height;',
    '    FontWeight weight;',
    '};',
    ...type,
    '',
    ...sizes,
    '',
    `inline constexpr const char* kFont = "${tokens.font}";`,
    '',
    ...headerColors('light', tokens.colors.light),
    '',
    ...headerColors('dark', tokens.colors.dark),
    '',
    '} // namespace presstime::theme',
    '',
  ].join('\n');
  return execFileSync('clang-format-19', ['--assume-filename=src/model/theme_tokens.hpp'], {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });
}

function screenColors(theme) {
  const lines = [];
  for (const [name, value] of Object.entries({ ...tokens.colors[theme], ...tokens.screen[theme] })) {
    if (Array.isArray(value)) value.forEach((color, index) => lines.push(`${property(name)}-${index + 1}: ${color.toLowerCase()};`));
    else lines.push(`${property(name)}: ${value.toLowerCase()};`);
  }
  lines.push(`color-scheme: ${theme};`);
  return lines;
}

function styleSheet() {
  const px = (points) => `${points * tokens.screen_scale}px`;
  const rem = (points) => `${(points * tokens.screen_scale) / 16}rem`;
  const weights = { regular: 400, semibold: 600 };
  const sizes = [`--font: '${tokens.font} Variable', '${tokens.font}', 'Noto Sans', system-ui, sans-serif;`];
  for (const [name, role] of Object.entries(tokens.type))
    sizes.push(`${property(name)}: ${weights[role.weight]} ${rem(role.size)} / ${rem(role.line)} var(--font);`);
  for (const [name, value] of Object.entries(tokens.space)) sizes.push(`${property(name)}: ${px(value)};`);
  sizes.push(`--card-radius: ${px(tokens.line.card_radius)};`);
  const block = (selector, lines, indent = '') => [
    `${indent}${selector} {`,
    ...lines.map((line) => `${indent}  ${line}`),
    `${indent}}`,
  ];
  return [
    `/* The tokens of the look as the screen reads them: points times ${tokens.screen_scale}. ${origin} */`,
    ...block(':root', sizes),
    '',
    ...block(":root,\n[data-theme='light']", screenColors('light')),
    '',
    '@media (prefers-color-scheme: dark) {',
    ...block(":root:not([data-theme='light'])", screenColors('dark'), '  '),
    '}',
    '',
    ...block("[data-theme='dark']", screenColors('dark')),
    '',
  ].join('\n');
}

const outputs = { 'src/model/theme_tokens.hpp': header(), 'web/src/styles/tokens.css': styleSheet() };
let stale = 0;
for (const [path, text] of Object.entries(outputs)) {
  if (!process.argv.includes('--check')) writeFileSync(root + path, text);
  else if (readFileSync(root + path, 'utf8') !== text) {
    console.error(`${path} does not match design/tokens.json: run node tools/tokens/generate.mjs`);
    ++stale;
  }
}
process.exit(stale ? 1 : 0);
