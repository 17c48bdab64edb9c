import { expect, test } from '../fixtures/test.ts';

test('candles stream: the legend follows the newest bar', async ({ engine, openCockpit }) => {
  const cockpit = await openCockpit();
  const chart = cockpit.panel('chart');
  await expect(chart).toContainText('source: terminal');
  await expect(chart).toContainText('C 1.16312');
  engine.tick(7);
  await expect(chart).toContainText('C 1.16319');
  await expect(chart).toContainText('closes in 54:38');
});

test('scrolling back pages history in, one page at a time', async ({ engine, openCockpit }) => {
  const { page, panel } = await openCockpit();
  const chart = panel('chart');
  await chart.getByText('M1', { exact: true }).click();
  const pages = () => engine.received.filter(({ name, input }) => name === 'bars.page' && isMinutes(input));
  await expect.poll(() => pages().length).toBe(1);
  await expect(chart)
    .toContainText('XAUUSD', { timeout: 1 })
    .catch(() => undefined);
  const canvas = chart.getByRole('img', { name: 'Candles of EURUSD M1' });
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('the chart is drawn');
  await expect(async () => {
    await page.mouse.move(box.x + 300, box.y + 200);
    await page.mouse.wheel(-3000, 0);
    await expect.poll(() => pages().length, { timeout: 500 }).toBeGreaterThan(1);
  }).toPass();
  await chart.getByRole('button', { name: 'To the newest' }).click();
  await expect(chart.getByRole('button', { name: 'To the newest' })).toHaveCount(0);
});

const isMinutes = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'timeframe' in input && input.timeframe === 'M1';

test('the chart follows the choice of symbol and timeframe', async ({ openCockpit }) => {
  const cockpit = await openCockpit();
  const chart = cockpit.panel('chart');
  await cockpit.show('Watchlist');
  await cockpit.panel('watchlist').getByRole('button', { name: 'XAUUSD' }).click();
  await chart.getByText('M15', { exact: true }).click();
  await expect(chart.getByRole('img', { name: 'Candles of XAUUSD M15' })).toBeVisible();
  await expect(chart).toContainText('C 4210.00');
  await expect(cockpit.row(cockpit.panel('watchlist'), 'XAUUSD')).toHaveAttribute('data-tone', 'selected');
});

test('the zone of the times is chosen and shown', async ({ openCockpit }) => {
  const cockpit = await openCockpit({ timezoneId: 'Europe/Berlin' });
  await expect(cockpit.strip.all).toContainText('2025-12-10 14:05:22 UTC');
  await cockpit.panel('chart').getByText('Local', { exact: true }).click();
  await expect(cockpit.strip.all).toContainText('2025-12-10 15:05:22 UTC+01:00');
});

test('credits the makers of the charts with a link', async ({ openCockpit }) => {
  const cockpit = await openCockpit();
  const credit = cockpit.panel('chart').getByRole('link', { name: 'Charts by TradingView' });
  await expect(credit).toHaveAttribute('href', 'https://www.tradingview.com/');
});
