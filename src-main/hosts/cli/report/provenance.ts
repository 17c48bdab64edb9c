import type { RunRecord } from '#shared/contract/backtest.ts';
import { line, type LinesSection } from './section.ts';

/** What the run can be repeated from, and be compared by. */
export function provenanceSection(record: RunRecord): LinesSection {
  const { runId, parameters, hashes, programVersion, wish, durationMs } = record;
  const sets = Object.entries(parameters).map(([strategy, values]) => {
    const words = Object.entries(values).map(
      ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    return line(`${strategy}: ${words.join(' ')}`);
  });
  return {
    kind: 'lines',
    title: 'Made of',
    lines: [
      ...sets,
      ...Object.entries(hashes).map(([what, hash]) => line(`${what.padEnd(10)}  ${hash}`)),
      line(`version ${programVersion}, seed ${wish.seed}, simulated in ${(durationMs / 1000).toFixed(2)} s`),
      line(`again: ats backtest --repeat ${runId}`),
    ],
  };
}
