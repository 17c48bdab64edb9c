import type { ScriptedCockpit } from '../fixtures/scripted-cockpit.ts';
import { expect, test } from '../fixtures/test.ts';

test('candles stream: the legend follows the newest bar', async ({ engine, openCockpit }) => {
  const cockpit = await openCockpit();
  const chart = cockpit.panel('chart');
  await expect(chart).toContainText('source: terminal');
  engine.tick(7);
  await expect(chart).toContainText('C 1.16319');
  await expect(chart).toContainText('closes in 54:38');
});

test('scrolling back pages history in without moving what is in sight, and one click leads back', async ({
  engine,
  openCockpit,
}) => {
  const cockpit = await openCockpit();
  const { page } = cockpit;
  const chart = cockpit.panel('chart');
  await chart.getByRole('radio', { name: 'M1', exact: true }).check();
  await expect(chart).toContainText('source: terminal');
  const box = await chart.getByRole('img', { name: 'Candles of EURUSD M1' }).boundingBox();
  if (box === null) throw new Error('the chart is drawn');
  await page.mouse.move(box.x + 300, box.y + 200);

  const release = engine.holdAnswers();
  await expect(async () => {
    await page.mouse.wheel(-2000, 0);
    await expect.poll(() => minutePages(engine), { timeout: 500 }).toBe(2);
  }).toPass();
  await page.mouse.move(box.x + 301, box.y + 200);
  const underTheCrosshair = await chart.locator('.chart-legend').textContent();
  release();
  await page.waitForTimeout(500);
  await page.mouse.move(box.x + 300, box.y + 200);
  await expect(chart.locator('.chart-legend')).toHaveText(underTheCrosshair ?? '');

  // Only a page that was drawn makes room for the one before it.
  await expect(async () => {
    await page.mouse.wheel(-4000, 0);
    await expect.poll(() => minutePages(engine), { timeout: 300 }).toBeGreaterThan(2);
  }).toPass();
  await chart.getByRole('button', { name: 'To the newest' }).click();
  await expect(chart.getByRole('button', { name: 'To the newest' })).toHaveCount(0);
});

const minutePages = ({ received }: ScriptedCockpit): number =>
  received.filter(({ name, input }) => name === 'bars.page' && JSON.stringify(input).includes('"M1"')).length;

test('the chart follows the choice of symbol and timeframe', async ({ openCockpit }) => {
  const cockpit = await openCockpit();
  const chart = cockpit.panel('chart');
  await cockpit.show('Watchlist');
  await cockpit.panel('watchlist').getByRole('button', { name: 'XAUUSD' }).click();
  await chart.getByRole('radio', { name: 'M15', exact: true }).check();
  await expect(chart.getByRole('img', { name: 'Candles of XAUUSD M15' })).toBeVisible();
  await expect(chart).toContainText(/C 42\d\d\.\d\d/);
  await expect(cockpit.row(cockpit.panel('watchlist'), 'XAUUSD')).toHaveAttribute('data-tone', 'selected');
});

test('the zone of the times is chosen and shown', async ({ openCockpit }) => {
  const cockpit = await openCockpit({ timezoneId: 'Europe/Berlin' });
  await expect(cockpit.strip.all).toContainText('2025-12-10 14:05:22 UTC');
  await cockpit.panel('chart').getByRole('radio', { name: 'Local' }).check();
  await expect(cockpit.strip.all).toContainText('2025-12-10 15:05:22 UTC+01:00');
});

test('credits the makers of the charts with a link', async ({ openCockpit }) => {
  const cockpit = await openCockpit();
  const credit = cockpit.panel('chart').getByRole('link', { name: 'Charts by TradingView' });
  await expect(credit).toHaveAttribute('href', 'https://www.tradingview.com/');
});
