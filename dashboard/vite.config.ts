import { defineConfig, type Plugin } from 'vite';
import { policyMarkup } from './dev/policy.mjs';

/** Only built pages carry it; the development server injects inline code. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policyMarkup() },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/**
 * Parts loaded later bring their style sheets themselves (`view/style-sheet.ts`), so an import is just
 * an import; Vite's own helper for it would be part of the first load.
 */
function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    apply: 'build',
    enforce: 'pre',
    load: (id) =>
      id === '\0vite/preload-helper.js'
        ? 'export const __vitePreload = (load) => load();'
        : undefined,
  };
}

/** Templates are indented as the code around them; the browser need not load the indentation. */
function outdent(): Plugin {
  return {
    name: 'outdent',
    apply: 'build',
    enforce: 'pre',
    transform: (code, id) =>
      /\/src\/.*\.ts$/.test(id) ? code.replace(/\n[ \t]+/g, '\n') : undefined,
  };
}

export default defineConfig({
  plugins: [contentSecurityPolicy(), plainImports(), outdent()],
  build: {
    target: 'es2023',
    // A data: address would need a hole in the policy.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      // All that the first sight needs in one file: shared parts would be further requests, made
      // only once the first has been read.
      output: { codeSplitting: { groups: [{ name: 'index', tags: ['$initial'] }] } },
    },
    reportCompressedSize: false,
  },
  server: {
    proxy: { '/v1': process.env['ORION_API'] ?? 'http://127.0.0.1:8080' },
  },
});
