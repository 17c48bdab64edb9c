import { approvalTicketSchema, type ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { sampleAccount } from './sample-account.ts';
import { sampleStartUtcMs } from './manual-clock.ts';
import { sampleQuote } from './sample-quote.ts';

/** A ticket for a buy of a tenth of a lot of gold, open for five minutes; named members can be changed. */
export function sampleApprovalTicket(changes: Partial<Record<keyof ApprovalTicket, unknown>> = {}): ApprovalTicket {
  const wish = { symbol: 'XAUUSD', side: 'buy', stop: 1990, target: null };
  return approvalTicketSchema.parse({
    approvalId: 'approval-1',
    intent: {
      kind: 'enter',
      ...wish,
      intentId: 'intent-1',
      decisionId: 'decision-1',
      scenario: 'B',
      reference: 2000,
      riskRatio: 0.01,
      decidedAtUtcMs: sampleStartUtcMs,
      validUntilUtcMs: sampleStartUtcMs + 300_000,
    },
    parameters: { ...wish, account: sampleAccount().identity, volume: 0.1, worstPrice: 2001.5, riskMoney: 115.7 },
    lossPerLot: 1157,
    riskRatio: 0.004628,
    marginMoney: 200,
    quote: sampleQuote(),
    judgedIn: { positions: [], pendingOrders: [], instrumentVersion: 1 },
    filters: [{ filter: 'donchianBreak', value: 2000, threshold: 1998.5, passed: true }],
    openedAtUtcMs: sampleStartUtcMs,
    openedAtWallUtcMs: sampleStartUtcMs,
    expiresAtUtcMs: sampleStartUtcMs + 300_000,
    validForMs: 300_000,
    ...changes,
  });
}
