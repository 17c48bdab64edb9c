import type { AppLife } from './app-life.ts';
import { Crashed } from './port-points.ts';
import { tradersWish } from './traders-wish.ts';

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
    const wish = tradersWish(engine.snapshot());
    if (wish?.kind === 'approve') {
      const { approvalId, parameters } = wish.ticket;
      await survived(() => engine.command({ kind: 'approve', approvalId, parameters }, 'window'));
    } else if (wish !== null && this.#isOutOfPatience()) {
      const { positionId } = wish.position;
      await survived(() => engine.command({ kind: 'closePosition', positionId }, 'window'));
    }
  }

  #isOutOfPatience(): boolean {
    if (this.#patience > 0) {
      this.#patience -= 1;
      return false;
    }
    this.#pause = this.#pause > 0 ? this.#pause - 1 : looksBetweenCloses;
    return this.#pause === looksBetweenCloses;
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
