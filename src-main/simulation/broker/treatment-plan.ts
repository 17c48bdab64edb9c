import { seededRandom } from '../market/seeded-random.ts';
import { treatments, type Treatment, type TreatmentName } from './treatment.ts';

export type OrderKind = 'entry' | 'reduceOnly' | 'modify';

/** How often orders are treated otherwise than filled, drawn from a seed. */
export interface TreatmentChance {
  readonly treatment: TreatmentName;
  /** Of 1. */
  readonly ratio: number;
  /** Null: of any kind. */
  readonly kind: OrderKind | null;
}

/** Says for each order in turn what the broker does with it: first what was scripted, then by chance, else it is filled. */
export class TreatmentPlan {
  readonly #script: Treatment[];
  readonly #chances: readonly TreatmentChance[];
  readonly #random: () => number;

  constructor(plan: {
    readonly script: readonly TreatmentName[];
    readonly chances: readonly TreatmentChance[];
    readonly seed: number;
  }) {
    this.#script = plan.script.map((name) => treatments[name]);
    this.#chances = plan.chances;
    this.#random = seededRandom(plan.seed);
  }

  /** Behind what is scripted already. */
  script(...next: readonly Treatment[]): void {
    this.#script.push(...next);
  }

  next(kind: OrderKind): Treatment {
    const scripted = this.#script.shift();
    if (scripted !== undefined) return scripted;
    for (const { treatment, ratio, kind: only } of this.#chances)
      if ((only === null || only === kind) && this.#random() < ratio) return treatments[treatment];
    return treatments.filled;
  }
}
