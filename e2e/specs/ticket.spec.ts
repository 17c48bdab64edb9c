import type { Page } from '@playwright/test';
import { fault } from '#shared/base/fault.ts';
import { openQuestionSchema } from '#shared/contract/cockpit-snapshot.ts';
import { scriptedNowUtcMs } from '../fixtures/scripted-market.ts';
import { rulesOnlyOpinion, scriptedOpinion, signalVerdict, ungroundedVerdict } from '../fixtures/scripted-opinion.ts';
import { scriptedFigures } from '../fixtures/scripted-ticket.ts';
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
  await expect(ticket.approve).toBeEnabled();
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
  await expect(ticket.approve).toBeEnabled();
  await page.keyboard.type('too late now');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+Backspace');
  await expect(ticket.reason).toHaveValue('too late ');
  expect(engine.received.filter(({ name }) => name === 'approve')).toEqual([]);
  await ticket.reason.blur();
  await expect(async () => {
    await page.keyboard.press('Control+Enter');
    await expect(ticket.state).toContainText('Approved.', { timeout: 200 });
  }).toPass();
  expect(engine.received.filter(({ name }) => name === 'approve')).toHaveLength(1);
});

test('a click that was on its way to the ticket before does not approve the one that took its place', async ({
  engine,
  openCockpit,
}) => {
  const { page, ticket } = await openCockpit();
  engine.openTicket({ remainingMs: 200_000 });
  await expect(ticket.approve).toBeEnabled();
  await clickAsSoonAs(page, { isThere: '.approvals-choice', button: '.ticket-buttons button' });
  engine.openTicket({ remainingMs: 100_000 });
  await expect(ticket.countdown).toContainText(/1:3\d/);
  await expect(ticket.approve).toBeEnabled();
  expect(engine.received.filter(({ name }) => name === 'approve')).toEqual([]);
});

/** Sooner than any hand: in the moment in which something is drawn. */
async function clickAsSoonAs(page: Page, where: { readonly isThere: string; readonly button: string }): Promise<void> {
  await page.evaluate(({ isThere, button }) => {
    const watch = new MutationObserver(() => {
      if (document.querySelector(isThere) === null) return;
      watch.disconnect();
      document.querySelector<HTMLElement>(button)?.click();
    });
    watch.observe(document.body, { childList: true, subtree: true });
  }, where);
}

test('a ticket that opens comes to the front of its group, and one that ends brings nothing there', async ({
  engine,
  openCockpit,
}) => {
  const cockpit = await openCockpit();
  const { page, ticket } = cockpit;
  await dockBesideTickets(page, 'deals');
  await expect(cockpit.panel('deals')).toBeVisible();
  const first = engine.openTicket({ remainingMs: 200_000 });
  await expect(ticket.card).toBeVisible();
  engine.openTicket({ remainingMs: 100_000 });
  await expect(cockpit.strip.ticketsWaiting).toContainText('Tickets: 2');
  await cockpit.show('Deals');
  engine.endTicket(first, 'expired', 'the countdown ended');
  await expect(cockpit.strip.ticketsWaiting).toContainText('Tickets: 1');
  await expect(cockpit.panel('deals')).toBeVisible();
  engine.openTicket({ remainingMs: 150_000 });
  await expect(ticket.card).toBeVisible();
});

/** Keeps a layout in which a panel lies over the tickets, as a trader may have it. */
async function dockBesideTickets(page: Page, panel: string): Promise<void> {
  await page.evaluate((id) => {
    const key = Object.keys(window.localStorage).find((one) => one.startsWith('ats-layout')) ?? '';
    const layout = JSON.parse(window.localStorage.getItem(key) ?? '') as { readonly grid: { readonly root: Branch } };
    interface Group {
      readonly views: string[];
      activeView: string;
    }
    type Branch =
      { readonly type: 'branch'; readonly data: Branch[] } | { readonly type: 'leaf'; readonly data: Group };
    const groupsOf = (branch: Branch): Group[] =>
      branch.type === 'leaf' ? [branch.data] : branch.data.flatMap(groupsOf);
    for (const group of groupsOf(layout.grid.root)) {
      const at = group.views.indexOf(id);
      if (at !== -1) group.views.splice(at, 1);
      if (!group.views.includes('approvals')) continue;
      group.views.push(id);
      group.activeView = id;
    }
    window.localStorage.setItem(key, JSON.stringify(layout));
  }, panel);
  await page.reload();
}

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
  await expect(page).toHaveTitle(/^Tickets: 2 /);
});

test('a ticket in full says what it costs, what it leaves, and what the agents make of it', async ({
  engine,
  openCockpit,
}, info) => {
  const { page, ticket } = await openCockpit({ viewport: { width: 1600, height: 1400 } });
  engine.openTicket({ opinion: scriptedOpinion('decision-1') });
  await expect(ticket.detail('Drift')).toHaveText('0.00\u202fR of 0.15\u202fR');
  await expect(ticket.detail('Spread')).toHaveText('6.00');
  await expect(ticket.detail('Level after')).toHaveText('1,173\u202f%');
  await expect(ticket.detail('Free after')).toHaveText('22,921.00');
  await expect(ticket.detail('Min. (0.01)')).toHaveText('3.22 · 0.01\u202f%');
  await expect(ticket.detail('To rollover')).toHaveText('6:14');
  await expect(ticket.detail('To the weekend')).toHaveText('2 d 06:00');
  await expect(ticket.card).toContainText('Rank 64');
  await expect(ticket.verdict('Signal agent')).toContainText('gpt-oss:120b-cloud');
  await expect(ticket.verdict('Signal agent')).toContainText('sure: 72\u202f%');
  await expect(ticket.part('Similar situations')).toContainText('29 of 34');
  await expect(ticket.part('Similar situations')).toContainText('+0.08\u202fR … +0.74\u202fR');
  await expect(ticket.card).toContainText('Never on the minute of the rollover.');
  await info.attach('ticket in full', { body: await page.screenshot(), contentType: 'image/png' });
  await ticket
    .part('Reasons')
    .getByRole('button', { name: /^1\.84/ })
    .click();
  await expect(ticket.card.getByRole('region', { name: 'The record behind the number' })).toContainText(
    'Relative volume',
  );
});

test('an ungrounded verdict is marked with its numbers, and rules alone are said to be so', async ({
  engine,
  openCockpit,
}) => {
  const { ticket } = await openCockpit();
  const opinion = scriptedOpinion('decision-1', { isGrounded: false, verdicts: [signalVerdict, ungroundedVerdict] });
  const first = engine.openTicket({ opinion });
  await expect(ticket.verdict('Execution agent')).toContainText('ungrounded');
  await expect(ticket.verdict('Execution agent')).toContainText('14 · 90');
  await expect(ticket.verdict('Signal agent')).not.toContainText('ungrounded');
  engine.endTicket(first, 'superseded', '');
  engine.openTicket({ opinion: rulesOnlyOpinion('decision-2') });
  await expect(ticket.verdict('Signal agent')).toContainText('rules only');
  await expect(ticket.card).toContainText('No similar situation was looked for.');
});

test('a ticket that drifted past its limit cannot be approved; it is asked for anew', async ({
  engine,
  openCockpit,
}, info) => {
  const { page, ticket } = await openCockpit();
  const approval = engine.openTicket({ opinion: scriptedOpinion('decision-1') });
  await expect(ticket.approve).toBeEnabled();
  engine.tellFigures(approval, scriptedFigures(1.16333, { driftR: 0.21 }));
  await expect(ticket.card).toContainText('The price has drifted by +0.21\u202fR; the limit is 0.15\u202fR.');
  await expect(ticket.approve).toBeDisabled();
  await expect(ticket.approve).toHaveAccessibleDescription('Stale: it cannot be approved.');
  await info.attach('stale', { body: await page.screenshot(), contentType: 'image/png' });
  await ticket.askAnew.click();
  await expect(ticket.state).toContainText('Asked for again.');
  const { approvalId, parameters } = approval.ticket;
  expect(engine.received.at(-1)).toEqual({ name: 'modifyTicket', input: { approvalId, parameters, change: {} } });
});

test('modifying asks again with what is wanted otherwise, and approves nothing', async ({
  engine,
  openCockpit,
}, info) => {
  const { dialog, page, ticket } = await openCockpit();
  const approval = engine.openTicket();
  await ticket.modify.click();
  await expect(dialog.getByRole('button', { name: 'Ask again' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Volume' }).fill('0.5');
  await dialog.getByRole('textbox', { name: 'Stop loss' }).fill('1.17');
  await expect(dialog).toContainText('The stop has to lie on the losing side of the worst price 1.16335.');
  await dialog.getByRole('textbox', { name: 'Stop loss' }).fill('1.1605');
  await expect(dialog).toContainText('about');
  await info.attach('modify', { body: await page.screenshot(), contentType: 'image/png' });
  await dialog.getByRole('button', { name: 'Ask again' }).click();
  await expect(ticket.state).toContainText('Asked for again.');
  const { approvalId, parameters } = approval.ticket;
  expect(engine.received.filter(({ name }) => ['approve', 'modifyTicket'].includes(name))).toEqual([
    { name: 'modifyTicket', input: { approvalId, parameters, change: { volume: 0.5, stop: 1.1605 } } },
  ]);
});

test('a setup that the agents look at is said before there is a ticket', async ({ engine, openCockpit }) => {
  const cockpit = await openCockpit();
  const question = openQuestionSchema.parse({
    decisionId: 'decision-1',
    scenario: 'B',
    symbol: 'EURUSD',
    deadlineMs: 60_000,
    askedAtUtcMs: scriptedNowUtcMs,
  });
  engine.show({ questions: [question] });
  engine.publish([{ kind: 'questionsChanged', questions: [question] }]);
  await expect(cockpit.panel('approvals')).toContainText('Agents look at EURUSD, scenario B …');
  await expect(cockpit.panel('approvals')).toContainText(/0:5\d left/);
  engine.publish([{ kind: 'questionsChanged', questions: [] }]);
  await expect(cockpit.panel('approvals')).not.toContainText('Agents look at');
});

test('sound can be switched off, and says so', async ({ openCockpit }) => {
  const { page } = await openCockpit();
  await page.getByRole('button', { name: 'Sound on' }).click();
  await expect(page.getByRole('button', { name: 'SOUND OFF' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'SOUND OFF' })).toBeVisible();
});
