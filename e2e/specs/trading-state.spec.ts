import { fault } from '#shared/base/fault.ts';
import { expect, test } from '../fixtures/test.ts';
import { scriptedNowUtcMs } from '../fixtures/scripted-market.ts';

const state = (name: 'active' | 'reducing' | 'halted', reason: string) =>
  ({ kind: 'tradingStateChanged', tradingState: { state: name, reason, sinceUtcMs: scriptedNowUtcMs } }) as const;

test('halt is one click, and resuming needs a reason', async ({ engine, openCockpit }) => {
  const { strip } = await openCockpit();
  await expect(strip.tradingState).toHaveText('ACTIVE');
  await strip.halt.click();
  await expect
    .poll(() => engine.received.at(-1))
    .toEqual({ name: 'halt', input: { reason: 'Halted from the window' } });
  engine.publish([state('halted', 'Halted from the window')]);
  await expect(strip.tradingState).toContainText('HALTED');
  await expect(strip.halt).toHaveCount(0);
  await expect(strip.resume).toBeDisabled();
  await strip.reason.fill('news are over');
  await strip.resume.click();
  await expect.poll(() => engine.received.at(-1)).toEqual({ name: 'resume', input: { reason: 'news are over' } });
});

test('a reason that was typed goes with the halt', async ({ engine, openCockpit }) => {
  const { strip } = await openCockpit();
  await strip.reason.fill('lunch');
  await strip.halt.click();
  await expect.poll(() => engine.received.at(-1)).toEqual({ name: 'halt', input: { reason: 'lunch' } });
  await expect(strip.reason).toHaveValue('');
});

test('a resume that is refused says why, and stays readable', async ({ engine, openCockpit }) => {
  engine.show({ tradingState: { state: 'reducing', reason: 'differences', sinceUtcMs: scriptedNowUtcMs } });
  engine.refuse(fault('TRADING_STATE', 'The terminal’s report and the log differ in 1 position.'));
  const { strip, dialog } = await openCockpit();
  await strip.reason.fill('looks fine to me');
  await strip.resume.click();
  await expect(strip.newestMessage).toContainText('Not resumed.');
  await strip.messages.click();
  await expect(dialog).toContainText('The terminal’s report and the log differ in 1 position.');
});
