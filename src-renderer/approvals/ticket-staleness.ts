import type { TicketFigures } from '#shared/contract/ticket-figures.ts';
import type { TicketDistances } from './ticket-distances.ts';

/** Why a ticket that waits is no longer what it was opened for: the engine would refuse its approval. */
export type Staleness = 'noPrice' | 'pastWorst' | 'drifted';

/** Null where it can be approved, as far as a window can tell. */
export function ticketStaleness(
  { price, driftR, driftLimitR }: Pick<TicketFigures, 'price' | 'driftR' | 'driftLimitR'>,
  distances: Pick<TicketDistances, 'isPastWorst'> | null,
): Staleness | null {
  if (price === null) return 'noPrice';
  if (distances?.isPastWorst === true) return 'pastWorst';
  return driftR !== null && driftR > driftLimitR ? 'drifted' : null;
}
