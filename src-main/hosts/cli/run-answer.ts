import type { RunRecord } from '#shared/contract/backtest.ts';

/** What programs get of a run: its figures first. Trades and curve lie in the record's own file. */
export function runAnswer(record: RunRecord): object {
  const { version, runId, report, data, notes, switches, trades, curve, ...rest } = record;
  const { metrics } = report;
  return {
    runId,
    metrics,
    report,
    data,
    notes,
    switches,
    ...rest,
    version,
    tradesKept: trades.length,
    curvePoints: curve.timeUtcMs.length,
  };
}
