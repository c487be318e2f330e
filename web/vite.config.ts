// Builds the pages into build/web, which the binary carries. Addresses are relative to <base>, so that they also work
// below a path of a proxy.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte()],
  build: {
    outDir: '../build/web',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
  // `npm run dev`: pages from here, the API from a server that runs beside.
  server: {
    proxy: Object.fromEntries(
      ['/v1', '/api', '/embed'].map((path) => [path, process.env.PRESSTIME_API ?? 'http://127.0.0.1:8080']),
    ),
  },
});
