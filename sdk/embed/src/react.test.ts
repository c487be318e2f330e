import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

test('a host in React and TypeScript names the element and its attributes, and no others', () => {
  const compiler = path('../../../node_modules/typescript/bin/tsc');
  let told = '';
  try {
    execFileSync(process.execPath, [compiler, '-p', path('../test/react')], { encoding: 'utf8' });
  } catch (error) {
    told = (error as { stdout: string }).stdout;
  }
  expect(told).toBe('');
}, 60_000);
