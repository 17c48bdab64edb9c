import { assertDefined } from '#shared/base/assert.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { RunRecord, RunWish } from '#shared/contract/backtest.ts';
import type { RunReport } from '#shared/contract/run-report.ts';
import type { Digest } from '#main/ports/digest.ts';
import type { CommonParameters } from '#main/strategies/bound-strategy.ts';
import type { PoolRun } from '../pool/run-task.ts';
import type { RunPlans } from '../run-plans.ts';
import { runIdOf } from './run-id.ts';
import type { RunTerms } from './run-terms.ts';
import { thinCurve } from './thin-curve.ts';

/** A run as it is kept. What it is known by and compared with, its result hash, is taken over everything that came out, and nothing else. */
export function recordOf(
  played: readonly PoolRun[],
  about: Pick<RunRecord, 'data' | 'notes' | 'durationMs' | 'finishedAtUtcMs' | 'programVersion'> & {
    readonly parameters: Readonly<Record<string, CommonParameters>>;
    readonly wish: RunWish;
    readonly terms: RunTerms;
    readonly hashes: Omit<RunRecord['hashes'], 'result'>;
    readonly plans: RunPlans;
    readonly digest: Digest;
  },
): RunRecord {
  const { wish, terms, parameters, notes, plans, hashes, digest, ...rest } = about;
  const reportOf = (index: number): RunReport => assertDefined(played[index], 'a run that was played').report;
  const main = assertDefined(played[0], 'the run that was asked for');
  const output = assertDefined(main.output, 'the run that was asked for keeps what it is made of');
  const { timeUtcMs, equity, balance } = thinCurve(output.curve);
  const came = {
    report: main.report,
    withoutDelay: plans.withoutDelay === null ? null : reportOf(plans.withoutDelay),
    shadow: Object.fromEntries(Object.entries(plans.shadow).map(([id, index]) => [id, reportOf(index)])),
    trades: output.trades,
    switches: output.switches,
    curve: { timeUtcMs: [...timeUtcMs], equity: [...equity], balance: [...balance] },
  };
  const resultHash = digest(canonicalJson(came));
  const { scenario, symbols } = wish;
  return {
    version: 1,
    runId: runIdOf({ finishedAtUtcMs: about.finishedAtUtcMs, scenario, symbols, resultHash }),
    ...rest,
    notes: [...notes, ...main.notes],
    wish,
    // Both are plain values; their own types are narrower than that of any JSON.
    parameters: parameters as unknown as RunRecord['parameters'],
    terms: terms as unknown as RunRecord['terms'],
    hashes: { ...hashes, result: resultHash },
    ...came,
  };
}
