import { z } from 'zod';
import type { ReplayHolder } from '#main/ports/replay-control.ts';
import type { TerminalDb } from './open-terminal-db.ts';

/** Who holds the market and how fast it runs; kept, so that a restart does not let go what somebody holds. */
export interface ReplaySettings {
  readonly heldBy: readonly ReplayHolder[];
  /** Market seconds per desk second. */
  readonly speed: number;
}

const heldBySchema = z.array(z.enum(['trader', 'ticket'])).readonly();

export function readReplaySettings(db: TerminalDb): ReplaySettings {
  const row = db.prepare('SELECT held_by, speed FROM terminal').get() as { held_by: string; speed: number };
  return { heldBy: heldBySchema.parse(JSON.parse(row.held_by)), speed: row.speed };
}

export function saveReplaySettings(db: TerminalDb, { heldBy, speed }: ReplaySettings): void {
  db.prepare('UPDATE terminal SET held_by = ?, speed = ?').run(JSON.stringify(heldBy), speed);
}

/** The speed that the terminal is started with counts where it is another than the last time; else the trader's own, set since, stays. */
export function askForSpeed(db: TerminalDb, speed: number): void {
  db.prepare('UPDATE terminal SET speed = @speed, speed_asked = @speed WHERE speed_asked <> @speed').run({ speed });
}
