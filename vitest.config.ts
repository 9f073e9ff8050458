import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Plain Node for the core and the tools, a light DOM for the page, and apart what starts engines: `npm run check` leaves it out. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['src-{shared,main}/**/*.test.ts', 'scripts/**/*.test.{mjs,ts}'],
          exclude: ['**/*.engine.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        // On real containers of a private engine, one file after the other.
        test: {
          name: 'engine',
          environment: 'node',
          include: ['src-main/**/*.engine.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
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
        // What stands in for the outside world: engines, images, servers, the tray's host.
        test: {
          name: 'stand-ins',
          environment: 'node',
          include: ['e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
