import { canonicalJson } from '#shared/base/canonical-json.ts';
import { positionSchema, type Position } from '#shared/trading/position.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { SeenPosition } from '#main/ports/trade-storage.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** The whole set as it is seen now. One that was there already keeps the time since when. */
export function replacePositions(
  db: WritableDb,
  seen: { readonly positions: readonly Position[]; readonly sequence: number; readonly seenAtUtcMs: UtcMs },
): void {
  const { positions, sequence, seenAtUtcMs } = seen;
  for (const position of positions)
    db.command(
      `INSERT INTO positions (position_id, symbol, sequence, since_utc_ms, body) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (position_id) DO UPDATE SET sequence = excluded.sequence, body = excluded.body`,
    ).run(position.positionId, position.symbol, sequence, seenAtUtcMs, canonicalJson(position));
  db.command('DELETE FROM positions WHERE sequence <> ?').run(sequence);
}

export const selectPositions = (db: ReadableDb): readonly SeenPosition[] =>
  db
    .query<{ readonly sinceUtcMs: number; readonly body: string }>(
      'SELECT since_utc_ms AS sinceUtcMs, body FROM positions ORDER BY since_utc_ms DESC, position_id DESC',
    )
    .all()
    .map((row) => ({ position: positionSchema.parse(JSON.parse(row.body)), sinceUtcMs: utcMs(row.sinceUtcMs) }));
