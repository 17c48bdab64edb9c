import { assert, assertNever } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { isSameAccount } from '#shared/trading/account.ts';
import type { ApprovalOutcome, ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { AuthorizedEntry } from '#shared/trading/authorized.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import { isSameJudgedState } from '#shared/trading/judged-state.ts';
import { isSameOrder, type OrderParameters } from '#shared/trading/order-parameters.ts';
import type { RiskApproved, RiskRefused } from '#shared/trading/risk-approved.ts';
import { fillPrice, sideSign } from '#shared/trading/side.ts';
import { ticketExpiry, type TicketClocks } from './ticket-expiry.ts';
import { markEntry } from './mark-authorized.ts';

export interface EntryApproval {
  readonly ticket: ApprovalTicket;
  /** How the ticket ended, or null while it waits: an approval is taken once. */
  readonly endedAs: ApprovalOutcome | null;
  /** What whoever approves had before him. */
  readonly parameters: OrderParameters;
  readonly actor: Actor;
  readonly clocks: TicketClocks;
  readonly instrument: Pick<Instrument, 'tickSize'>;
  /** Risk run again on the ticket's intent just before the send, on quote, equity, positions and trading state of that moment. */
  readonly recheck: Result<RiskApproved, RiskRefused>;
}

/** Two computations of the same loss differ by float noise only. */
const lossTolerance = 1e-9;

/**
 * Lets an entry go in exactly the ticket's parameters, or says why not. The fresh judgement is a proof and never a source: what it
 * would size today is compared, never sent. Whatever changed meanwhile asks the trader again by a new ticket.
 */
export function authorizeEntry(approval: EntryApproval): Result<AuthorizedEntry, Fault> {
  const { ticket, recheck } = approval;
  const refusal = refuseTicket(approval) ?? (recheck.ok ? refuseChange(approval, recheck.value) : recheck.error.fault);
  if (refusal !== null) return err(refusal);
  return ok(
    markEntry({
      kind: 'entry',
      authorizedBy: approval.actor === 'simulation' ? 'simulation' : 'trader',
      scenario: ticket.intent.scenario,
      intentId: ticket.intent.intentId,
      approvalId: ticket.approvalId,
      parameters: ticket.parameters,
      expiresAtUtcMs: ticket.expiresAtUtcMs,
    }),
  );
}

/** What can be said of the approval itself, whatever the market does. */
function refuseTicket({ ticket, endedAs, parameters, actor, clocks }: EntryApproval): Fault | null {
  const { approvalId } = ticket;
  if (endedAs !== null) {
    return fault('APPROVAL_ENDED', 'This ticket has ended already; it cannot be approved again.', {
      approvalId,
      endedAs,
    });
  }
  if (!isSameOrder(ticket.parameters, parameters)) {
    return fault(
      'APPROVAL_PARAMETERS_CHANGED',
      'What was approved is not what the ticket says. Nothing was sent; look at the ticket again.',
      { approvalId },
    );
  }
  if (!mayApprove(actor, ticket)) {
    return fault('APPROVAL_NOT_ALLOWED', 'An entry on this account needs the approval of the trader.', {
      approvalId,
      actor,
      tradeMode: ticket.parameters.account.tradeMode,
    });
  }
  const expiredBy = ticketExpiry(ticket, clocks);
  if (expiredBy !== null) {
    return fault('APPROVAL_EXPIRED', 'The ticket expired before it was approved; nothing was sent.', {
      approvalId,
      expiredBy,
    });
  }
  return null;
}

/** The simulated terminal alone may approve itself; a file, the engine and a real terminal never do. */
function mayApprove(actor: Actor, ticket: ApprovalTicket): boolean {
  switch (actor) {
    case 'window':
    case 'cli':
    case 'rest':
      return true;
    case 'simulation':
      return ticket.parameters.account.tradeMode === 'simulated';
    case 'file':
    case 'engine':
    case 'terminal':
      return false;
    default:
      return assertNever(actor, 'actor');
  }
}

/** What changed between the ticket's judgement and the one of now. */
function refuseChange({ ticket, instrument }: EntryApproval, fresh: RiskApproved): Fault | null {
  const { approvalId, parameters } = ticket;
  assert(fresh.intent.intentId === ticket.intent.intentId, 'risk is run again on the intent of the ticket');
  if (!isSameAccount(fresh.parameters.account, parameters.account)) {
    return fault(
      'ACCOUNT_CHANGED',
      'The terminal is on another account than the ticket was made for; nothing was sent.',
      {
        approvalId,
        login: fresh.parameters.account.login,
      },
    );
  }
  if (!isSameJudgedState(fresh.judgedIn, ticket.judgedIn)) {
    return fault(
      'APPROVAL_STATE_CHANGED',
      'Positions, orders or the instrument changed after the ticket was made; nothing was sent.',
      { approvalId },
    );
  }
  const fill = fillPrice(parameters.side, fresh.quote);
  const beyondWorst = sideSign(parameters.side) * (fill - parameters.worstPrice);
  if (beyondWorst > instrument.tickSize / 2) {
    return fault('APPROVAL_DRIFTED', 'The market left the worst price of the ticket; nothing was sent.', {
      approvalId,
      price: fill,
      worstPrice: parameters.worstPrice,
    });
  }
  if (fresh.parameters.volume < parameters.volume || fresh.lossPerLot > ticket.lossPerLot * (1 + lossTolerance)) {
    return fault('APPROVAL_RISK_CHANGED', 'Risk now allows less than the ticket says; nothing was sent.', {
      approvalId,
      volume: parameters.volume,
      allowedVolume: fresh.parameters.volume,
      lossPerLot: ticket.lossPerLot,
      lossPerLotNow: fresh.lossPerLot,
    });
  }
  return null;
}
