import { seededRandom } from '#shared/base/seeded-random.ts';

/** What is done to a run while it is under way; `engine` ends a life, the others leave the engine to cope. */
export type Blow = 'engine' | 'chroma' | 'cut' | 'boltServer';

export interface Strike {
  readonly blow: Blow;
  /** Since the one before, or since the engine answers. */
  readonly afterMs: number;
}

export interface KillPlan {
  /** Ends with one that leaves the engine alive or not; either way a last life goes on until all is in step. */
  readonly strikes: readonly Strike[];
  /** Which share of what passes the proxy is lost with its connection, all the time; 0 where only strikes cut. */
  readonly cutRatio: number;
  readonly cutSeed: number;
}

export interface PlanWish {
  readonly seed: number;
  /** How long a life takes that nobody disturbs. */
  readonly wholeMs: number;
  readonly blows: readonly Blow[];
  /** What every run is struck by first; null is each in turn. */
  readonly firstBlow: Blow | null;
}

/** One to four strikes anywhere in what a life takes; what was not made by an earlier life is all that a later one has left, so they come sooner. */
export function planOf(run: number, { seed, wholeMs, blows, firstBlow }: PlanWish): KillPlan {
  const random = seededRandom(seed * 1_000_003 + run);
  const drawBlow = (): Blow => blows[Math.floor(random() * blows.length)] ?? 'engine';
  const strikes = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, index): Strike => ({
    blow: index === 0 ? (firstBlow ?? blows[run % blows.length] ?? 'engine') : drawBlow(),
    afterMs: Math.floor((random() ** 2 * wholeMs) / (index + 1)),
  }));
  return { strikes, cutRatio: random() < 0.5 ? 0.02 * random() : 0, cutSeed: seed * 7_919 + run };
}

export const undisturbed: KillPlan = { strikes: [], cutRatio: 0, cutSeed: 0 };
