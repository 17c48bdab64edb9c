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
    case 'accountChanged':
    case 'positionsChanged':
    case 'governanceChanged':
    case 'riskChanged':
      return delta.kind;
    default:
      return null;
  }
}
