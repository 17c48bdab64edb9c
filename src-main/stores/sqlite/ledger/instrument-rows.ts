import { canonicalJson } from '#shared/base/canonical-json.ts';
import { instrumentSchema, type Instrument } from '#shared/market/instrument.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
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
): { readonly version: number; readonly instrument: Instrument; readonly toldAtUtcMs: UtcMs } | null {
  const row = db
    .query<{ readonly version: number; readonly body: string; readonly validFrom: number }>(
      'SELECT version, body, valid_from_utc_ms AS validFrom FROM instruments WHERE symbol = ? AND valid_from_utc_ms <= ? ORDER BY version DESC LIMIT 1',
    )
    .first(symbol, atUtcMs);
  if (row === undefined) return null;
  const { version, body, validFrom } = row;
  return { version, instrument: instrumentSchema.parse(JSON.parse(body)), toldAtUtcMs: utcMs(validFrom) };
}
