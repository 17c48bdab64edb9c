import { createHash, type Hash } from 'node:crypto';
import path from 'node:path';
import Database from 'better-sqlite3';
import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { endOfTimeUtcMs, utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { openStoresAt, realClocks, type Stores } from '#main/wiring/open-stores.ts';
import { verifyLog } from '#main/wiring/verify-log.ts';
import type { PreparedMarket } from './prepare-market.ts';

/** A part of what is stored: how much of it there is, and a hash over it in its own order. */
export interface ContentPart {
  readonly count: number;
  readonly hash: string;
  /** The rows themselves where they are few, for the story of a run that went wrong. */
  readonly few: readonly string[];
}

/** By name, such as `bars XAUUSD M5`. Equal content has equal parts, whatever rows and transactions it came by. */
export type StoredContent = ReadonlyMap<string, ContentPart>;

/** More than a run stores of anything. */
const rowsMax = 1_000_000;

/**
 * All that a cockpit's stores hold once it has ended, but for what tells of the runs themselves: logs, times of writing, attempts. Ticks count from
 * where the market began to be played: how far the past of them reaches depends on when the terminal was first seen.
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
    yield [`bars ${name}`, market.bars.readBetween({ series, ...whole, limit: rowsMax })];
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
  yield ['deals', ledger.reads.latestDeals(rowsMax)];
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

const fewMax = 50;

/** Rows in their order, each as JSON. */
export function partOf(rows: readonly unknown[]): ContentPart {
  const hash: Hash = createHash('sha256');
  const few: string[] = [];
  for (const row of rows) {
    const text = JSON.stringify(row);
    hash.update(`${text}\n`);
    if (rows.length <= fewMax) few.push(text);
  }
  return { count: rows.length, hash: hash.digest('hex'), few };
}

/** Which parts one has and the other has not, or has otherwise, with what differs in them where they are small. */
export function describeDifferences(wanted: StoredContent, found: StoredContent): readonly string[] {
  const names = [...new Set([...wanted.keys(), ...found.keys()])];
  return names.flatMap((name) => {
    const [here, there] = [found.get(name), wanted.get(name)];
    if (here?.hash === there?.hash) return [];
    const missing = there?.few.filter((row) => here?.few.includes(row) !== true) ?? [];
    const added = here?.few.filter((row) => there?.few.includes(row) !== true) ?? [];
    const rows = [...missing.map((row) => `- ${row}`), ...added.map((row) => `+ ${row}`)];
    return [`${name}: ${there?.count ?? 0} undisturbed, ${here?.count ?? 0} here`, ...rows];
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
