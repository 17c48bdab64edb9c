import { hash as digest } from 'node:crypto';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { WallClock } from '#main/ports/clock.ts';
import type { SettingsHistory, UsedSettings } from '#main/ports/settings-history.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { selectLastEvent } from './event-rows.ts';

export const sqliteSettingsHistory = (db: WritableDb, clock: WallClock): SettingsHistory => ({
  use: (settings) => {
    const body = canonicalJson(settings as JsonValue);
    const hash = digest('sha256', body);
    db.transaction(() => {
      const afterSequence = selectLastEvent(db)?.sequence ?? 0;
      if (selectSettingsAt(db, afterSequence + 1)?.hash === hash) return;
      const nowUtcMs = clock.nowUtcMs();
      db.command('INSERT OR IGNORE INTO settings (hash, first_used_utc_ms, body) VALUES (?, ?, ?)').run(
        hash,
        nowUtcMs,
        body,
      );
      db.command('INSERT OR REPLACE INTO settings_uses (after_sequence, hash, used_at_utc_ms) VALUES (?, ?, ?)').run(
        afterSequence,
        hash,
        nowUtcMs,
      );
    });
  },
  at: (sequence) => selectSettingsAt(db, sequence),
});

function selectSettingsAt(db: ReadableDb, sequence: number): UsedSettings | null {
  const row = db
    .query<{ readonly hash: string; readonly firstUsedUtcMs: number; readonly body: string }>(
      `SELECT hash, first_used_utc_ms AS firstUsedUtcMs, body FROM settings WHERE hash =
         (SELECT hash FROM settings_uses WHERE after_sequence < ? ORDER BY after_sequence DESC LIMIT 1)`,
    )
    .first(sequence);
  if (row === undefined) return null;
  const { hash, firstUsedUtcMs, body } = row;
  return { hash, firstUsedUtcMs: utcMs(firstUsedUtcMs), settings: JSON.parse(body) as JsonValue };
}
