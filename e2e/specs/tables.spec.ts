import { expect, test } from '../fixtures/test.ts';
import { scriptedNowUtcMs } from '../fixtures/scripted-market.ts';
import { entryRequest, scriptedOrder, scriptedPosition } from '../fixtures/scripted-snapshot.ts';

test('a position shows its price now, its profit in money, points and R, and who opened it', async ({
  openCockpit,
}) => {
  const cockpit = await openCockpit();
  const row = cockpit.row(cockpit.panel('positions'), '700104');
  await expect(cockpit.cell(row, 'now')).toHaveText('4210.00');
  await expect(cockpit.cell(row, 'profit')).toHaveText('▲+56.25');
  await expect(cockpit.cell(row, 'points')).toHaveText('+188');
  await expect(cockpit.cell(row, 'r')).toHaveText('+0.11\u202fR');
  await expect(cockpit.cell(row, 'owner')).toHaveText('Scenario B');
});

test('a position without a stop is red and says so', async ({ engine, openCockpit }) => {
  engine.show({ positions: [scriptedPosition({ stop: null, clientOrderId: null })] });
  const cockpit = await openCockpit();
  const row = cockpit.row(cockpit.panel('positions'), '700104');
  await expect(row).toHaveAttribute('data-tone', 'fault');
  await expect(cockpit.cell(row, 'stop')).toHaveText('NO STOP');
  await expect(cockpit.cell(row, 'owner')).toHaveText('Manual');
});

test('closing a position asks once more, and the safe answer has the focus', async ({ engine, openCockpit }) => {
  const { page, dialog, strip } = await openCockpit();
  const close = page.getByRole('button', { name: 'Close the position in XAUUSD' });
  await close.click();
  await expect(dialog).toContainText('▲+56.25');
  await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await close.click();
  await dialog.getByRole('button', { name: 'Close position' }).click();
  await expect(dialog).toHaveCount(0);
  expect(engine.received.at(-1)).toEqual({ name: 'closePosition', input: { positionId: '700104' } });
  await expect(strip.newestMessage).toContainText('Close of XAUUSD ordered.');
});

test('an unknown order is red with an explanation, a rejected one says why', async ({ engine, openCockpit }) => {
  const unknown = scriptedOrder({ request: entryRequest('7'), status: 'unknown', journaledAtUtcMs: scriptedNowUtcMs });
  const cockpit = await openCockpit();
  await cockpit.show('Orders');
  const orders = cockpit.panel('orders');
  await expect(orders.getByRole('alert')).toHaveCount(0);
  engine.publish([{ kind: 'orderChanged', order: unknown }]);
  await expect(orders.getByRole('alert')).toContainText('The order is not sent again.');
  await expect(cockpit.row(orders, '7')).toHaveAttribute('data-tone', 'fault');
  await expect(cockpit.cell(cockpit.row(orders, '7'), 'status')).toHaveText('UNKNOWN');
  const rejected = cockpit.row(orders, '90071992547409920');
  await expect(cockpit.cell(rejected, 'status')).toHaveText('Rejected by broker');
  await expect(cockpit.cell(rejected, 'reason')).toHaveText('The broker rejected the order.');
});

test('profit sorts as a number, and missing values stay last', async ({ openCockpit }) => {
  const cockpit = await openCockpit();
  await cockpit.show('Deals');
  const deals = cockpit.panel('deals');
  const header = deals.getByRole('columnheader', { name: 'P/L' });
  const first = deals.locator('tbody tr').first();
  for (const order of ['descending', 'ascending']) {
    await header.getByRole('button').click();
    await expect(header).toHaveAttribute('aria-sort', order);
    await expect(first).toHaveAttribute('data-row', '880202');
  }
});

test('a table copies itself as plain values with tabs', async ({ openCockpit }) => {
  const cockpit = await openCockpit();
  await cockpit.page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: (text: string) => Promise.resolve(void (document.body.dataset.copied = text)) },
    });
  });
  await cockpit.show('Deals');
  await cockpit.panel('deals').getByRole('button', { name: 'Copy this table' }).click();
  await expect(cockpit.strip.newestMessage).toContainText('Table copied.');
  const copied = await cockpit.page.locator('body').getAttribute('data-copied');
  expect(copied?.split('\n')[2]).toBe(
    '2025-12-10 10:05:22\tEURUSD\tSELL\tOut\tTake profit\t0.5\t1.16354\t126\t-1.05\t0\t700103\t880202',
  );
});

test('a difference from the terminal’s report is listed and keeps its count on the tab', async ({
  engine,
  openCockpit,
}) => {
  const cockpit = await openCockpit();
  engine.publish([
    {
      kind: 'differencesChanged',
      differences: [{ kind: 'manualPosition', positionId: '42', symbol: 'EURUSD', message: '0.10 bought at 1.16100.' }],
    },
  ]);
  await expect(cockpit.page.getByRole('tab', { name: 'Health' })).toContainText('1');
  await cockpit.show('Health');
  await expect(cockpit.panel('health')).toContainText('Opened by hand: EURUSD 0.10 bought at 1.16100.');
});
