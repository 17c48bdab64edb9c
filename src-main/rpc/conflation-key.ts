import type { CockpitDelta } from '#shared/contract/cockpit-snapshot.ts';

/**
 * Deltas of one key replace each other while they wait: each is a whole state, so the newest says all. Null for those of which every single
 * one counts, such as orders, deals and approvals.
 */
export function conflationKey(delta: CockpitDelta): string | null {
  switch (delta.kind) {
    case 'quoteChanged':
      return `quote ${delta.quote.symbol}`;
    case 'barFormed':
      return `bar ${delta.timeframe} ${delta.symbol}`;
    case 'ticketFiguresChanged':
      return `figures ${delta.approvalId}`;
    case 'accountChanged':
    case 'positionsChanged':
    case 'brokerOrdersChanged':
    case 'adviserLimitsChanged':
    case 'governanceChanged':
    case 'riskChanged':
    case 'questionsChanged':
    case 'proposalsChanged':
      return delta.kind;
    default:
      return null;
  }
}
