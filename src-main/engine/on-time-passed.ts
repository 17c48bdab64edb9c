import { durationMs } from '#shared/units/duration-ms.ts';
import { ticketExpiry } from '#main/approval/ticket-expiry.ts';
import { loseAnswers } from '#main/execution/lose-answers.ts';
import { isAnswerOverdue } from '#main/execution/order-deadline.ts';
import { heedAdviserHalt } from './apply-limits.ts';
import { askForWhatIsMissing } from './ask-for-what-is-missing.ts';
import { endTicket } from './end-ticket.ts';
import { pursueFlatten } from './flatten.ts';
import { guardStops } from './guard-stops.ts';
import { loseOverdueOpinions } from './lose-overdue-opinions.ts';
import { endOutrunQuestions } from './offer-entry.ts';
import { endOutrunProposals } from './propose.ts';
import { queryUndecidedOrdersAgain } from './query-orders.ts';
import { reflect } from './reflect.ts';
import { settleTradingState } from './settle-trading-state.ts';
import { showFigures } from './show-figures.ts';
import { showRisk } from './show-risk.ts';
import type { Step } from './step.ts';
import { ticketClocks } from './ticket-clocks.ts';

/** What ends because time passed: tickets, and the wait for an answer. */
export function onTimePassed(step: Step): void {
  expireTickets(step);
  endOutrunQuestions(step);
  loseOverdueOpinions(step);
  endOutrunProposals(step);
  reflect(step);
  loseOverdueAnswers(step);
  queryUndecidedOrdersAgain(step);
  askForWhatIsMissing(step);
  heedAdviserHalt(step);
  pursueFlatten(step);
  guardStops(step, { isReport: false });
  showRisk(step);
  showFigures(step);
}

export function expireTickets(step: Step): void {
  for (const ticket of Object.values(step.state.tickets)) {
    const expiredBy = ticketExpiry(ticket, ticketClocks(step, ticket));
    if (expiredBy === null) continue;
    const { approvalId } = ticket;
    endTicket(step, { approvalId, outcome: 'expired', actor: 'engine', reason: expiredBy });
  }
}

function loseOverdueAnswers(step: Step): void {
  const now = step.dependencies.monotonicClock.nowMs();
  const overdue = Object.values(step.state.orders).filter(({ request, status }) => {
    const sentAt = step.desk.sentAt.get(request.clientOrderId);
    return sentAt !== undefined && isAnswerOverdue(status, durationMs(now - sentAt));
  });
  if (overdue.length === 0) return;
  for (const event of loseAnswers(overdue, 'timeOut')) step.record(event);
  settleTradingState(step);
}
