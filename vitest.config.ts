import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/**
 * Plain Node for the core and the tools, a light DOM for the page; and apart, as it needs Debian's docker-compose and a
 * minute, the comparison of our reading of compose and env files with Compose's own.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['src-{shared,main}/**/*.test.ts', 'scripts/**/*.test.{mjs,ts}'],
          exclude: ['scripts/differential/**'],
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
      {
        test: {
          name: 'differential',
          environment: 'node',
          include: ['scripts/differential/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
    ],
  },
});
