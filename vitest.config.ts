import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Two worlds: plain Node for the core, the tools and the stand-ins; a light DOM for the page. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['src-{shared,main}/**/*.test.ts', 'e2e/**/*.test.ts', 'scripts/**/*.test.mjs'],
          testTimeout: 20_000,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['src-renderer/**/*.test.{ts,tsx}'],
          // Other styles are left empty; this one is measured for contrast.
          css: { include: [/tokens\.css/] },
          testTimeout: 20_000,
        },
      },
    ],
  },
});
