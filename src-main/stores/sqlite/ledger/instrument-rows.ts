import { canonicalJson } from '#shared/base/canonical-json.ts';
import { instrumentSchema, type Instrument } from '#shared/market/instrument.ts';
import type { EngineEvent } from '#shared/trading/engine-event.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

export function insertInstrument(
  db: WritableDb,
  changed: Extract<EngineEvent, { kind: 'instrumentChanged' }> & {
    readonly sequence: number;
    readonly validFromUtcMs: UtcMs;
  },
): void {
  const { instrument, version, sequence, validFromUtcMs } = changed;
  db.command('INSERT INTO instruments (symbol, version, sequence, valid_from_utc_ms, body) VALUES (?, ?, ?, ?, ?)').run(
    instrument.symbol,
    version,
    sequence,
    validFromUtcMs,
    canonicalJson(instrument),
  );
}

export function selectInstrumentAt(
  db: ReadableDb,
  symbol: string,
  atUtcMs: UtcMs,
): { readonly version: number; readonly instrument: Instrument } | null {
  const row = db
    .query<{ readonly version: number; readonly body: string }>(
      'SELECT version, body FROM instruments WHERE symbol = ? AND valid_from_utc_ms <= ? ORDER BY version DESC LIMIT 1',
    )
    .first(symbol, atUtcMs);
  return row === undefined ? null : { version: row.version, instrument: instrumentSchema.parse(JSON.parse(row.body)) };
}
