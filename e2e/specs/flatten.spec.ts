import { fault } from '#shared/base/fault.ts';
import type { CockpitDelta } from '#shared/contract/cockpit-snapshot.ts';
import { scriptedNowUtcMs } from '../fixtures/scripted-market.ts';
import { scriptedPosition } from '../fixtures/scripted-snapshot.ts';
import { expect, test } from '../fixtures/test.ts';

const gold = scriptedPosition();
const second = scriptedPosition({ positionId: '700105', side: 'sell', stop: 4228.12, profit: -56.25, swap: -1.2 });

const halted: CockpitDelta = {
  kind: 'tradingStateChanged',
  tradingState: { state: 'halted', reason: 'Flattened from the window', sinceUtcMs: scriptedNowUtcMs },
};
const started: CockpitDelta = {
  kind: 'flatteningChanged',
  flattening: { scope: { kind: 'all' }, reason: 'Flattened from the window' },
};
const ended: CockpitDelta = { kind: 'flatteningChanged', flattening: null };
const positions = (...left: readonly (typeof gold)[]): CockpitDelta => ({ kind: 'positionsChanged', positions: left });

test('flatten shows the money first, and sends nothing unless it is confirmed', async ({ engine, openCockpit }) => {
  engine.show({ positions: [gold, second] });
  const { page, strip, dialog } = await openCockpit();
  await strip.flatten.click();
  await expect(dialog).toContainText('Positions2');
  await expect(dialog).toContainText('Open profit▼−1.20');
  await expect(dialog).toContainText('If every stop is hit▼−1,072.80');
  await expect(dialog.getByRole('button', { name: 'Keep them' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect(engine.received.filter(({ name }) => name === 'flatten')).toEqual([]);
});

test('a position without a stop leaves no sum of losses to be shown', async ({ engine, openCockpit }) => {
  engine.show({ positions: [gold, scriptedPosition({ positionId: '700106', stop: null })] });
  const { strip, dialog } = await openCockpit();
  await strip.flatten.click();
  await expect(dialog).toContainText('If every stop is hitNO STOP');
});

test('while all is being closed the strip and the health panel say what is left, and then that it is done', async ({
  engine,
  openCockpit,
}) => {
  engine.show({ positions: [gold, second] });
  const cockpit = await openCockpit();
  const { strip, dialog } = cockpit;
  await strip.reason.fill('news');
  await strip.flatten.click();
  await dialog.getByRole('button', { name: 'Halt and close all' }).click();
  await expect(dialog).toHaveCount(0);
  expect(engine.received.at(-1)).toEqual({ name: 'flatten', input: { scope: { kind: 'all' }, reason: 'news' } });
  engine.publish([halted, started]);
  await expect(strip.flattening).toHaveText('CLOSING ALL · 2');
  await expect(strip.flatten).toHaveCount(0);
  await expect(strip.tradingState).toContainText('HALTED');
  await cockpit.show('Health');
  const health = cockpit.panel('health');
  await expect(health).toContainText('Every position of the account is being closed.');
  engine.publish([positions(second)]);
  await expect(strip.flattening).toHaveText('CLOSING ALL · 1');
  await expect(health).toContainText('Still open: 1.');
  engine.publish([ended]);
  await expect(strip.flattening).toHaveText('');
  await expect(strip.newestMessage).not.toContainText('All closed.');
  engine.publish([positions()]);
  await expect(strip.newestMessage).toContainText('All closed.');
  await expect(strip.flatten).toBeVisible();
});

test('a flatten that is over before it could be drawn still says so', async ({ engine, openCockpit }) => {
  const { strip } = await openCockpit();
  for (const left of [[gold], [second]]) {
    engine.publish([positions(...left), halted, started, ended]);
    engine.publish([positions()]);
    await expect(strip.newestMessage).toContainText('All closed.');
  }
  await strip.messages.click();
  await expect(strip.messagesTold('All closed.')).toHaveCount(2);
});

test('a flatten that is stopped by a resume says what stayed open', async ({ engine, openCockpit }) => {
  engine.show({ positions: [gold, second] });
  const { strip } = await openCockpit();
  engine.publish([halted, started]);
  await expect(strip.flattening).toHaveText('CLOSING ALL · 2');
  engine.publish([
    ended,
    {
      kind: 'tradingStateChanged',
      tradingState: { state: 'active', reason: 'changed my mind', sinceUtcMs: scriptedNowUtcMs },
    },
  ]);
  await expect(strip.newestMessage).toContainText('Closing was stopped.');
});

test('a flatten that is refused says so in its dialog', async ({ engine, openCockpit }) => {
  engine.refuse(fault('ENGINE_STOPPING', 'The engine is stopping; nothing was sent.'));
  const { strip, dialog } = await openCockpit();
  await strip.flatten.click();
  await dialog.getByRole('button', { name: 'Halt and close all' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Not flattened. The engine is stopping.');
});

test('with nothing open it says that trading would only be halted', async ({ engine, openCockpit }) => {
  engine.show({ positions: [] });
  const { strip, dialog } = await openCockpit();
  await strip.flatten.click();
  await expect(dialog).toContainText('No position is open.');
});
