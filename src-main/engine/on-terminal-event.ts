import type { Fault } from '#shared/base/fault.ts';
import type { TerminalEvent } from '#main/ports/terminal-event.ts';
import { applyAccount } from './apply-account.ts';
import { applyInstrument } from './apply-instrument.ts';
import { applyOrderAnswer } from './apply-order-answer.ts';
import { applyPositions } from './apply-positions.ts';
import { applyBrokerOrders } from './apply-broker-orders.ts';
import { applyLimits } from './apply-limits.ts';
import { closeSession } from './close-session.ts';
import { guardStops } from './guard-stops.ts';
import { halt } from './halt.ts';
import { noticeOtherCockpits } from './notice-other-cockpits.ts';
import { openSession } from './open-session.ts';
import { recordCash } from './record-cash.ts';
import { recordDeals } from './record-deals.ts';
import { settleTradingState } from './settle-trading-state.ts';
import type { Step } from './step.ts';

/** A session that was refused (another account) goes on talking; nothing of it is taken over. */
export function onTerminalEvent(step: Step, event: TerminalEvent): void {
  if (!step.state.isConnected && event.kind !== 'sessionOpened' && event.kind !== 'sessionRefused') return;
  switch (event.kind) {
    case 'sessionOpened':
      openSession(step, event.snapshot);
      guardStops(step, { isReport: true });
      break;
    case 'sessionClosed':
      closeSession(step, event.fault);
      break;
    case 'ticksReceived': {
      const newest = event.ticks.at(-1);
      if (newest === undefined) break;
      step.market.quotes.set(event.symbol, newest);
      step.show({ kind: 'quoteChanged', quote: newest });
      break;
    }
    case 'barsReceived':
      // Bars reach the engine through the recorder, which stores them first and builds the longer ones.
      break;
    case 'accountReported':
      applyAccount(step, event.account);
      break;
    case 'positionsReported':
      applyPositions(step, event.positions);
      guardStops(step, { isReport: true });
      break;
    case 'ordersReported':
      applyBrokerOrders(step, event.orders);
      applyPositions(step, step.market.positions);
      break;
    case 'dealsReported':
      noticeOtherCockpits(step, event.deals, step.nowUtcMs);
      recordDeals(step, event.deals);
      recordCash(step, event.cash);
      applyPositions(step, step.market.positions);
      break;
    case 'instrumentReported':
      applyInstrument(step, event.instrument);
      break;
    case 'orderReported':
      applyOrderAnswer(step, event);
      break;
    case 'replayReported':
      step.market.replay = event.replay;
      step.show({ kind: 'replayChanged', replay: event.replay });
      break;
    case 'limitsReported':
      applyLimits(step, event.limits);
      break;
    case 'clockChecked':
      step.market.clockCheck = event.check;
      settleTradingState(step);
      break;
    case 'adviserAlarmed':
      step.dependencies.logger.warn('the adviser raised an alarm', { about: event.about, ...event.fault });
      halt(step, event.fault.message, 'terminal');
      break;
    case 'sessionRefused':
      noteRefusal(step, event.fault);
      break;
    case 'brokerLinkChanged':
    case 'calendarReported':
      // The account's own report says the former; the latter is for the recorder.
      break;
    case 'latencyMeasured':
      step.market.roundTripMs = event.roundTripMs;
      break;
  }
}

/** Kept as the reason why nobody is connected; a terminal that tries again and again is told once. */
function noteRefusal(step: Step, fault: Fault): void {
  const { isConnected, disconnectFault } = step.state;
  if (isConnected || disconnectFault?.message === fault.message) return;
  step.record({ kind: 'terminalDisconnected', fault });
}
