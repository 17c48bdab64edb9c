import { seededRandom } from '../market/seeded-random.ts';
import type { HistoryDeed } from './history-deed.ts';

/** How often requests for history are not answered as they should be, drawn from a seed. */
export interface HistoryChance {
  readonly deed: HistoryDeed;
  /** Of 1. */
  readonly ratio: number;
}

/** Says for each request in turn what becomes of it: first what was scripted, then by chance, else it is answered. */
export class HistoryPlan {
  readonly #script: HistoryDeed[];
  readonly #chances: readonly HistoryChance[];
  readonly #random: () => number;

  constructor(plan: {
    readonly historyScript: readonly HistoryDeed[];
    readonly historyChances: readonly HistoryChance[];
    readonly seed: number;
  }) {
    this.#script = [...plan.historyScript];
    this.#chances = plan.historyChances;
    this.#random = seededRandom(plan.seed);
  }

  /** Behind what is scripted already. */
  script(...next: readonly HistoryDeed[]): void {
    this.#script.push(...next);
  }

  next(): HistoryDeed {
    const scripted = this.#script.shift();
    if (scripted !== undefined) return scripted;
    for (const { deed, ratio } of this.#chances) if (this.#random() < ratio) return deed;
    return 'answered';
  }
}
