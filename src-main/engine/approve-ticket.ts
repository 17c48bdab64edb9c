import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import type { RiskApproved, RiskRefused } from '#shared/trading/risk-approved.ts';
import type { CockpitCommand } from '#main/ports/cockpit.ts';
import { authorizeEntry } from '#main/approval/authorize-entry.ts';
import { endTicket, ticketGone } from './end-ticket.ts';
import { judgeEntry } from './judge-entry.ts';
import { openTicketFor } from './open-ticket-for.ts';
import { sendOrder } from './send-order.ts';
import type { Step } from './step.ts';
import { ticketClocks } from './ticket-clocks.ts';

/**
 * The trader's yes. Risk is run again on this very moment; what it then says may end the ticket or ask again, but never changes what is
 * sent: exactly the ticket's parameters, once.
 */
export function approveTicket(
  step: Step,
  { approvalId, parameters }: Extract<CockpitCommand, { kind: 'approve' }>,
  actor: Actor,
): Result<void, Fault> {
  const ticket = step.state.tickets[approvalId];
  if (ticket === undefined) return err(ticketGone(step, approvalId));
  const instrument = step.state.instruments[ticket.parameters.symbol]?.instrument;
  if (!step.state.isConnected || instrument === undefined) return err(notConnected());
  const recheck = judgeEntry(step, { intent: ticket.intent, agreedWorstPrice: ticket.parameters.worstPrice });
  const clocks = ticketClocks(step, ticket);
  const authorized = authorizeEntry({ ticket, endedAs: null, parameters, actor, clocks, instrument, recheck });
  if (!authorized.ok) return err(afterRefusal(step, { ticket, refusal: authorized.error, recheck }));
  endTicket(step, { approvalId, outcome: 'approved', actor, reason: '' });
  const clientOrderId = step.dependencies.orderIds.next();
  sendOrder(step, { authorized: authorized.value, clientOrderId });
  return ok(undefined);
}

/** A refused approval leaves the ticket, ends it, or replaces it by one with the figures of now; the fault tells the trader which. */
function afterRefusal(
  step: Step,
  {
    ticket,
    refusal,
    recheck,
  }: { readonly ticket: ApprovalTicket; readonly refusal: Fault; readonly recheck: Result<RiskApproved, RiskRefused> },
): Fault {
  const { approvalId, filters } = ticket;
  switch (refusal.code) {
    case 'APPROVAL_PARAMETERS_CHANGED':
    case 'APPROVAL_NOT_ALLOWED':
      return refusal;
    case 'APPROVAL_EXPIRED':
      endTicket(step, { approvalId, outcome: 'expired', actor: 'engine', reason: refusal.message });
      return refusal;
    default:
      if (!recheck.ok) {
        endTicket(step, { approvalId, outcome: 'denied', actor: 'engine', reason: refusal.message });
        return refusal;
      }
      endTicket(step, { approvalId, outcome: 'superseded', actor: 'engine', reason: refusal.message });
      openTicketFor(step, { approved: recheck.value, filters });
      return fault(refusal.code, `${refusal.message} A new ticket shows the figures of now.`, refusal.facts);
  }
}

function notConnected(): Fault {
  const message = 'The terminal is not connected. Nothing was sent; the ticket stays open until its time runs out.';
  return fault('NOT_CONNECTED', message);
}
