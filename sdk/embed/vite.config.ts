// Builds the element as an ES module and as a plain script. `dist` is what the package ships; the server carries the
// same files at /embed/.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const served = join(import.meta.dirname, '../../build/web/embed');

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  plugins: [
    {
      name: 'serve-with-the-pages',
      closeBundle() {
        mkdirSync(served, { recursive: true });
        for (const name of ['presstime-embed.js', 'presstime-embed.mjs'])
          cpSync(join(import.meta.dirname, 'dist', name), join(served, name));
      },
    },
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    reportCompressedSize: false,
    lib: {
      entry: 'src/index.ts',
      name: 'PresstimeEmbed',
      formats: ['es', 'iife'],
      fileName: (format) => (format === 'es' ? 'presstime-embed.mjs' : 'presstime-embed.js'),
    },
  },
});
