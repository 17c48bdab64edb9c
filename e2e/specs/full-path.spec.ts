import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestInfo } from '@playwright/test';
import Database from 'better-sqlite3';
import { startHeadlessEngine } from '#main/testkit/headless-engine.ts';
import type { CockpitPage } from '../pages/cockpit-page.ts';
import { expect, test } from '../fixtures/test.ts';

/**
 * The whole way, with nothing scripted: a simulated terminal replays minutes over the real pipe until scenario B raises a ticket; the trader
 * approves it in the window; the fill is in the window and in SQLite; and after kill −9 everything is as it was.
 */
const history = path.join(
  process.env.ATS_TEST_DATA ?? path.join(import.meta.dirname, '..', '..', '..', 'shared', 'data'),
  'formats',
  'XAUUSD_M1_202512030207_mt5_export.csv.gz',
);

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ats-full-path-'));
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('from real history to an approved order, and back after kill −9', async ({ openWindow }, testInfo) => {
  test.skip(!existsSync(history), 'skipped: no real market data (ATS_TEST_DATA, ../shared/data)');
  const replay = ['--history', history, '--history-clock', 'ny+7', '--timeframe', 'M15'];
  await walk({ openWindow, testInfo, words: [...replay, '--speed', '1000000'] });
});

test('from a seeded market to an approved order, and back after kill −9', async ({ openWindow }, testInfo) => {
  await walk({ openWindow, testInfo, words: ['--seed', '7', '--speed', '20000'] });
});

async function walk({
  openWindow,
  testInfo,
  words,
}: {
  readonly openWindow: () => Promise<CockpitPage>;
  readonly testInfo: TestInfo;
  readonly words: readonly string[];
}): Promise<void> {
  testInfo.setTimeout(120_000);
  const engine = await startHeadlessEngine({ data: folder, words });
  const cockpit = await openWindow();
  await cockpit.goto(engine.url);
  await expect(cockpit.strip.mode).toHaveText(/SIMULATED|REPLAY/);
  await expect(cockpit.ticket.card).toBeVisible({ timeout: 60_000 });
  await cockpit.page.getByRole('button', { name: 'Pause' }).click();
  await keepScreenshot(cockpit, testInfo, 'ticket');

  await cockpit.ticket.approve.click();
  await expect(cockpit.ticket.ended.first()).toContainText('Approved', { timeout: 20_000 });
  await cockpit.show('Deals');
  await expect.poll(() => dealsInLedger().length).toBe(1);
  const ticket = dealsInLedger()[0]?.ticket ?? '';
  await expect(cockpit.row(cockpit.panel('deals'), ticket)).toBeVisible();
  await cockpit.show('Positions');
  await expect(cockpit.panel('positions').locator('[data-row]')).toHaveCount(1);
  await keepScreenshot(cockpit, testInfo, 'position');

  await engine.kill();
  await expect(cockpit.banner).toBeVisible();
  await using again = await startHeadlessEngine({ data: folder, words });
  const reopened = await openWindow();
  await reopened.goto(again.url);
  await expect(reopened.strip.tradingState).toHaveText('ACTIVE', { timeout: 20_000 });
  await expect(reopened.panel('positions').locator('[data-row]')).toHaveCount(1);
  await reopened.show('Deals');
  await expect(reopened.row(reopened.panel('deals'), ticket)).toBeVisible();
  expect(dealsInLedger()).toHaveLength(1);
  expect([...cockpit.violations, ...reopened.violations]).toEqual([]);
  await keepScreenshot(reopened, testInfo, 'after kill');
}

async function keepScreenshot({ page }: CockpitPage, testInfo: TestInfo, name: string): Promise<void> {
  const file = testInfo.outputPath(`${name}.png`);
  await page.screenshot({ path: file });
  await testInfo.attach(name, { path: file, contentType: 'image/png' });
}

function dealsInLedger(): readonly { readonly ticket: string }[] {
  const db = new Database(path.join(folder, 'ledger.db'), { readonly: true });
  try {
    return db.prepare<[], { ticket: string }>('SELECT deal_ticket AS ticket FROM deals ORDER BY sequence').all();
  } finally {
    db.close();
  }
}
