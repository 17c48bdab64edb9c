import type { RunRecord } from '#shared/contract/backtest.ts';
import { plainTable } from './plain-table.ts';
import { wrapWords } from './wrap-words.ts';

/** What the run can be repeated from, and be compared by. */
export function provenanceText({ runId, parameters, hashes, programVersion, wish, durationMs }: RunRecord): string {
  const sets = Object.entries(parameters).map(([strategy, values]) =>
    wrapWords(
      `  ${strategy}:`,
      Object.entries(values).map(
        ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
      ),
    ),
  );
  const rows = Object.entries(hashes).map(([what, hash]) => [`  ${what}`, hash]);
  return [
    'MADE OF',
    ...sets,
    plainTable(rows, ['left', 'left']),
    `  version ${programVersion}, seed ${wish.seed}, simulated in ${(durationMs / 1000).toFixed(2)} s`,
    `  again: ats backtest --repeat ${runId}`,
  ].join('\n');
}
