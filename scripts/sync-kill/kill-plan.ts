import { seededRandom } from '#shared/base/seeded-random.ts';

/** What ends a life of the cockpit. A change is a write, a cut or a sync of a database file; one that tears is a write of which half is done. */
export type Cause =
  | { readonly kind: 'change'; readonly before: number; readonly tears: boolean }
  | { readonly kind: 'time'; readonly afterMs: number };

export interface Death {
  readonly cause: Cause;
  /** Whether what was not synced goes with it, and which share of that is kept by luck. */
  readonly powerLoss: { readonly keptRatio: number } | null;
  /** The terminal's process is killed at the same moment, and comes back before the cockpit does. */
  readonly isTerminalToo: boolean;
}

export interface KillPlan {
  /** One after the other; the last life is let live until all is stored. */
  readonly deaths: readonly Death[];
  /** Draws what a loss of power keeps. */
  readonly luckSeed: number;
}

/** What a life that nobody ends takes. */
export interface WholeLife {
  readonly changes: number;
  readonly ms: number;
}

export const undisturbed: KillPlan = { deaths: [], luckSeed: 0 };

/** By a change and by time in turn, anywhere in a whole life; later lives have less left to do and die earlier. */
export function planOf(run: number, { seed }: { readonly seed: number }, whole: WholeLife): KillPlan {
  const random = seededRandom(seed * 1_000_003 + run);
  const deaths: Death[] = [];
  const more = random();
  for (let life = 0; life < (more < 0.2 ? 3 : more < 0.5 ? 2 : 1); life++) {
    const share = random() ** (life + 1);
    const cause: Cause =
      (run + life) % 2 === 0
        ? { kind: 'change', before: Math.floor(share * whole.changes), tears: random() < 0.3 }
        : { kind: 'time', afterMs: Math.floor(share * whole.ms) };
    const powerLoss = random() < 0.5 ? { keptRatio: [0, 0.5, 0.95][Math.floor(random() * 3)] ?? 0 } : null;
    deaths.push({ cause, powerLoss, isTerminalToo: random() < 0.25 });
  }
  return { deaths, luckSeed: seed * 7_919 + run };
}

/** One death when most is stored, so that there is something to plant a fault in; by a kill, so that the fault stays. */
export const plantedPlanOf = (run: number, whole: WholeLife): KillPlan => ({
  deaths: [
    {
      cause: { kind: 'change', before: Math.floor((0.8 + 0.05 * (run % 4)) * whole.changes), tears: false },
      powerLoss: null,
      isTerminalToo: false,
    },
  ],
  luckSeed: 0,
});
