import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startHeadlessEngine } from '#main/testkit/headless-engine.ts';
import { expect, test } from '../fixtures/test.ts';

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ats-own-hands-'));
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** With nothing scripted: what the trader does to a position by his own hand is done at the terminal, and seen from there. */
test('a stop is moved, a part closed and the rest flattened, at the terminal itself', async ({ openWindow }) => {
  test.setTimeout(120_000);
  await using engine = await startHeadlessEngine({ data: folder, words: ['--seed', '7', '--speed', '20000'] });
  const cockpit = await openWindow();
  const { page, strip, ticket, position, dialog } = cockpit;
  await cockpit.goto(engine.url);
  await expect(ticket.card).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await ticket.approve.click();
  const row = cockpit.panel('positions').locator('[data-row]');
  await expect(row).toHaveCount(1, { timeout: 20_000 });
  const figure = async (column: string): Promise<number> => Number(await cockpit.cell(row, column).textContent());

  const stop = ((await figure('stop')) + (await figure('now'))) / 2;
  await position.askToMove('XAUUSD');
  await position.field('Stop loss').fill(stop.toFixed(2));
  await position.button('Move').click();
  await expect(cockpit.cell(row, 'stop')).toHaveText(stop.toFixed(2), { timeout: 20_000 });

  const volume = await figure('volume');
  await position.askToClose('XAUUSD');
  await position.button('Half').click();
  const half = Number(await position.field('Volume to close').inputValue());
  await position.button(`Close ${half.toFixed(2)}`).click();
  await expect(cockpit.cell(row, 'volume')).toHaveText((volume - half).toFixed(2), { timeout: 20_000 });

  await strip.flatten.click();
  await dialog.getByRole('button', { name: 'Halt and close all' }).click();
  await expect(row).toHaveCount(0, { timeout: 20_000 });
  await expect(strip.newestMessage).toContainText('All closed.');
  await expect(strip.tradingState).toContainText('HALTED');

  await cockpit.show('Orders');
  const orders = cockpit.panel('orders').locator('[data-row]');
  await expect(orders.locator('[data-column="kind"]')).toHaveText(['Close', 'Close', 'Stops', 'Entry']);
  await expect(orders.locator('[data-column="status"]')).toHaveText(['Filled', 'Filled', 'Stops set', 'Filled']);
  await cockpit.show('Health');
  await expect(cockpit.panel('health')).toContainText('The adviser keeps the halt.');
  expect(cockpit.violations).toEqual([]);
});
