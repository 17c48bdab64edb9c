import path from 'node:path';
import Database from 'better-sqlite3';

/** Does to the files of a dead cockpit what a synchronizer could do that does not keep its word. */
export type Plant = (dataFolder: string) => void;

/**
 * Faults that a cockpit could have, planted from outside between two lives. None of them exists in the product; each has to be found in the content, or
 * the content would show nothing of the product either.
 */
const plants = {
  /** The cursor was stored and its ticks were not: they are never asked for again. */
  cursorAhead: changed(`
    DELETE FROM ticks WHERE occurred_at_utc_ms IN (
      SELECT occurred_at_utc_ms FROM ticks ORDER BY occurred_at_utc_ms DESC LIMIT 40)`),
  /** A minute was stored otherwise than the terminal said it. */
  untrueBar: changed(`
    UPDATE bars SET high = high + 1 WHERE (series_id, open_time_utc_ms) IN (
      SELECT series_id, open_time_utc_ms FROM bars JOIN bar_series USING (series_id) WHERE timeframe = 'M1'
      ORDER BY open_time_utc_ms LIMIT 1 OFFSET 4000)`),
} as const satisfies Readonly<Record<string, Plant>>;

export type PlantName = keyof typeof plants;

export const plantNames = Object.keys(plants) as PlantName[];

export const plantOf = (name: PlantName): Plant => plants[name];

function changed(sql: string): Plant {
  return (dataFolder) => {
    const db = new Database(path.join(dataFolder, 'market.db'));
    try {
      db.exec(sql);
    } finally {
      db.close();
    }
  };
}
