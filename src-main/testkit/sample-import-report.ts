import { importReportSchema, type BarsImport } from '#shared/contract/import-report.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** What became of a day of gold. */
export function sampleImportReport(changes: Partial<BarsImport> = {}): BarsImport {
  const report = importReportSchema.parse({
    kind: 'bars',
    file: 'minutes.csv',
    sizeBytes: 60_000,
    contentHash: 'c0ffee'.padEnd(64, '0'),
    format: 'MT5 bar export',
    source: 'import',
    read: 1380,
    refused: { count: 0, byReason: {}, sample: [] },
    warnings: [],
    tookMs: 120,
    resumedFrom: 0,
    isKnown: false,
    symbol: 'XAUUSD',
    timeframe: 'M1',
    anchor: 'hour',
    clock: { rule: 'ny+7', verdict: 'fits' },
    scale: 1,
    inserted: 1380,
    duplicates: 0,
    disagreements: { count: 0, sample: [] },
    backSteps: 0,
    holes: { expected: 0, unexpected: 0, missingBars: 0, longest: [] },
    firstUtcMs: sampleStartUtcMs,
    lastUtcMs: sampleStartUtcMs + 1379 * 60_000,
  });
  if (report.kind !== 'bars') throw new Error('it is a report of bars');
  return { ...report, ...changes };
}
