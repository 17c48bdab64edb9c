import type { DurationMs } from '#shared/units/duration-ms.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** The terminal's time: decisions, staleness, broker midnight. In a replay it is the replay's; before the first report it is null. */
export interface MarketClock {
  readonly nowUtcMs: () => UtcMs | null;
}

/** The desk's wall clock: stamps of receipt, and a second opinion on expiry. It may jump. */
export interface WallClock {
  readonly nowUtcMs: () => UtcMs;
}

/** The desk's steady clock: heartbeats, handshakes, the trader's countdown. Its zero is arbitrary. */
export interface MonotonicClock {
  readonly nowMs: () => DurationMs;
}
