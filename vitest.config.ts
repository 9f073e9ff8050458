import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/**
 * What runs other programs may fail once on a busy machine in CI; what it did is told at the end (scripts/test/complaints.mjs).
 * Tests of our own code alone, property tests above all, are never run again.
 */
const retry = process.env.CI ? 1 : 0;

/**
 * Plain Node for the core and the tools, a light DOM for the page; and apart, so that `npm run check` leaves them out, what
 * starts engines, and the comparison of our reading of compose and env files with Compose's own, which takes a minute.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['src-{shared,main}/**/*.test.ts', 'scripts/**/*.test.{mjs,ts}'],
          exclude: ['**/*.engine.test.ts', '**/*.real.test.ts', '**/power-cuts*.test.ts', 'scripts/differential/**'],
          testTimeout: 60_000,
        },
      },
      {
        // Minutes of it, and apart therefore: `npm run power-cuts`.
        test: {
          name: 'power-cuts',
          environment: 'node',
          include: ['src-main/**/power-cuts*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        // On real containers of a private engine, one file after the other.
        test: {
          name: 'engine',
          environment: 'node',
          include: ['src-main/**/*.engine.test.ts'],
          fileParallelism: false,
          retry,
          testTimeout: 120_000,
          hookTimeout: 240_000,
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
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'differential',
          environment: 'node',
          include: ['scripts/differential/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        // What stands in for the outside world: engines, images, servers, the tray's host.
        test: {
          name: 'stand-ins',
          environment: 'node',
          include: ['e2e/**/*.test.ts'],
          exclude: ['e2e/**/*.real.test.ts'],
          fileParallelism: false,
          retry,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        // The real LightRAG server, which needs PyPI once, and apart therefore: `npm run test:lightrag`.
        test: {
          name: 'real-lightrag',
          environment: 'node',
          include: ['{e2e,src-main}/**/*.real.test.ts'],
          fileParallelism: false,
          retry,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
