import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page. Nothing is inlined into it: its policy forbids inline scripts and styles, and data: but for images. */
export default defineConfig({
  root: 'src-renderer',
  base: './',
  logLevel: 'warn',
  plugins: [react()],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
