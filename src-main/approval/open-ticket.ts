import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { FilterReport } from '#shared/trading/filter-report.ts';
import type { ApprovalId } from '#shared/trading/ids.ts';
import type { RiskApproved } from '#shared/trading/risk-approved.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { ticketValidity } from './ticket-validity.ts';

export interface TicketOpening {
  readonly approvalId: ApprovalId;
  readonly approved: RiskApproved;
  /** What the scenario's rules measured when they decided. */
  readonly filters: readonly FilterReport[];
  readonly marketNowUtcMs: UtcMs;
  readonly wallNowUtcMs: UtcMs;
}

/** Puts what risk approved before the trader, for as long as the decision holds. APPROVAL_EXPIRED where it holds no more. */
export function openTicket(opening: TicketOpening): Result<ApprovalTicket, Fault> {
  const { approvalId, approved, filters, marketNowUtcMs, wallNowUtcMs } = opening;
  const { scenario, validUntilUtcMs } = approved.intent;
  const validity = ticketValidity({ scenario, marketNowUtcMs, nextDecisionUtcMs: validUntilUtcMs });
  if (validity === null) {
    return err(
      fault('APPROVAL_EXPIRED', 'The next decision was due before this one could be offered; nothing was sent.', {
        validUntilUtcMs,
        marketNowUtcMs,
      }),
    );
  }
  return ok({
    approvalId,
    intent: approved.intent,
    parameters: approved.parameters,
    lossPerLot: approved.lossPerLot,
    riskRatio: approved.riskRatio,
    marginMoney: approved.marginMoney,
    quote: approved.quote,
    judgedIn: approved.judgedIn,
    filters,
    openedAtUtcMs: marketNowUtcMs,
    openedAtWallUtcMs: wallNowUtcMs,
    ...validity,
  });
}
