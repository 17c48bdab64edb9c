import { fault } from '#shared/base/fault.ts';
import { scriptedPosition } from '../fixtures/scripted-snapshot.ts';
import { expect, test } from '../fixtures/test.ts';

test('a stop that comes nearer shows its distance and its money, and is sent with the target', async ({
  engine,
  openCockpit,
}) => {
  const { position, strip } = await openCockpit();
  await position.askToMove('XAUUSD');
  await expect(position.field('Stop loss')).toBeFocused();
  await expect(position.figure('Price now')).toHaveText('4210.00');
  await expect(position.level('S/L now')).toHaveText(['4192.40', '−1,760', '▼−471.60']);
  await expect(position.button('Move')).toBeDisabled();
  await position.field('Stop loss').fill('4200');
  await expect(position.level('S/L new')).toHaveText(['4200.00', '−1,000', '▼−243.60']);
  await expect(position.acceptance).toHaveCount(0);
  await position.button('Move').click();
  await expect(position.dialog).toHaveCount(0);
  expect(engine.received.at(-1)).toEqual({
    name: 'modifyPosition',
    input: { positionId: '700104', stop: 4200, target: 4246 },
  });
  await expect(strip.newestMessage).toContainText('Stops of XAUUSD ordered.');
});

test('a widened stop says how much more is at risk, and is not sent before that is accepted', async ({
  engine,
  openCockpit,
}) => {
  const { position } = await openCockpit();
  await position.askToMove('XAUUSD');
  await position.field('Stop loss').fill('4190');
  await expect(position.dialog).toContainText('The stop is widened: 72.00 more at risk.');
  await expect(position.dialog).toContainText('P/L at the stop would be −543.60 instead of −471.60.');
  const widen = position.button('Widen the stop');
  await expect(widen).toBeDisabled();
  await position.acceptance.check();
  await expect(widen).toBeEnabled();
  await position.field('Stop loss').fill('4180');
  await expect(position.acceptance).not.toBeChecked();
  await expect(widen).toBeDisabled();
  await position.acceptance.check();
  await widen.click();
  await expect(position.dialog).toHaveCount(0);
  expect(engine.received.at(-1)).toEqual({
    name: 'modifyPosition',
    input: { positionId: '700104', stop: 4180, target: 4246 },
  });
});

test('what was accepted no longer holds when the stop was moved meanwhile', async ({ engine, openCockpit }) => {
  const { position } = await openCockpit();
  await position.askToMove('XAUUSD');
  await position.field('Stop loss').fill('4190');
  await position.acceptance.check();
  engine.publish([{ kind: 'positionsChanged', positions: [scriptedPosition({ stop: 4200 })] }]);
  await expect(position.dialog).toContainText('300.00 more at risk.');
  await expect(position.acceptance).not.toBeChecked();
  await expect(position.button('Widen the stop')).toBeDisabled();
});

test('a stop can never be removed; a target can', async ({ engine, openCockpit }) => {
  const { position } = await openCockpit();
  await position.askToMove('XAUUSD');
  await position.field('Stop loss').fill('');
  await expect(position.issue).toHaveText('A stop can be moved, not removed.');
  await expect(position.button('Move')).toBeDisabled();
  await position.field('Stop loss').fill('4192.40');
  await position.field('Take profit').fill('');
  await expect(position.level('T/P new')).toHaveText(['—', '—', '—']);
  await position.button('Move').click();
  await expect(position.dialog).toHaveCount(0);
  expect(engine.received.at(-1)).toEqual({
    name: 'modifyPosition',
    input: { positionId: '700104', stop: 4192.4, target: null },
  });
});

test('levels on the wrong side of the price cannot be sent', async ({ openCockpit }) => {
  const { position } = await openCockpit();
  await position.askToMove('XAUUSD');
  await position.field('Stop loss').fill('4210');
  await expect(position.issue).toContainText('The stop is on the wrong side of the price now.');
  await expect(position.button('Move')).toBeDisabled();
  await position.button('Break-even').click();
  await expect(position.level('S/L new')).toHaveText(['4208.12', '−188', '0.00']);
  await position.field('Take profit').fill('4209');
  await expect(position.issue).toHaveText('The target is on the wrong side of the price now.');
});

test('arrow keys move a level by a tick, with Shift by ten', async ({ openCockpit }) => {
  const { page, position } = await openCockpit();
  await position.askToMove('XAUUSD');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('ArrowDown');
  await expect(position.field('Stop loss')).toHaveValue('4192.50');
});

test('a position without a stop is given its first one without a warning', async ({ engine, openCockpit }) => {
  engine.show({ positions: [scriptedPosition({ stop: null, target: null })] });
  const { position } = await openCockpit();
  await position.askToMove('XAUUSD');
  await expect(position.issue).toHaveText('A stop can be moved, not removed.');
  await position.field('Stop loss').fill('4150');
  await expect(position.acceptance).toHaveCount(0);
  await expect(position.button('Move')).toBeEnabled();
});

test('a refusal stays in the dialog with its code in words', async ({ engine, openCockpit }) => {
  const { position } = await openCockpit();
  engine.refuse(fault('POSITION_UNKNOWN', 'No such position is open by the terminal’s reports. Nothing was sent.'));
  await position.askToMove('XAUUSD');
  await position.field('Stop loss').fill('4200');
  await position.button('Move').click();
  await expect(position.refusal).toContainText('This position is not open any more.');
  await expect(position.refusal).toContainText('Nothing was sent.');
});
