import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { countPlaywright, nothingCounted, type Counted } from './count-results.ts';
import { whyNoWindow } from './electron-display.ts';
import { ensureBuilt } from './ensure-built.ts';
import { findChromium } from './find-chromium.ts';
import { findElectron } from './find-electron.ts';
import { inProject } from './project-root.ts';
import { runProgram } from './run-program.ts';

export interface E2eOutcome {
  readonly isGood: boolean;
  readonly counted: Counted;
  /** Parts that were left out, each with its reason. */
  readonly absent: readonly string[];
}

const config = 'e2e/playwright.config.ts';
const report = inProject('test-results/e2e.json');

/** What hangs must leave `npm test` time to count. */
const msMax = 22 * 60_000;

/** Builds if need be and runs the window's specs in all that is here to run them in. What is absent is no failure. */
export async function runE2e(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<E2eOutcome> {
  if (globSync('e2e/specs/**/*.spec.ts', { cwd: inProject('.') }).length === 0) {
    return { isGood: true, counted: nothingCounted, absent: ['e2e: there are no specs yet'] };
  }
  const chromium = findChromium();
  if (chromium === null) {
    const absent = ['e2e: no Chromium, Chrome or Edge was found (ATS_CHROMIUM names one)'];
    return { isGood: true, counted: await countUnrun(), absent };
  }
  if (!(await ensureBuilt())) return failedAs('e2e: the build failed');
  const electron = electronOrReason();
  const env = {
    ...environment,
    ATS_CHROMIUM: chromium,
    ...(electron.path !== null && { ATS_ELECTRON: electron.path }),
  };
  rmSync(report, { force: true });
  const playwright = {
    package: '@playwright/test',
    name: 'playwright',
    args: ['test', '--config', config, '--global-timeout', String(msMax), ...args],
    env,
  };
  const { code } = await runProgram(playwright, { isShown: true });
  if (!existsSync(report)) return failedAs('e2e: Playwright wrote no report');
  const counted = countPlaywright(JSON.parse(readFileSync(report, 'utf8')));
  return { isGood: code === 0, counted, absent: electron.path === null ? [electron.reason] : [] };
}

const failedAs = (name: string): E2eOutcome => ({
  isGood: false,
  counted: { ...nothingCounted, failed: [name] },
  absent: [],
});

function electronOrReason(): { path: string } | { path: null; reason: string } {
  const path = findElectron();
  const reason = path === null ? 'its program was not downloaded' : whyNoWindow();
  return path !== null && reason === null ? { path } : { path: null, reason: `e2e in Electron: ${reason ?? ''}` };
}

/** The specs that nothing here can run, as skipped: Playwright lists them without a browser. */
async function countUnrun(): Promise<Counted> {
  const listing = {
    package: '@playwright/test',
    name: 'playwright',
    args: ['test', '--config', config, '--list', '--reporter=json'],
  };
  const { output } = await runProgram(listing, { isShown: false });
  return countPlaywright(JSON.parse(output));
}
