import { fault } from '#shared/base/fault.ts';
import { scriptedPosition } from '../fixtures/scripted-snapshot.ts';
import { expect, test } from '../fixtures/test.ts';

test('closing a position asks once more, and the safe answer has the focus', async ({ engine, openCockpit }) => {
  const { page, position, strip } = await openCockpit();
  await position.askToClose('XAUUSD');
  await expect(position.figure('P/L of what is closed')).toHaveText('▲+56.25');
  await expect(position.button('Keep it')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(position.dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Close the position in XAUUSD' })).toBeFocused();
  await position.askToClose('XAUUSD');
  await position.button('Close position').click();
  await expect(position.dialog).toHaveCount(0);
  expect(engine.received.at(-1)).toEqual({ name: 'closePosition', input: { positionId: '700104' } });
  await expect(strip.newestMessage).toContainText('Close of XAUUSD ordered.');
});

test('half of a position is a click away, with its money and what stays open', async ({ engine, openCockpit }) => {
  const { position, strip } = await openCockpit();
  await position.askToClose('XAUUSD');
  await expect(position.figure('Stays open')).toHaveText('nothing');
  await position.button('Half').click();
  await expect(position.field('Volume to close')).toHaveValue('0.15');
  await expect(position.figure('P/L of what is closed')).toHaveText('▲+28.13');
  await expect(position.figure('Stays open')).toHaveText('0.15');
  await position.button('Close 0.15').click();
  await expect(position.dialog).toHaveCount(0);
  expect(engine.received.at(-1)).toEqual({ name: 'closePosition', input: { positionId: '700104', volume: 0.15 } });
  await expect(strip.newestMessage).toContainText('Close of 0.15 XAUUSD ordered.');
});

test('a volume that cannot be closed says why, and nothing can be sent', async ({ openCockpit }) => {
  const { position } = await openCockpit();
  await position.askToClose('XAUUSD');
  const issues = [
    ['0.31', 'Only 0.30 is open.'],
    ['0.005', 'The smallest volume of this symbol is 0.01.'],
    ['0.125', 'Volumes of this symbol go by 0.01.'],
    ['half', 'Give a volume, such as 0.01.'],
  ] as const;
  for (const [volume, issue] of issues) {
    await position.field('Volume to close').fill(volume);
    await expect(position.issue).toHaveText(issue);
    await expect(position.button('Close position')).toBeDisabled();
  }
  await position.button('All').click();
  await expect(position.issue).toHaveText('');
  await expect(position.button('Close position')).toBeEnabled();
});

test('a position that shrinks meanwhile is seen in the dialog, and the whole is what is left', async ({
  engine,
  openCockpit,
}) => {
  const { position } = await openCockpit();
  await position.askToClose('XAUUSD');
  await position.button('Half').click();
  engine.publish([{ kind: 'positionsChanged', positions: [scriptedPosition({ volume: 0.1 })] }]);
  await expect(position.issue).toHaveText('Only 0.10 is open.');
  await position.button('All').click();
  await expect(position.field('Volume to close')).toHaveValue('0.10');
  engine.publish([{ kind: 'positionsChanged', positions: [] }]);
  await expect(position.dialog).toHaveCount(0);
});

test('without a connection the dialog says that nothing can be sent', async ({ served, openCockpit }) => {
  const { position } = await openCockpit();
  await position.askToClose('XAUUSD');
  served.cut();
  await expect(position.refusal).toContainText('Not sent: the engine is not connected.');
  await expect(position.button('Close position')).toBeDisabled();
});

test('a refusal stays in the dialog with the engine’s own sentence', async ({ engine, openCockpit }) => {
  const { position } = await openCockpit();
  engine.refuse(fault('NOT_A_REDUCTION', 'Only what is left of the position can be closed.'));
  await position.askToClose('XAUUSD');
  await position.button('Half').click();
  await position.button('Close 0.15').click();
  await expect(position.refusal).toContainText('This would not reduce the position.');
  await expect(position.refusal).toContainText('Only what is left of the position can be closed.');
  await expect(position.button('Close 0.15')).toBeEnabled();
});
