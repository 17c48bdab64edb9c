import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Folders whose mistakes cost money: each must be covered on its own, from the day it exists. */
const covered = ['risk', 'approval', 'execution', 'protocol', 'bridge', 'strategies', 'features']
  .map((name) => `src-main/${name}`)
  .filter((folder) => existsSync(join(import.meta.dirname, folder)));

export default defineConfig({
  test: {
    include: ['src-*/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'mql5/**/*.test.ts'],
    // Generous, for two shared cores: a test that hangs still ends.
    // One would stay idle by default, and on two cores that is half the machine.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src-*/**/*.{ts,tsx}'],
      exclude: ['**/*.{test,suite}.{ts,tsx}', 'src-main/testkit/**', '**/*.d.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: Object.fromEntries(covered.map((folder) => [`${folder}/**`, { lines: 90, branches: 90 }])),
    },
  },
});
