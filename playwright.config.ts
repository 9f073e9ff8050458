import { defineConfig } from 'playwright/test';

/** The app as people start it, one at a time: each test has a home, an engine and a screen to itself. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  workers: 1,
  // Said at the end of a run. Nothing is run again on a developer's machine, where it can be looked into at once.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: { screenshot: 'only-on-failure', trace: 'retain-on-failure' },
});
