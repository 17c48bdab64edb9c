import type { Scenario } from '#shared/trading/scenario.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';

/** When an engine is killed. The first two are on the way of every life, the third is where its trader stands. */
export type Moment =
  /** So many beginnings and ends of nodes have been told, this one included, from 1. */
  | { readonly kind: 'boundary'; readonly told: number }
  /** A ticket waits, for so long. Nobody approves it before. */
  | { readonly kind: 'ticket'; readonly afterMs: number }
  /** So long after the trader said yes: the order is on its way, and the graph is told. */
  | { readonly kind: 'approval'; readonly afterMs: number };

export interface KillPlan {
  readonly scenario: Scenario;
  /** Of one life each, in this order. */
  readonly kills: readonly Moment[];
  /** From a kill to the next start. */
  readonly downMs: number;
}

/** How many boundaries the undisturbed run of a scenario has. */
export type Wholes = Readonly<Record<Scenario, number>>;

const scenarios: readonly Scenario[] = ['A', 'B'];

const ticketMsMax = 300;
const approvalMsMax = 150;
const downMsMax = 400;
const againShare = 0.25;

export const undisturbed = (scenario: Scenario): KillPlan => ({ scenario, kills: [], downMs: 0 });

/**
 * Both graphs by turns, each boundary of each in turn, and before every five of them the ticket and its approval. A quarter of the runs is struck once
 * more in the life that follows.
 */
export function planOf(run: number, { seed, wholes }: { readonly seed: number; readonly wholes: Wholes }): KillPlan {
  const random = seededRandom(seed * 1_000_003 + run);
  const scenario = scenarios[run % scenarios.length] ?? 'A';
  const whole = wholes[scenario];
  const turn = Math.floor(run / scenarios.length);
  const afterMs = (max: number): number => Math.floor(random() * max);
  const momentAt = (place: number): Moment => {
    const part = place % 7;
    if (part === 0) return { kind: 'ticket', afterMs: afterMs(ticketMsMax) };
    if (part === 1) return { kind: 'approval', afterMs: afterMs(approvalMsMax) };
    const nth = Math.floor(place / 7) * 5 + part - 2;
    // Steps far from each other in turn, so that few runs see all of a trade's life.
    return { kind: 'boundary', told: 1 + ((nth * strideOf(whole) + seed) % whole) };
  };
  const first = momentAt(turn);
  const again = random() < againShare ? [momentAt(Math.floor(random() * 10_000))] : [];
  return { scenario, kills: [first, ...again], downMs: afterMs(downMsMax) };
}

/** Without a divisor in common with the whole: every boundary has its turn. */
function strideOf(whole: number): number {
  let stride = Math.max(1, Math.round(whole * 0.38));
  while (commonDivisor(stride, whole) !== 1) stride += 1;
  return stride;
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));
