import { createHash } from 'node:crypto';
import path from 'node:path';
import Database from 'better-sqlite3';
import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { endOfTimeUtcMs, utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { openStoresAt, realClocks, type Stores } from '#main/wiring/open-stores.ts';
import { verifyLog } from '#main/wiring/verify-log.ts';
import type { PreparedMarket } from './prepare-market.ts';

/** A part of what is stored, and a hash over it in its own order. */
export interface ContentPart {
  readonly hash: string;
  /** Each as JSON, for the story of a run that went wrong. */
  readonly rows: readonly string[];
}

/** By name, such as `bars XAUUSD M5`. Equal content has equal parts, whatever rows and transactions it came by. */
export type StoredContent = ReadonlyMap<string, ContentPart>;

/** More than a run stores of anything. */
const rowsMax = 1_000_000;

/**
 * All that a cockpit's stores hold once it has ended, but for what tells of the runs themselves: logs, times of writing, attempts. Ticks count from
 * where the market began to be played: how far the past of them reaches depends on when the terminal was first seen. Bars count that ended with the
 * market: whether a later one has closed depends on how far the terminal's clock went on after the last minute.
 */
export async function storedContent(folder: string, market: PreparedMarket): Promise<StoredContent> {
  for (const store of ['market.db', 'ledger.db']) assertWhole(path.join(folder, store));
  valueOf(await verifyLog(folder));
  const { stores } = valueOf(openStoresAt(folder, createRecordingLogger().logger, realClocks()));
  using open = stores;
  const parts = new Map<string, ContentPart>();
  for (const [name, rows] of rowsOf(open, market)) parts.set(name, partOf(rows));
  return parts;
}

function* rowsOf(
  { market, ledger }: Stores,
  prepared: PreparedMarket,
): Generator<readonly [string, readonly unknown[]]> {
  const seriesList = market.bars.summaries().map(({ series }) => series);
  const whole = { fromUtcMs: utcMs(0), toUtcMs: endOfTimeUtcMs };
  for (const series of seriesList.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)))) {
    const name = nameOf(series);
    const lengthMs = timeframeDurationMs(series.timeframe);
    const bars = market.bars.readBetween({ series, ...whole, limit: rowsMax });
    yield [`bars ${name}`, bars.filter((bar) => bar.openTimeUtcMs + lengthMs <= prepared.endUtcMs)];
    yield [
      `holes ${name}`,
      market.sync
        .holes(series, whole)
        .map(({ fromUtcMs, toUtcMs, kind, missingBars }) => ({ fromUtcMs, toUtcMs, kind, missingBars })),
    ];
  }
  for (const { symbol } of prepared.symbols) {
    const ticks = market.ticks.read({ symbol, beforeUtcMs: endOfTimeUtcMs, limit: rowsMax });
    yield [`ticks ${symbol}`, ticks.filter((tick) => tick.occurredAtUtcMs >= prepared.startUtcMs)];
    yield [`tick cursor ${symbol}`, [market.ticks.cursor(symbol)]];
  }
  yield ['calendar', releases(market, prepared.startUtcMs)];
  yield [
    'sync state',
    market.sync
      .states()
      .map(({ kind, symbol, timeframe, cursorUtcMs, corrections, lastFault }) =>
        JSON.stringify([kind, symbol, timeframe, cursorUtcMs, corrections, lastFault?.code ?? null]),
      )
      .toSorted(),
  ];
  yield ['deals', ledger.trades.latestDeals(rowsMax)];
  yield ['trades', ledger.trades.trades({ before: null, limit: rowsMax })];
  yield ['cash', ledger.trades.latestCash(rowsMax)];
}

const calendarDays = 10 * 86_400_000;

/** Of the days that every connect of a run asks for. */
const releases = (market: Stores['market'], startUtcMs: UtcMs): readonly unknown[] =>
  market.calendar.read({
    fromUtcMs: utcMs(startUtcMs - calendarDays),
    toUtcMs: utcMs(startUtcMs + calendarDays),
    currencies: null,
  }) ?? [];

const nameOf = ({ symbol, timeframe, source, anchor }: BarSeries): string =>
  [symbol, timeframe, source, anchor].join(' ');

export function partOf(rows: readonly unknown[]): ContentPart {
  const texts = rows.map((row) => JSON.stringify(row));
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text}\n`);
  return { hash: hash.digest('hex'), rows: texts };
}

const rowsToldMax = 6;

/** Which parts one has and the other has not, or has otherwise, with the first rows that differ. */
export function describeDifferences(wanted: StoredContent, found: StoredContent): readonly string[] {
  const names = [...new Set([...wanted.keys(), ...found.keys()])];
  return names.flatMap((name) => {
    const [there, here] = [wanted.get(name), found.get(name)];
    if (here?.hash === there?.hash) return [];
    const [thereRows, hereRows] = [new Set(there?.rows), new Set(here?.rows)];
    const missing = [...thereRows].filter((row) => !hereRows.has(row)).map((row) => `- ${row}`);
    const added = [...hereRows].filter((row) => !thereRows.has(row)).map((row) => `+ ${row}`);
    const heading = `${name}: ${thereRows.size} undisturbed, ${hereRows.size} here`;
    return [heading, ...missing.slice(0, rowsToldMax), ...added.slice(0, rowsToldMax)];
  });
}

/** What SQLite itself says of the file. */
function assertWhole(file: string): void {
  const db = new Database(file, { readonly: true });
  try {
    const said = db.pragma('integrity_check', { simple: true });
    const orphans = db.pragma('foreign_key_check') as readonly unknown[];
    assert(
      said === 'ok' && orphans.length === 0,
      () => `${file} is damaged: ${String(said)}, ${orphans.length} orphans`,
    );
  } finally {
    db.close();
  }
}

function valueOf<T>(result: Result<T, Fault>): T {
  assert(result.ok, () => JSON.stringify(result));
  return result.value;
}
