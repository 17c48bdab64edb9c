import type { Fault } from '#shared/base/fault.ts';
import { meanInterval } from '#shared/base/mean-interval.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { SimilarOutcomes } from '#shared/agent/opinion.ts';
import type { Regime } from '#shared/market/regime.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { MemorySearch } from '#main/ports/memory.ts';
import { itselfOf } from './decision-of.ts';
import { onceAQuestion } from './once-a-question.ts';

/** As many as an opinion holds. */
const situationsMax = 20;

/** A signal or a trade of a market like this one, and what was known by then to have come of it. */
export interface Situation {
  readonly recordId: RecordId;
  readonly distance: number;
  /** Null: it came to nothing, or is not over. `rMultiple` null: no risk was approved. */
  readonly outcome: { readonly net: number; readonly rMultiple: number | null } | null;
  /** Null: not known, or not asked for. */
  readonly regime: Regime | null;
}

/**
 * Entries that a question's scenario signalled, and trades that it opened, in markets like the symbol's on a timeframe, nearest first; the question's own are
 * not among them. A trade that followed from such a signal is told with it. Answers are looked at again: what came to be known later is left out, whatever
 * memory says.
 */
export const situationsLike = onceAQuestion(
  (question, { memory }, timeframe: Timeframe): Promise<Result<readonly Situation[], Fault>> =>
    findSituations(question, { memory, timeframe }),
);

async function findSituations(
  question: Question,
  { memory, timeframe }: { readonly memory: MemorySearch; readonly timeframe: Timeframe },
): Promise<Result<readonly Situation[], Fault>> {
  const { symbol, scenario, asOfUtcMs } = question;
  const except = itselfOf(question);
  const state = { kind: 'moment', symbol, timeframe, atUtcMs: asOfUtcMs } as const;
  const wish = { state, asOfUtcMs, k: situationsMax + except.length, symbols: null };
  const [signals, trades] = await Promise.all([
    memory.similarSignals({ ...wish, scenario }),
    memory.similarTrades({ ...wish, owner: scenario }),
  ]);
  if (!signals.ok) return signals;
  if (!trades.ok) return trades;
  const regimes = new Map(trades.value.neighbours.map(({ trade }) => [trade.recordId, trade.regime]));
  const signalled = signals.value.neighbours
    .filter(({ signal }) => signal.knownAtUtcMs <= asOfUtcMs)
    .map(({ signal, distance }) => {
      const known = signal.outcomes.filter(({ closedAtUtcMs }) => closedAtUtcMs <= asOfUtcMs);
      const regime = known.map(({ trade }) => regimes.get(trade) ?? null).find((one) => one !== null) ?? null;
      return {
        recordId: signal.recordId,
        distance,
        outcome: sumOf(known),
        regime,
        trades: known.map(({ trade }) => trade),
      };
    });
  const told = new Set([...except, ...signalled.flatMap((one) => one.trades)]);
  const traded = trades.value.neighbours
    .filter(({ trade }) => trade.openedAtUtcMs <= asOfUtcMs && !told.has(trade.recordId))
    .map(({ trade: { recordId: id, outcome, regime }, distance }) => ({
      ...{ recordId: id, distance, regime },
      outcome: outcome !== null && outcome.closedAtUtcMs <= asOfUtcMs ? outcome : null,
    }));
  const situations = [...signalled.filter((one) => !except.includes(one.recordId)), ...traded];
  return ok(situations.toSorted((a, b) => a.distance - b.distance).slice(0, situationsMax));
}

function sumOf(outcomes: readonly { readonly net: number; readonly rMultiple: number | null }[]): Situation['outcome'] {
  if (outcomes.length === 0) return null;
  const net = outcomes.reduce((sum, one) => sum + one.net, 0);
  const rMultiple = outcomes.reduce<number | null>(
    (sum, one) => (sum === null || one.rMultiple === null ? null : sum + one.rMultiple),
    0,
  );
  return { net, rMultiple };
}

/** What became of them: the share that won among those that are over, and the mean of R among those of which it is known. */
export function outcomesOfSituations(situations: readonly Situation[], asOfUtcMs: UtcMs): SimilarOutcomes {
  const closed = situations.flatMap(({ outcome }) => outcome ?? []);
  const won = closed.filter(({ net }) => net > 0).length;
  const interval = meanInterval(closed.flatMap(({ rMultiple }) => rMultiple ?? []));
  return {
    asOfUtcMs,
    found: situations.length,
    closed: closed.length,
    winShare: closed.length === 0 ? null : won / closed.length,
    ...{ meanR: interval?.mean ?? null, lowR: interval?.low ?? null, highR: interval?.high ?? null },
    neighbours: situations.map(({ recordId: id, distance, outcome }) => ({
      ...{ recordId: id, distance, rMultiple: outcome?.rMultiple ?? null },
    })),
  };
}
