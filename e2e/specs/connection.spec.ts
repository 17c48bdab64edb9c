import { expect, test } from '../fixtures/test.ts';
import { scriptedPosition } from '../fixtures/scripted-snapshot.ts';

test('a lost connection is said at once, dims what is old, and heals by itself', async ({
  engine,
  served,
  openCockpit,
}) => {
  const cockpit = await openCockpit();
  const { strip, banner, ticket, page } = cockpit;
  engine.openTicket();
  await expect(ticket.approve).toBeEnabled();
  served.cut();
  await expect(banner).toContainText('All values are as of');
  await expect(strip.all).toContainText('DISCONNECTED');
  await expect(page).toHaveTitle(/DISCONNECTED/);
  await expect(ticket.approve).toBeDisabled();
  await expect(page.getByRole('main')).toHaveCSS('filter', /grayscale/);
  await expect(strip.figure('Balance')).toHaveText('25,000.00');
  served.admit();
  await expect(banner).toHaveCount(0);
  await expect(ticket.approve).toBeEnabled();
  await expect(page.getByRole('main')).toHaveCSS('filter', 'none');
});

test('a halt that cannot be sent says so, and what to do instead', async ({ served, openCockpit }) => {
  const { strip, banner } = await openCockpit();
  served.cut();
  await expect(banner).toBeVisible();
  await strip.halt.click();
  await expect(strip.newestMessage).toContainText('Not halted. Not sent: the engine is not connected.');
});

test('after a gap in the stream the window asks for everything again', async ({ engine, openCockpit }) => {
  const cockpit = await openCockpit();
  const positions = cockpit.panel('positions');
  await expect(positions.locator('tbody tr')).toHaveCount(1);
  engine.show({ positions: [scriptedPosition(), scriptedPosition({ positionId: '700105' })] });
  engine.publish([], { skipped: 1 });
  await expect(positions.locator('tbody tr')).toHaveCount(2);
  await expect(cockpit.banner).toHaveCount(0);
});

test('an engine with another contract is not shown: the window loads itself once more, then explains', async ({
  engine,
  served,
  openWindow,
}) => {
  engine.major = 2;
  const { page } = await openWindow();
  let loads = 0;
  page.on('load', () => (loads += 1));
  await page.goto(served.url);
  await expect(page.getByRole('heading')).toHaveText('The engine is of another version');
  await expect.poll(() => loads).toBe(2);
});

test('a window without its key says how to get one', async ({ served, openWindow }) => {
  const { page } = await openWindow();
  await page.goto(served.url.replace(/#.*/, ''));
  await expect(page.getByRole('heading')).toHaveText('This window has no key to the engine');
});

test('the key leaves the address and survives a reload', async ({ openCockpit }) => {
  const { page, strip } = await openCockpit();
  expect(page.url()).not.toContain('token');
  await page.reload();
  await expect(strip.mode).toHaveText('SIMULATED');
});
