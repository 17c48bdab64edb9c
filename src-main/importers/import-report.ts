import { assertNever } from '#shared/base/assert.ts';
import type { BarsImport, ImportReport } from '#shared/contract/import-report.ts';
import type { ImportTally } from './import-tally.ts';
import type { ImportWarning } from './import-warning.ts';
import type { ReadFile } from './read-file.ts';

/** What is to be said of an import beside the file and what became of its records. */
export interface ImportFrame {
  readonly file: string;
  readonly sizeBytes: number;
  readonly contentHash: string;
  readonly symbol: string | null;
  readonly source: string;
  readonly scale: number;
  readonly tookMs: number;
  readonly resumedFrom: number;
}

/** The report of an import whose records are all stored. */
export function importReport(read: ReadFile, tally: ImportTally, frame: ImportFrame): ImportReport {
  const { symbol, scale, ...named } = frame;
  const { format, rows, refused, warnings } = read;
  const common = { ...named, format, read: rows, refused, warnings, isKnown: false };
  switch (read.yields) {
    case 'bars': {
      const { timeframe, anchor, clock, backSteps, holes, firstUtcMs, lastUtcMs } = read;
      const { inserted, disagreements } = tally;
      return {
        ...common,
        kind: 'bars',
        ...{ symbol: symbol ?? '', timeframe, anchor, clock, scale, inserted, disagreements, backSteps, holes },
        duplicates: read.duplicates + tally.duplicates,
        ...{ firstUtcMs, lastUtcMs },
        warnings: [...warnings, ...describeDisagreements(disagreements)],
      };
    }
    case 'ticks': {
      const { clock, backSteps, firstUtcMs, lastUtcMs } = read;
      return {
        ...common,
        kind: 'ticks',
        ...{ symbol: symbol ?? '', clock, scale, stored: tally.inserted, backSteps, firstUtcMs, lastUtcMs },
      };
    }
    case 'calendar': {
      const { inserted, corrected, removed } = tally;
      const events = read.spans.flatMap((span) => span.events);
      return {
        ...common,
        kind: 'calendar',
        ...{ inserted, corrected, removed, spans: read.spans.length },
        ...rangeOf(events.map((event) => event.releaseUtcMs)),
      };
    }
    case 'report': {
      const { account, orders, deals, closedPositions } = read.report;
      return {
        ...common,
        kind: 'report',
        ...{ server: account.server, login: account.login },
        ...{ orders: orders.length, deals: deals.length, positions: closedPositions.length },
        ...rangeOf(deals.map((deal) => deal.occurredAtUtcMs)),
      };
    }
    default:
      return assertNever(read, 'what a file yields');
  }
}

type Moment = BarsImport['firstUtcMs'];

function rangeOf(moments: readonly Moment[]): { firstUtcMs: Moment | null; lastUtcMs: Moment | null } {
  const inOrder = moments.toSorted((a, b) => a - b);
  return { firstUtcMs: inOrder[0] ?? null, lastUtcMs: inOrder.at(-1) ?? null };
}

function describeDisagreements({ count, sample }: BarsImport['disagreements']): readonly ImportWarning[] {
  const [first] = sample;
  if (first === undefined) return [];
  const at = new Date(first.stored.openTimeUtcMs).toISOString();
  const message = `Bars that are stored with other figures from this source: ${count}, the first at ${at}. The stored ones stay.`;
  return [{ code: 'BARS_DISAGREE', message }];
}
