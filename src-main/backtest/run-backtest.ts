import { canonicalJson } from '#shared/base/canonical-json.ts';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { RunNote, RunRecord, RunWish } from '#shared/contract/backtest.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { BacktestWatch } from '#main/ports/backtest-runs.ts';
import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Digest } from '#main/ports/digest.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';
import type { BoundStrategy } from '#main/strategies/bound-strategy.ts';
import { loadMarkets, type LoadedMarkets } from './data/load-markets.ts';
import type { MarketWish } from './data/load-market.ts';
import type { MarketTables } from './market-tables.ts';
import type { RunPool } from './pool/run-pool.ts';
import { recordOf } from './records/record-of.ts';
import type { RunTerms } from './records/run-terms.ts';
import { runPlans } from './run-plans.ts';

export interface RunDependencies {
  readonly market: StoredMarket;
  readonly openPool: (markets: readonly MarketTables[], plans: number) => RunPool;
  readonly nextTurn: () => Promise<void>;
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  readonly digest: Digest;
  readonly programVersion: string;
  readonly codeHash: string;
}

/**
 * One wish from stored bars to its record: loads, plays the run, the same without the trader's delay and each scenario alone, and reports. Nothing is
 * written. RANGE_INVALID, DATA_TOO_COARSE, RUN_CANCELLED, and the faults of `loadMarkets`.
 */
export async function runBacktest(
  asked: { readonly wish: RunWish; readonly terms: RunTerms; readonly strategies: readonly BoundStrategy[] },
  dependencies: RunDependencies,
  watch: BacktestWatch,
): Promise<Result<RunRecord, Fault>> {
  const { wish, terms, strategies } = asked;
  const { monotonicClock, digest } = dependencies;
  if (wish.fromUtcMs !== null && wish.toUtcMs !== null && wish.fromUtcMs >= wish.toUtcMs)
    return err(rangeInvalid(wish));
  const loaded = await load(asked, dependencies, watch);
  if (!loaded.ok) return loaded;
  const { tables, data } = loaded.value;
  const undecided = nothingToDecideOn(strategies, loaded.value);
  if (undecided !== null) return err(undecided);
  const notes = [...loaded.value.notes, ...loaded.value.tooCoarse.map(noteOf)];
  const span = {
    fromUtcMs: utcMs(Math.max(wish.fromUtcMs ?? -Infinity, loaded.value.fromUtcMs)),
    toUtcMs: utcMs(Math.min(wish.toUtcMs ?? Infinity, loaded.value.toUtcMs)),
  };
  const plans = runPlans({ wish, terms, strategies, span, markets: tables });
  using pool = dependencies.openPool(tables, plans.all.length);
  const startedMs = monotonicClock.nowMs();
  const played = await pool.play(plans.all, {
    keepsOutput: true,
    signal: watch.signal,
    onProgress: (doneRatio) => {
      watch.onProgress({ kind: 'running', doneRatio: Math.min(1, doneRatio) });
    },
  });
  if (!played.ok) return played;
  const durationMs = monotonicClock.nowMs() - startedMs;
  const finishedAtUtcMs = dependencies.wallClock.nowUtcMs();
  const parameters = Object.fromEntries(strategies.map((strategy) => [strategy.id, strategy.parameters]));
  const hashes = {
    code: dependencies.codeHash,
    data: digest(data.map(({ symbol, hash }) => `${symbol} ${hash}`).join('\n')),
    parameters: digest(canonicalJson({ parameters, terms: terms as JsonValue, wish: wish as JsonValue })),
  };
  const { programVersion } = dependencies;
  const about = { wish, terms, parameters, hashes, data, notes, durationMs, finishedAtUtcMs, programVersion };
  return ok(recordOf(played.value, { ...about, plans, digest }));
}

async function load(
  { wish, terms, strategies }: Parameters<typeof runBacktest>[0],
  { market, nextTurn }: RunDependencies,
  { onProgress, signal }: BacktestWatch,
): Promise<Result<LoadedMarkets, Fault>> {
  const { clockRule, costs, account } = terms;
  const { fromUtcMs, toUtcMs, source } = wish;
  const { rolloverSpreadMultiple } = costs;
  const decisions = strategies.map(({ parameters, lookBackBars }) => ({
    timeframe: parameters.timeframe,
    lookBackBars,
  }));
  const wishes = terms.instruments.map((resolved): MarketWish => {
    const { symbol } = resolved.instrument;
    const isOneOfSeveral = terms.instruments.length > 1;
    return {
      symbol,
      resolved,
      source,
      clockRule,
      decisions,
      fromUtcMs,
      toUtcMs,
      rolloverSpreadMultiple,
      isOneOfSeveral,
    };
  });
  let rows = 0;
  try {
    return await loadMarkets(market, wishes, {
      currency: account.currency,
      nextTurn,
      isCancelled: () => signal.aborted,
      onRows: (symbol, more) => {
        rows += more;
        onProgress({ kind: 'loading', symbol, rows });
      },
    });
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  }
}

/** A strategy needs one symbol at least that it can decide on. */
function nothingToDecideOn(strategies: readonly BoundStrategy[], { tables, tooCoarse }: LoadedMarkets): Fault | null {
  for (const { parameters } of strategies) {
    const { timeframe } = parameters;
    if (tables.every(({ decisions }) => decisions[timeframe] === undefined))
      return tooCoarse.find(({ facts }) => facts.timeframe === timeframe) ?? null;
  }
  return null;
}

const noteOf = ({ code, message, facts }: Fault): RunNote => ({ code, message, symbol: String(facts.symbol) });

const rangeInvalid = ({ fromUtcMs, toUtcMs }: RunWish): Fault =>
  fault('RANGE_INVALID', 'The range ends before it begins: --from has to lie before --to.', {
    from: new Date(fromUtcMs ?? 0).toISOString(),
    to: new Date(toUtcMs ?? 0).toISOString(),
  });
