import { defineConfig } from '@playwright/test';

const { ATS_CHROMIUM: chromium, ATS_ELECTRON: electron, CI: inCi } = process.env;

/**
 * The window's specs, run against the headless host in a system Chromium, and once more in the real Electron where its
 * program is at hand. `npm run e2e` finds both and sets the two variables; fixtures tell them apart by the project's name.
 */
export default defineConfig({
  testDir: 'specs',
  outputDir: '../test-results/e2e',
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  // Each spec starts an engine and a terminal of its own; two at a time would share two cores with two browsers.
  workers: 1,
  forbidOnly: inCi !== undefined,
  // See vitest.config.ts.
  retries: inCi === undefined ? 0 : 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    viewport: { width: 1600, height: 900 },
    colorScheme: 'dark',
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      // Containers seldom let Chromium build its own sandbox; the page is ours.
      args: process.platform === 'linux' ? ['--no-sandbox'] : [],
      ...(chromium !== undefined && { executablePath: chromium }),
    },
  },
  projects: [{ name: 'browser' }, ...(electron === undefined ? [] : [{ name: 'electron' }])],
});
