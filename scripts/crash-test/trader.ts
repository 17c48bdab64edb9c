import { hasEnded } from '#shared/trading/order.ts';
import type { AppLife } from './app-life.ts';
import { Crashed } from './port-points.ts';

/**
 * The person before the cockpit, who knows only what it shows: approves a ticket that waits, and closes a position that is open and not being
 * closed. After a crash he looks again.
 */
export class Trader {
  #patience: number;
  /** Looks until he tries again to close what is still open. */
  #pause = 0;

  /** `patience` is for how many looks he lets a position run before he closes it. */
  constructor(patience: number) {
    this.#patience = patience;
  }

  async look({ engine }: AppLife): Promise<void> {
    const { approvals, positions, orders } = engine.snapshot();
    const [waiting] = approvals;
    if (waiting !== undefined) {
      const { approvalId, parameters } = waiting.ticket;
      await survived(() => engine.command({ kind: 'approve', approvalId, parameters }, 'window'));
      return;
    }
    const open = positions.find(
      ({ positionId }) =>
        !orders.some(
          ({ request, status }) =>
            request.kind === 'reduceOnly' &&
            request.positionId === positionId &&
            !hasEnded(status) &&
            status !== 'unknown',
        ),
    );
    if (open === undefined) return;
    if (this.#patience > 0) this.#patience -= 1;
    else if (this.#pause > 0) this.#pause -= 1;
    else {
      this.#pause = looksBetweenCloses;
      await survived(() => engine.command({ kind: 'closePosition', positionId: open.positionId }, 'window'));
    }
  }
}

const looksBetweenCloses = 20;

/** The cockpit may die while it is asked. */
async function survived(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof Crashed)) throw error;
  }
}
