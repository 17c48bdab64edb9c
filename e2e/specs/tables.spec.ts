import { expect, test } from '../fixtures/test.ts';
import { scriptedNowUtcMs } from '../fixtures/scripted-market.ts';
import {
  entryRequest,
  modifyRequest,
  scriptedBrokerOrder,
  scriptedOrder,
  scriptedPosition,
} from '../fixtures/scripted-snapshot.ts';

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
  engine.show({ positions: [scriptedPosition({ stop: null, clientOrderId: null, origin: 'manual' })] });
  const cockpit = await openCockpit();
  const row = cockpit.row(cockpit.panel('positions'), '700104');
  await expect(row).toHaveAttribute('data-tone', 'fault');
  await expect(cockpit.cell(row, 'stop')).toHaveText('NO STOP');
  await expect(cockpit.cell(row, 'owner')).toHaveText('Manual');
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

test('stops that were moved are an order of their own, with the levels asked for', async ({ engine, openCockpit }) => {
  engine.show({ orders: [scriptedOrder({ request: modifyRequest('8'), status: 'modified', filledVolume: 0 })] });
  const cockpit = await openCockpit();
  await cockpit.show('Orders');
  const row = cockpit.row(cockpit.panel('orders'), '8');
  await expect(cockpit.cell(row, 'kind')).toHaveText('Stops');
  await expect(cockpit.cell(row, 'filled')).toHaveText('—');
  await expect(cockpit.cell(row, 'stop')).toHaveText('4196.50');
  await expect(cockpit.cell(row, 'target')).toHaveText('4246.00');
  await expect(cockpit.cell(row, 'status')).toHaveText('Stops set');
});

test('orders that wait at the broker stand apart, with who placed them', async ({ engine, openCockpit }) => {
  const cockpit = await openCockpit();
  const tab = cockpit.page.getByRole('tab', { name: 'Orders' });
  await expect(tab).toHaveText('Orders');
  const byHand = scriptedBrokerOrder();
  const byAdviser = scriptedBrokerOrder({ orderTicket: '500341', origin: 'adviser' });
  engine.publish([{ kind: 'brokerOrdersChanged', brokerOrders: [byHand, byAdviser] }]);
  await expect(tab).toContainText('2');
  await cockpit.show('Orders');
  const waiting = cockpit.panel('orders').getByRole('region', { name: 'Waiting at the broker' });
  const row = cockpit.row(waiting, '500340');
  await expect(cockpit.cell(row, 'kind')).toHaveText('Limit');
  await expect(cockpit.cell(row, 'volume')).toHaveText('0.50');
  await expect(cockpit.cell(row, 'left')).toHaveText('0.40');
  await expect(cockpit.cell(row, 'price')).toHaveText('4260.00');
  await expect(cockpit.cell(row, 'owner')).toHaveText('Manual');
  await expect(cockpit.cell(cockpit.row(waiting, '500341'), 'owner')).toHaveText('Other adviser');
  engine.publish([{ kind: 'brokerOrdersChanged', brokerOrders: [] }]);
  await expect(waiting).toHaveCount(0);
});

test('a position says who opened it: a scenario, a cockpit, an adviser or a hand', async ({ engine, openCockpit }) => {
  engine.show({
    positions: [
      scriptedPosition(),
      scriptedPosition({ positionId: '2', clientOrderId: '77' }),
      scriptedPosition({ positionId: '3', clientOrderId: null, origin: 'adviser' }),
      scriptedPosition({ positionId: '4', clientOrderId: null, origin: 'manual' }),
    ],
  });
  const cockpit = await openCockpit();
  const owners = cockpit.panel('positions').locator('td[data-column="owner"]');
  await expect(owners).toHaveText(['Scenario B', 'Cockpit', 'Other adviser', 'Manual']);
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
