import { availableParallelism } from 'node:os';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { RunRecord } from '#shared/contract/backtest.ts';
import { planStrategies } from '#main/backtest/plan-strategies.ts';
import { RunPool } from '#main/backtest/pool/run-pool.ts';
import { runTermsSchema } from '#main/backtest/records/run-terms.ts';
import { runBacktest } from '#main/backtest/run-backtest.ts';
import type { BacktestOptions, BacktestRuns, BacktestWish } from '#main/ports/backtest-runs.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';
import { strategies } from '#main/strategies/strategies.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { listRuns, readRun, writeRun } from '#main/stores/runs/run-files.ts';
import { parametersIn, researchSettings, termsFor, wholeWish } from './backtest-terms.ts';
import { codeHash } from './code-hash.ts';
import { nextTurn } from './next-turn.ts';
import { openStoredMarket } from './open-stored-market.ts';
import { programVersion } from './program-version.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';
import { systemDigest } from './system-digest.ts';
import { workerEntry } from './worker-entry.ts';

/** Backtests over what a data folder holds, read beside the engine that runs on it or without one; what they come to is kept in its `runs`. */
export function createBacktests(folderPath: string): BacktestRuns {
  const folder = dataFolderAt(folderPath);
  const read = (runId: string): Result<RunRecord, Fault> =>
    readRun(folder, runId === 'latest' ? (listRuns(folder)[0] ?? runId) : runId);
  return {
    read,
    ids: () => listRuns(folder),
    run: async (wish, options) => {
      const settings = researchSettings(folderPath);
      if (!settings.ok) return settings;
      const opened = await openStoredMarket(folderPath);
      if (!opened.ok) return opened;
      await using market = opened.value;
      const whole = wholeWish(wish, { settings: settings.value, market });
      if (!whole.ok) return whole;
      const strategies = planStrategies(whole.value, parametersIn(settings.value));
      if (!strategies.ok) return strategies;
      const terms = termsFor(whole.value, { settings: settings.value, market });
      if (!terms.ok) return terms;
      const asked = { wish: whole.value, terms: terms.value, strategies: strategies.value };
      const record = await runBacktest(asked, dependenciesOn(market, options), options);
      if (!record.ok) return record;
      const kept = writeRun(folder, record.value);
      return kept.ok ? record : kept;
    },
    repeat: async (runId, options) => {
      const known = read(runId);
      if (!known.ok) return known;
      const opened = await openStoredMarket(folderPath);
      if (!opened.ok) return opened;
      await using market = opened.value;
      const asked = askedAgain(known.value);
      if (!asked.ok) return asked;
      const record = await runBacktest(asked.value, dependenciesOn(market, options), options);
      if (!record.ok) return record;
      const different = differences(known.value, record.value);
      return different.length === 0 ? record : err(runDiffers(known.value, record.value, different));
    },
  };
}

const dependenciesOn = (market: StoredMarket, { workers }: BacktestOptions): Parameters<typeof runBacktest>[1] => ({
  ...{ market, nextTurn, programVersion, codeHash: codeHash(), digest: systemDigest },
  wallClock: systemWallClock,
  monotonicClock: systemMonotonicClock,
  openPool: (markets, plans) =>
    new RunPool({
      markets,
      entry: workerEntry('run-player'),
      workers: workers ?? Math.min(plans, availableParallelism()),
    }),
});

/** The parameters are those that were used, not what the settings would make of the wish today. */
function askedAgain(record: RunRecord): Result<Parameters<typeof runBacktest>[0], Fault> {
  const terms = runTermsSchema.safeParse(record.terms);
  if (!terms.success) return err(damagedTerms(record.runId, terms.error.issues[0]?.message ?? ''));
  const strategies = planStrategies({ ...record.wish, set: {} }, record.parameters);
  return strategies.ok ? ok({ wish: record.wish, terms: terms.data, strategies: strategies.value }) : strategies;
}

function differences(before: RunRecord, now: RunRecord): readonly string[] {
  if (before.hashes.result === now.hashes.result) return [];
  const changed = (['code', 'data', 'parameters'] as const).filter((what) => before.hashes[what] !== now.hashes[what]);
  return changed.length === 0 ? ['nothing that is known'] : changed;
}

function runDiffers(before: RunRecord, now: RunRecord, different: readonly string[]): Fault {
  const text = ({ report }: RunRecord): string =>
    `${report.metrics.trades} trades, net ${report.metrics.netProfit.toFixed(2)}`;
  return fault(
    'RUN_DIFFERS',
    `Run ${before.runId} came out otherwise: ${text(before)} then, ${text(now)} now. What is not as it was: ${different.join(', ')}.`,
    {
      runId: before.runId,
      different: different.join(', '),
      resultBefore: before.hashes.result,
      resultNow: now.hashes.result,
      dataChanged: canonicalJson(before.data) !== canonicalJson(now.data),
    },
  );
}

const damagedTerms = (runId: string, reason: string): Fault =>
  fault('RUN_DAMAGED', `The record of run ${runId} does not hold the terms that it was made on: ${reason}.`, { runId });

/** Of every strategy that there is. */
export const strategyIds: readonly string[] = strategies.map(({ id }) => id);

export type { BacktestOptions, BacktestRuns, BacktestWish };
