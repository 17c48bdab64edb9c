import { fault } from '#shared/base/fault.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import { isSameAccount, type AccountIdentity } from '#shared/trading/account.ts';
import type { TerminalSnapshot } from '#main/ports/terminal-event.ts';
import { applyAccount } from './apply-account.ts';
import { applyBrokerOrders } from './apply-broker-orders.ts';
import { applyInstrument } from './apply-instrument.ts';
import { applyLimits } from './apply-limits.ts';
import { applyPositions } from './apply-positions.ts';
import { noticeOtherCockpits } from './notice-other-cockpits.ts';
import { askOpenQuestions } from './offer-entry.ts';
import { queryOrders } from './query-orders.ts';
import { recordCash } from './record-cash.ts';
import { recordDeals } from './record-deals.ts';
import { tellReplay } from './settle-replay.ts';
import type { Step } from './step.ts';

/** Recovery and connection are one: take over what the terminal says, ask about every order that has not ended, and compare. */
export function openSession(step: Step, snapshot: TerminalSnapshot): void {
  const { identity } = snapshot.account;
  const pinned = step.state.account;
  if (pinned !== null && !isSameAccount(pinned, identity)) {
    refuseAccount(step, pinned, identity);
    return;
  }
  if (pinned === null) step.record({ kind: 'accountPinned', account: identity });
  step.record({ kind: 'terminalConnected', account: identity, build: snapshot.build });
  step.desk.connectedAt = step.dependencies.monotonicClock.nowMs();
  step.desk.notFoundAt.clear();
  step.desk.haltToldAt = -Infinity;
  step.market.replay = snapshot.replay;
  step.market.adviserVersion = snapshot.adviserVersion;
  step.market.clockCheck = null;
  step.show({ kind: 'replayChanged', replay: snapshot.replay });
  heedJournal(step, snapshot.journalMarks);
  for (const instrument of snapshot.instruments) applyInstrument(step, instrument);
  noticeOtherCockpits(step, snapshot.deals, snapshot.occurredAtUtcMs);
  recordDeals(step, snapshot.deals);
  recordCash(step, snapshot.cash);
  // After deals and cash: a midnight that was slept through is worked out by them.
  applyAccount(step, snapshot.account, snapshot.positions);
  applyBrokerOrders(step, snapshot.orders);
  applyLimits(step, snapshot.limits);
  applyPositions(step, snapshot.positions);
  queryOrders(step);
  askOpenQuestions(step);
  tellReplay(step);
}

/** Another login, server or mode behind the same pipe: nothing of it is taken over, and no entry goes to it. */
function refuseAccount(step: Step, pinned: AccountIdentity, found: AccountIdentity): void {
  const message =
    `The terminal is now logged in to ${nameOf(found)}, but this cockpit belongs to ${nameOf(pinned)}. Nothing was sent. ` +
    'Log the terminal in to the pinned account, or use another data folder for the other one.';
  const facts = { pinned: nameOf(pinned), found: nameOf(found) };
  step.record({ kind: 'terminalDisconnected', fault: fault('ACCOUNT_CHANGED', message, facts) });
  step.record({ kind: 'tradingStateChanged', state: 'halted', reason: message, actor: 'engine' });
}

const nameOf = ({ server, login, tradeMode }: AccountIdentity): string => `${login} at ${server} (${tradeMode})`;

/** A journal that is ahead of the ledger means that the ledger is a restored copy: its ids have been used already. */
function heedJournal(step: Step, marks: readonly ClientOrderId[]): void {
  const { orderIds } = step.dependencies;
  const highest = marks.find((mark) => orderIds.heedJournalMark(mark));
  if (highest === undefined) return;
  step.dependencies.logger.warn(
    'the terminal knows later order ids than the ledger; a new installation tag was drawn',
    {
      highest,
      installationTag: orderIds.installationTag,
    },
  );
}
