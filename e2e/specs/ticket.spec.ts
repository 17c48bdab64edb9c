import { fault } from '#shared/base/fault.ts';
import { expect, test } from '../fixtures/test.ts';

test('a ticket shows what would be done, at what risk, and why', async ({ engine, openCockpit }) => {
  const { ticket } = await openCockpit();
  await expect(ticket.card).toHaveCount(0);
  engine.openTicket();
  await expect(ticket.card).toContainText('BUY');
  await expect(ticket.card).toContainText('0.75');
  await expect(ticket.detail('Price now')).toHaveText('1.16320');
  await expect(ticket.detail('Worst price')).toHaveText('+15 1.16335'.replace(' ', ''));
  await expect(ticket.detail('Risk, USD')).toHaveText('241.50');
  await expect(ticket.detail('Risk of equity')).toHaveText('0.97\u202f%');
  await expect(ticket.filters).toHaveCount(3);
  await expect(ticket.filters.first()).toContainText('1.16212');
  await expect(ticket.countdown).toContainText(/^4:5\d/);
});

test('approving sends back exactly the parameters that were on the screen', async ({ engine, openCockpit }) => {
  const { ticket } = await openCockpit();
  const approval = engine.openTicket();
  const release = engine.holdAnswers();
  await ticket.approve.click();
  await expect(ticket.state).toHaveText('Sending…');
  await expect(ticket.approve).toBeDisabled();
  release();
  await expect(ticket.state).toContainText('Approved.');
  const { approvalId, parameters } = approval.ticket;
  expect(engine.received.filter(({ name }) => name === 'approve')).toEqual([
    { name: 'approve', input: { approvalId, parameters } },
  ]);
  engine.endTicket(approval, 'approved', '');
  await expect(ticket.card).toHaveCount(0);
  await expect(ticket.ended).toContainText('Approved');
});

test('a refusal is shown with the engine’s own sentence, and the trader may decide again', async ({
  engine,
  openCockpit,
}) => {
  const { ticket } = await openCockpit();
  engine.openTicket();
  engine.refuse(fault('APPROVAL_DRIFTED', 'The price has moved by 0.21 R; the limit is 0.15 R.', { driftR: 0.21 }));
  await ticket.approve.click();
  await expect(ticket.state).toContainText('The price has moved too far since the decision.');
  await expect(ticket.state).toContainText('The price has moved by 0.21 R; the limit is 0.15 R.');
  await expect(ticket.approve).toBeEnabled();
});

test('rejecting needs a reason of three letters; a usual one is a click away', async ({ engine, openCockpit }) => {
  const { ticket } = await openCockpit();
  const approval = engine.openTicket();
  await expect(ticket.reject).toBeDisabled();
  await ticket.reason.fill('  no ');
  await expect(ticket.reject).toBeDisabled();
  await ticket.quickReason('Spread').click();
  await expect(ticket.reason).toHaveValue('Spread too wide');
  await ticket.reject.click();
  await expect(ticket.state).toContainText('Rejected.');
  expect(engine.received.at(-1)).toEqual({
    name: 'reject',
    input: { approvalId: approval.ticket.approvalId, reason: 'Spread too wide' },
  });
  engine.endTicket(approval, 'rejectedByTrader', 'Spread too wide');
  await expect(ticket.ended).toContainText('You, in the window: Spread too wide');
});

test('Enter approves nothing unless it falls on the focused button', async ({ engine, openCockpit }) => {
  const { page, ticket } = await openCockpit();
  engine.openTicket();
  await expect(ticket.card).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await ticket.reason.fill('just typing');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  expect(engine.received.filter(({ name }) => name !== 'bars.page')).toEqual([]);
  await ticket.approve.focus();
  await page.keyboard.press('Enter');
  await expect(ticket.state).toContainText('Approved.');
});

test('the keys that trade work once they are switched on', async ({ engine, openCockpit }) => {
  const { page, ticket, strip, dialog } = await openCockpit();
  await strip.help.click();
  await dialog.getByRole('button', { name: 'Trading keys: off' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  engine.openTicket();
  await expect(ticket.approve).toContainText('Ctrl');
  await page.keyboard.press('Control+Backspace');
  await expect(ticket.reason).toBeFocused();
  await expect(async () => {
    await page.keyboard.press('Control+Enter');
    await expect(ticket.state).toContainText('Approved.', { timeout: 200 });
  }).toPass();
  expect(engine.received.filter(({ name }) => name === 'approve')).toHaveLength(1);
});

test('a ticket whose time has run out can no longer be decided', async ({ engine, openCockpit }) => {
  const { ticket } = await openCockpit();
  const approval = engine.openTicket({ remainingMs: 1500 });
  await expect(ticket.state).toHaveText('The time to decide has run out.');
  await expect(ticket.approve).toBeDisabled();
  await expect(ticket.countdown).toContainText('0:00');
  engine.endTicket(approval, 'expired', 'the countdown ended');
  await expect(ticket.ended).toContainText('Expired');
});

test('a price beyond the worst one is said before anybody approves', async ({ engine, openCockpit }) => {
  const { ticket } = await openCockpit();
  engine.openTicket();
  await expect(ticket.card).not.toContainText('beyond the worst price');
  engine.tick(40);
  await expect(ticket.card).toContainText('The price is beyond the worst price.');
});

test('several tickets wait side by side, and the strip counts them', async ({ engine, openCockpit }) => {
  const { page, strip, ticket } = await openCockpit();
  engine.openTicket({ remainingMs: 200_000 });
  engine.openTicket({ remainingMs: 100_000 });
  await expect(strip.ticketsWaiting).toContainText('Tickets: 2');
  await expect(strip.ticketsWaiting).toContainText(/1:3\d/);
  await expect(ticket.countdown).toContainText(/1:3\d/);
  await page.getByRole('group', { name: 'Which ticket' }).getByRole('radio').nth(1).check();
  await expect(ticket.countdown).toContainText(/3:1\d/);
  await expect(page).toHaveTitle(/^\(2\) ticket waits/);
});
